import { expect, it } from 'vitest';
import { gtkMissing } from '../../../src/validate/rules/gtk-missing.js';
import {
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  handshake,
  key32,
  keyFrame,
  pmks,
  RSNE,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];

testRule(gtkMissing, {
  keys: pmks({ A }),
  broken: [...start, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: null }))],
  sound: [...start, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2 }))],
});

it('is right in a network that allows no group addressed traffic', () => {
  const found = (suite: number) => {
    // The last octet of the group cipher suite, in the RSNE at the end.
    const ofGroup = (mpdu: Uint8Array): Uint8Array => mpdu.with(mpdu.length - RSNE.length + 7, suite);
    const joined = [ofGroup(beacon()), ofGroup(associationRequest()), associationResponse()];
    const { ptk, m1, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2, gtk: null });
    const keyData = RSNE.with(7, suite);
    const m2 = keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData, kck: ptk.kck });
    return findingsOf(captureOf([...joined, m1, m2, m3, m4]), pmks({ A })).filter(
      ({ rule }) => rule === gtkMissing.id,
    );
  };
  expect(found(4)).toHaveLength(1);
  expect(found(7)).toHaveLength(0);
});
