import { describe, expect, it } from 'vitest';
import { pmkid } from '../../../src/crypto/index.js';
import { validator } from '../../../src/validate/index.js';
import { handshakeTimeout } from '../../../src/validate/rules/handshake-timeout.js';
import {
  AKM,
  AP,
  ack,
  allOf,
  associated,
  associationRequest,
  associationResponse,
  beacon,
  damaged,
  dataToAp,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  numbered,
  pmks,
  STATION,
  sentAgain,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const [A, B, C] = [key32(0xa1), key32(0xb2), key32(0xc3)];
const start = [beacon(), ...associated];
const tries = [1, 2, 3, 4].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }).m1);
const [one, two, three] = tries as [Uint8Array, Uint8Array, Uint8Array];

testRule(handshakeTimeout, {
  keys: pmks({ A }),
  broken: numbered([...start, ...tries, deauthentication('ap', 15)]),
  sound: numbered([
    ...start,
    ...tries.slice(0, 3),
    ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 4 })),
  ]),
});

const toldOf = (samples: readonly Sample[], keys = pmks({ A })) =>
  findingsOf(captureOf(samples), keys)
    .filter(({ rule }) => rule === handshakeTimeout.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const told = (mpdus: readonly Uint8Array[], keys = pmks({ A })) => toldOf(numbered(mpdus), keys);

const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const { m1, m2, m3, m4, ptk } = first;
const rekey = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
/** Up to frame 7. */
const keyed = [...start, ...allOf(first)];
const up = userData(ptk);
const down = userDataDown(ptk);
const eapolStart = dataToAp([0xaa, 0xaa, 3, 0, 0, 0, 0x88, 0x8e, 2, 1, 0, 0]);
const gaveUp = deauthentication('ap', 15);
const groups = [3, 4].map(counter => groupHandshake(ptk, counter, new Uint8Array(16).fill(9)));
const [g, again] = groups as [(typeof groups)[0], (typeof groups)[0]];
/** M3 and M4 of the next try. */
const next = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const unheard = 'in the capture, which has no frame of the station';

describe('handshake-timeout: a station that does not answer', () => {
  it.each([
    ['M1 of a first handshake', [...start, one, eapolStart, two], 15, 'M1 in frames 4 and 6'],
    ['M1 of a re-key', [...keyed, rekey.m1, up, rekey.m1], 15, 'M1 in frames 8 and 10'],
    ['M3', [...start, m1, m2, m3, next.m3], 15, 'M3 in frames 6 and 7'],
    ['G1', [...keyed, g.g1, up, again.g1], 16, 'G1 in frames 8 and 10'],
  ])('to %s', (_, mpdus, reason, asked) => {
    const end = mpdus.length + 1;
    const frames = [...(asked.match(/\d+/g) as string[]).slice(1), end];
    expect(told([...mpdus, deauthentication('ap', reason)])).toEqual([
      `error ${frames}: ${asked} is not answered by the station; the AP gives up in frame ${end}, reason ${reason}.`,
    ]);
  });

  it('is not told of another end, nor of one much later', () => {
    const asked = [...keyed, rekey.m1, up, rekey.m1];
    for (const end of [
      deauthentication('ap', 16),
      deauthentication('ap', 3),
      deauthentication('station', 15),
    ])
      expect(told([...asked, end])).toEqual([]);
    expect(told(asked)).toEqual([]);
    const later = (ms: number) =>
      toldOf(
        numbered([...asked, gaveUp]).map((bytes, i) => ({ linkType: 105, bytes, ms: i < 10 ? i : 9 + ms })),
      );
    expect(later(5000)).toHaveLength(1);
    expect(later(5001)).toEqual([]);
  });

  it('may not have been there, or the sniffer not have heard it', () => {
    const of = (asked: string, since: string, end: number) =>
      `warning ${[...(asked.match(/\d+/g) as string[]).slice(1), end]}: ${asked} is not answered ${unheard} ${since}; the AP gives up in frame ${end}, reason 15.`;
    expect(told([...start, ...tries, gaveUp])).toEqual([
      of('M1 in frames 4, 5, 6 and 7', 'in that association', 8),
    ]);
    expect(told([beacon(), associationResponse(), one, two, gaveUp])).toEqual([
      of('M1 in frames 3 and 4', 'in that association', 5),
    ]);
    expect(told([beacon(), associationRequest(), one, two, gaveUp])).toEqual([
      of('M1 in frames 3 and 4', 'since frame 3', 5),
    ]);
    expect(told([...keyed, up, rekey.m1, down, rekey.m1, gaveUp])).toEqual([
      of('M1 in frames 9 and 11', 'since frame 9', 12),
    ]);
    // A refusal leaves the association as it is.
    expect(told([...keyed, rekey.m1, up, associationResponse(17), rekey.m1, gaveUp])).toEqual([
      'error 8,11,12: M1 in frames 8 and 11 is not answered by the station; the AP gives up in frame 12, reason 15.',
    ]);
    // A reassociation.
    const reassociated = associationResponse().with(0, 0x30);
    expect(told([...keyed, up, reassociated, one, two, gaveUp])).toEqual([
      of('M1 in frames 10 and 11', 'in that association', 12),
    ]);
  });

  it('is a warning where the capture lacks tries of the AP, or what an Ack is for', () => {
    const severities = (...mpdus: readonly Uint8Array[]) =>
      told([...start, ...mpdus, gaveUp]).map(text => text.split(':')[0]);
    expect(severities(one, eapolStart, two, three)).toEqual(['error 4,6,7,8']);
    expect(severities(one, eapolStart)).toEqual(['warning 4,6']);
    expect(severities(one, eapolStart, three)).toEqual(['warning 4,6,7']);
    expect(severities(one, ack(STATION), eapolStart, two)).toEqual(['warning 4,7,8']);
    expect(severities(ack(STATION), one, eapolStart, two)).toEqual(['error 5,7,8']);
    expect(severities(one, eapolStart, ack(STATION), two)).toEqual(['error 4,7,8']);
    // What comes behind the end was no answer, though it is judged only then whether that was forged.
    const [late] = told([...start, one, eapolStart, two, gaveUp, ack(STATION)]);
    expect(late).toMatch(/^error 4,6,7: /);
    // Of M1 the capture lacks one, but not of M3.
    const far = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 3 });
    expect(severities(one, three, far.m2, far.m3, far.m3)).toEqual(['error 7,8,9']);
  });

  it('is a warning where the station has sent what the capture lacks', () => {
    const severities = (...pns: readonly bigint[]) => {
      const [next = up, ...rest] = pns.map(pn => userData(ptk, undefined, pn));
      return told([...keyed, rekey.m1, next, rekey.m1, ...rest, gaveUp]).map(text => text.split(' ')[0]);
    };
    expect(severities(10n, 11n)).toEqual(['error']);
    expect(severities(10n, 12n)).toEqual(['warning']);
    expect(severities(10n, 12n, 11n)).toEqual(['error']);
  });

  it('is a warning where what the station sends behind the question is cut short', () => {
    const cut = m2.subarray(0, m2.length - 10);
    expect(told([...start, one, cut, two, cut, gaveUp])).toEqual([
      'warning 4,5,6,7,8: M1 in frames 4 and 6 may be answered in frames 5 and 7, EAPOL-Key of the station that is damaged or captured in part; the AP gives up in frame 8, reason 15.',
    ]);
    expect(told([...start, m1, cut, m2, m3, next.m3, gaveUp])).toEqual([
      'error 7,8,9: M3 in frames 7 and 8 is not answered by the station; the AP gives up in frame 9, reason 15.',
    ]);
  });
});

describe('handshake-timeout: a silence that is explained', () => {
  it('by the forged M1 that the station answers, as the MIC of M2 proves', () => {
    const forged = handshake({ pmk: A, aNonce: 9, sNonce: 7 });
    const m3s = [2, 3, 4, 5].map(
      counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: counter - 1 }).m3,
    );
    const mpdus = [...start, m1, forged.m1, m2, forged.m2, ...m3s, gaveUp];
    const error =
      'M3 in frames 8, 9, 10 and 11 is not answered by the station; the AP gives up in frame 12, reason 15.';
    expect(told(mpdus)).toEqual([]);
    expect(told(mpdus, {})).toEqual([`error 8,9,10,11,12: ${error}`]);
    expect(told(mpdus.with(6, damaged(forged.m2)))).toEqual([`error 8,9,10,11,12: ${error}`]);
  });

  it('by M3 or G1 whose MIC is wrong each time', () => {
    expect(told([...start, m1, m2, damaged(m3), damaged(next.m3), gaveUp])).toEqual([]);
    const once = (...asked: readonly Uint8Array[]) =>
      told([...start, m1, m2, ...asked, gaveUp]).map(text => text.split(':')[0]);
    expect(once(damaged(m3), next.m3)).toEqual(['error 6,7,8']);
    expect(once(damaged(m3))).toEqual(['warning 6,7']);
    const gaveUpGroup = deauthentication('ap', 16);
    expect(told([...keyed, damaged(g.g1), up, damaged(again.g1), gaveUpGroup])).toEqual([]);
  });

  const named = (pmk: Uint8Array) =>
    [3, 4].map(
      counter =>
        handshake({
          pmk,
          aNonce: 3,
          sNonce: 4,
          counter,
          pmkid: pmkid({ akm: AKM, pmk, aa: AP, spa: STATION })!,
        }).m1,
    );
  const asked = (frames: string, end: number, tail = '') =>
    `${frames.replaceAll(' and ', ',')},${end}: M1 in frames ${frames} is not answered by the station${tail}; the AP gives up in frame ${end}, reason 15.`;

  it('by an M1 that names another PMK than the station last used', () => {
    const of = (pmk: Uint8Array, keys = pmks({ A, B })) => {
      const [m1OfB, more] = named(pmk) as [Uint8Array, Uint8Array];
      return told([...keyed, m1OfB, up, more, gaveUp], keys);
    };
    expect(of(B)).toEqual([]);
    expect(of(C)).toEqual([]);
    const [m1OfC] = named(C) as [Uint8Array];
    expect(told([...keyed, m1OfC, up, gaveUp])).toEqual([
      `warning ${asked('8', 10).replace('frames', 'frame')}`,
    ]);
    expect(of(A)).toEqual([`error ${asked('8 and 10', 11)}`]);
  });

  it('may be by that, as long as the capture does not show which PMK the station has', () => {
    const [m1OfB, more] = named(B) as [Uint8Array, Uint8Array];
    expect(told([beacon(), up, m1OfB, up, more, gaveUp], pmks({ B }))).toEqual([
      `warning ${asked('3 and 5', 6, ', which may not have the PMK that M1 names')}`,
    ]);
    const later = handshake({ pmk: B, aNonce: 3, sNonce: 4, counter: 4 });
    expect(told([beacon(), m1OfB, later.m2, later.m3, later.m3, gaveUp], {})).toEqual([
      'error 4,5,6: M3 in frames 4 and 5 is not answered by the station; the AP gives up in frame 6, reason 15.',
    ]);
  });
});

describe('handshake-timeout: another handshake than the AP gives up', () => {
  it('is M1 where M3 follows, or M4, which shows that there was one', () => {
    expect(told([...start, m1, m3, gaveUp], {})).toEqual([
      `warning 5,6: M3 in frame 5 is not answered ${unheard} in that association; the AP gives up in frame 6, reason 15.`,
    ]);
    expect(told([...start, m1, m2, m1, m4, gaveUp])).toEqual([]);
    expect(told([...start, m1, m4, gaveUp])).toEqual([]);
  });

  it('is what is followed by data that the AP protects', () => {
    expect(told([...start, m1, m3, down, gaveUp], {})).toEqual([]);
    expect(told([...start, m1, m2, m3, down, gaveUp])).toEqual([]);
    expect(told([...start, m1, down, gaveUp])).toEqual([]);
    expect(told([...start, m1, m2, m3, m4, next.m3, down, gaveUp])).toEqual([]);
    // The MAC sublayer repeats M3, and the station is on the key.
    const sent = numbered([...start, m1, m2, m3, next.m3, gaveUp]);
    expect(toldOf(sent.toSpliced(7, 0, sentAgain(sent[6]!)))).toHaveLength(1);
    expect(told([...start, m1, m2, m3, up, gaveUp])).toHaveLength(1);
  });

  it('is a re-key only as long as the AP stays on the key of before, and all data opens', () => {
    const tail = (...data: readonly Uint8Array[]) =>
      told([...keyed, rekey.m1, rekey.m2, rekey.m3, rekey.m3, ...data, gaveUp]).map(t => t.split(':')[0]);
    expect(tail(userDataDown(ptk))).toEqual(['error 10,11,13']);
    expect(tail(userData(rekey.ptk))).toEqual(['error 10,11,13']);
    expect(tail(userDataDown(rekey.ptk))).toEqual([]);
    const unknown = handshake({ pmk: A, aNonce: 7, sNonce: 8 });
    expect(tail(userData(unknown.ptk))).toEqual([]);
    expect(told([...keyed, rekey.m1, up, rekey.m1, userData(unknown.ptk), gaveUp])).toEqual([]);
    // Where its sender goes on under the key of before, longer after it than frames are queued, it is of no other handshake.
    const asked = [...keyed, rekey.m1, up, rekey.m1, userData(unknown.ptk), userData(ptk, undefined, 2n)];
    const goesOn = (ms: number) =>
      toldOf(
        numbered([...asked, gaveUp]).map((bytes, i) => ({ linkType: 105, bytes, ms: i < 11 ? i : ms + i })),
      ).map(text => text.split(':')[0]);
    expect(goesOn(511)).toEqual([]);
    expect(goesOn(512)).toEqual(['error 8,10,13']);
    // A group key handshake is under the same TK to its end.
    const group = [g.g1, up, again.g1, userData(unknown.ptk)];
    expect(told([...keyed, ...group, deauthentication('ap', 16)])).toHaveLength(1);
  });

  it('is M1 of a re-key without any key, up to M3', () => {
    const without = (...mpdus: readonly Uint8Array[]) =>
      told([...keyed, ...mpdus, gaveUp], {}).map(text => text.split(':')[0]);
    expect(without(rekey.m1, up, rekey.m1)).toEqual(['error 8,10,11']);
    // Which may be M2.
    expect(without(rekey.m1, up, rekey.m1, up)).toEqual(['warning 8,10,12']);
    expect(without(rekey.m1, rekey.m2, rekey.m3, rekey.m3)).toEqual(['error 10,11,12']);
    expect(without(rekey.m1, rekey.m2, rekey.m3, rekey.m3, up)).toEqual([]);
  });
});

describe('handshake-timeout: an answer that did not help', () => {
  it.each([
    ['M4', [...start, m1, m2, m3, m4, next.m3], 15, 'M3 in frames 6 and 8', 'M4 in frame 7'],
    ['G2', [...keyed, g.g1, g.g2, again.g1], 16, 'G1 in frames 8 and 10', 'G2 in frame 9'],
  ])('is %s, where the AP asks again', (_, mpdus, reason, asked, answer) => {
    const end = mpdus.length + 1;
    expect(told([...mpdus, deauthentication('ap', reason)])).toEqual([
      `error ${end - 3},${end - 2},${end - 1},${end}: ${asked} is answered by ${answer}, yet the AP gives up in frame ${end}, reason ${reason}: no answer reached it, or none that it could open.`,
    ]);
  });

  it('is none where the AP does not ask again, or MIC or message are not right', () => {
    expect(told([...start, m1, m2, m3, m4, gaveUp])).toEqual([]);
    expect(told([...start, m1, m2, m3, next.m3, m4, gaveUp])).toEqual([]);
    expect(told([...start, m1, m2, m3, damaged(m4, 4), next.m3, damaged(next.m4, 4), gaveUp])).toEqual([]);
    expect(told([...start, m1, m2, two, gaveUp])).toEqual([]);
    const third = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 3 });
    const oneRight = [damaged(m4, 4), next.m3, next.m4, third.m3];
    expect(told([...start, m1, m2, m3, ...oneRight, gaveUp])).toHaveLength(1);
  });
});

describe('handshake-timeout: an AP that is silent', () => {
  const silent = (answers: string, end: number, frames: string) =>
    `warning ${frames}: No M3 follows M2 in ${answers} in the capture; the station leaves in frame ${end}, reason 1.`;
  const left = deauthentication('station', 1);
  /** The last so many milliseconds behind the one before it. */
  const toldLate = (mpdus: readonly Uint8Array[], keys = pmks({ A }), ms = 100) =>
    toldOf(
      numbered(mpdus).map((bytes, i) => ({
        linkType: 105,
        bytes,
        ms: i < mpdus.length - 1 ? i : i - 1 + ms,
      })),
      keys,
    );

  it('is told with the M2 since the last M1', () => {
    expect(toldLate([...start, m1, m2, left])).toEqual([silent('frame 5', 6, '5,6')]);
    expect(toldLate([...start, m1, m2, two, next.m2, next.m2, left])).toEqual([
      silent('frames 7 and 8', 9, '7,8,9'),
    ]);
    expect(toldLate([...start, m2, left])).toEqual([silent('frame 4', 5, '4,5')]);
  });

  it('is not where the station does not wait for it, or frames under keys follow', () => {
    expect(toldLate([...start, m1, m2, left], pmks({ A }), 99)).toEqual([]);
    for (const keys of [pmks({ A }), {}])
      expect(toldLate([...start, m1, m2, up, down, left], keys)).toEqual([]);
  });

  it('is not where it asks again last, or the station has no question open', () => {
    expect(toldLate([...start, m1, m2, two, left])).toEqual([]);
    expect(toldLate([...start, m1, left])).toEqual([]);
    expect(toldLate([...keyed, g.g1, left])).toEqual([]);
    expect(toldLate([...start, m1, m2])).toEqual([]);
    expect(toldLate([...start, m1, m2, deauthentication('ap', 1)])).toEqual([]);
  });

  it('is not where the station had its M3', () => {
    expect(toldLate([...start, m1, m2, m3, left])).toEqual([]);
    expect(toldLate([...start, m1, m2, m4, left])).toEqual([]);
    expect(toldLate([...start, m1, m2, deauthentication('station', 17)])).toEqual([]);
  });

  it('is not where it refuses each M2', () => {
    const mpdus = [1, 2, 3].flatMap(counter => {
      const of = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter });
      return [of.m1, of.m2];
    });
    expect(toldLate([...start, ...mpdus, left])).toEqual([]);
  });
});

it('goes by the times of frames, whichever of two captures they are from', () => {
  const mpdus = numbered([...start, m1, m2, m3, next.m3, down, gaveUp]);
  const errors = (handshakeIn: number): number => {
    const { packet, report } = validator({ keys: pmks({ A }), captures: ['one', 'other'] });
    for (const [i, bytes] of mpdus.entries()) {
      const capture = i < start.length || i >= mpdus.length - 2 ? 1 - handshakeIn : handshakeIn;
      packet({ time: BigInt(i), linkType: 105, interface: 0, bytes, originalLength: bytes.length, capture });
    }
    return report().findings.filter(({ rule }) => rule === handshakeTimeout.id).length;
  };
  expect([errors(0), errors(1)]).toEqual([0, 0]);
});
