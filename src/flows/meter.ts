import { type Clock, MILLISECOND } from './engine.js';
import type { Pmk } from './key-frame.js';

/** What it took from a stimulus until user data flowed both ways under a new key. */
export interface NewKeyMeasure {
  /** Nanoseconds. */
  readonly after: number;
  /** RRC messages, UE-associated XwAP messages, and 802.11 frames that are neither user data nor Acks, retries included. */
  readonly messages: number;
  /** How often such a message was answered on the same link. */
  readonly roundTrips: number;
}

/** A link that messages are counted on. */
export type MeteredLink = 'uu' | 'xw' | 'wlan';

/** Counts what one UE's way to a new key takes. */
export interface Meter {
  /** The stimulus, for a UE whose data is under a key from `old`, if under any. */
  start(old: Pmk | undefined): void;
  /** A message crosses a link, towards the network or from it. */
  message(link: MeteredLink, isUplink: boolean): void;
  /** Downlink user data arrives at the UE under a key from `pmk`. */
  downlink(pmk: Pmk): void;
  /** Uplink user data arrives at the WT under a key from `pmk`, with the PDCP COUNT that `count` gives. */
  uplinkAtWt(pmk: Pmk, count: () => number | undefined): void;
  /** It arrives at the eNB, which knows of no key. */
  uplinkAtEnb(count: number): void;
  /** Undefined where there was no stimulus, or no user data under a new key after it. */
  measure(): NewKeyMeasure | undefined;
}

/** A meter of one UE that has not been started. @param note remarks on the packet that ends the way to a new key */
export const createMeter = (clock: Clock, note: (text: string) => void): Meter => new UeMeter(clock, note);

/** Which way the message on a link went that has not been answered; undefined where there is none. */
type Unanswered = Record<MeteredLink, boolean | undefined>;

/** A class, as there is one a UE. */
class UeMeter implements Meter {
  readonly #clock: Clock;
  readonly #note: (text: string) => void;
  #startedAt: number | undefined = undefined;
  #old: Pmk | undefined = undefined;
  #isDone = true;
  #after = 0;
  #messages = 0;
  #roundTrips = 0;
  #isDownlinkNew = false;
  /** The first uplink packet under a new key: its COUNT, and the key. */
  #firstCount = 0;
  #firstPmk: Pmk | undefined = undefined;
  #isUplinkNew = false;
  #unanswered: Unanswered | undefined = undefined;

  constructor(clock: Clock, note: (text: string) => void) {
    this.#clock = clock;
    this.#note = note;
  }

  start(pmk: Pmk | undefined): void {
    this.#startedAt = this.#clock.now;
    this.#old = pmk;
    this.#isDone = false;
    this.#messages = 0;
    this.#roundTrips = 0;
    this.#isDownlinkNew = false;
    this.#firstPmk = undefined;
    this.#isUplinkNew = false;
    this.#unanswered = { uu: undefined, xw: undefined, wlan: undefined };
  }

  message(link: MeteredLink, isUplink: boolean): void {
    if (this.#isDone) return;
    this.#messages++;
    const unanswered = this.#unanswered!;
    const before = unanswered[link];
    if (before === undefined || before === isUplink) unanswered[link] = isUplink;
    else {
      unanswered[link] = undefined;
      this.#roundTrips++;
    }
  }

  downlink(pmk: Pmk): void {
    if (this.#isDone || pmk === this.#old) return;
    this.#isDownlinkNew = true;
    this.#end(pmk);
  }

  uplinkAtWt(pmk: Pmk, countOf: () => number | undefined): void {
    if (this.#isDone || pmk === this.#old || this.#firstPmk !== undefined) return;
    const count = countOf();
    if (count === undefined) return;
    this.#firstCount = count;
    this.#firstPmk = pmk;
  }

  uplinkAtEnb(count: number): void {
    if (this.#isDone || this.#firstPmk === undefined || count < this.#firstCount) return;
    this.#isUplinkNew = true;
    this.#end(this.#firstPmk);
  }

  measure(): NewKeyMeasure | undefined {
    if (this.#startedAt === undefined || !this.#isDone) return undefined;
    return { after: this.#after, messages: this.#messages, roundTrips: this.#roundTrips };
  }

  #end(pmk: Pmk): void {
    if (!this.#isUplinkNew || !this.#isDownlinkNew) return;
    this.#isDone = true;
    this.#unanswered = undefined;
    this.#after = this.#clock.now - this.#startedAt!;
    const ms = (this.#after / MILLISECOND).toFixed(1);
    this.#note(`user data flows both ways under ${pmk.name}, ${ms} ms after the eNB began`);
  }
}
