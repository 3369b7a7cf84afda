/** Nanoseconds in the units that the code speaks of. */
export const MICROSECOND = 1_000;
export const MILLISECOND = 1_000_000;
export const SECOND = 1_000_000_000;

/**
 * The date of every simulation's first nanosecond, in nanoseconds since 1970: 2026-01-01T00:00:00Z. It is fixed, so
 * that the same seed gives the same capture, octet for octet.
 */
export const EPOCH: bigint = 1_767_225_600_000_000_000n;

/** What has been set to happen, and can be called off. */
export interface Timer {
  /** When it happens: nanoseconds from the start of the run. */
  readonly time: number;
  /** Calls it off; without effect once it has happened. */
  cancel(): void;
}

/** Virtual time, as an actor sees it. */
export interface Clock {
  /** Nanoseconds from the start of the run, an integer. */
  readonly now: number;
  /**
   * Sets `action` to happen `delay` nanoseconds from now. What is set for the same instant happens in the order in
   * which it was set.
   * @throws RangeError for a delay that is no integer from 0 up
   */
  after(delay: number, action: () => void): Timer;
}

/** The discrete-event engine: a clock that jumps from one event to the next. */
export interface Engine extends Clock {
  /**
   * Lets the next event happen, unless it lies after `until`.
   * @returns false if there was none
   */
  step(until?: number): boolean;
  /**
   * Lets events happen until none is left, or none up to and including `until`, which then becomes the present.
   * @returns how many happened
   */
  run(until?: number): number;
}

class Event implements Timer {
  readonly time: number;
  action: (() => void) | undefined;

  constructor(time: number, action: () => void) {
    this.time = time;
    this.action = action;
  }

  /** What is cancelled stays in the heap until its time, but holds on to nothing. */
  cancel(): void {
    this.action = undefined;
  }
}

/** An engine at time zero with nothing set to happen. Nothing in it reads a wall clock. */
export function createEngine(): Engine {
  /**
   * A binary heap: the next event is at index 0, the children of i at 2i + 1 and 2i + 2. What it is ordered by lies beside
   * the events, as a heap of many thousands is walked through for each.
   */
  const events: Event[] = [];
  const times: number[] = [];
  const orders: number[] = [];
  let now = 0;
  let order = 0;

  /** Whether the event at `i` comes before another. */
  const isBefore = (i: number, time: number, order: number): boolean =>
    times[i]! < time || (times[i] === time && orders[i]! < order);

  const place = (i: number, event: Event, time: number, order: number): void => {
    events[i] = event;
    times[i] = time;
    orders[i] = order;
  };

  const push = (event: Event, order: number): void => {
    const { time } = event;
    let i = events.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (isBefore(parent, time, order)) break;
      place(i, events[parent]!, times[parent]!, orders[parent]!);
      i = parent;
    }
    place(i, event, time, order);
  };

  const removeFirst = (): void => {
    const last = events.pop()!;
    const time = times.pop()!;
    const order = orders.pop()!;
    if (events.length === 0) return;
    let i = 0;
    for (let child = 1; child < events.length; child = 2 * i + 1) {
      if (child + 1 < events.length && isBefore(child + 1, times[child]!, orders[child]!)) child++;
      if (!isBefore(child, time, order)) break;
      place(i, events[child]!, times[child]!, orders[child]!);
      i = child;
    }
    place(i, last, time, order);
  };

  const step = (until = Number.POSITIVE_INFINITY): boolean => {
    while (events.length > 0 && times[0]! <= until) {
      const first = events[0]!;
      removeFirst();
      const { action } = first;
      if (action === undefined) continue;
      now = first.time;
      first.action = undefined;
      action();
      return true;
    }
    return false;
  };

  return {
    get now() {
      return now;
    },
    after(delay, action) {
      if (!Number.isSafeInteger(delay) || delay < 0)
        throw new RangeError(`delay: is to be an integer from 0 up, in nanoseconds, not ${delay}`);
      const event = new Event(now + delay, action);
      push(event, order++);
      return event;
    },
    step,
    run(until = Number.POSITIVE_INFINITY) {
      let count = 0;
      while (step(until)) count++;
      if (until !== Number.POSITIVE_INFINITY && until > now) now = until;
      return count;
    },
  };
}
