import type { Clock, Timer } from './engine.js';

/** Rings once at a time that may be put off or called off before. */
export interface Alarm {
  isSet(): boolean;
  /** Sets it to ring `delay` nanoseconds from now, and no more when it was set to before. */
  set(delay: number): void;
  clear(): void;
}

/**
 * An alarm that seldom sets a timer: one that is set over and over, and hardly ever rings, would fill the engine with timers
 * that are called off. It lets the timer that it has run out, and then waits for the rest of the time.
 */
export function createAlarm(clock: Clock, ring: () => void): Alarm {
  let due: number | undefined;
  let timer: Timer | undefined;
  const wake = (): void => {
    timer = undefined;
    if (due === undefined) return;
    if (clock.now < due) timer = clock.after(due - clock.now, wake);
    else {
      due = undefined;
      ring();
    }
  };
  return {
    isSet: () => due !== undefined,
    set(delay) {
      due = clock.now + delay;
      if (timer !== undefined && timer.time > due) {
        timer.cancel();
        timer = undefined;
      }
      timer ??= clock.after(delay, wake);
    },
    clear() {
      due = undefined;
    },
  };
}
