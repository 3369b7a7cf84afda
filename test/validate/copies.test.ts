import { describe, expect, it } from 'vitest';
import type { Packet } from '../../src/codecs/capture/packet.js';
import { fromHex } from '../../src/codecs/hex.js';
import { copyFilter } from '../../src/validate/copies.js';
import { type Keys, type Report, validate } from '../../src/validate/index.js';
import { captureOf, lteKeysOf } from './lte/capture.js';
import { seeded } from './seeded.js';

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
