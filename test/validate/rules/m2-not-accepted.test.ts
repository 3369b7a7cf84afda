import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { m2NotAccepted } from '../../../src/validate/rules/m2-not-accepted.js';
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
  reportOnMpdus,
  STATION,
  under,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: A, aNonce: 3, sNonce: 4, counter }));
const asked = tries.flatMap(({ m1, m2 }) => [m1, m2]);

testRule(m2NotAccepted, {
  keys: pmks({ A, B }),
  broken: numbered([beacon(), ...associated, ...asked, deauthentication('ap', 15)]),
  // Two answers were lost on the way.
  sound: numbered([beacon(), ...associated, ...asked.slice(0, 4), ...allOf(tries[2]!)]),
});

it('an AP that did not take M4 cannot open M2, which is protected', () => {
  const { ptk, m1, m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
  const anew = [3, 4, 5, 6].map(counter => handshake({ pmk: B, aNonce: 3, sNonce: 4, counter }));
  const messages = (protect: (mpdu: Uint8Array, i: number) => Uint8Array): (string | undefined)[] => {
    const repeated = anew.slice(1).flatMap((one, i) => [one.m1, protect(one.m2, i + 1)]);
    const crossed = [m1, m2, m3, anew[0]!.m1, m4, protect(anew[0]!.m2, 0), ...repeated];
    const mpdus = numbered([beacon(), ...associated, ...crossed, deauthentication('ap', 15)]);
    const { findings } = reportOnMpdus(mpdus, pmks({ A, B }));
    return findings.flatMap(({ rule, message }) => (rule === m2NotAccepted.id ? [message] : []));
  };
  const inClear = messages(mpdu => mpdu);
  expect(inClear).toEqual([expect.stringContaining('it holds another PMK than the station. ')]);
  const isProtected = messages((mpdu, i) => under(ptk.tk, mpdu, 0, BigInt(i + 1)));
  expect(isProtected).toEqual([
    expect.stringContaining(
      'it holds no key to open M2 with, which is protected, as M1 is not, or another PMK than the station.',
    ),
  ]);
});

describe('m2-not-accepted', () => {
  const found = (mpdus: readonly Uint8Array[], keys = pmks({ A, B })) =>
    findingsOf(captureOf(numbered([beacon(), ...associated, ...mpdus])), keys)
      .filter(({ rule }) => rule === m2NotAccepted.id)
      .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
  /** Tries in which the station answers under `pmk`, and M1 names another. */
  const naming = (pmk: Uint8Array, ofAp: Uint8Array, times: number) =>
    tries.slice(0, times).flatMap((_, i) => {
      const named = pmkid({ akm: AKM, pmk: ofAp, aa: AP, spa: STATION })!;
      const { m1, m2 } = handshake({ pmk, aNonce: 3, sNonce: 4, counter: i + 1, pmkid: named });
      return [m1, m2];
    });
  const gaveUp = deauthentication('ap', 15);
  const refused =
    'M2 in frames 5 and 7 is right under A, but the AP sends M1 again (frames 4 and 6)' as const;

  it('says which PMK the AP holds, as far as that is known', () => {
    expect(found([...asked.slice(0, 4), gaveUp])).toEqual([
      `error 4,5,6,7,8: ${refused}: it holds another PMK than the station. It gives up in frame 8, reason 15.`,
    ]);
    expect(found([...asked.slice(0, 4), gaveUp], pmks({ A }))).toEqual([
      `error 4,5,6,7,8: ${refused}: it holds another PMK than the station, or M2 does not reach it. It gives up in frame 8, reason 15.`,
    ]);
    expect(found([...naming(A, B, 2), gaveUp], pmks({ B, A }))).toEqual([
      `error 4,5,6,7,8: ${refused}: it holds B, whose PMKID M1 names. It gives up in frame 8, reason 15.`,
    ]);
  });

  it('is an AP that takes no M2 under the very PMK that its M1 names', () => {
    expect(found([...naming(A, A, 2), gaveUp])).toEqual([
      `error 4,5,6,7,8: ${refused}: it does not take it, though it names A in M1 itself. It gives up in frame 8, reason 15.`,
    ]);
  });

  it('is a warning where the station leaves before the AP gives up', () => {
    expect(found([...asked.slice(0, 6), deauthentication('station', 3)])).toEqual([
      'warning 4,5,6,7,8,9,10: M2 in frames 5, 7 and 9 is right under A, but the AP sends M1 again (frames 4, 6 and 8): it holds another PMK than the station. The station leaves in frame 10, reason 3.',
    ]);
  });

  it('is a warning where each M2 came after M1 was sent again', () => {
    const late = tries.slice(0, 3).flatMap(({ m1 }, i) => [m1, ...(i === 0 ? [] : [tries[i - 1]!.m2])]);
    expect(found([...late, gaveUp])).toEqual([
      'warning 4,5,6,7,8,9: M2 in frames 6 and 8 is right under A, but the AP sends M1 again (frames 4, 5 and 7): it holds another PMK than the station. It gives up in frame 9, reason 15. Each M2 came after M1 was sent again: it may have been too late.',
    ]);
    expect(found([...late, tries[2]!.m2, gaveUp])).toEqual([
      expect.stringMatching(/^error .* It gives up in frame 10, reason 15\.$/),
    ]);
  });

  it('is told as well where no key is given', () => {
    expect(found([...asked.slice(0, 4), gaveUp], {})).toEqual([
      'error 4,5,6,7,8: The AP takes no M2 (frames 5 and 7) and sends M1 again (frames 4 and 6): the two hold different PMKs, or M2 does not reach it. No key is known that tells which PMK the station has. It gives up in frame 8, reason 15.',
    ]);
  });

  it('under a PMK that is not known, and of which one M2 alone proves nothing, names that of the AP', () => {
    const [m1, m2, again] = naming(key32(0xc3), B, 2);
    expect(found([m1!, m2!, again!, gaveUp])).toEqual([
      'error 4,5,6,7: The AP takes no M2 (frame 5) and sends M1 again (frames 4 and 6): the two hold different PMKs, or M2 does not reach it. M1 names B. No key is known that tells which PMK the station has. It gives up in frame 7, reason 15.',
    ]);
  });

  it('under a PMK that several M2 show to be none of those given is told by another rule', () => {
    expect(found([...asked, gaveUp], pmks({ B }))).toEqual([]);
  });
});
