import { handshakeIncomplete } from '../../../src/validate/rules/handshake-incomplete.js';
import { allOf, associated, beacon, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });

testRule(handshakeIncomplete, {
  keys: pmks({ A }),
  broken: numbered([...start, ...allOf(first).slice(0, 3)]),
  sound: numbered([...start, ...allOf(first)]),
});
