import type { EventNamed, ValidationEvent } from './event.js';
import type { FrameRef, Severity } from './report.js';
import type { Session } from './session.js';

/** What a rule found in a session. */
export interface Observation {
  /** Frame numbers as events bear them. */
  readonly frames: readonly number[];
  /** One or two sentences, without key material; frames are named in it with {@link Session.inFrames}. */
  readonly message: string;
  /** In place of the rule's, where this one is less grave. */
  readonly severity?: Severity | undefined;
}

/** What a rule makes of the events of one session: a handler for each kind of event that it wants to see. */
export type Watcher = {
  readonly [K in ValidationEvent['kind']]?: (event: EventNamed<K>) => Iterable<Observation> | undefined;
};

/** One thing that can be wrong with a session, and how it shows. */
export interface Rule {
  /** As findings name it: `mic-wrong`. */
  readonly id: string;
  readonly severity: Severity;
  /** Where the standard says how it ought to be. */
  readonly clause: string;
  /** What it means and why it matters, in two sentences. */
  readonly explanation: string;
  /**
   * Makes the watcher of a session, which is asked for when the first event of the session comes that it has a handler
   * for. It handles the same kinds of events of every session.
   */
  watch(session: Session): Watcher;
}

/** As many items as a sentence names. */
export const MOST_LISTED = 12;

/**
 * `19`, `19 and 21`, `19, 21 and 23`; of very many the first, and how many more there are.
 * @param count how many there are, where `items` are but the first of them
 */
export function listed(items: readonly (number | string)[], count: number = items.length): string {
  const shown = items.slice(0, MOST_LISTED - 2);
  if (count > items.length || items.length > MOST_LISTED)
    return `${shown.join(', ')} and ${count - shown.length} more`;
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/**
 * `frame 19`, `frames 19 and 21`, `frames 19 and 21 of a.pcap`, `frames 19, 21 of a.pcap and 5 of b.pcap`.
 * @param count see {@link listed}
 */
export function inFrames(frames: readonly FrameRef[], count: number = frames.length): string {
  const isCut = count > frames.length || frames.length > MOST_LISTED;
  const shown = isCut ? frames.slice(0, MOST_LISTED - 2) : frames;
  const names = shown.map((ref, i) => {
    if (typeof ref === 'number') return ref;
    const next = shown[i + 1];
    const isLast = typeof next !== 'object' || next.capture !== ref.capture;
    return isLast ? `${ref.frame} of ${ref.capture}` : ref.frame;
  });
  return `${frames.length === 1 ? 'frame' : 'frames'} ${listed(names, count)}`;
}
