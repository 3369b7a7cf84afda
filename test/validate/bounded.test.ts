import { describe, expect, it } from 'vitest';
import { forgetOlderHalf, forgetOldest } from '../../src/validate/bounded.js';

describe('what is kept', () => {
  it('gives way in the order in which it came, one entry at a time, and only beyond the limit', () => {
    const names = new Map([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(forgetOldest(names, 3)).toBeUndefined();
    expect(forgetOldest(names, 1)).toEqual([1, 'a']);
    expect([...names.keys()]).toEqual([2, 3]);
  });

  it('gives way that is taken up anew last, also in a set', () => {
    const items = new Set(['a', 'b']);
    items.delete('a');
    items.add('a');
    expect(forgetOldest(items, 1)).toEqual(['b', 'b']);
    expect([...items]).toEqual(['a']);
  });

  it('gives way by halves, those that came first, once there are as many', () => {
    const items = new Set([1, 2, 3, 4]);
    forgetOlderHalf(items, 5);
    expect(items.size).toBe(4);
    forgetOlderHalf(items, 4);
    expect([...items]).toEqual([3, 4]);
  });
});
