import type { At } from '../at.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Watcher } from '../rule.js';
import type { Run } from '../wlan/run.js';

/** EAPOL-Key frames of handshakes that are not over: of more, those behind the first ones are left out. */
const FIRST_KEPT = 256;
const MAX_KEPT = 2048;

/**
 * A watcher that judges each handshake when it is over, by its EAPOL-Key frames without copies: by then their MICs have
 * been judged as far as the capture allows.
 * @param judge is told where the handshake is over, too
 */
export function watchRuns(
  judge: (run: Run, events: readonly EapolKeyEvent[], at: At) => Iterable<Observation>,
): Required<Pick<Watcher, 'eapolKey' | 'run'>> {
  /** Those of the runs that are not over; a MIC may still show one to be of another run. */
  let open: EapolKeyEvent[] = [];
  return {
    eapolKey(event) {
      const { run, isCopy } = event;
      if (run === undefined || run.isOver || isCopy) return undefined;
      open.push(event);
      if (open.length >= MAX_KEPT) open = [...open.slice(0, FIRST_KEPT), ...open.slice(-FIRST_KEPT)];
      return undefined;
    },
    run(event) {
      const { run } = event;
      const events = open.filter(event => event.run === run);
      open = open.filter(event => event.run !== run);
      return events.length > 0 ? judge(run, events, event) : undefined;
    },
  };
}

/** What a fault is called where the handshake went on as if it were none: its receiver got another frame. */
export const DAMAGED = 'The handshake went on all the same, so that the copy in the capture may be damaged.';
