import { type At, distance } from '../at.js';

/** Two places of which the first came before the second, whatever the clocks of their captures say. */
export interface Order {
  readonly before: At;
  readonly after: At;
}

/**
 * How sure it is that a place came before another, as their times say: `sure` where they are of one clock, and where every
 * difference of the clocks that agrees with what is known leaves it so; `assumed` where that takes clocks that agree, and they may;
 * `unknown` where they cannot, or one of them disagrees with a third, and where no difference agrees with what is known.
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
  const leastOf = (one: number, other: number): bigint | undefined => ahead.get(one)?.get(other);
  const disagree = (one: number, other: number): boolean =>
    (leastOf(one, other) ?? 0n) > 0n || (leastOf(other, one) ?? 0n) > 0n;
  if ([...clocks.keys()].some(clock => disagree(clock, clock))) return 'unknown';
  const least = leastOf(ofA, ofB);
  if (least !== undefined && least >= a.time - b.time) return 'sure';
  // Of two clocks of which one alone disagrees with a third, it may be the one that is off.
  const isDoubtful = [...clocks.keys()].some(clock => disagree(ofA, clock) !== disagree(ofB, clock));
  return isDoubtful || disagree(ofA, ofB) ? 'unknown' : 'assumed';
}
