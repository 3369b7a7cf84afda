import { describe, expect, it } from 'vitest';
import { missingPns, newPnWindow, type PnWindow, takePn } from '../../../src/validate/wlan/packet-number.js';

/** A data frame with a sequence number; `end` tells it from others. */
function dataFrame(sequence: number, end = sequence): Uint8Array {
  const mpdu = new Uint8Array(40);
  mpdu.set([0x08, 0x41]);
  mpdu.set([(sequence << 4) & 0xff, sequence >> 4], 22);
  mpdu.set([end & 0xff, end >> 8], 38);
  return mpdu;
}

const SECOND = 1_000_000_000n;
const START = 1_700_000_000n * SECOND;

/** Takes frames whose sequence numbers are their packet numbers. */
const take = (window: PnWindow, pn: number, time = START, frame = dataFrame(pn)) =>
  takePn(window, pn, frame, { frame: pn, time });
const taken = (...pns: readonly number[]): PnWindow => {
  const window = newPnWindow();
  for (const pn of pns) take(window, pn);
  return window;
};

describe('packet numbers under one key', () => {
  it('are remembered for as many as may be under way, with gaps of any length between them', () => {
    for (const pns of [
      [1, 9, 17, 33],
      [1, 9, 64],
      [40, 32, 8],
      [64, 33, 1],
    ]) {
      const window = taken(...pns);
      for (const pn of pns) {
        expect(take(window, pn), `${pn} of ${pns}`).toBe('repeated');
        expect(take(window, pn, START, dataFrame(pn, 0xffff)), `${pn} of ${pns}`).toBe('reused');
      }
      expect(window.distinct).toBe(pns.length);
    }
  });

  it('are new where they are late', () => {
    const window = taken(1, 64);
    for (let pn = 63; pn > 1; pn--) expect(take(window, pn)).toBe('new');
    expect(missingPns(window)).toBe(0);
  });

  it('are those of before by the sequence numbers around them, however far apart these are', () => {
    const late = (sequence: number) => take(taken(10, 30, 120), 20, START, dataFrame(sequence));
    expect(late(20)).toBe('late');
    expect(late(100)).toBe('reused');
  });

  it('take room as they come, up to those of the last 5 s', () => {
    const length = ({ pns }: PnWindow): number => pns.length;
    const upTo = (most: number, apart: bigint): PnWindow => {
      const window = newPnWindow();
      for (let pn = 1; pn <= most; pn++) take(window, pn, START + BigInt(pn) * apart);
      return window;
    };
    expect(length(newPnWindow())).toBe(8);
    expect(length(upTo(8, 0n))).toBe(8);
    expect(length(upTo(9, 0n))).toBe(16);
    expect(length(upTo(65, 0n))).toBe(128);
    expect(length(upTo(20_000, 0n))).toBe(8192);
    const slow = upTo(200, SECOND);
    expect(length(slow)).toBe(64);
    // One that was pushed out, and comes again, pushes out none.
    take(slow, 130, START + 200n * SECOND);
    expect(length(slow)).toBe(64);
    expect(take(slow, 194, START + 200n * SECOND)).toBe('repeated');
  });
});
