import { m2NotAccepted } from '../../../src/validate/rules/m2-not-accepted.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
const asked = tries.flatMap(({ m1, m2 }) => [m1, m2]);

testRule(m2NotAccepted, {
  keys: pmks({ A, B }),
  broken: numbered([beacon(), ...associated, ...asked, deauthentication('ap', 15)]),
  // Two answers were lost on the way.
  sound: numbered([beacon(), ...associated, ...asked.slice(0, 4), ...allOf(tries[2]!)]),
});
