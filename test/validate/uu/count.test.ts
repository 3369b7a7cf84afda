import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newCountTracker } from '../../../src/validate/uu/count.js';

const at = (frame: number) => ({ frame, time: BigInt(frame) });
const pduOf = (count: number) => Uint8Array.of(count % 32, count >> 5, 1, 2, 3, 4);

describe('COUNT of a bearer', () => {
  it('goes on over the wrap of the SN', () => {
    const tracker = newCountTracker();
    for (let count = 0; count < 100; count++) {
      expect(tracker.candidates(count % 32)[0]).toBe(count);
      expect(tracker.take(count, pduOf(count), at(count))).toBeUndefined();
      tracker.proven();
    }
  });

  it('is found again behind lost PDUs, and for one that comes late', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: -15, max: 15 }), (start, offset) => {
        const tracker = newCountTracker();
        tracker.take(start, pduOf(start), at(1));
        tracker.proven();
        const count = start + 1 + offset;
        if (count < 0) return;
        expect(tracker.candidates(count % 32)).toContain(count);
        expect(tracker.take(count, pduOf(count), at(2))).toEqual(offset > 0 ? at(1) : undefined);
      }),
    );
  });

  it('may be of a later HFN where the capture begins', () => {
    expect(newCountTracker().candidates(3)).toEqual([3, 35, 67, 99, 131, 163, 195, 227]);
  });

  it('knows a PDU that is there twice, and one that is due', () => {
    const tracker = newCountTracker();
    expect(tracker.isDue(8)).toBe(false);
    tracker.take(7, pduOf(7), at(1));
    tracker.proven();
    expect(tracker.isRepeated(pduOf(7))).toBe(true);
    expect(tracker.isRepeated(Uint8Array.of(7, 9, 9, 9, 9, 9))).toBe(false);
    expect([7, 8, 9].map(tracker.isDue)).toEqual([false, true, false]);
  });
});
