import { describe, expect, it } from 'vitest';
import { micWrong } from '../../../src/validate/rules/mic-wrong.js';
import { growth, LINEAR } from '../../growth.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  deauthentication,
  groupHandshake,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  reportOnMpdus,
  sentAgain,
  under,
} from '../peer.js';
import { testRule } from '../rule-captures.js';

const [A, B, C] = [key32(0xa1), key32(0xb2), key32(0xc3)];
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

/** What the rule says of MPDUs behind an association; the first is frame 4. */
const toldOf = (mpdus: readonly Uint8Array[], keys = pmks({ A, B })) =>
  reportOnMpdus([...start, ...mpdus], keys)
    .findings.filter(({ rule }) => rule === micWrong.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const told = (...mpdus: readonly Uint8Array[]) => toldOf(numbered(mpdus));

const { m1, m2, m3, m4, ptk } = first;
/** M1 and M2 of a later try, and M3 and M4 of the one before that. */
const second = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
/** M4 and G2 end with the length of their key data. */
const wrong = (answer: Uint8Array): Uint8Array => damaged(answer, 4);
const others = (message: string, where: string) =>
  `The MIC of ${message} in ${where} is right under none of the keys given, though others of this session are.`;
const ALONE = 'It is the only one, which may be damaged in the capture alone.';

describe('mic-wrong: of each repetition', () => {
  const [one, two] = tries as [(typeof tries)[0], (typeof tries)[0]];

  it.each([
    ['M3', [m1, m2, damaged(m3), damaged(second.m3)], '6,7', 'frames 6 and 7'],
    ['M4', [m1, m2, m3, wrong(m4), second.m3, wrong(second.m4)], '7,9', 'frames 7 and 9'],
    ['G1', [...allOf(first), damaged(one.g1), damaged(two.g1)], '8,9', 'frames 8 and 9'],
    ['G2', [...allOf(first), one.g1, wrong(one.g2), two.g1, wrong(two.g2)], '9,11', 'frames 9 and 11'],
  ])('%s: its sender holds another key', (message, mpdus, frames, where) => {
    expect(told(...mpdus)).toEqual([`error ${frames}: ${others(message, where)}`]);
  });

  it('is a warning where nobody asks again in between', () => {
    const twice = 'They may be damaged in the capture alone: the other side does not ask again in between.';
    expect(told(m1, m2, m3, second.m3, wrong(m4), wrong(second.m4))).toEqual([
      `warning 8,9: ${others('M4', 'frames 8 and 9')} ${twice}`,
    ]);
    expect(told(m1, m2, m3, wrong(m4), wrong(second.m4), second.m3)).toHaveLength(1);
    expect(told(m1, m2, m3, wrong(m4), wrong(m4), second.m3, wrong(second.m4))).toEqual([
      `error 7,8,10: ${others('M4', 'frames 7, 8 and 10')}`,
    ]);
    // The same message with two sequence numbers.
    expect(told(m1, m2, damaged(m3), damaged(m3))).toEqual([
      `warning 6,7: ${others('M3', 'frames 6 and 7')} ${twice}`,
    ]);
  });

  it('is a warning where the capture lacks the M2 that M3 answers: the SNonce may be another', () => {
    const other = [2, 3].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 8, counter }));
    const lacks = 'The capture lacks the M2 that the AP answers, which may have another SNonce.';
    expect(told(m1, m2, ...other.flatMap(h => [h.m3, h.m4]))).toEqual([
      `warning 6,8: ${others('M3', 'frames 6 and 8')} ${lacks}`,
      `warning 7,9: ${others('M4', 'frames 7 and 9')} ${lacks}`,
    ]);
  });
});

describe('mic-wrong: of one', () => {
  it('may be damage, and says whether others of the session are right by then', () => {
    expect(told(m1, damaged(m2))).toEqual([
      `warning 5: The MIC of M2 in frame 5 is right under none of the keys given; no MIC of this session was right by then. ${ALONE}`,
    ]);
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(told(...allOf(first), next.m1, damaged(next.m2))).toEqual([
      `warning 9: ${others('M2', 'frame 9')} ${ALONE}`,
    ]);
    expect(told(m1, m2, damaged(m3))).toEqual([`warning 6: ${others('M3', 'frame 6')} ${ALONE}`]);
  });

  it('is told with the end of the association, unless the AP ends another one upon such an M2, too', () => {
    const refused = [m1, damaged(m2), deauthentication('ap', 2)];
    expect(told(...refused)).toEqual([
      `warning 5,6: The MIC of M2 in frame 5 is right under none of the keys given; no MIC of this session was right by then. ${ALONE.slice(0, -1)}; but the AP ends the association in frame 6, reason 2.`,
    ]);
    expect(told(...refused, ...associated, ...refused)).toEqual([]);
    const right = [...associated, ...allOf(first), ...associated];
    expect(told(...refused, ...right, ...refused)).toHaveLength(2);
  });

  it('is not told of an M4 without its M3, which may be of another handshake', () => {
    expect(told(m1, m2, wrong(m4))).toEqual([]);
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(told(m1, m2, next.m4)).toEqual([]);
    expect(told(m1, m2, m3, wrong(m4))).toEqual([`warning 7: ${others('M4', 'frame 7')} ${ALONE}`]);
  });

  it('is not told of an M2 before any M1, which may be of an association that the capture lacks', () => {
    expect(told(handshake({ pmk: A, aNonce: 7, sNonce: 8 }).m2, m1, m2, m3, m4)).toEqual([]);
  });

  it('is not told where all are of a PMK that is not given', () => {
    expect(told(...allOf(handshake({ pmk: C, aNonce: 1, sNonce: 2 })))).toEqual([]);
  });

  it('is damaged, or forged, where another is right', () => {
    const frame = 'is right: this one was altered in the capture, or is not from its sender.';
    expect(told(m1, m2, damaged(m2), m3, m4)).toEqual([
      `warning 6: ${others('M2', 'frame 6')} M2 in frame 5 ${frame}`,
    ]);
    expect(told(m1, m2, damaged(m3), second.m3)).toEqual([
      `warning 6: ${others('M3', 'frame 6')} M3 in frame 7 ${frame}`,
    ]);
    expect(told(m1, damaged(m2), damaged(m2), m2, m3, m4)).toEqual([
      `warning 5,6: ${others('M2', 'frames 5 and 6')} M2 in frame 7 is right: these were altered in the capture, or are not from its sender.`,
    ]);
  });

  it('is of another PMK that the station may have had before, where it is right last', () => {
    const before = [1, 2, 3].map(counter => handshake({ pmk: C, aNonce: 1, sNonce: 2, counter }));
    const last = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 4 });
    const of = (where: string, right: number) =>
      `${others('M2', where)} M2 in frame ${right} is right: the station had another PMK before, or these were altered in the capture, or are not from its sender.`;
    expect(told(...before.flatMap(h => [h.m1, h.m2]), ...allOf(last))).toEqual([
      `warning 5,7,9: ${of('frames 5, 7 and 9', 11)}`,
    ]);
    const right = 'is right: these were altered in the capture, or are not from its sender.';
    expect(
      told(
        m1,
        m2,
        ...[2, 3].flatMap(counter => {
          const of = handshake({ pmk: C, aNonce: 1, sNonce: 2, counter });
          return [of.m1, of.m2];
        }),
      ),
    ).toEqual([`warning 7,9: ${others('M2', 'frames 7 and 9')} M2 in frame 5 ${right}`]);
  });

  it.each([
    ['M2', 'M3', [m1, damaged(m2), m3], 5],
    ['M3', 'M4', [m1, m2, damaged(m3), m4], 6],
    ['G1', 'G2', [...allOf(first), damaged(tries[0]!.g1), tries[0]!.g2], 8],
  ])('%s is damaged where its receiver went on with %s', (message, answer, mpdus, frame) => {
    expect(told(...mpdus)).toEqual([
      `warning ${frame}: ${others(message, `frame ${frame}`)} Its receiver went on with ${answer} all the same: what it took was altered in the capture, or is not in it.`,
    ]);
  });

  it('is told of a request, once', () => {
    const request = under(ptk.tk, keyFrame({ info: 0x0b0a, counter: 1, kck: new Uint8Array(16) }));
    const mpdus = numbered([...allOf(first), request]);
    const finding = `warning 8: ${others('request', 'frame 8')} ${ALONE}`;
    expect(toldOf(mpdus)).toEqual([finding]);
    expect(toldOf([...mpdus, sentAgain(mpdus.at(-1)!)])).toEqual([finding]);
    expect(
      told(...allOf(first), under(ptk.tk, keyFrame({ info: 0x0b0a, counter: 1, kck: ptk.kck }))),
    ).toEqual([]);
  });

  it('is one finding of all requests', () => {
    const request = (counter: number) => keyFrame({ info: 0x0b0a, counter, kck: new Uint8Array(16) });
    expect(told(...allOf(first), ...[1, 2, 3].map(request))).toEqual([
      'warning 8,9,10: The MICs of request in frames 8, 9 and 10 are right under none of the keys given, and no handshake has these frames: they are forged, or damaged in the capture.',
    ]);
  });
});

it('mic-wrong is of a PTK that the capture does not show, where G2 answers a G1 that is wrong as well', () => {
  // Between the two the capture lacks a re-key.
  const unseen = handshake({ pmk: A, aNonce: 7, sNonce: 8 });
  const { g1, g2 } = groupHandshake(unseen.ptk, 7, gtk);
  const text =
    'The MICs of G1 and of G2, which answers it, are right under none of the keys given (frames 8 and 9): the capture lacks the handshake that made their PTK, or its PMK is none of those given.';
  expect(told(...allOf(first), g1, g2)).toEqual([`warning 8,9: ${text}`]);
  expect(told(...allOf(first), g1)).toEqual([`warning 8: ${others('G1', 'frame 8')} ${ALONE}`]);
  expect(told(...allOf(first), g2)).toEqual([`warning 8: ${others('G2', 'frame 8')} ${ALONE}`]);
  // No such thing where one of the two is right.
  const { g1: right, g2: answer } = tries[0]!;
  expect(told(...allOf(first), right, wrong(answer))).toEqual([
    `warning 9: ${others('G2', 'frame 9')} ${ALONE}`,
  ]);
});

describe('mic-wrong: M3 under another PMK than M2', () => {
  const changed = handshake({ pmk: B, aNonce: 1, sNonce: 2 });
  const later = handshake({ pmk: B, aNonce: 1, sNonce: 2, counter: 2 });

  it('is an AP that changed its PMK meanwhile', () => {
    expect(told(m1, m2, changed.m3, m2, later.m3)).toEqual([
      'error 5,6,7,8: M3 in frames 6 and 8 is right under B, but M2 in frames 5 and 7 under A: the AP changed its PMK within the handshake, and the station drops M3.',
    ]);
  });

  it('is none where the station went along: in an M2 that the capture lacks, or up to M4', () => {
    expect(
      told(m1, m2, second.m1, second.m2, handshake({ pmk: B, aNonce: 1, sNonce: 2, counter: 3 }).m3),
    ).toEqual([]);
    expect(told(m1, m2, second.m1, changed.m2, later.m3)).toEqual([]);
    expect(told(m1, m2, changed.m3, changed.m4)).toEqual([]);
    expect(told(m1, changed.m3, changed.m4)).toEqual([]);
  });

  it('is no M3 of a handshake before that a second sniffer shows ahead of the M2 of the next', () => {
    const next = handshake({ pmk: B, aNonce: 3, sNonce: 4, counter: 3 });
    const heard = [m1, m2, m4, next.m1, next.m3, next.m4, m3, next.m2];
    const { findings } = reportOnMpdus([...start, ...heard], pmks({ A, B }));
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

it('mic-wrong takes linear time', () => {
  /** Handshakes of one try each, in which M2 is wrong. */
  const failing = (count: number): Uint8Array[] =>
    Array.from({ length: count }, (_, i) =>
      [m1, m2].map(mpdu => {
        const own = mpdu.slice();
        // Key replay counter and nonce: behind the header, LLC and SNAP, and 9 octets of EAPOL-Key.
        own.set([i >> 8, i], 24 + 8 + 9 + 6);
        own.set([i >> 8, i], 24 + 8 + 9 + 8);
        return own;
      }),
    ).flat();
  const work = (count: number): void => {
    expect(toldOf(failing(count), pmks({ A })).at(-1)).toContain(`${count - 8} more findings are`);
  };
  expect(growth(work, 1000)).toBeLessThan(LINEAR);
});
