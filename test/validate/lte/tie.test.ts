import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTie } from '../../../src/validate/lte/tie.js';

const MS = 1_000_000n;
const LATER = 20_000n * MS;

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
  it('is told by their order where that leaves one answer', () => {
    expect(tied({ a: 0 }, { a: 5 })).toEqual(['a-a']);
    expect(tied({ a: 0, b: 20 }, { a: 5, b: 26 })).toEqual(['a-a', 'b-b']);
  });

  it('is not told where others come into question', () => {
    expect(tied({ a: 0, b: 2 }, { a: 6 })).toEqual([]);
    expect(tied({ a: 0 }, { a: 5, b: 8 })).toEqual([]);
    expect(tied({ a: 10 }, { a: 5 })).toEqual([]);
    expect(tied({ a: 0 }, { a: 900 })).toEqual([]);
  });

  it('is not told by what is nearest: how long each takes is not known', () => {
    expect(tied({ b: 0, c: 100 }, { c: 101, b: 120 })).toEqual([]);
    // One that has no effect in sight may be the cause of any that follows.
    expect(tied({ a: 0, b: 100, c: 200 }, { b: 105, c: 205 })).toEqual([]);
    // Up to 10 s later.
    expect(tied({ a: 0, b: 10_200 }, { b: 10_205 })).toEqual(['b-b']);
    expect(tied({ a: 0, b: 9800 }, { b: 9805 })).toEqual([]);
  });

  it('is told by elimination of those that others need', () => {
    // The first two have each other's effects or their own; that leaves the third its own.
    expect(tied({ a: 0, b: 10, c: 100 }, { a: 50, b: 60, c: 150 })).toEqual(['c-c']);
  });

  it('is told by what is known of the kinds, against all times', () => {
    const tie = newTie<string, string>({
      isCauseFree: () => true,
      isEffectFree: () => true,
      isUncertain: () => false,
    });
    tie.cause('a', 0n, () => 1);
    tie.cause('b', 10n * MS, () => 2);
    tie.effect('b', 12n * MS, 2);
    tie.effect('a', 40n * MS, 1);
    expect([...tie.settle(LATER)].sort()).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  it('is told once what came before is known to have had its effect, seen or not', () => {
    const tiedIf = (ms: number) => {
      const tie = newTie<string, string>({
        isCauseFree: () => true,
        isEffectFree: () => true,
        isUncertain: () => false,
      });
      tie.cause('a', 0n);
      tie.over('a', BigInt(ms) * MS);
      tie.cause('b', 200n * MS);
      tie.effect('b', 205n * MS);
      return tie.settle(LATER);
    };
    expect(tiedIf(100)).toEqual([['b', 'b']]);
    // Then b's effect may be that of a.
    expect(tiedIf(250)).toEqual([]);
    const late = newTie<string, string>({
      isCauseFree: () => true,
      isEffectFree: () => true,
      isUncertain: () => false,
    });
    late.cause('a', 0n);
    late.over('a', 100n * MS);
    late.effect('b', 110n * MS);
    expect(late.settle(LATER)).toEqual([]);
  });

  it('is not told where the kinds contradict the order', () => {
    const tie = newTie<string, string>({
      isCauseFree: () => true,
      isEffectFree: () => true,
      isUncertain: () => false,
    });
    tie.cause('a', 0n, () => 1);
    tie.effect('a', 5n * MS, 2);
    expect(tie.settle(LATER)).toEqual([]);
  });

  it('is not told where an effect has no cause, as others may have none either', () => {
    expect(tied({ a: 1000 }, { b: 900, a: 1005 })).toEqual([]);
    expect(tied({ a: 1000 }, { a: 1005, b: 1200 })).toEqual([]);
  });

  it('is not told where packets are missing', () => {
    expect(tied({ a: 1000 }, { a: 1005 }, [900, 950])).toEqual([]);
    expect(tied({ a: 10_300 }, { a: 10_305 }, [100, 200])).toEqual(['a-a']);
    expect(tied({ a: 1000 }, { a: 1005 }, [100, 200])).toEqual([]);
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

  it('is right whatever the delays, where it is told at all', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 80 }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 12 }), pairs => {
        const named = (time: (pair: readonly [number, number]) => number) =>
          Object.fromEntries(pairs.map((pair, i) => [`${i}.`, time(pair)]));
        const found = tied(
          named(([cause]) => cause),
          named(([cause, delay]) => cause + delay),
        );
        for (const one of found) expect(one.split('-')[0]).toBe(one.split('-')[1]);
      }),
    );
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
