import { copyOf } from '../codecs/copy.js';
import { ADDRESS_1, ADDRESS_2 } from '../codecs/dot11/header.js';
import { isGroupAddress, MAC_LENGTH } from '../codecs/dot11/mac.js';
import { type Clock, MICROSECOND } from './engine.js';
import type { Random } from './random.js';

/** The OFDM PHY in 20 MHz at 5 GHz: IEEE 802.11-2020, Tables 17-5 and 17-21. */
const SLOT = 9 * MICROSECOND;
const SIFS = 16 * MICROSECOND;
const DIFS = SIFS + 2 * SLOT;
const PREAMBLE_AND_SIGNAL = 20 * MICROSECOND;
const SYMBOL = 4 * MICROSECOND;
const CW_MIN = 15;
const CW_MAX = 1023;
const FCS_LENGTH = 4;
const ACK_LENGTH = 10;

/** dot11LongRetryLimit and dot11ShortRetryLimit as drivers have them: a frame is sent up to 8 times. */
const RETRY_LIMIT = 7;

/** Rates in Mb/s that every station receives: those that an Ack may have (IEEE 802.11-2020, 10.6.6.5.2). */
const MANDATORY_RATES = [24, 12, 6];

/**
 * Nanoseconds that a frame takes in the air (IEEE 802.11-2020, 17.4.3).
 * @param octets its length without the FCS
 * @param rate in Mb/s
 */
export const airTime = (octets: number, rate: number): number =>
  PREAMBLE_AND_SIGNAL + SYMBOL * Math.ceil((16 + 8 * (octets + FCS_LENGTH) + 6) / (4 * rate));

const ackRate = (rate: number): number => MANDATORY_RATES.find(r => r <= rate) ?? 6;

const ackTime = (rate: number): number => SIFS + airTime(ACK_LENGTH, ackRate(rate));

/** The Duration field, in µs, of an individually addressed frame that an Ack follows. */
export const durationOf = (rate: number): number => Math.ceil(ackTime(rate) / MICROSECOND);

/** The Retry bit, in the second octet of a frame. */
const RETRY = 0x08;

/** A MAC address as an integer, for use as a key. */
export const addressKey = (bytes: Uint8Array, offset = 0): number =>
  ((bytes[offset]! << 8) | bytes[offset + 1]!) * 0x1_0000_0000 +
  (((bytes[offset + 2]! << 24) |
    (bytes[offset + 3]! << 16) |
    (bytes[offset + 4]! << 8) |
    bytes[offset + 5]!) >>>
    0);

/** A frame on its way to the air. */
export interface Transmission {
  /** The MPDU without FCS; the air sets its Retry bit. */
  readonly mpdu: Uint8Array;
  /** In Mb/s. */
  readonly rate: number;
  /** Told once whether the frame was acknowledged in the end; a group addressed frame is never. */
  readonly done?: ((acknowledged: boolean) => void) | undefined;
  /** A comment on it in the capture. */
  readonly comment?: string | undefined;
}

/** A radio as the air knows it. */
export interface Listener {
  readonly address: Uint8Array;
  /** An access point hears the group addressed frames of stations, a station those of access points. */
  readonly isAccessPoint: boolean;
  hear(mpdu: Uint8Array): void;
}

/** What a sniffer at one place hears: each transmission, whether its receiver gets it or not. */
export type Sniffer = (
  mpdu: Uint8Array,
  rate: number,
  deliver: () => void,
  comments: readonly string[],
) => void;

const MISSED = 'the receiver misses this frame';

/** One channel, which radios share. */
export interface Air {
  attach(listener: Listener): void;
  /** Queues a frame for the channel. Frames take their turn; no two collide. */
  transmit(transmission: Transmission): void;
}

/**
 * A channel on which frames cross one at a time, each after its backoff, each individually addressed one followed
 * by an Ack or, where frame or Ack is lost, repeated with the Retry bit set (IEEE 802.11-2020, 10.3).
 * @param options.loss the probability, from 0 to 1, that a receiver misses a frame or an Ack
 */
export function createAir(options: {
  readonly clock: Clock;
  readonly random: Random;
  readonly loss: number;
  readonly sniffer: Sniffer;
}): Air {
  const { clock, random, loss, sniffer } = options;
  const listeners = new Map<number, Listener>();
  const queue: Transmission[] = [];
  let isBusy = false;

  const next = (): void => {
    const transmission = queue.shift();
    isBusy = transmission !== undefined;
    if (transmission !== undefined) attempt(transmission, 0);
  };

  const finish = (transmission: Transmission, acknowledged: boolean): void => {
    transmission.done?.(acknowledged);
    next();
  };

  const attempt = (transmission: Transmission, retries: number): void => {
    const { rate } = transmission;
    let { mpdu } = transmission;
    if (retries === 1) {
      mpdu = copyOf(mpdu);
      mpdu[1]! |= RETRY;
    }
    const cw = Math.min((CW_MIN + 1) * 2 ** retries - 1, CW_MAX);
    const backoff = random.integer(0, cw) * SLOT;
    clock.after(DIFS + backoff + airTime(mpdu.length, rate), () => {
      if (isGroupAddress(mpdu, ADDRESS_1)) toGroup(transmission);
      else toOne({ ...transmission, mpdu }, retries);
    });
  };

  const toGroup = (transmission: Transmission): void => {
    const { mpdu, rate, comment } = transmission;
    const fromAccessPoint = listeners.get(addressKey(mpdu, ADDRESS_2))?.isAccessPoint ?? false;
    const deliver = (): void => {
      for (const listener of listeners.values())
        if (listener.isAccessPoint !== fromAccessPoint && !random.happens(loss)) listener.hear(mpdu);
    };
    sniffer(mpdu, rate, deliver, comment === undefined ? [] : [comment]);
    finish(transmission, false);
  };

  const toOne = (transmission: Transmission, retries: number): void => {
    const { mpdu, rate, comment } = transmission;
    const listener = listeners.get(addressKey(mpdu, ADDRESS_1));
    const isHeard = listener !== undefined && !random.happens(loss);
    const comments = comment === undefined ? [] : [comment];
    if (isHeard) sniffer(mpdu, rate, () => listener.hear(mpdu), comments);
    else sniffer(mpdu, rate, () => {}, [...comments, MISSED]);
    const isAckHeard = isHeard && !random.happens(loss);
    clock.after(ackTime(rate), () => {
      if (isHeard) {
        sniffer(acknowledgementOf(mpdu), ackRate(rate), () => {}, isAckHeard ? [] : [MISSED]);
      }
      if (isAckHeard) finish(transmission, true);
      else if (retries === RETRY_LIMIT) finish(transmission, false);
      else attempt(transmission, retries + 1);
    });
  };

  return {
    attach(listener) {
      listeners.set(addressKey(listener.address), listener);
    },
    transmit(transmission) {
      queue.push(transmission);
      if (!isBusy) next();
    },
  };
}

/** Ack (IEEE 802.11-2020, 9.3.1.4): frame control, duration 0, and the transmitter of `mpdu` as receiver. */
function acknowledgementOf(mpdu: Uint8Array): Uint8Array {
  const ack = new Uint8Array(ACK_LENGTH);
  ack[0] = 0xd4;
  for (let i = 0; i < MAC_LENGTH; i++) ack[ADDRESS_1 + i] = mpdu[ADDRESS_2 + i]!;
  return ack;
}
