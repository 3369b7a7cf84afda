import { type Clock, MICROSECOND } from '../engine/engine.js';

/** As in mac80211 (net/mac80211/mlme.c): beacon_loss_count beacons at 100 TU, and max_nullfunc_tries. */
const BEACON_LOSS = 7 * 100 * 1024 * MICROSECOND;
const TRIES = 2;

/** Finds out whether the access point of an association is still in reach. */
export interface ConnectionMonitor {
  /** Doubts it, unless it does already: a frame was not acknowledged in any of its tries, or beacons fail to come. */
  doubt(): void;
  /** Doubts it no more: a frame of it was heard, or the association is over. */
  stop(): void;
}

/**
 * A monitor that asks for an Ack once seven beacons should have come, as mac80211 does where these fail to appear. Captures have
 * but few beacons, so that a frame without Ack stands for the first that is missing.
 * @param ask sends a frame, and tells whether it was acknowledged
 * @param lost no Ack has come: the access point is out of reach
 */
export function createConnectionMonitor(
  clock: Clock,
  ask: (answered: (isAcknowledged: boolean) => void) => void,
  lost: () => void,
): ConnectionMonitor {
  /** What is asked for now, by a number; 0 where there is no doubt. */
  let present = 0;
  let last = 0;
  const tryOnce = (number: number, triesLeft: number): void => {
    ask(isAcknowledged => {
      if (number !== present) return;
      if (!isAcknowledged && triesLeft > 1) {
        tryOnce(number, triesLeft - 1);
        return;
      }
      present = 0;
      if (!isAcknowledged) lost();
    });
  };
  return {
    doubt() {
      if (present !== 0) return;
      present = ++last;
      const number = present;
      clock.after(BEACON_LOSS, () => {
        if (number === present) tryOnce(number, TRIES);
      });
    },
    stop() {
      present = 0;
    },
  };
}
