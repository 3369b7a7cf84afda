/** Nanoseconds in the units that the code speaks of. */
export const MICROSECOND = 1_000;
export const MILLISECOND = 1_000_000;
export const SECOND = 1_000_000_000;

/**
 * The date of every simulation's first nanosecond, in nanoseconds since 1970: 2026-01-01T00:00:00Z. It is fixed, so
 * that the same seed gives the same capture, octet for octet.
 */
export const EPOCH: bigint = 1_767_225_600_000_000_000n;

const WORD = 2 ** 32;
const EPOCH_HIGH = Number(EPOCH >> 32n);
const EPOCH_LOW = Number(EPOCH & 0xffff_ffffn);
const date = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

/**
 * `now` nanoseconds from the start of a run, as nanoseconds since 1970. Integers of any length are slow to make of numbers, and
 * to add.
 */
export function dateOf(now: number): bigint {
  const high = Math.floor(now / WORD);
  const low = now - high * WORD + EPOCH_LOW;
  date.setUint32(0, EPOCH_HIGH + high + (low >= WORD ? 1 : 0));
  date.setUint32(4, low);
  return date.getBigUint64(0);
}

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

/** Nanoseconds of a slot, and how many slots lie ahead in the wheel of an engine: some four seconds. */
const SLOT = 2 ** 22;
const SLOTS = 1024;

class Event implements Timer {
  /** The time in integers of 32 bits, which take no memory of their own: they hold all times that are safe integers. */
  readonly slot: number;
  readonly offset: number;
  /** How many were set before it. */
  readonly order: number;
  action: (() => void) | undefined;
  /** The one that was set before it for the same slot of the wheel. */
  next: Event | undefined = undefined;

  constructor(time: number, order: number, action: () => void) {
    this.slot = (time / SLOT) | 0;
    this.offset = (time - this.slot * SLOT) | 0;
    this.order = order;
    this.action = action;
  }

  /**
   * Exact, as SLOT is a power of two. As a product of integers a time would fit into 32 bits in the first two seconds of a run:
   * long enough for V8 to compile what works with times for that, and then to do so once more.
   */
  get time(): number {
    return (this.slot + this.offset / SLOT) * SLOT;
  }

  /** What is cancelled stays where it is until its time, but holds on to nothing. */
  cancel(): void {
    this.action = undefined;
  }

  isBefore(other: Event): boolean {
    if (this.slot !== other.slot) return this.slot < other.slot;
    return this.offset < other.offset || (this.offset === other.offset && this.order < other.order);
  }
}

/** A binary heap: the first event is at index 0, the children of i at 2i + 1 and 2i + 2. */
class Heap {
  readonly #events: Event[] = [];

  get first(): Event | undefined {
    return this.#events[0];
  }

  push(event: Event): void {
    const events = this.#events;
    let i = events.length;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!event.isBefore(events[parent]!)) break;
      events[i] = events[parent]!;
      i = parent;
    }
    events[i] = event;
  }

  removeFirst(): void {
    const events = this.#events;
    const last = events.pop()!;
    const { length } = events;
    if (length === 0) return;
    let i = 0;
    for (let child = 1; child < length; child = 2 * i + 1) {
      if (child + 1 < length && events[child + 1]!.isBefore(events[child]!)) child++;
      if (last.isBefore(events[child]!)) break;
      events[i] = events[child]!;
      i = child;
    }
    events[i] = last;
  }
}

/** An engine at time zero with nothing set to happen. Nothing in it reads a wall clock. */
export const createEngine = (): Engine => new EventEngine();

/** A class, as an object literal with a getter would be a table to V8: everyone asks for the time, at each event. */
class EventEngine implements Engine {
  now = 0;
  // Events of the present slot are in a heap, which is small however many lie ahead. Those of the slots that come next are
  // in a chain each, which is put into the heap when its time has come, without those that were cancelled meanwhile; most
  // timers are. What lies further ahead waits in a heap of its own.
  readonly #near = new Heap();
  readonly #wheel = new Array<Event | undefined>(SLOTS).fill(undefined);
  readonly #far = new Heap();
  #slot = 0;
  #inWheel = 0;
  #order = 0;

  after(delay: number, action: () => void): Timer {
    if (!Number.isSafeInteger(delay) || delay < 0)
      throw new RangeError(`delay: is to be an integer from 0 up, in nanoseconds, not ${delay}`);
    const event = new Event(this.now + delay, this.#order++, action);
    this.#put(event);
    return event;
  }

  step(until = Number.POSITIVE_INFINITY): boolean {
    const near = this.#near;
    do {
      for (let first = near.first; first !== undefined; first = near.first) {
        const { time, action } = first;
        if (time > until) return false;
        near.removeFirst();
        if (action === undefined) continue;
        this.now = time;
        first.action = undefined;
        action();
        return true;
      }
    } while (this.#advance(until));
    return false;
  }

  run(until = Number.POSITIVE_INFINITY): number {
    let count = 0;
    while (this.step(until)) count++;
    if (until !== Number.POSITIVE_INFINITY && until > this.now) this.now = until;
    return count;
  }

  #put(event: Event): void {
    const wheel = this.#wheel;
    if (event.slot <= this.#slot) this.#near.push(event);
    else if (event.slot < this.#slot + SLOTS) {
      event.next = wheel[event.slot % SLOTS];
      wheel[event.slot % SLOTS] = event;
      this.#inWheel++;
    } else this.#far.push(event);
  }

  /** Goes on to the next slot that may hold events. @returns false if there is none up to `until` */
  #advance(until: number): boolean {
    const wheel = this.#wheel;
    const far = this.#far;
    if (this.#inWheel > 0) this.#slot++;
    else if (far.first !== undefined && far.first.time <= until) this.#slot = far.first.slot;
    else return false;
    let due = wheel[this.#slot % SLOTS];
    wheel[this.#slot % SLOTS] = undefined;
    while (due !== undefined) {
      const { next } = due;
      due.next = undefined;
      if (due.action !== undefined) this.#near.push(due);
      this.#inWheel--;
      due = next;
    }
    for (let first = far.first; first !== undefined && first.slot < this.#slot + SLOTS; first = far.first) {
      far.removeFirst();
      this.#put(first);
    }
    return true;
  }
}
