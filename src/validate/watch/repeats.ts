import type { Observation } from '../rule.js';
import type { Session } from '../session.js';

/** What a rule has found in a frame. */
export interface Fault extends Observation {
  /** What it has in common with others; there are but a few of them. */
  readonly cause: string;
}

/** Faults of a session that may come very often: of each cause the first ones are told one by one, and the rest together. */
export interface Repeats {
  /** @returns those that are told at once */
  take(faults: Iterable<Fault>): Iterable<Observation>;
  /** There are no more. @returns what tells of the rest */
  rest(): Iterable<Observation>;
}

/** Faults of one cause that are told one by one, and frames of the others. */
const MOST_TOLD = 8;
const MOST_KEPT = 1024;

/** Faults of which none has come. */
export function newRepeats({ inFrames }: Pick<Session, 'inFrames'>): Repeats {
  const causes = new Map<string, { readonly first: Fault; count: number; readonly frames: number[] }>();
  return {
    *take(faults) {
      for (const fault of faults) {
        const of = causes.get(fault.cause) ?? { first: fault, count: 0, frames: [] };
        causes.set(fault.cause, of);
        of.count++;
        if (of.count <= MOST_TOLD) {
          const { cause: _, ...observation } = fault;
          yield observation;
        } else if (of.frames.length < MOST_KEPT) of.frames.push(...fault.frames);
      }
    },
    *rest() {
      for (const { first, count, frames } of causes.values())
        if (frames.length > 0)
          yield {
            ...(first.severity === undefined ? {} : { severity: first.severity }),
            frames,
            message: `The same kind of fault as in ${inFrames(first.frames)} is in ${inFrames(frames, count - MOST_TOLD)}.`,
          };
    },
  };
}
