import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTie } from '../../../src/validate/lte/tie.js';

const MS = 1_000_000n;
const LATER = 100_000n * MS;

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

/** Without one that is tied elsewhere, and no packet missing. */
const whole = (isFree: (name: string) => boolean = () => true) =>
  newTie<string, string>({ isCauseFree: isFree, isEffectFree: isFree, isUncertain: () => false });

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
    const tie = whole();
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
      const tie = whole();
      tie.cause('a', 0n);
      tie.over('a', BigInt(ms) * MS);
      tie.cause('b', 200n * MS);
      tie.effect('b', 205n * MS);
      return tie.settle(LATER);
    };
    expect(tiedIf(100)).toEqual([['b', 'b']]);
    // Then b's effect may be that of a.
    expect(tiedIf(250)).toEqual([]);
    const late = whole();
    late.cause('a', 0n);
    late.over('a', 100n * MS);
    late.effect('b', 110n * MS);
    expect(late.settle(LATER)).toEqual([]);
  });

  it('is not told where the kinds contradict the order', () => {
    const tie = whole();
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

  it('is not told behind an effect of which the cause may be missing: what was left may have none', () => {
    expect(tied({ a: 10_250, b: 10_500 }, { a: 10_260, b: 10_505 }, [300, 400])).toEqual([]);
  });

  it('is told where one without a cause is more than 10 s away', () => {
    expect(tied({ a: 1000, b: 20_000 }, { x: 900, a: 1005, b: 20_005 })).toEqual(['b-b']);
    expect(tied({ a: 1000 }, { a: 1005, x: 15_000 })).toEqual(['a-a']);
    // Between two such, more may be missing.
    expect(tied({ b: 20_000 }, { x: 900, b: 20_005, y: 40_000 })).toEqual([]);
  });

  it('is told of one that is released and added again', () => {
    const tie = whole();
    for (const [cause, effect] of [
      [0n, 10n],
      [5000n, 5010n],
    ] as const) {
      tie.cause('a', cause * MS);
      tie.effect('a', effect * MS);
    }
    expect(tie.settle(LATER)).toEqual([['a', 'a']]);
  });

  it.each([5000, 15_000])('is not told where one would have two partners, %i ms apart', later => {
    const [twoEffects, twoCauses] = [whole(), whole()];
    for (const [ms, other] of [
      [0, 'b'],
      [later, 'c'],
    ] as const) {
      const [cause, effect] = [BigInt(ms) * MS, BigInt(ms + 10) * MS];
      twoEffects.cause('a', cause);
      twoEffects.effect(other, effect);
      twoCauses.cause(other, cause);
      twoCauses.effect('a', effect);
    }
    expect(twoEffects.settle(LATER)).toEqual([]);
    expect(twoCauses.settle(LATER)).toEqual([]);
  });

  it('is told by what is known of one kind, where the other may be of any', () => {
    const tie = whole();
    tie.cause('a', 0n);
    tie.cause('b', 10n * MS, () => 2);
    tie.effect('a', 12n * MS, 1);
    expect(tie.settle(LATER)).toEqual([['a', 'a']]);
    // Either may be of that kind.
    const open = whole();
    open.cause('a', 0n);
    open.cause('b', 10n * MS, () => 2);
    open.effect('b', 12n * MS, 2);
    expect(open.settle(LATER)).toEqual([]);
  });

  it('is told without those that are tied by keys', () => {
    const tie = whole(name => name !== 'tied');
    tie.cause('tied', 0n);
    tie.effect('tied', 3n * MS);
    tie.cause('b', 2n * MS);
    tie.effect('b', 8n * MS);
    expect(tie.settle(LATER)).toEqual([['b', 'b']]);
  });

  it('is told of an effect that becomes known late', () => {
    const tie = whole();
    tie.cause('a', 0n);
    tie.cause('b', 2n * MS);
    tie.effect('a', 6n * MS);
    tie.cause('c', 11_000n * MS);
    expect(tie.settle(15_000n * MS)).toEqual([]);
    tie.effect('c', 11_005n * MS);
    expect(tie.settle(15_001n * MS)).toEqual([['c', 'c']]);
  });

  it('is not told among very many, and is told behind them', () => {
    const pairsBehind = (ms: number) => {
      const tie = whole();
      for (let i = 0; i < 600; i++) tie.cause(`${i}`, BigInt(i) * MS);
      // Of those that are kept no more, any may have this effect.
      tie.effect('0', 700n * MS);
      tie.cause('a', BigInt(ms) * MS);
      tie.effect('a', BigInt(ms + 5) * MS);
      return tie.settle(LATER);
    };
    expect(pairsBehind(9000)).toEqual([]);
    expect(pairsBehind(30_000)).toEqual([['a', 'a']]);
  });

  it('waits for others that may come', () => {
    const tie = whole();
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
