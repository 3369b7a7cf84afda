import { handshakeTimeout } from '../../../src/validate/rules/handshake-timeout.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }).m1);

testRule(handshakeTimeout, {
  keys: pmks({ A }),
  broken: numbered([...start, ...tries, deauthentication('ap', 15)]),
  sound: numbered([
    ...start,
    ...tries.slice(0, 3),
    ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 4 })),
  ]),
});
