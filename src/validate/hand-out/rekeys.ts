import type { PmkInUseEvent } from '../event.js';
import type { Tracked } from '../session.js';
import { type Contrary, contraryIn } from './clock-order.js';
import { type FirstToHave, firstToHave } from './first-to-have.js';
import { HAND_OUT_EVENTS, type HandOut, handOuts } from './hand-outs.js';
import { refusedKeyUses } from './refused-key.js';

/** A new S-KWT for a WT that has the UE, or that gets it from another eNB. */
export interface Rekey extends HandOut {
  /** That the WT uses the S-KWT though it has refused it. */
  readonly use: PmkInUseEvent | undefined;
  /** Who had it first; undefined where the WT refused it, and where the capture does not tell. */
  readonly first: FirstToHave | undefined;
}

export interface Rekeys {
  readonly rekeys: readonly Rekey[];
  /** What is not to be believed of who had what first. */
  readonly contrary: Contrary;
}

/** The re-keys of a session, by what Uu and Xw say, in the order of time. */
export function rekeysOf(session: Tracked): Rekeys {
  const { journal, story } = session;
  const signalled = journal.of(HAND_OUT_EVENTS);
  const contrary = contraryIn(signalled, story);
  const used = refusedKeyUses(signalled, session);
  const firstOf = firstToHave(signalled, session, contrary);
  const rekeys = handOuts(signalled)
    .filter(({ wt }) => wt.isRekey)
    .map(handOut => ({
      ...handOut,
      use: used.find(({ request }) => request === handOut.wt)?.use,
      first: handOut.isRefused ? undefined : firstOf(handOut),
    }));
  return { rekeys, contrary };
}
