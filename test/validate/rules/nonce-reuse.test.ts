import { nonceReuse } from '../../../src/validate/rules/nonce-reuse.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const again = (sNonce: number) =>
  numbered([
    ...start,
    ...allOf(first),
    deauthentication('station', 3),
    ...start,
    ...allOf(handshake({ pmk: A, aNonce: 5, sNonce })),
  ]);

testRule(nonceReuse, {
  keys: pmks({ A }),
  broken: again(2),
  sound: again(6),
});
