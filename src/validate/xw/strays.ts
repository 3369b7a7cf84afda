import type { At } from '../at.js';
import type { XwapUnexpectedEvent } from '../lte-events.js';
import type { Association } from './association.js';
import type { XwContext } from './contexts.js';

/** A message that came under another verification tag than that of its association. */
export interface Stray extends At {
  /** Of the UE that it names. */
  readonly context: XwContext;
  readonly message: XwapUnexpectedEvent['message'];
}

/** Stray messages of an association: whether their receiver discarded them (RFC 9260, 8.5) shows only by what follows. */
export interface Strays {
  keep(direction: 0 | 1, stray: Stray): void;
  /** A packet of the association came in that direction: it goes on as it was. */
  settle(direction: 0 | 1): void;
  /** The association was set up anew: what was stray may have been of that already, and is missing. */
  anew(): void;
  /** There is nothing more, which could show that the association was set up anew. */
  end(): void;
}

/** Messages that wait: of more, the first ones are given up. */
const MAX_WAITING = 64;
const DIRECTIONS = [0, 1] as const;

/** @param found takes what had no effect; `isSure` is false where nothing of the association comes behind it */
export function newStrays(
  association: Association,
  found: (stray: Stray, direction: 0 | 1, isSure: boolean) => void,
): Strays {
  const waiting: readonly [Stray[], Stray[]] = [[], []];
  const tell = (direction: 0 | 1, isSure: boolean): void => {
    for (const stray of waiting[direction].splice(0)) found(stray, direction, isSure);
  };
  return {
    keep: (direction, stray) => {
      waiting[direction].push(stray);
      if (waiting[direction].length > MAX_WAITING) waiting[direction].shift();
    },
    settle: direction => tell(direction, true),
    anew: () => {
      for (const direction of DIRECTIONS)
        for (const stray of waiting[direction].splice(0)) association.miss(direction, stray);
    },
    end: () => {
      for (const direction of DIRECTIONS) tell(direction, false);
    },
  };
}
