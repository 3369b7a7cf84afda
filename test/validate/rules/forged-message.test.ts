import { forgedMessage } from '../../../src/validate/rules/forged-message.js';
import { allOf, associated, beacon, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const forged = handshake({ pmk: A, aNonce: 9, sNonce: 2 });
const [, second, third] = [1, 2, 3].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));

testRule(forgedMessage, {
  keys: pmks({ A }),
  // The station answers both, and then no M3.
  broken: numbered([...start, first.m1, first.m2, forged.m1, forged.m2, second!.m3, third!.m3]),
  // The AP asks again.
  sound: numbered([...start, first.m1, first.m2, ...allOf(second!)]),
});
