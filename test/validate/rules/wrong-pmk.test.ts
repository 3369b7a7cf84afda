import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { wrongPmk } from '../../../src/validate/rules/wrong-pmk.js';
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
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: B, aNonce: 3, sNonce: 4, counter }));

testRule(wrongPmk, {
  keys: pmks({ A }),
  broken: numbered([
    beacon(),
    ...associated,
    ...tries.flatMap(({ m1, m2 }) => [m1, m2]),
    deauthentication('ap', 15),
  ]),
  sound: numbered([beacon(), ...associated, ...allOf(handshake({ pmk: A, aNonce: 3, sNonce: 4 }))]),
});

describe('wrong-pmk', () => {
  const found = (...mpdus: readonly Uint8Array[]) =>
    findingsOf(captureOf(numbered([beacon(), ...associated, ...mpdus])), pmks({ A }))
      .filter(({ rule }) => rule === wrongPmk.id)
      .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
  const asked = tries.slice(0, 3).flatMap(({ m1, m2 }) => [m1, m2]);

  it('is an error where the AP takes no M2, and a warning where the station leaves first', () => {
    const text =
      'The station answers under a PMK that is none of those given (M2 in frames 5, 7 and 9), and the AP takes none of its answers: the two hold different PMKs.';
    expect(found(...asked, deauthentication('ap', 15))).toEqual([`error 5,7,9,10: ${text}`]);
    expect(found(...asked, deauthentication('station', 3))).toEqual([`warning 5,7,9,10: ${text}`]);
  });

  it('names the PMK of the AP where M1 does', () => {
    const named = pmkid({ akm: AKM, pmk: A, aa: AP, spa: STATION })!;
    const naming = [1, 2].flatMap(counter => {
      const { m1, m2 } = handshake({ pmk: B, aNonce: 3, sNonce: 4, counter, pmkid: named });
      return [m1, m2];
    });
    expect(found(...naming, deauthentication('ap', 15))).toEqual([
      'error 5,7,8: The station answers under a PMK that is none of those given (M2 in frames 5 and 7), and the AP takes none of its answers: it holds A, whose PMKID M1 names.',
    ]);
  });

  it('is a warning where no peer is at fault: both hold it, or the capture does not show', () => {
    const { m1, m2, m3, m4 } = tries[0]!;
    expect(found(m1, m2, m3, m4, deauthentication('station', 3))).toEqual([
      'warning 5,6,7: The handshake in frames 5, 6 and 7 is under a PMK that is none of those given; both sides hold it.',
    ]);
    expect(found(m1, m2, m3)).toEqual([
      'warning 5,6: The handshake in frames 5 and 6 is under a PMK that is none of those given.',
    ]);
  });

  it('points to what ends a handshake that is not complete', () => {
    const { m1, m2, m3 } = tries[0]!;
    expect(found(m1, m2, m3, deauthentication('station', 3))).toEqual([
      'warning 5,6,7: The handshake in frames 5 and 6 is under a PMK that is none of those given.',
    ]);
  });

  it('is not one wrong MIC, which may be damage', () => {
    expect(found(tries[0]!.m1, tries[0]!.m2)).toEqual([]);
  });
});
