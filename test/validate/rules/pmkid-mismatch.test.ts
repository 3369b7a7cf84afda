import { pmkid } from '../../../src/crypto/index.js';
import { pmkidMismatch } from '../../../src/validate/rules/pmkid-mismatch.js';
import { AKM, AP, allOf, associated, beacon, handshake, key32, pmks, STATION } from '../peer.js';
import { testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const start = [beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))];

/** A re-key whose M1 names `pmk`. */
const rekey = (pmk: Uint8Array) =>
  handshake({
    pmk: A,
    aNonce: 3,
    sNonce: 4,
    counter: 3,
    pmkid: pmkid({ akm: AKM, pmk, aa: AP, spa: STATION })!,
  });

testRule(pmkidMismatch, {
  keys: pmks({ A, B }),
  broken: [...start, rekey(B).m1, rekey(B).m2],
  sound: [...start, ...allOf(rekey(A))],
});
