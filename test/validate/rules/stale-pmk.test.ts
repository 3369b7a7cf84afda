import { stalePmk } from '../../../src/validate/rules/stale-pmk.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const start = [beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))];
const tries = [3, 4, 5, 6].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
const asked = tries.flatMap(({ m1, m2 }) => [m1, m2]);

testRule(stalePmk, {
  keys: pmks({ A, B }),
  broken: numbered([...start, ...asked, deauthentication('ap', 15)]),
  // The station has the new PMK in time.
  sound: numbered([
    ...start,
    ...asked.slice(0, 4),
    ...allOf(handshake({ pmk: B, aNonce: 3, sNonce: 5, counter: 5 })),
  ]),
});
