import { keyInformation } from '../../../src/validate/rules/key-information.js';
import { associated, beacon, handshake, key32, keyFrame, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const m4 = (info: number) => keyFrame({ info, counter: 2, kck: first.ptk.kck });

testRule(keyInformation, {
  keys: pmks({ A }),
  // M4 with the Install bit, and without Secure.
  broken: numbered([...start, first.m1, first.m2, first.m3, m4(0x014a)]),
  sound: numbered([...start, first.m1, first.m2, first.m3, m4(0x030a)]),
});
