import { describe, expect, it } from 'vitest';
import { keyReinstallation } from '../../../src/validate/rules/key-reinstallation.js';
import {
  allOf,
  associated,
  beacon,
  damaged,
  dataFromAp,
  dataToAp,
  handshake,
  IP_BODY,
  key32,
  numbered,
  pmks,
  under,
} from '../peer.js';
import { captureOf, findingsOf, type Sample, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
/** M3 again, as an AP sends it that got no M4, and the answer. */
const again = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 2 });
const data = (pn: bigint, octet: number) => under(first.ptk.tk, dataToAp([...IP_BODY, octet]), 0, pn);
const start = [beacon(), ...associated, ...allOf(first), data(1n, 1), data(2n, 2), again.m3];

testRule(keyReinstallation, {
  keys: pmks({ A }),
  broken: [...start, again.m4, data(1n, 3), data(2n, 4)],
  sound: [...start, under(first.ptk.tk, again.m4, 0, 3n), data(4n, 3), data(5n, 4)],
  others: ['pn-reuse', 'replay-counter'],
});

const told = (samples: readonly Sample[]) =>
  findingsOf(captureOf([beacon(), ...associated, ...samples]), pmks({ A }))
    .filter(({ rule }) => rule === keyReinstallation.id)
    .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
const before = [...allOf(first), data(1n, 1), data(2n, 2)];
const { m1, m2, m3, m4 } = first;
const at = (ms: number, bytes: Uint8Array): Sample => ({ linkType: 105, bytes, ms });
/** Behind M4, or the use of the TK where the capture lacks it. */
const text = (m3Again: number, back: number, use = 'After M4 in frame 7', pn = 1) =>
  `${use} M3 comes again in frame ${m3Again}, and in frame ${back} the station is back at packet number ${pn} under the same TK: it has installed the key again.`;

describe('key-reinstallation', () => {
  it('is told of the M3 that the AP sent again, not of one that the capture holds twice', () => {
    expect(told([...before, again.m3, data(1n, 3), data(2n, 4)])).toEqual([`error 7,10,11: ${text(10, 11)}`]);
    expect(told([...before, m3, data(1n, 3)])).toEqual([]);
    expect(told([...before, again.m3, m3, again.m3, data(1n, 3)])).toEqual([
      `error 7,10,13: ${text(10, 13)}`,
    ]);
  });

  it('is of the station, as its own packet numbers show', () => {
    const down = (pn: bigint, octet: number) => under(first.ptk.tk, dataFromAp([...IP_BODY, octet]), 0, pn);
    expect(told([...before, again.m3, again.m4, data(3n, 3), down(1n, 1), down(1n, 2)])).toEqual([]);
    expect(told([...before, again.m3, again.m4, data(3n, 3), data(4n, 4)])).toEqual([]);
  });

  it('is not by an M3 of another handshake, nor by one whose MIC is wrong', () => {
    const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
    expect(told([...before, ...allOf(next), data(1n, 3)])).toEqual([]);
    expect(told([...before, damaged(again.m3), data(1n, 3)])).toEqual([]);
    // Data of before the re-key are under the TK of before, data behind it under the new one: each has its own M3.
    const late = under(next.ptk.tk, dataToAp([...IP_BODY, 1]), 0, 1n);
    expect(told([...before, ...allOf(next), late, again.m3, data(1n, 3)])).toEqual([
      `error 7,15,16: ${text(15, 16)}`,
    ]);
  });

  it('is told where the capture lacks M4, by the frames that the station sent under the key', () => {
    const use = 'The station uses the TK in frame 7,';
    expect(told([m1, m2, m3, data(1n, 1), data(2n, 2), again.m3, data(1n, 3)])).toEqual([
      `error 7,9,10: ${text(9, 10, use)}`,
    ]);
    expect(told([m1, m2, m3, again.m3, data(1n, 1), data(2n, 2), data(1n, 3)])).toEqual([]);
    expect(told([m1, m2, m3, again.m3, again.m4, data(1n, 1), data(2n, 2), data(1n, 3)])).toEqual([]);
  });

  it('is told where a second sniffer, whose clock is behind, shows M3', () => {
    expect(told([...before, data(1n, 3), again.m3])).toEqual([`error 7,10,11: ${text(11, 10)}`]);
    // The first of what is back, and no M3 that is the only one.
    expect(told([...before, data(1n, 3), data(2n, 4), again.m3])).toEqual([`error 7,10,12: ${text(12, 10)}`]);
    expect(told([m1, m2, m4, data(1n, 1), data(2n, 2), m3, data(1n, 3)])).toEqual([]);
    const behind = (ms: number) => told([...before, data(1n, 3), at(ms, again.m3)]);
    expect(behind(9 + 5000)).toEqual([`error 7,10,11: ${text(11, 10)}`]);
    expect(behind(9 + 5001)).toEqual([]);
    const late = [...before.slice(0, 2), ...before.slice(3), data(1n, 3), again.m3, m3, again.m4];
    expect(told(late)).toEqual([`error 6,9,11: ${text(11, 9, 'After M4 in frame 6')}`]);
    expect(told([m1, m2, m3, again.m3, m4, data(1n, 1), data(2n, 2), data(1n, 3)])).toEqual([
      `error 7,8,11: ${text(7, 11, 'After M4 in frame 8')}`,
    ]);
  });

  it('is told once of a TK', () => {
    const third = handshake({ pmk: A, aNonce: 1, sNonce: 2, counter: 3 });
    const once = [...before, again.m3, data(1n, 3), data(2n, 4)];
    expect(told([...before, again.m3, third.m3, data(1n, 3)])).toEqual([`error 7,11,12: ${text(11, 12)}`]);
    expect(told([...once, third.m3, at(8000, data(1n, 5)), at(8001, data(2n, 6))])).toEqual([
      `error 7,10,11: ${text(10, 11)}`,
    ]);
  });

  const numberedData = (pn: number, ms: number, octet = 1): Sample => {
    const mpdu = dataToAp([...IP_BODY, octet]);
    mpdu.set([(pn << 4) & 0xff, pn >> 4], 22);
    return at(ms, under(first.ptk.tk, mpdu, 0, BigInt(pn)));
  };
  const retried = [...allOf(first), again.m3, again.m4];

  it('is not the frame that somebody replays, nor one long after the station went on', () => {
    const long = Array.from({ length: 100 }, (_, i) => numberedData(i + 1, 100 + i * 100));
    expect(told([...retried, ...long, numberedData(5, 60_000)])).toEqual([]);
    expect(told([...retried, ...long, numberedData(5, 10_100, 2)])).toEqual([]);
    expect(told([...retried, ...long.slice(0, 20), numberedData(5, 60_000, 2)])).toEqual([
      `error 7,8,30: ${text(8, 30, 'After M4 in frame 7', 5)}`,
    ]);
  });

  it('is another one than what went back long before', () => {
    const goesBack = [...before, data(1n, 3), at(20_000, again.m3), at(20_001, data(2n, 4))];
    expect(told(goesBack)).toEqual([`error 7,11,12: ${text(11, 12, 'After M4 in frame 7', 2)}`]);
  });

  describe('in frames that no known key opens', () => {
    /** `count` frames of a side from packet number 1 on, whose sequence numbers begin with `sequence`. */
    const sent = (count: number, sequence: number, make: typeof dataToAp = dataToAp): Sample[] =>
      Array.from({ length: count }, (_, i) => {
        const mpdu = make([...IP_BODY, sequence, i]);
        mpdu.set([((sequence + i) << 4) & 0xff, (sequence + i) >> 4], 22);
        return under(first.ptk.tk, mpdu, 0, BigInt(i + 1));
      });
    const toldWithout = (samples: readonly Sample[]) =>
      findingsOf(captureOf([beacon(), ...associated, ...samples]), {})
        .filter(({ rule }) => rule === keyReinstallation.id || rule === 'pn-reuse')
        .map(({ severity, frames, message }) => `${severity} ${frames}: ${message}`);
    const up = [...allOf(first), ...sent(20, 100)];
    const unopened = (m3Again: number, back: number, use = 'After M4 in frame 7') =>
      `warning 7,${m3Again},${back}: ${use} M3 comes again in frame ${m3Again}, and in frame ${back} the station is back at packet number 1, in frames that no known key opens: it has installed the key again.`;

    it('is a warning, as headers can be forged', () => {
      expect(toldWithout([...up, again.m3, again.m4, ...sent(3, 120)])).toEqual([unopened(28, 30)]);
      expect(toldWithout([m1, m2, m3, ...sent(20, 100), again.m3, ...sent(3, 120)])).toEqual([
        unopened(27, 28, 'The station uses the TK in frame 7,'),
      ]);
      expect(toldWithout([...up, again.m3, ...sent(2, 120)])).toEqual([]);
      expect(toldWithout([...up, again.m3, ...sent(3, 4000)])).toEqual([]);
    });

    it('is not a re-key, of which both begin anew, nor a new handshake or association', () => {
      const down = sent(20, 300, dataFromAp);
      expect(toldWithout([...up, ...down, again.m3, ...sent(3, 120), ...sent(3, 320, dataFromAp)])).toEqual(
        [],
      );
      expect(toldWithout([...up, ...sent(3, 120)])).toEqual([]);
      const next = handshake({ pmk: A, aNonce: 3, sNonce: 4, counter: 3 });
      expect(toldWithout([...up, again.m3, ...allOf(next), ...sent(3, 120)])).toEqual([]);
      expect(toldWithout([...up, again.m3, ...numbered(associated), ...sent(3, 120)])).toEqual([]);
    });
  });
});
