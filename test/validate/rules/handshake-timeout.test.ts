import { describe, expect, it } from 'vitest';
import { handshakeTimeout } from '../../../src/validate/rules/handshake-timeout.js';
import {
  ack,
  allOf,
  associated,
  associationResponse,
  beacon,
  dataToAp,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  STATION,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }).m1);

testRule(handshakeTimeout, {
  keys: pmks({ A }),
  broken: numbered([...start, ...tries, deauthentication('ap', 15)]),
  sound: numbered([
    ...start,
    ...tries.slice(0, 3),
    ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 4 })),
  ]),
});

describe('handshake-timeout', () => {
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A })) =>
    findingsOf(captureOf(numbered(mpdus)), keys).filter(({ rule }) => rule === handshakeTimeout.id);
  const brief = (mpdus: readonly Uint8Array[], keys = pmks({ A })) =>
    found(mpdus, keys).map(({ severity, frames }) => [severity, frames]);
  const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
  const end = deauthentication('ap', 15);

  it('is a warning where the capture has no frame of the station since it was associated', () => {
    expect(found([...start, ...tries, end])).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message:
          'M1 in frames 4, 5, 6 and 7 is not answered in the capture, which has no frame of the station in that association; the AP gives up in frame 8, reason 15.',
      }),
    ]);
    expect(brief([beacon(), associationResponse(), ...tries, end])).toEqual([['warning', [3, 4, 5, 6, 7]]]);
    expect(brief([...start, ...allOf(first), rekey.m1, rekey.m1, end])).toEqual([['error', [8, 9, 10]]]);
  });

  it('is explained by a forged M1 where the MIC of M2 proves that the station answers that one', () => {
    const forged = handshake({ pmk: A, aNonce: 9, sNonce: 7 });
    const m3s = [2, 3, 4, 5].map(
      counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: counter - 1 }).m3,
    );
    const mpdus = [...start, first.m1, forged.m1, first.m2, forged.m2, ...m3s, end];
    expect(brief(mpdus)).toEqual([]);
    expect(brief(mpdus, {})).toEqual([['error', [8, 9, 10, 11, 12]]]);
  });

  it('is a warning where what the station sends is cut short', () => {
    const { m2 } = first;
    const cut = m2.subarray(0, m2.length - 10);
    expect(found([...start, tries[0]!, cut, tries[1]!, cut, end])).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message:
          'M1 in frames 4 and 6 may be answered in frames 5 and 7, EAPOL-Key of the station that is damaged or captured in part; the AP gives up in frame 8, reason 15.',
      }),
    ]);
    const eapolStart = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 1, 0, 0]);
    expect(brief([...start, tries[0]!, eapolStart, tries[1]!, end])).toEqual([['error', [4, 6, 7]]]);
  });

  it('is a warning where the capture lacks tries of the AP, or what an Ack is for', () => {
    const [one, two, three] = tries;
    const eapolStart = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 1, 0, 0]);
    const answered = [...start, eapolStart];
    expect(brief([...answered, one!, two!, three!, end])).toEqual([['error', [5, 6, 7, 8]]]);
    expect(brief([...answered, one!, three!, end])).toEqual([['warning', [5, 6, 7]]]);
    expect(brief([...answered, one!, ack(STATION), two!, end])).toEqual([['warning', [5, 7, 8]]]);
    expect(brief([...answered, ack(STATION), one!, two!, end])).toEqual([['error', [6, 7, 8]]]);
    expect(brief([...start, one!, eapolStart, ack(STATION), two!, end])).toEqual([['error', [4, 7, 8]]]);
  });

  it('names the M2 that the AP was silent after', () => {
    const [one, two] = [1, 2].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));
    const silent = [one!.m1, one!.m2, two!.m1, two!.m2, deauthentication('station', 1)];
    expect(brief([...start, ...silent])).toEqual([['warning', [7, 8]]]);
  });

  it('is not M1 where M3 follows, nor what is followed by data that the AP protects', () => {
    const { m1, m2, m3, m4, ptk } = first;
    expect(brief([...start, m1, m3, end], {})).toEqual([['warning', [5, 6]]]);
    const down = userDataDown(ptk);
    expect(brief([...start, m1, m3, down, end], {})).toEqual([]);
    expect(brief([...start, m1, m2, m3, down, end])).toEqual([]);
    expect(brief([...start, m1, down, end])).toEqual([]);
    expect(brief([...start, m1, m2, m1, m4, end])).toEqual([]);
    expect(brief([...start, m1, m2, m3, m4, m3, down, end])).toEqual([]);
  });

  it('is a re-key that is not answered only as long as the AP stays on the key of before, and all data opens', () => {
    const before = [...start, ...allOf(first)];
    const tail = (data: readonly Uint8Array[]) => [
      ...before,
      rekey.m1,
      rekey.m2,
      rekey.m3,
      rekey.m3,
      ...data,
      end,
    ];
    expect(brief(tail([userDataDown(first.ptk)]))).toEqual([['error', [10, 11, 13]]]);
    expect(brief(tail([userDataDown(rekey.ptk)]))).toEqual([]);
    const unknown = handshake({ pmk: A, aNonce: 7, sNonce: 8 });
    expect(brief(tail([userData(unknown.ptk)]))).toEqual([]);
    expect(brief([...before, rekey.m1, rekey.m1, userDataDown(unknown.ptk), end])).toEqual([]);
  });
});
