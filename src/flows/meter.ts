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

const allAnswered = (): Record<MeteredLink, boolean | undefined> => ({
  uu: undefined,
  xw: undefined,
  wlan: undefined,
});

/** A meter of one UE that has not been started. @param note remarks on the packet that ends the way to a new key */
export function createMeter(clock: Clock, note: (text: string) => void): Meter {
  let startedAt: number | undefined;
  let old: Pmk | undefined;
  let isDone = true;
  let after = 0;
  let messages = 0;
  let roundTrips = 0;
  let isDownlinkNew = false;
  /** The first uplink packet under a new key, and the key. */
  let firstUplink: { readonly count: number; readonly pmk: Pmk } | undefined;
  let isUplinkNew = false;
  /** Whether the message on each link that has not been answered is towards the network. */
  let unanswered = allAnswered();
  const end = (pmk: Pmk): void => {
    if (!isUplinkNew || !isDownlinkNew) return;
    isDone = true;
    after = clock.now - startedAt!;
    note(
      `user data flows both ways under ${pmk.name}, ${(after / MILLISECOND).toFixed(1)} ms after the eNB began`,
    );
  };
  return {
    start(pmk) {
      startedAt = clock.now;
      old = pmk;
      isDone = false;
      messages = 0;
      roundTrips = 0;
      isDownlinkNew = false;
      firstUplink = undefined;
      isUplinkNew = false;
      unanswered = allAnswered();
    },
    message(link, isUplink) {
      if (isDone) return;
      messages++;
      const before = unanswered[link];
      if (before === undefined || before === isUplink) unanswered[link] = isUplink;
      else {
        unanswered[link] = undefined;
        roundTrips++;
      }
    },
    downlink(pmk) {
      if (isDone || pmk === old) return;
      isDownlinkNew = true;
      end(pmk);
    },
    uplinkAtWt(pmk, countOf) {
      if (isDone || pmk === old || firstUplink !== undefined) return;
      const count = countOf();
      if (count !== undefined) firstUplink = { count, pmk };
    },
    uplinkAtEnb(count) {
      if (isDone || firstUplink === undefined || count < firstUplink.count) return;
      isUplinkNew = true;
      end(firstUplink.pmk);
    },
    measure: () => (startedAt === undefined || !isDone ? undefined : { after, messages, roundTrips }),
  };
}
