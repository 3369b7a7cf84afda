import { gtkMissing } from '../../../src/validate/rules/gtk-missing.js';
import { allOf, associated, beacon, handshake, key32, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];

testRule(gtkMissing, {
  keys: pmks({ A }),
  broken: [...start, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: null }))],
  sound: [...start, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))],
});
