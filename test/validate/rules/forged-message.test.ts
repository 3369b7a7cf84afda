import { describe, expect, it } from 'vitest';
import { forgedMessage } from '../../../src/validate/rules/forged-message.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  deauthentication,
  handshake,
  key32,
  numbered,
  pmks,
  userData,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

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
