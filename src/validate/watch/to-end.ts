import { inOrder } from '../at.js';
import type { EventNamed, ValidationEvent } from '../event.js';
import { newJournal, OF_SESSIONS } from '../journal.js';
import type { Observation, Watcher } from '../rule.js';

type Kind = ValidationEvent['kind'];

/**
 * A watcher that judges events in the order of the capture when all are there: those of Uu, of Xw and of the WLAN reach a
 * rule as it becomes known whose they are. Of a kind that sessions do not keep for all of their rules, it keeps its own.
 * @param kinds of the events that matter
 */
export function watchToEnd<const K extends Kind>(
  kinds: readonly K[],
  judge: (events: readonly EventNamed<K>[]) => Iterable<Observation>,
): Watcher {
  const others = kinds.filter(kind => !OF_SESSIONS.has(kind));
  if (others.length === 0) return { end: ({ of }) => judge(of(kinds)) };
  const own = newJournal(new Set(others));
  const handler = (event: ValidationEvent): undefined => own.note(event) as undefined;
  return {
    ...Object.fromEntries(others.map(kind => [kind, handler])),
    end: ({ of }) => judge([...of(kinds), ...own.of(others)].sort(inOrder)),
  };
}
