import type { EventNamed, ValidationEvent } from './event.js';
import type { Severity } from './report.js';
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
