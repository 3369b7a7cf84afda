import { type Clock, MILLISECOND } from './engine/engine.js';
import type { Pmk } from './keys/wlan.js';

/** What it took from a decision of the eNB until user data flowed both ways under a new key. */
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

/** The link on which a message crosses, a bit each. */
const LINK_BITS: Readonly<Record<MeteredLink, number>> = { uu: 1, xw: 2, wlan: 4 };

/** Counts what one UE's way to a new key takes. A class, as each UE has one. */
export class Meter {
  readonly #clock: Clock;
  readonly #note: (text: string) => void;
  #startedAt: number | undefined;
  /** Decisions of which what was decided on has not begun. */
  #waiting = 0;
  /** The keys that there were as that of the last decision began; undefined until then, when all keys are old. */
  #old: readonly Pmk[] | undefined;
  #isDone = true;
  #after = 0;
  #messages = 0;
  #roundTrips = 0;
  #isDownlinkNew = false;
  #isUplinkNew = false;
  /** The first uplink packet under a new key, and the key. */
  #firstUplink: { readonly count: number; readonly pmk: Pmk } | undefined;
  /** The links whose last message towards the network has not been answered, and those whose last one from it has not. */
  #unansweredUp = 0;
  #unansweredDown = 0;

  /** A meter that has not been started. @param note remarks on the packet that ends the way to a new key */
  constructor(clock: Clock, note: (text: string) => void) {
    this.#clock = clock;
    this.#note = note;
  }

  /** The eNB decides on something, in place of which nothing before counts any more. */
  start(): void {
    this.#startedAt = this.#clock.now;
    this.#waiting++;
    this.#old = undefined;
    this.#isDone = false;
    this.#messages = 0;
    this.#roundTrips = 0;
    this.#isDownlinkNew = false;
    this.#isUplinkNew = false;
    this.#firstUplink = undefined;
    this.#unansweredUp = 0;
    this.#unansweredDown = 0;
  }

  /** What was decided on begins, one after the other. @param keys those that there are: what follows are others */
  begins(keys: readonly Pmk[]): void {
    this.#waiting--;
    if (this.#waiting === 0) this.#old = keys;
  }

  /** A message crosses a link, towards the network or from it. */
  message(link: MeteredLink, isUplink: boolean): void {
    if (this.#isDone) return;
    this.#messages++;
    const bit = LINK_BITS[link];
    if (((isUplink ? this.#unansweredDown : this.#unansweredUp) & bit) !== 0) {
      this.#unansweredUp &= ~bit;
      this.#unansweredDown &= ~bit;
      this.#roundTrips++;
    } else if (isUplink) this.#unansweredUp |= bit;
    else this.#unansweredDown |= bit;
  }

  /** Downlink user data arrives at the UE under a key from `pmk`. */
  downlink(pmk: Pmk): void {
    if (this.#isDone || !this.#isNew(pmk)) return;
    this.#isDownlinkNew = true;
    this.#end(pmk);
  }

  /** Uplink user data arrives at the WT under a key from `pmk`, with the PDCP COUNT that `countOf` gives. */
  uplinkAtWt(pmk: Pmk, countOf: () => number | undefined): void {
    if (this.#isDone || this.#firstUplink !== undefined || !this.#isNew(pmk)) return;
    const count = countOf();
    if (count !== undefined) this.#firstUplink = { count, pmk };
  }

  /** It arrives at the eNB, which knows of no key. */
  uplinkAtEnb(count: number): void {
    const first = this.#firstUplink;
    if (this.#isDone || first === undefined || count < first.count) return;
    this.#isUplinkNew = true;
    this.#end(first.pmk);
  }

  /** Undefined where nothing was decided, or no user data under a new key after it. */
  measure(): NewKeyMeasure | undefined {
    if (this.#startedAt === undefined || !this.#isDone) return undefined;
    return { after: this.#after, messages: this.#messages, roundTrips: this.#roundTrips };
  }

  #isNew(pmk: Pmk): boolean {
    return this.#old !== undefined && !this.#old.includes(pmk);
  }

  #end(pmk: Pmk): void {
    if (!this.#isUplinkNew || !this.#isDownlinkNew) return;
    this.#isDone = true;
    this.#after = this.#clock.now - this.#startedAt!;
    this.#note(
      `user data flows both ways under ${pmk.name}, ${(this.#after / MILLISECOND).toFixed(1)} ms after the eNB began`,
    );
  }
}
