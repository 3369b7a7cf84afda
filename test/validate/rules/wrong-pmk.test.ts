import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { wrongPmk } from '../../../src/validate/rules/wrong-pmk.js';
import {
  AKM,
  AP,
  ack,
  allOf,
  associated,
  beacon,
  dataToAp,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  STATION,
  sentAgain,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

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
  const foundIn = (samples: readonly Sample[]) =>
    findingsOf(captureOf(samples), pmks({ A }))
      .filter(({ rule }) => rule === wrongPmk.id)
      .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
  const found = (...mpdus: readonly Uint8Array[]) => foundIn(numbered([beacon(), ...associated, ...mpdus]));
  const asked = tries.slice(0, 3).flatMap(({ m1, m2 }) => [m1, m2]);

  it('is an error where the AP takes no M2, and a warning where the station leaves first', () => {
    const of = (held: string) =>
      `The station answers under a PMK that is none of those given (M2 in frames 5, 7 and 9), and the AP takes none of its answers: the two ${held} different PMKs.`;
    expect(found(...asked, deauthentication('ap', 15))).toEqual([
      `error 5,7,9,10: ${of('hold')} It gives up in frame 10, reason 15.`,
    ]);
    expect(found(...asked, deauthentication('station', 3))).toEqual([
      `warning 5,7,9,10: ${of('may hold')} The station leaves in frame 10, reason 3.`,
    ]);
    const [last] = tries.slice(3) as [(typeof tries)[0]];
    expect(found(...asked, last.m1)).toEqual([`error 5,7,9: ${of('hold')}`]);
  });

  it('is told of one association after another that the AP ends upon M2', () => {
    const [{ m1, m2 }] = tries as [(typeof tries)[0]];
    const attempt = (reason: number) => [m1, m2, deauthentication('ap', reason)];
    const twice = [...attempt(2), ...associated, ...attempt(2)];
    const refused =
      'The station answers under a PMK that is none of those given (M2 in frames 5 and 10), and the AP ends each association (frames 6 and 11, reason 2)';
    const differ = ': the two hold different PMKs, or the AP refuses M2 for another reason.';
    expect(found(...twice)).toEqual([`error 5,6,10,11: ${refused}${differ}`]);
    const right = allOf(handshake({ pmk: A, aNonce: 3, sNonce: 4 }));
    expect(found(...twice, ...associated, ...right)).toEqual([`error 5,6,10,11: ${refused}${differ}`]);
    const unknown = allOf(handshake({ pmk: B, aNonce: 3, sNonce: 4 }));
    expect(found(...twice, ...associated, ...unknown)[0]).toBe(
      `warning 5,6,10,11: ${refused}; a later handshake is complete under a PMK that is not known.`,
    );
    expect(found(...attempt(2), ...associated, ...attempt(1))[0]).toContain('reasons 2 and 1)');
    // One alone may be damaged; and one before and one after a right one are two of these.
    expect(found(...attempt(2))).toEqual([]);
    expect(found(...attempt(2), ...associated, ...right, ...associated, ...attempt(2))).toEqual([]);
    // The AP may end it for another reason.
    for (const end of [
      deauthentication('ap', 3),
      deauthentication('ap', 17),
      deauthentication('station', 17),
    ])
      expect(found(m1, m2, end, ...associated, m1, m2, end)).toEqual([]);
  });

  it('is a warning where the station ends one association after another, and each M2 is the only one', () => {
    const [{ m1, m2 }] = tries as [(typeof tries)[0]];
    const left = [m1, m2, deauthentication('station', 3)];
    const all = (...mpdus: readonly Uint8Array[]) =>
      findingsOf(captureOf(numbered([beacon(), ...associated, ...mpdus])), pmks({ A }))
        .filter(({ rule }) => rule === 'wrong-pmk' || rule === 'mic-wrong')
        .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
    expect(all(...left, ...associated, ...left)).toEqual([
      'warning 5,6,10,11: The station answers under a PMK that is none of those given (M2 in frames 5 and 10), and the station ends each association (frames 6 and 11, reason 3): the two may hold different PMKs.',
    ]);
    expect(all(...left, ...associated, m1, m2, deauthentication('ap', 15))).toEqual([
      expect.stringMatching(/^warning 5,6,10,11: .*, and one of the two ends each association .* may hold /),
    ]);
    expect(all(...left)).toEqual([
      expect.stringMatching(
        /^warning 5,6: .* in the capture alone; but the station ends the association in frame 6, reason 3\.$/,
      ),
    ]);
  });

  it('is a warning where the AP acknowledged no M2, though each was sent again', () => {
    const unheard = tries.slice(0, 2).flatMap(({ m1, m2 }, i) => {
      const [question, answer] = numbered([m1, m2]).map(mpdu => mpdu.with(23, i + 1));
      return [question!, answer!, sentAgain(answer!)];
    });
    const data = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 1, 0, 0]);
    const told = (tried: readonly Uint8Array[]) =>
      findingsOf(
        captureOf([beacon(), ...associated, data, ack(STATION), ...tried, deauthentication('ap', 15)]),
        pmks({ A }),
      ).flatMap(({ rule, severity, message }) => (rule === wrongPmk.id ? `${severity}: ${message}` : []));
    expect(told(unheard)).toEqual([
      'warning: The station answers under a PMK that is none of those given (M2 in frames 7 and 10), and the AP takes none of its answers: the two may hold different PMKs. It gives up in frame 12, reason 15. The AP acknowledged no M2 in the capture, though each was sent again: it may not have received them.',
    ]);
    // The Acks are lost in the capture alone.
    expect(told(unheard.filter((_, i) => i % 3 !== 2))).toEqual([expect.stringMatching(/^error: /)]);
  });

  it('names the PMK of the AP where M1 does', () => {
    const named = pmkid({ akm: AKM, pmk: A, aa: AP, spa: STATION })!;
    const naming = [1, 2].flatMap(counter => {
      const { m1, m2 } = handshake({ pmk: B, aNonce: 3, sNonce: 4, counter, pmkid: named });
      return [m1, m2];
    });
    expect(found(...naming, deauthentication('ap', 15))).toEqual([
      'error 5,7,8: The station answers under a PMK that is none of those given (M2 in frames 5 and 7), and the AP takes none of its answers: it holds A, whose PMKID M1 names. It gives up in frame 8, reason 15.',
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

  it('tells what ends a handshake that is not complete, unless that comes much later', () => {
    const { m1, m2, m3 } = tries[0]!;
    const text = 'The handshake in frames 5 and 6 is under a PMK that is none of those given';
    expect(found(m1, m2, m3, deauthentication('station', 3))).toEqual([
      `warning 5,6,7: ${text}; the station ends the association in frame 7, reason 3.`,
    ]);
    const later = (ms: number) =>
      foundIn(
        numbered([beacon(), ...associated, m1, m2, m3, deauthentication('ap', 2)]).map((bytes, i) => ({
          linkType: 105,
          bytes,
          ms: i < 6 ? i : 5 + ms,
        })),
      );
    expect(later(5000)).toEqual([
      `warning 5,6,7: ${text}; the AP ends the association in frame 7, reason 2.`,
    ]);
    expect(later(5001)).toEqual([`warning 5,6: ${text}.`]);
  });

  it('is not one wrong MIC, which may be damage', () => {
    expect(found(tries[0]!.m1, tries[0]!.m2)).toEqual([]);
  });
});
