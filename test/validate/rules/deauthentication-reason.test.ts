import { deauthenticationReason } from '../../../src/validate/rules/deauthentication-reason.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });

testRule(deauthenticationReason, {
  keys: pmks({ A }),
  // The handshake that is said to have timed out is complete.
  broken: numbered([...start, ...allOf(first), deauthentication('ap', 15)]),
  sound: numbered([...start, ...allOf(first), deauthentication('ap', 3)]),
});
