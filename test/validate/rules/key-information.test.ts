import { describe, expect, it } from 'vitest';
import { keyInformation } from '../../../src/validate/rules/key-information.js';
import {
  associated,
  associationRequest,
  associationResponse,
  beacon,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const m4 = (info: number) => keyFrame({ info, counter: 2, kck: first.ptk.kck });

testRule(keyInformation, {
  keys: pmks({ A }),
  // M4 with the Install bit, and without Secure.
  broken: numbered([...start, first.m1, first.m2, first.m3, m4(0x014a)]),
  sound: numbered([...start, first.m1, first.m2, first.m3, m4(0x030a)]),
});

describe('key-information', () => {
  const found = (mpdus: readonly Uint8Array[]) =>
    findingsOf(captureOf(numbered(mpdus)), pmks({ A }))
      .filter(({ rule }) => rule === keyInformation.id)
      .map(({ frames }) => frames);

  it('notes a nonce in M4, which is no damage where it is the SNonce', () => {
    const told = (nonce: Uint8Array, keys = pmks({ A })) => {
      const last = keyFrame({ info: 0x030a, counter: 2, nonce, kck: first.ptk.kck });
      return findingsOf(captureOf(numbered([...start, first.m1, first.m2, first.m3, last])), keys)
        .filter(({ rule }) => rule === keyInformation.id)
        .map(({ severity, message }) => `${severity}: ${message}`);
    };
    const repeated = 'note: M4 in frame 7 repeats the SNonce, where the nonce is to be zero.';
    const other = 'note: M4 in frame 7 has a nonce, which is to be zero.';
    const doubt = 'The handshake went on all the same, so that the copy in the capture may be damaged.';
    expect(told(key32(0))).toEqual([]);
    expect(told(key32(2))).toEqual([repeated]);
    expect(told(key32(2), {})).toEqual([repeated]);
    expect(told(key32(3))).toEqual([other]);
    expect(told(key32(3), {})).toEqual([`${other} ${doubt}`]);
  });

  it('lets an AP leave the key length 0 with AES, not with TKIP', () => {
    const m1 = keyFrame({ info: 0x0089, counter: 1, nonce: key32(1), keyLength: 0 });
    const of = (suite: number) => {
      // The last octet of the pairwise cipher suite, in the RSNE at the end.
      const paired = (mpdu: Uint8Array): Uint8Array => mpdu.with(mpdu.length - RSNE.length + 13, suite);
      return found([paired(beacon()), paired(associationRequest()), associationResponse(), m1]);
    };
    expect(of(4)).toEqual([]);
    expect(of(2)).toEqual([[4]]);
  });

  it('lets an AP leave the Encrypted Key Data bit clear with RC4 alone', () => {
    const m3 = (info: number) =>
      keyFrame({ info, counter: 2, nonce: key32(1), keyData: RSNE, kck: first.ptk.kck });
    expect(found([...start, first.m1, first.m2, m3(0x03c9)])).toEqual([]);
    expect(found([...start, first.m1, first.m2, m3(0x03ca)])).toEqual([[6]]);
  });
});
