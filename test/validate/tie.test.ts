import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTie } from '../../src/validate/tie.js';

const MS = 1_000_000n;
const LATER = 10_000n * MS;

/** Ties causes and effects by their times in milliseconds; both of a pair have one name. */
function tied(
  causes: Readonly<Record<string, number>>,
  effects: Readonly<Record<string, number>>,
  gap?: readonly [number, number],
): readonly string[] {
  const found = new Set<string>();
  const isFree = (name: string): boolean => !found.has(name);
  const tie = newTie<string, string>({
    isCauseFree: isFree,
    isEffectFree: isFree,
    isUncertain: (from, to) => gap !== undefined && BigInt(gap[0]) * MS <= to && BigInt(gap[1]) * MS >= from,
  });
  for (const [name, ms] of Object.entries(causes)) tie.cause(`cause ${name}`, BigInt(ms) * MS);
  for (const [name, ms] of Object.entries(effects)) tie.effect(`effect ${name}`, BigInt(ms) * MS);
  const pairs: string[] = [];
  for (let more = tie.settle(LATER); more.length > 0; more = tie.settle(LATER))
    for (const [cause, effect] of more) {
      found.add(cause);
      found.add(effect);
      pairs.push(`${cause.slice(6)}-${effect.slice(7)}`);
    }
  return pairs.sort();
}

describe('what brought about what', () => {
  it('is told by time where one is much nearer than all others', () => {
    expect(tied({ a: 0 }, { a: 5 })).toEqual(['a-a']);
    expect(tied({ a: 0, b: 20 }, { a: 5, b: 26 })).toEqual(['a-a', 'b-b']);
  });

  it('is not told where others come into question', () => {
    expect(tied({ a: 0, b: 2 }, { a: 6 })).toEqual([]);
    expect(tied({ a: 0 }, { a: 5, b: 8 })).toEqual([]);
    expect(tied({ a: 10 }, { a: 5 })).toEqual([]);
    expect(tied({ a: 0 }, { a: 900 })).toEqual([]);
  });

  it('is told by elimination once another is tied', () => {
    // b's effect is nearest to c's cause, which another effect claims beyond doubt.
    expect(tied({ b: 0, c: 100 }, { c: 101, b: 120 })).toEqual(['b-b', 'c-c']);
  });

  it('is not told where packets are missing', () => {
    expect(tied({ a: 1000 }, { a: 1005 }, [900, 950])).toEqual([]);
    expect(tied({ a: 1000 }, { a: 1005 }, [100, 200])).toEqual(['a-a']);
  });

  it('waits for others that may come', () => {
    const tie = newTie<string, string>({
      isCauseFree: () => true,
      isEffectFree: () => true,
      isUncertain: () => false,
    });
    tie.cause('cause', 0n);
    tie.effect('effect', 5n * MS);
    expect(tie.settle(6n * MS)).toEqual([]);
    expect(tie.settle(400n * MS)).toEqual([['cause', 'effect']]);
  });

  it('is right wherever pairs are far apart', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 20 }), delays => {
        const named = (time: (i: number) => number) =>
          Object.fromEntries(delays.map((_, i) => [`${i}.`, time(i)]));
        const pairs = tied(
          named(i => 30 * i),
          named(i => 30 * i + delays[i]!),
        );
        expect(pairs.every(pair => pair.split('-')[0] === pair.split('-')[1])).toBe(true);
        expect(pairs.length).toBe(delays.length);
      }),
    );
  });
});
