import {
  ADDRESS_1,
  ADDRESS_2,
  DURATION,
  isQosData,
  isRetry,
  qosControlOffset,
  SEQUENCE_CONTROL,
} from '../codecs/dot11/header.js';
import { isGroupAddress } from '../codecs/dot11/mac.js';
import { type Air, addressKey, durationOf } from './air.js';
import type { Clock } from './engine.js';
import type { Random } from './random.js';

/** What becomes of a frame that a radio is given. */
export interface SendOptions {
  /** In Mb/s; the lowest basic rate, 6, if left out, as for management frames and EAPOL. */
  readonly rate?: number | undefined;
  /** Told once whether the receiver acknowledged it, retries included. */
  readonly done?: ((acknowledged: boolean) => void) | undefined;
  /** A comment on the frame in the capture. */
  readonly comment?: string | undefined;
}

/** The lower half of a station's or access point's MAC. */
export interface Radio {
  readonly address: Uint8Array;
  /**
   * Sends an MPDU, whose octets are the radio's from then on: it writes Duration and the sequence number into them,
   * neither of which protection covers. Frames to one receiver keep their order.
   */
  send(mpdu: Uint8Array, options?: SendOptions): void;
  /** Takes each frame that arrives once. */
  receive: (mpdu: Uint8Array) => void;
}

/** Nanoseconds from handing a frame over to its first attempt to gain the channel, evenly distributed. */
export interface ExchangeDelay {
  readonly least: number;
  readonly most: number;
}

const TID_MASK = 0x0f;
/** Stands in place of a TID for the frames that have none; they share one counter (IEEE 802.11-2020, 10.3.2.14). */
const NO_TID = 16;

const tidOf = (mpdu: Uint8Array): number =>
  isQosData(mpdu) ? mpdu[qosControlOffset(mpdu)]! & TID_MASK : NO_TID;

/** A peer's address and a TID as one integer, below 2^53. */
const counterKey = (mpdu: Uint8Array, offset: number, tid: number): number =>
  addressKey(mpdu, offset) * 32 + tid;

/** A radio on `air`. */
export function createRadio(options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly air: Air;
  readonly address: Uint8Array;
  readonly isAccessPoint: boolean;
  readonly exchangeDelay: ExchangeDelay;
}): Radio {
  const { clock, random, air, address, isAccessPoint, exchangeDelay } = options;
  /** The next sequence number: one counter for frames without TID, and one for each receiver and TID. */
  const sent = new Map<number, number>([[NO_TID, random.integer(0, 0xfff)]]);
  /** Sequence control of the last frame from each transmitter and TID. */
  const received = new Map<number, number>();
  /** When the last frame to each receiver became ready. */
  const readyAt = new Map<number, number>();

  const takeSequenceNumber = (mpdu: Uint8Array): number => {
    const tid = tidOf(mpdu);
    const key = tid === NO_TID ? NO_TID : counterKey(mpdu, ADDRESS_1, tid);
    const number = sent.get(key) ?? 0;
    sent.set(key, (number + 1) & 0xfff);
    return number;
  };

  /** Duplicate detection (IEEE 802.11-2020, 10.3.2.14). */
  const isDuplicate = (mpdu: Uint8Array): boolean => {
    if (isGroupAddress(mpdu, ADDRESS_1)) return false;
    const key = counterKey(mpdu, ADDRESS_2, tidOf(mpdu));
    const control = mpdu[SEQUENCE_CONTROL]! | (mpdu[SEQUENCE_CONTROL + 1]! << 8);
    const isRepeated = isRetry(mpdu) && received.get(key) === control;
    received.set(key, control);
    return isRepeated;
  };

  const radio: Radio = {
    address,
    send(mpdu, { rate = 6, done, comment } = {}) {
      const receiver = addressKey(mpdu, ADDRESS_1);
      const delay = random.integer(exchangeDelay.least, exchangeDelay.most);
      const ready = Math.max(readyAt.get(receiver) ?? 0, clock.now + delay);
      readyAt.set(receiver, ready);
      clock.after(ready - clock.now, () => {
        const duration = isGroupAddress(mpdu, ADDRESS_1) ? 0 : durationOf(rate);
        const number = takeSequenceNumber(mpdu);
        mpdu[DURATION] = duration;
        mpdu[DURATION + 1] = duration >> 8;
        mpdu[SEQUENCE_CONTROL] = number << 4;
        mpdu[SEQUENCE_CONTROL + 1] = number >> 4;
        air.transmit({ mpdu, rate, done, comment });
      });
    },
    receive: () => {},
  };
  air.attach({
    address,
    isAccessPoint,
    hear(mpdu) {
      if (!isDuplicate(mpdu)) radio.receive(mpdu);
    },
  });
  return radio;
}
