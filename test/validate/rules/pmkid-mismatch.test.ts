import { expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { pmkidMismatch } from '../../../src/validate/rules/pmkid-mismatch.js';
import {
  AKM,
  AP,
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  STATION,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

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

it('does not take a station for silent whose M2 is cut short', () => {
  const { m1, m2 } = rekey(B);
  const errors = (answer: readonly Uint8Array[]) =>
    findingsOf(
      captureOf(numbered([...start, m1, ...answer, m1, ...answer, deauthentication('ap', 15)])),
      pmks({ A, B }),
    ).flatMap(({ rule, severity }) => (severity === 'error' ? rule : []));
  expect(errors([])).toEqual([pmkidMismatch.id]);
  expect(errors([m2.subarray(0, m2.length - 10)])).toEqual([]);
});
