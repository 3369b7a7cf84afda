import { wrongPmk } from '../../../src/validate/rules/wrong-pmk.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: B, aNonce: 3, sNonce: 4, counter }));

testRule(wrongPmk, {
  keys: pmks({ A }),
  broken: numbered([
    beacon(),
    ...associated,
    ...tries.flatMap(({ m1, m2 }) => [m1, m2]),
    deauthentication('ap', 15),
  ]),
  sound: numbered([beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 3, sNonce: 4 }))]),
});
