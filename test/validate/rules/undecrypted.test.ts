import { undecrypted } from '../../../src/validate/rules/undecrypted.js';
import { allOf, associated, beacon, handshake, key32, numbered, pmks, userData } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const other = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
const start = numbered([beacon(), ...associated, ...allOf(first)]);

testRule(undecrypted, {
  keys: pmks({ A }),
  // The handshake that the second frame follows from is not there.
  broken: [...start, userData(first.ptk), userData(other.ptk)],
  sound: [...start, userData(first.ptk), userData(first.ptk)],
});
