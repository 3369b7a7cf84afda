import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import { validator } from '../../../src/validate/index.js';
import { forgedMessage } from '../../../src/validate/rules/forged-message.js';
import { numberOf } from '../../frame-ref.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  dataFromAp,
  dataToAp,
  deauthentication,
  handshake,
  IP_BODY,
  key32,
  keyFrame,
  numbered,
  pmks,
  under,
  userData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const forged = handshake({ pmk: A, aNonce: 9, sNonce: 2 });
const [, second, third] = [1, 2, 3].map(counter => handshake({ pmk: A, aNonce: 1, sNonce: 2, counter }));

testRule(forgedMessage, {
  keys: pmks({ A }),
  // The station answers both, and then no M3.
  broken: numbered([...start, first.m1, first.m2, forged.m1, forged.m2, second!.m3, third!.m3]),
  // The AP asks again.
  sound: numbered([...start, first.m1, first.m2, ...allOf(second!)]),
});

/** What is told of a forged M1, that many milliseconds before the last frame. */
const told = (mpdus: readonly Uint8Array[], ms = 1, keys = pmks({ A })): readonly string[] => {
  const samples = numbered([...start, ...mpdus]).map((bytes, i, all) => ({
    linkType: 105,
    bytes,
    ms: i === all.length - 1 ? i - 1 + ms : i,
  }));
  return findingsOf(captureOf(samples), keys).flatMap(({ rule, severity, frames, message }) =>
    rule === forgedMessage.id ? [`${severity} ${frames}: ${message}`] : [],
  );
};
const came = (frame: number) =>
  `M1 in frame ${frame} has another ANonce and a replay counter that was used already.`;
const goesOn = (frames: string) =>
  `The AP, whose handshake began in frame 4, goes on with its own in ${frames}`;
const maybe = 'it is forged, or damaged in the capture.';
const answered = 'it is forged, and the station answers it with M2 in frame 7';
/** A station that answers the M1 of the AP, and the forged one. */
const both = [first.m1, first.m2, forged.m1, forged.m2];

describe('an M1 that the station answers', () => {
  it('is an error, with both its frames', () => {
    expect(told([...both, second!.m3, third!.m3])).toEqual([
      `error 6,7: ${came(6)} ${goesOn('frames 8 and 9')}: ${answered}.`,
    ]);
    expect(told([...both, second!.m1, second!.m2])).toEqual([
      `error 6,7: ${came(6)} ${goesOn('frame 8')}: ${answered}.`,
    ]);
    const again = [first.m1, first.m2, forged.m1, forged.m2, forged.m1, forged.m2, second!.m3];
    expect(told(again)).toEqual([
      `error 6,7,8,9: M1 in frames 6 and 8 has another ANonce and a replay counter that was used already. ${goesOn('frame 10')}: it is forged, and the station answers it with M2 in frames 7 and 9.`,
    ]);
  });

  it('may come again with the latest replay counter of the AP', () => {
    const latest = handshake({ pmk: A, aNonce: 9, sNonce: 2, counter: 3 });
    const [one, ...others] = told([...both, second!.m3, latest.m1, latest.m2]);
    expect(others).toEqual([]);
    expect(one).toMatch(/^error 6,7,9,10: .* answers it with M2 in frames 7 and 10\.$/);
  });

  it('makes it take no M3, if the association then ends', () => {
    const ends = [...both, second!.m3, deauthentication('ap', 15)];
    const told6 = `error 6,7: ${came(6)} ${goesOn('frame 8')}: ${answered}`;
    expect(told(ends)).toEqual([`${told6} and takes no M3.`]);
    expect(told(ends, 5000)).toEqual([`${told6} and takes no M3.`]);
    expect(told(ends, 5001)).toEqual([`${told6}.`]);
  });

  it('takes M3 all the same where M4 or data show that, and none where none is sent', () => {
    const left = deauthentication('station', 3);
    for (const mpdus of [
      [...both, second!.m3, second!.m4, left],
      [...both, second!.m3, userData(first.ptk), left],
      [...both, second!.m1, left],
    ])
      expect(told(mpdus)).toEqual([`error 6,7: ${came(6)} ${goesOn('frame 8')}: ${answered}.`]);
  });
});

describe('an M1 that is a warning, as the capture may hold it damaged', () => {
  it.each([
    ['without an answer', [first.m1, first.m2, forged.m1, second!.m3, second!.m4], 6, 'frame 7'],
    ['before the answer to that of the AP', [first.m1, forged.m1, first.m2, first.m3], 5, 'frame 7'],
    [
      'with an answer that is damaged',
      [
        first.m1,
        first.m2,
        forged.m1,
        damaged(handshake({ pmk: A, aNonce: 9, sNonce: 8 }).m2, 10),
        second!.m3,
      ],
      6,
      'frame 8',
    ],
    [
      'where that of the AP has no answer',
      [first.m1, forged.m1, forged.m2, second!.m1, third!.m1],
      5,
      'frames 7 and 8',
    ],
    [
      'where it lacks the M1 of the AP',
      [first.m2, second!.m3, forged.m1, third!.m3, third!.m4],
      6,
      'frame 7',
    ],
  ])('%s', (_, mpdus, frame, on) => {
    expect(told(mpdus)).toEqual([`warning ${frame}: ${came(frame)} ${goesOn(on)}: ${maybe}`]);
  });

  it('where it goes beyond the replay counters of the AP', () => {
    const beyond = handshake({ pmk: A, aNonce: 9, sNonce: 2, counter: 5 });
    const [one] = told([...both, beyond.m1, second!.m3]);
    expect(one).toMatch(/^warning 6,8: .*forged, or damaged/);
  });

  it('where no key is given', () => {
    expect(told([...both, second!.m3], 1, {})).toEqual([
      `warning 6: ${came(6)} ${goesOn('frame 8')}: ${maybe}`,
    ]);
  });
});

describe('an M1 that is not called forged', () => {
  it.each([
    [
      'as the AP goes on with it',
      [first.m1, first.m2, forged.m1, forged.m2, forged.m3, forged.m4, second!.m1],
    ],
    ['as nothing shows with which one the AP goes on', both],
    [
      'as the AP begins anew with a counter of its own',
      [...both.slice(0, 2), ...allOf(handshake({ pmk: A, aNonce: 9, sNonce: 2, counter: 2 }))],
    ],
  ])('%s', (_, mpdus) => {
    expect(told(mpdus)).toEqual([]);
  });
});

describe('an M4 of which nothing came', () => {
  const at = (ms: number, bytes: Uint8Array): Sample => ({ linkType: 105, bytes, ms });
  const up = (pn: number) => under(first.ptk.tk, dataToAp([...IP_BODY, pn]), 0, BigInt(pn));
  const down = (pn: number) => under(first.ptk.tk, dataFromAp([...IP_BODY, pn]), 0, BigInt(pn));
  const m4 = (counter: number) => keyFrame({ info: 0x030a, counter, kck: new Uint8Array(16) });
  const other = (fromAp = false) =>
    under(key32(5).subarray(16), (fromAp ? dataFromAp : dataToAp)(IP_BODY), 0, 9n);
  /** Frames 1 to 8: an association with keys. */
  const keyed = [...start, ...allOf(first), up(1)];
  const of = (...samples: readonly Sample[]) => {
    const { packet, report } = validator({ keys: pmks({ A }) });
    for (const one of decodeCapture(captureOf([...keyed, ...samples]))) packet(one);
    const { sessions, findings } = report();
    const said = findings.flatMap(({ rule, severity, frames, message }) =>
      ['forged-message', 'capture-incomplete', 'clear-eapol', 'handshake-incomplete'].includes(rule)
        ? [`${severity} ${frames.map(numberOf)}: ${message}`]
        : [],
    );
    return [sessions[0]!.verdict, ...said];
  };
  const forged =
    'M4 in frames 9, 10 and 11 have no MIC that a known key makes, and the association goes on under the keys of before, as in frame';
  const three = [at(100, m4(50)), at(300, m4(51)), at(500, m4(7))];
  const open =
    'Complete under A: 4-way handshake 4–7 (A) and re-key 9–11 (not verified); 3 MICs not verified.';

  it('is not from the station, which goes on under the keys of before', () => {
    const verdict = 'Complete under A: 4-way handshake 4–7; not complete: re-key 9–11; 3 MICs not verified.';
    expect(of(...three, at(900, up(2)))).toEqual([
      verdict,
      `warning 9,10,11,12: ${forged} 12: they are forged, or damaged in the capture.`,
    ]);
    expect(of(...three, at(5101, down(1)), at(5200, up(2)))).toEqual([
      verdict,
      `warning 9,10,11,12: ${forged} 12: they are forged, or damaged in the capture.`,
    ]);
  });

  it('may be of a handshake that the capture lacks: what was queued, and an AP without M4, show nothing', () => {
    for (const samples of [[], [at(612, up(2)), at(5100, down(1))]])
      expect(of(...three, ...samples)[0]).toBe(open);
    // A frame under keys that are not known.
    expect(of(...three, at(710, other()), at(900, up(2)))[0]).toBe(open);
  });

  it('is none though a frame behind it opens under no known key, where the sender of that goes on', () => {
    const verdict = 'Complete under A: 4-way handshake 4–7; not complete: re-key 9–11; 3 MICs not verified.';
    expect(of(...three, at(710, other()), at(1223, up(2)))[0]).toBe(verdict);
    expect(of(...three, at(710, other()), at(1223, up(2)), at(6000, up(3)))[0]).toBe(verdict);
    // One alone, or both but one of the two under keys that are not known, behind what was queued.
    expect(of(...three, at(710, other()), at(1222, up(2)))[0]).toBe(open);
    expect(of(...three, at(710, other(true)), at(1223, up(2)), at(6000, up(3)))[0]).toBe(open);
  });

  it('may be of one that a second sniffer shows, whose clock is behind', () => {
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    const late = [next.m1, next.m2, next.m3].map((bytes, i) =>
      at(1000 + i, under(first.ptk.tk, bytes, 0, BigInt(3 + i))),
    );
    expect(of(at(100, next.m4), at(900, up(2)), ...late, at(1100, up(9)))[0]).toMatch(
      /^Complete under A: .* and re-key /,
    );
  });
});
