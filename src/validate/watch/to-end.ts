import { inOrder } from '../at.js';
import type { EventNamed, ValidationEvent } from '../event.js';
import type { Observation, Watcher } from '../rule.js';

type Kind = ValidationEvent['kind'];

/** Events that a rule keeps of a session up to the end: of more, the first are forgotten. */
const MAX_KEPT = 2048;

/**
 * A watcher that judges events in the order of the capture when all are there: those of Uu, of Xw and of the WLAN reach a
 * rule as it becomes known whose they are.
 * @param kinds of the events that matter
 */
export function watchToEnd<const K extends Kind>(
  kinds: readonly K[],
  judge: (events: readonly EventNamed<K>[]) => Iterable<Observation>,
): Watcher {
  let kept: EventNamed<K>[] = [];
  const keep = (event: EventNamed<K>): undefined => {
    kept.push(event);
    if (kept.length >= 2 * MAX_KEPT) kept = kept.sort(inOrder).slice(-MAX_KEPT);
  };
  const watcher: Partial<Record<Kind, Handler>> = {
    end: () => {
      const events = kept.sort(inOrder);
      kept = [];
      return judge(events);
    },
  };
  for (const kind of kinds) watcher[kind] = keep as Handler;
  return watcher;
}

type Handler = (event: ValidationEvent) => Iterable<Observation> | undefined;
