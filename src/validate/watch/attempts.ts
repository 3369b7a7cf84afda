import type { Observation } from '../rule.js';

/** Attempts of one kind that came to nothing, one after another. */
export interface Attempts<T> {
  /** Another one came to nothing. */
  failed(attempt: T): void;
  /**
   * What there is to say of them, as one came to something, or as the capture is over; it begins anew then.
   * @param through how the one succeeded
   */
  over<S>(
    judge: (attempts: readonly T[], through: S | undefined) => Iterable<Observation>,
    through?: S,
  ): Iterable<Observation> | undefined;
}

/** Attempts by their kind, in the order in which the first of each came. */
export function byKind<T>(
  attempts: readonly T[],
  kindOf: (attempt: T) => string,
): Iterable<readonly [T, ...T[]]> {
  const kinds = new Map<string, [T, ...T[]]>();
  for (const attempt of attempts) {
    const kind = kindOf(attempt);
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [attempt]);
    else known.push(attempt);
  }
  return kinds.values();
}

/** How many are kept: of more the first. A flood of frames makes as many as it likes. */
const MOST_KEPT = 2048;

/** Attempts of which none has come. They are judged together: what is wrong with each shows in all of them. */
export function newAttempts<T>(): Attempts<T> {
  let attempts: T[] = [];
  return {
    failed: attempt => {
      if (attempts.length < MOST_KEPT) attempts.push(attempt);
    },
    over: (judge, through) => {
      if (attempts.length === 0) return undefined;
      const all = attempts;
      attempts = [];
      return judge(all, through);
    },
  };
}
