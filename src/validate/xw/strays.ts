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
  /**
   * A packet of the association came in that direction, or the last one has come.
   * @param isSame whether it goes on as it was; otherwise what was stray may have been of the one that follows, and is missing
   */
  settle(direction: 0 | 1, isSame: boolean): void;
}

/** Messages that wait: of more, the first ones are given up. */
const MAX_WAITING = 64;

/** @param found takes what is known to have had no effect */
export function newStrays(association: Association, found: (stray: Stray, direction: 0 | 1) => void): Strays {
  const waiting: [readonly Stray[], readonly Stray[]] = [[], []];
  return {
    keep: (direction, stray) => {
      waiting[direction] = [...waiting[direction], stray].slice(-MAX_WAITING);
    },
    settle: (direction, isSame) => {
      const strays = waiting[direction];
      if (strays.length === 0) return;
      waiting[direction] = [];
      if (isSame) for (const stray of strays) found(stray, direction);
      else association.miss(direction, strays[0]!);
    },
  };
}
