import { describe, expect, it } from 'vitest';
import type { Packet } from '../../../src/codecs/capture/packet.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { type Keys, type Report, validate } from '../../../src/validate/index.js';
import { copyFilter } from '../../../src/validate/intake/copies.js';
import { captureOf, lteKeysOf } from '../lte/capture.js';
import { seeded } from '../seeded.js';

const MILLISECOND = 1_000_000n;

describe('a packet that a capture holds twice', () => {
  const long = new Uint8Array(100).fill(7);
  const short = new Uint8Array(46).fill(7);

  it('is told from another one, and says how far clocks are apart', () => {
    const filter = copyFilter();
    expect(filter.isCopy(long, 0n)).toBe(false);
    expect(filter.apart).toBe(0n);
    expect(filter.isCopy(long, 20n * MILLISECOND)).toBe(true);
    expect(filter.apart).toBe(20n * MILLISECOND);
    expect(filter.isCopy(long.with(99, 8), 20n * MILLISECOND)).toBe(false);
  });

  it('is none after more time than clocks differ by, nor where it is short and nothing else came twice', () => {
    const filter = copyFilter();
    expect(filter.isCopy(long, 0n)).toBe(false);
    expect(filter.isCopy(long, 5_001n * MILLISECOND)).toBe(false);
    expect(filter.isCopy(short, 0n)).toBe(false);
    expect(filter.isCopy(short, 10n * MILLISECOND)).toBe(false);
    expect(filter.apart).toBe(0n);
    expect(filter.isCopy(long, 5_021n * MILLISECOND)).toBe(true);
    expect(filter.isCopy(short, 30n * MILLISECOND)).toBe(true);
  });
});

describe('packets that the network doubles', () => {
  /** Long packets, 10 ms apart, of which those are there once more, so many milliseconds later. */
  const apartOf = (count: number, isDoubled: (i: number) => boolean, late = 25): bigint => {
    const filter = copyFilter();
    const sent = Array.from({ length: count }, (_, i) => [
      { i, ms: 10 * i },
      ...(isDoubled(i) ? [{ i, ms: 10 * i + late }] : []),
    ]);
    for (const { i, ms } of sent.flat().sort((a, b) => a.ms - b.ms)) {
      const bytes = new Uint8Array(100).fill(7);
      new DataView(bytes.buffer).setUint32(0, i);
      filter.isCopy(bytes, BigInt(ms) * MILLISECOND);
    }
    return filter.apart;
  };

  it('say nothing of clocks, as they are here and there', () => {
    const next = seeded(1);
    for (const percent of [1, 10, 20]) expect(apartOf(2000, () => next() % 100 < percent)).toBe(0n);
    for (const count of [12, 15, 30]) expect(apartOf(count, i => i % 5 === 0)).toBe(0n);
  });

  it('are not those of a second sniffer, which has nearly all as long as it listens', () => {
    const next = seeded(1);
    for (const late of [25, 4000]) {
      expect(apartOf(2000, () => next() % 10 > 0, late)).toBe(BigInt(late) * MILLISECOND);
      expect(apartOf(2000, i => i < 200 && next() % 100 < 60, late)).toBe(BigInt(late) * MILLISECOND);
      expect(apartOf(2000, i => i >= 1900 && i < 1915, late)).toBe(BigInt(late) * MILLISECOND);
    }
    // One that listens at the end, or whose clock is far off, is told by few.
    expect(apartOf(20, i => i >= 15)).toBe(25n * MILLISECOND);
    expect(apartOf(2000, i => i >= 7 && i < 12 && i !== 9, 60)).toBe(60n * MILLISECOND);
    // Of fewer, nothing tells.
    expect(apartOf(10, i => i === 3)).toBe(25n * MILLISECOND);
  });

  it('nor is one of many that comes again late, as a replay does', () => {
    for (const late of [60, 4300])
      for (const count of [8, 2000]) expect(apartOf(count, i => i === 3, late)).toBe(0n);
    expect(apartOf(8, i => i >= 6, 4300)).toBe(4300n * MILLISECOND);
  });

  it.each([1, 2, 3, 4])('leave no doubt who had the key first, with seed %i', async seed => {
    const { packets } = captureOf('lossy', { dataIntervalMs: 20 }, seed);
    const { sessions } = await validate(packets).report();
    expect(sessions[0]!.verdict).toMatch(/^Option 2: the UE had WT Counter 0 before the WT/);
    // As where a second sniffer heard the same, whose clock is behind.
    const two = await validate(mergedByTime(packets, 60n * MILLISECOND, seed)).report();
    expect(two.sessions[0]!.verdict).not.toMatch(/option/i);
  });
});

/** What two sniffers heard, each with losses of its own, in one file in the order of its times. */
function mergedByTime(packets: readonly Packet[], skew: bigint, seed: number, lost = 10): Packet[] {
  const next = seeded(seed);
  const a = packets.filter(() => next() % 100 >= lost);
  const b = packets
    .filter(() => next() % 100 >= lost)
    .map(packet => ({ ...packet, time: packet.time + skew }));
  return [...a, ...b]
    .sort((one, other) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0))
    .map((packet, i) => ({ ...packet, frame: i + 1 }));
}

const errorsOf = ({ findings }: Report): readonly string[] =>
  findings.flatMap(({ severity, rule, message }) => (severity === 'error' ? [`${rule}: ${message}`] : []));

describe.each(['rekey-option-2', 'rekey-without-handover', 'wt-modification-rejected', 'wt-counter-wrap'])(
  '%s, as one file of two sniffers whose clocks differ',
  name => {
    it.each(['gsmtap', 'pdcp'])('blames nobody, over %s', async uu => {
      const capture = captureOf(name, { uu });
      const pmks = capture.keys.pmks.map(({ name, hex }) => ({ name, pmk: fromHex(hex) }));
      const keys: readonly Keys[] = [{ ...lteKeysOf(capture.keys), pmks }, {}];
      for (const [seed, skew] of [1n, 5n, 20n, 20n, 200n, 200n, 900n, 900n].entries())
        for (const given of keys) {
          const packets = mergedByTime(capture.packets, skew * MILLISECOND, seed + 1);
          const report = await validate(packets, { keys: given }).report();
          expect(errorsOf(report), `${skew} ms`).toEqual([]);
        }
    });
  },
);

it('option 1 is still told where two sniffers heard it', async () => {
  const { packets } = captureOf('rekey-option-1-mic');
  const report = await validate(mergedByTime(packets, 20n * MILLISECOND, 1, 0)).report();
  expect(report.findings.map(({ rule }) => rule)).toContain('wt-modification-before-rrc-complete');
});
