import { anonceDiffers } from '../../../src/validate/rules/anonce-differs.js';
import { allOf, associated, beacon, deauthentication, handshake, key32, numbered, pmks } from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const other = handshake({ pmk: A, aNonce: 9, sNonce: 2 });

testRule(anonceDiffers, {
  keys: pmks({ A }),
  broken: numbered([...start, first.m1, first.m2, other.m3, deauthentication('station', 1)]),
  sound: numbered([...start, ...allOf(first)]),
});
