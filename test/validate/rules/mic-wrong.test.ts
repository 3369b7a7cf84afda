import { micWrong } from '../../../src/validate/rules/mic-wrong.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  numbered,
  pmks,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const gtk = new Uint8Array(16).fill(9);
const tries = [3, 4, 5, 6].map(counter => groupHandshake(first.ptk, counter, gtk));

testRule(micWrong, {
  keys: pmks({ A }),
  // The station drops each G1.
  broken: numbered([
    ...start,
    ...allOf(first),
    ...tries.map(({ g1 }) => damaged(g1)),
    deauthentication('ap', 16),
  ]),
  sound: numbered([...start, ...allOf(first), tries[0]!.g1, tries[0]!.g2]),
});
