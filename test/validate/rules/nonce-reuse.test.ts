import { describe, expect, it } from 'vitest';
import { nonceReuse } from '../../../src/validate/rules/nonce-reuse.js';
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
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const [A, B] = [key32(0xa1), key32(0xb2)];
const start = [beacon(), ...associated];
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const again = (sNonce: number) =>
  numbered([
    ...start,
    ...allOf(first),
    deauthentication('station', 3),
    ...start,
    ...allOf(handshake({ pmk: A, aNonce: 5, sNonce })),
  ]);

testRule(nonceReuse, {
  keys: pmks({ A }),
  broken: again(2),
  sound: again(6),
});

const toldOf = (samples: readonly Sample[], keys = pmks({ A, B })) =>
  findingsOf(captureOf(samples), keys)
    .filter(({ rule }) => rule === nonceReuse.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
/** What is told of MPDUs behind a first handshake: the first is frame 8. */
const told = (...mpdus: readonly Uint8Array[]) => toldOf(numbered([...start, ...allOf(first), ...mpdus]));
const reused = (nonce: string, frame: number, before: number) =>
  `error ${before},${frame}: The ${nonce} in frame ${frame} is that of the handshake with frame ${before}.`;
const { m1, m2, m3, m4 } = first;

describe('nonce-reuse', () => {
  const next = (aNonce: number, sNonce: number, pmk = A) => handshake({ pmk, aNonce, sNonce, counter: 3 });

  it('is not of one handshake, during which the clock is set back', () => {
    const setBack = numbered([...start, ...allOf(first)]).map((bytes, i) => ({
      linkType: 105,
      bytes,
      ms: i < 5 ? 3_600_000 + i : i,
    }));
    expect(toldOf(setBack)).toEqual([]);
  });

  it('is of either side, in the next handshake or in one long after, under whatever PMK', () => {
    expect(told(...allOf(next(5, 2)))).toEqual([reused('SNonce', 9, 5)]);
    expect(told(...allOf(next(5, 2, B)))).toEqual([reused('SNonce', 9, 5)]);
    const anew = [deauthentication('station', 3), ...associated];
    expect(told(...anew, ...allOf(handshake({ pmk: A, aNonce: 1, sNonce: 6 })))).toEqual([
      reused('ANonce', 11, 4),
    ]);
    const between = handshake({ pmk: A, aNonce: 7, sNonce: 8 });
    expect(
      told(...anew, ...allOf(between), ...anew, ...allOf(handshake({ pmk: A, aNonce: 5, sNonce: 2 }))),
    ).toEqual([reused('SNonce', 19, 5)]);
    expect(told(...allOf(next(5, 6)))).toEqual([]);
  });

  it('is told of M3 where the capture lacks M1', () => {
    const { m2, m3, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 6 });
    expect(told(deauthentication('station', 3), ...associated, m2, m3, m4)).toEqual([
      reused('ANonce', 12, 4),
    ]);
  });

  it('is not of a handshake that failed before, whose SNonce a station keeps', () => {
    const failed = [...start, m1, m2, ...allOf(handshake({ pmk: A, aNonce: 5, sNonce: 2, counter: 3 }))];
    expect(toldOf(numbered(failed))).toEqual([]);
  });

  it('is not judged without a key, nor by what no right MIC covers', () => {
    const mpdus = numbered([...start, ...allOf(first), ...allOf(next(5, 2))]);
    expect(toldOf(mpdus, {})).toEqual([]);
    const wrong = next(5, 2);
    expect(told(wrong.m1, damaged(wrong.m2))).toEqual([]);
    expect(told(next(5, 2).m1)).toEqual([]);
  });

  it('is an AP that begins anew with the ANonce, once the station answers with another SNonce', () => {
    const again = (sNonce: number, counter = 3) => handshake({ pmk: A, aNonce: 1, sNonce, counter });
    const text = (m1Again: number) =>
      `error 4,${m1Again}: M1 in frame ${m1Again} begins another handshake with the ANonce of that which began in frame 4 and is complete.`;
    expect(told(...allOf(again(6)))).toEqual([text(8)]);
    expect(told(again(6).m1, again(6).m2)).toEqual([text(8)]);
    expect(told(again(6).m1)).toEqual([]);
    // Without its first M1, which M3 stands for.
    expect(toldOf(numbered([...start, m2, m3, m4, again(6).m1, again(6).m2]))).toEqual([text(7)]);
    expect(told(again(6).m1, damaged(again(6).m2))).toEqual([]);
    // The M4 did not reach the AP, and the station answers as before.
    expect(told(again(2).m1, again(2).m2)).toEqual([]);
    // A station that takes a new SNonce for each M1, and a second sniffer that is behind.
    const second = again(6, 2);
    expect(toldOf(numbered([...start, m1, m2, m3, m4, second.m1, second.m2]))).toEqual([]);
    const tries = [m1, second.m1, m2, second.m2, second.m3, second.m4];
    expect(toldOf(numbered([...start, ...tries, again(6, 4).m1]))).toEqual([]);
  });

  it('is no handshake that comes once more, with both nonces, as soon as two sniffers may show it', () => {
    const found = (ms: number) => {
      const mpdus = numbered([...start, ...allOf(first), ...associated, ...allOf(first)]);
      return toldOf(mpdus.map((bytes, i) => ({ linkType: 105, bytes, ms: i < 7 ? i : i + ms })));
    };
    expect(found(4996)).toEqual([]);
    // And its M3 once more, 4 s later.
    const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 5 });
    const pieces = [
      ...start,
      ...allOf(first),
      ...associated,
      m1,
      m2,
      m3,
      m4,
      ...associated,
      again.m2,
      again.m3,
    ];
    const ms = (i: number): number => (i < 7 ? i : i < 13 ? 3000 + i : 7000 + i);
    expect(toldOf(numbered(pieces).map((bytes, i) => ({ linkType: 105, bytes, ms: ms(i) })))).toEqual([]);
    expect(found(4997)).toEqual([reused('ANonce', 10, 4), reused('SNonce', 11, 5)]);
  });

  it('is a warning where the same frames come again: an attacker or a second sniffer has them', () => {
    const whole = numbered([...start, ...allOf(first)]);
    const twice = [...whole, ...whole].map((bytes, i) => ({
      linkType: 105,
      bytes,
      ms: i < 7 ? i : i + 30_000,
    }));
    const replayed =
      ', frames of which come again: they were replayed, a second sniffer took them whose clock is behind, or both sides began anew with the same random numbers.';
    expect(toldOf(twice)).toEqual([
      `warning 4,11: The ANonce in frame 11 is that of the handshake with frame 4${replayed}`,
      `warning 5,12: The SNonce in frame 12 is that of the handshake with frame 5${replayed}`,
    ]);
    // Without M1 and M2, too.
    expect(toldOf(twice.filter((_, i) => i !== 10 && i !== 11))).toEqual([
      `warning 4,11: The ANonce in frame 11 is that of the handshake with frame 4${replayed}`,
    ]);
  });
});
