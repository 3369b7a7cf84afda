import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/codecs/dot11/fingerprint.js';
import { duplicateFilter } from '../../../src/validate/intake/duplicates.js';

const SECOND = 1_000_000_000n;
const frame = (number: number, flags = 0): number =>
  fingerprint(Uint8Array.of(8, flags, number >> 16, number >> 8, number));

describe('a frame that several captures hold', () => {
  it('is a duplicate in all but the first, however often each holds it', () => {
    const isDuplicate = duplicateFilter();
    expect(isDuplicate(frame(1), 0n, 0)).toBe(false);
    expect(isDuplicate(frame(1), 1n, 1)).toBe(true);
    expect(isDuplicate(frame(1), 2n, 2)).toBe(true);
    // Sent once more: capture 1 hears it first.
    expect(isDuplicate(frame(1), 3n, 1)).toBe(false);
    expect(isDuplicate(frame(1), 4n, 0)).toBe(true);
    expect(isDuplicate(frame(2), 5n, 0)).toBe(false);
  });

  it('is another one with a Retry bit, and after seconds', () => {
    const isDuplicate = duplicateFilter();
    expect(isDuplicate(frame(1), 0n, 0)).toBe(false);
    expect(isDuplicate(frame(1, 8), 1n, 1)).toBe(false);
    expect(isDuplicate(frame(1), 4n * SECOND, 1)).toBe(true);
    expect(isDuplicate(frame(1), 6n * SECOND, 1)).toBe(false);
  });

  it('is forgotten where very many came since', () => {
    const isDuplicate = duplicateFilter();
    isDuplicate(frame(0), 0n, 0);
    for (let i = 1; i <= 16_384; i++) expect(isDuplicate(frame(i), BigInt(i), 0)).toBe(false);
    expect(isDuplicate(frame(0), 20_000n, 1)).toBe(false);
    expect(isDuplicate(frame(16_384), 20_000n, 1)).toBe(true);
  });

  it('is told from every other one', () => {
    const isDuplicate = duplicateFilter();
    const all = Array.from({ length: 16_000 }, (_, i) => isDuplicate(frame(i), 0n, i % 2));
    expect(all.filter(is => is)).toEqual([]);
  });
});
