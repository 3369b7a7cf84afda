import { type At, distance } from '../at.js';

/** Two places of which the first came before the second, whatever the clocks of their captures say. */
export interface Order {
  readonly before: At;
  readonly after: At;
}

/**
 * How sure it is that a place came before another, as their times say: `sure` where they are of one clock, and where every
 * difference of the clocks that agrees with what is known leaves it so; `assumed` where that takes clocks that agree; `unknown`
 * where these cannot.
 */
export type Certainty = 'sure' | 'assumed' | 'unknown';

/** What time it takes two clocks to be a nanosecond farther apart: 100 ppm, as crystals are. */
const DRIFT = 10_000n;

/**
 * @param a comes before `b`, as their times say
 * @param known of any captures
 * @param areOneClock whether both are of one capture, or of two whose clocks are aligned
 */
export function certaintyOf(
  a: At,
  b: At,
  known: readonly Order[],
  areOneClock: (a: At, b: At) => boolean,
): Certainty {
  if (areOneClock(a, b)) return 'sure';
  const clocks: At[] = [];
  const clockOf = (at: At): number => {
    const clock = clocks.findIndex(other => areOneClock(other, at));
    return clock < 0 ? clocks.push(at) - 1 : clock;
  };
  /** By two clocks, how much the first is ahead of the second, in nanoseconds and at the least. */
  const ahead = new Map<number, Map<number, bigint>>();
  const learn = (one: number, other: number, least: bigint): void => {
    const of = ahead.get(one) ?? new Map<number, bigint>();
    ahead.set(one, of);
    if (least > (of.get(other) ?? least - 1n)) of.set(other, least);
  };
  const [ofA, ofB] = [clockOf(a), clockOf(b)];
  for (const { before, after } of known) {
    const drift = (distance(before, a) + distance(after, a)) / DRIFT;
    learn(clockOf(before), clockOf(after), before.time - after.time - drift);
  }
  // What is known of two clocks over a third.
  for (const over of clocks.keys())
    for (const [one, others] of ahead)
      for (const [other, least] of ahead.get(over) ?? []) {
        const first = others.get(over);
        if (first !== undefined) learn(one, other, first + least);
      }
  const isImpossible = clocks.some((_, clock) => (ahead.get(clock)?.get(clock) ?? 0n) > 0n);
  const [ofFirst, ofSecond] = [ahead.get(ofA)?.get(ofB), ahead.get(ofB)?.get(ofA)];
  if (isImpossible || (ofFirst ?? 0n) > 0n || (ofSecond ?? 0n) > 0n) return 'unknown';
  return ofFirst !== undefined && ofFirst >= a.time - b.time ? 'sure' : 'assumed';
}
