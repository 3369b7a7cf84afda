import { copyOf } from '../../codecs/copy.js';
import { ADDRESS_1, ADDRESS_2, sameAddress } from '../../codecs/dot11/header.js';
import { isGroupAddress, MAC_LENGTH } from '../../codecs/dot11/mac.js';
import { type Clock, MICROSECOND } from '../engine/engine.js';
import type { Numbers } from '../engine/random.js';
import { AddressMap } from '../memory/address-map.js';
import { type AccessCategory, accessCategoryOf, BEST_EFFORT, VOICE } from './access-category.js';
import { hasTimestamp, MANAGEMENT_BODY, writeTsf } from './frames.js';

/** The OFDM PHY in 20 MHz at 5 GHz: IEEE 802.11-2020, Tables 17-5 and 17-21. */
const SLOT = 9 * MICROSECOND;
const SIFS = 16 * MICROSECOND;
const PREAMBLE_AND_SIGNAL = 20 * MICROSECOND;
const SYMBOL = 4 * MICROSECOND;
const FCS_LENGTH = 4;
const ACK_LENGTH = 10;

/** dot11LongRetryLimit and dot11ShortRetryLimit as drivers have them: a frame is sent up to 8 times. */
const RETRY_LIMIT = 7;

/**
 * Nanoseconds that a frame takes in the air (IEEE 802.11-2020, 17.4.3).
 * @param octets its length without the FCS
 * @param rate in Mb/s
 */
export const airTime = (octets: number, rate: number): number =>
  PREAMBLE_AND_SIGNAL + SYMBOL * Math.ceil((16 + 8 * (octets + FCS_LENGTH) + 6) / (4 * rate));

/** Of the rates in Mb/s that every station receives, that of the Ack of a frame (IEEE 802.11-2020, 10.6.6.5.2). */
const ackRate = (rate: number): number => (rate >= 24 ? 24 : rate >= 12 ? 12 : 6);

const ackTime = (rate: number): number => SIFS + airTime(ACK_LENGTH, ackRate(rate));

/** The Duration field, in µs, of an individually addressed frame that an Ack follows. */
export const durationOf = (rate: number): number => Math.ceil(ackTime(rate) / MICROSECOND);

/** The Retry bit, in the second octet of a frame. */
const RETRY = 0x08;

/** What protects a frame. */
export interface Sealer {
  /** The protected MPDU, under the next packet number. */
  seal(mpdu: Uint8Array): Uint8Array;
}

/** A frame on its way to the air. */
export interface Transmission {
  /** The MPDU without FCS; the air sets its Retry bit, and its timestamp where it has one. */
  readonly mpdu: Uint8Array;
  /** In Mb/s. */
  readonly rate: number;
  /** Told once whether the frame was acknowledged in the end; a group addressed frame is never. */
  readonly done?: ((acknowledged: boolean) => void) | undefined;
  /** A comment on it in the capture. */
  readonly comment?: string | undefined;
  /** Protects it when its turn comes, as mac80211 does: what is dropped before takes no packet number. */
  readonly key?: Sealer | undefined;
}

/** A radio as the air knows it. */
export interface Listener {
  readonly address: Uint8Array;
  /** An access point hears the group addressed frames of stations, a station those of access points. */
  readonly isAccessPoint: boolean;
  hear(mpdu: Uint8Array): void;
  /** A frame in its name was not acknowledged in any of its tries, or beacons fail to come. */
  missesPeer?(): void;
}

/**
 * What a sniffer at one place hears: each transmission as it ends, whether its receiver gets it or not. The MPDU is only lent.
 * @param began when its first bit was on the air: nanoseconds from the start of the run
 */
export type Sniffer = (
  mpdu: Uint8Array,
  began: number,
  rate: number,
  deliver: () => void,
  comments: readonly string[],
) => void;

/** One channel, which radios share. */
export interface Air {
  attach(listener: Listener): void;
  /**
   * Queues a frame for the channel. Frames of an access category take their turn, those of AC_VO before all others, as they
   * contend for a shorter time; no two collide.
   */
  transmit(transmission: Transmission): void;
  /** Drops the frames of the radio at `from` whose turn has not come, those to `to` alone if that is given; nobody is told. */
  drop(from: Uint8Array, to: Uint8Array | undefined): void;
}

/** A channel, as it is set up: radios can leave it. */
export interface OpenAir extends Air {
  /** Takes the radio at `address` out of the reach of all others: none hears it, and it hears none, nor beacons. */
  takeAway(address: Uint8Array): void;
}

const NO_COMMENTS: readonly string[] = [];
const MISSED = ['the receiver misses this frame'];
const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);
const nobodyHears = (): void => {};

/** What a channel is made of. */
export interface AirOptions {
  readonly clock: Clock;
  readonly numbers: Numbers;
  /** The probability, from 0 to 1, that a receiver misses a frame or an Ack. */
  readonly loss: number;
  /** Nanoseconds after which a frame of AC_BE that still waits for its turn is dropped. */
  readonly queueMost: number;
  /** When the TSF timer of its BSS is 0: nanoseconds from the start of the run. */
  readonly tsfStart: number;
  readonly sniffer: Sniffer;
}

/**
 * A channel on which frames cross one at a time, each after its backoff, each individually addressed one followed
 * by an Ack or, where frame or Ack is lost, repeated with the Retry bit set (IEEE 802.11-2020, 10.3 and 10.23.2).
 */
export const createAir = (options: AirOptions): OpenAir => new Channel(options);

/** A frame of AC_BE that waits for its turn, and since when: nanoseconds from the start of the run. */
interface Waiting {
  readonly transmission: Transmission;
  readonly since: number;
}

/** As one frame is on the air at a time, what happens to it is the channel's state, and needs no closures of its own. */
class Channel implements OpenAir {
  readonly #clock: Clock;
  readonly #numbers: Numbers;
  readonly #loss: number;
  readonly #queueMost: number;
  readonly #tsfStart: number;
  readonly #sniffer: Sniffer;
  readonly #accessPoints: Listener[] = [];
  readonly #stations: Listener[] = [];
  readonly #listenerAt = new AddressMap<Listener>();
  /** The addresses of radios that are out of reach; undefined while all are in reach. */
  #away: AddressMap<true> | undefined = undefined;
  /** What waits for its turn: frames of AC_VO … */
  #voice: Transmission[] = [];
  /** … and those of AC_BE. */
  #bestEffort: Waiting[] = [];
  /** The frame whose turn it is, until it is acknowledged or given up; undefined while the channel is idle. */
  #current: Transmission | undefined;
  #category: AccessCategory = VOICE;
  /** Its octets as they are sent. */
  #mpdu = NOTHING;
  #retries = 0;
  /** When the first bit of its present attempt is on the air. */
  #began = 0;
  /** Who hears the present attempt; undefined where it is missed. */
  #receiver: Listener | undefined;
  #isAckHeard = false;

  constructor({ clock, numbers, loss, queueMost, tsfStart, sniffer }: AirOptions) {
    this.#clock = clock;
    this.#numbers = numbers;
    this.#loss = loss;
    this.#queueMost = queueMost;
    this.#tsfStart = tsfStart;
    this.#sniffer = sniffer;
  }

  attach(listener: Listener): void {
    (listener.isAccessPoint ? this.#accessPoints : this.#stations).push(listener);
    this.#listenerAt.set(listener.address, listener);
  }

  takeAway(address: Uint8Array): void {
    this.#away ??= new AddressMap();
    this.#away.set(address, true);
    this.#listenerAt.get(address)?.missesPeer?.();
  }

  transmit(transmission: Transmission): void {
    const category = accessCategoryOf(transmission.mpdu);
    if (this.#current === undefined) this.#start(transmission, category);
    else if (category === VOICE) this.#voice.push(transmission);
    else this.#bestEffort.push({ transmission, since: this.#clock.now });
  }

  drop(from: Uint8Array, to: Uint8Array | undefined): void {
    const isKept = ({ mpdu }: Transmission): boolean =>
      !sameAddress(mpdu, ADDRESS_2, from, 0) || (to !== undefined && !sameAddress(mpdu, ADDRESS_1, to, 0));
    this.#voice = this.#voice.filter(isKept);
    this.#bestEffort = this.#bestEffort.filter(({ transmission }) => isKept(transmission));
  }

  #start(transmission: Transmission, category: AccessCategory): void {
    this.#current = transmission;
    this.#category = category;
    const { mpdu, key } = transmission;
    this.#mpdu = key === undefined ? mpdu : key.seal(mpdu);
    this.#retries = 0;
    this.#attempt();
  }

  #finish(isAcknowledged: boolean): void {
    this.#current!.done?.(isAcknowledged);
    this.#startNext();
  }

  #startNext(): void {
    this.#dropLate();
    const voice = this.#voice.shift();
    if (voice !== undefined) this.#start(voice, VOICE);
    else if (this.#bestEffort.length > 0) this.#start(this.#bestEffort.shift()!.transmission, BEST_EFFORT);
    else this.#rest();
  }

  #dropLate(): void {
    const oldest = this.#clock.now - this.#queueMost;
    while (this.#bestEffort.length > 0 && this.#bestEffort[0]!.since < oldest)
      this.#bestEffort.shift()!.transmission.done?.(false);
  }

  /** Lets go of the last frame: it is part of a larger buffer, which lives as long as it. */
  #rest(): void {
    this.#current = undefined;
    this.#mpdu = NOTHING;
    this.#receiver = undefined;
  }

  #attempt(): void {
    if (this.#retries === 1) {
      this.#mpdu = copyOf(this.#mpdu);
      this.#mpdu[1]! |= RETRY;
    }
    const { aifsn, cwMin, cwMax } = this.#category;
    const cw = Math.min(((cwMin + 1) << this.#retries) - 1, cwMax);
    const { rate } = this.#current!;
    const wait = SIFS + (aifsn + this.#numbers.integer(0, cw)) * SLOT;
    this.#began = this.#clock.now + wait + PREAMBLE_AND_SIGNAL;
    // The time at which its own first bit is sent (IEEE 802.11-2020, 11.1.3.2): no earlier can the field be known.
    if (hasTimestamp(this.#mpdu)) {
      const sentAt = this.#began + (8 * MANAGEMENT_BODY * MICROSECOND) / rate;
      writeTsf(this.#mpdu, MANAGEMENT_BODY, sentAt - this.#tsfStart);
    }
    this.#clock.after(wait + airTime(this.#mpdu.length, rate), this.#arrive);
  }

  readonly #arrive = (): void => {
    const { comment } = this.#current!;
    const comments = comment === undefined ? NO_COMMENTS : [comment];
    if (isGroupAddress(this.#mpdu, ADDRESS_1)) this.#toGroup(comments);
    else this.#toOne(comments);
  };

  #toGroup(comments: readonly string[]): void {
    this.#sniffer(this.#mpdu, this.#began, this.#current!.rate, this.#deliverToGroup, comments);
    this.#finish(false);
  }

  readonly #deliverToGroup = (): void => {
    const mpdu = this.#mpdu;
    const isFromAccessPoint = this.#listenerAt.get(mpdu, ADDRESS_2)?.isAccessPoint ?? false;
    if (this.#isAway(mpdu, ADDRESS_2)) return;
    for (const listener of isFromAccessPoint ? this.#stations : this.#accessPoints)
      if (!this.#numbers.happens(this.#loss) && !this.#isAway(listener.address)) listener.hear(mpdu);
  };

  #isAway(bytes: Uint8Array, at = 0): boolean {
    return this.#away?.get(bytes, at) === true;
  }

  #toOne(comments: readonly string[]): void {
    const { rate } = this.#current!;
    const listener = this.#listenerAt.get(this.#mpdu, ADDRESS_1);
    const isHeard = listener !== undefined && !this.#numbers.happens(this.#loss) && !this.#isPairApart();
    this.#receiver = isHeard ? listener : undefined;
    if (isHeard) this.#sniffer(this.#mpdu, this.#began, rate, this.#deliver, comments);
    else this.#sniffer(this.#mpdu, this.#began, rate, nobodyHears, [...comments, ...MISSED]);
    this.#isAckHeard = isHeard && !this.#numbers.happens(this.#loss);
    this.#clock.after(ackTime(rate), this.#acknowledge);
  }

  #isPairApart(): boolean {
    return (
      this.#away !== undefined && (this.#isAway(this.#mpdu, ADDRESS_1) || this.#isAway(this.#mpdu, ADDRESS_2))
    );
  }

  readonly #deliver = (): void => this.#receiver!.hear(this.#mpdu);

  /** The time of the Ack: it comes where the frame was heard, and is missed or not. */
  readonly #acknowledge = (): void => {
    if (this.#receiver !== undefined) {
      const comments = this.#isAckHeard ? NO_COMMENTS : MISSED;
      const rate = ackRate(this.#current!.rate);
      const began = this.#clock.now - airTime(ACK_LENGTH, rate) + PREAMBLE_AND_SIGNAL;
      this.#sniffer(acknowledgementOf(this.#mpdu), began, rate, nobodyHears, comments);
    }
    if (this.#isAckHeard) this.#finish(true);
    else if (this.#retries === RETRY_LIMIT) {
      this.#listenerAt.get(this.#mpdu, ADDRESS_2)?.missesPeer?.();
      this.#finish(false);
    } else {
      this.#retries++;
      this.#attempt();
    }
  };
}

/** The last Ack. */
const ack = /* @__PURE__ */ new Uint8Array(ACK_LENGTH).fill(0xd4, 0, 1);

/** Ack (IEEE 802.11-2020, 9.3.1.4): frame control, duration 0, and the transmitter of `mpdu` as receiver. It is only lent. */
function acknowledgementOf(mpdu: Uint8Array): Uint8Array {
  for (let i = 0; i < MAC_LENGTH; i++) ack[ADDRESS_1 + i] = mpdu[ADDRESS_2 + i]!;
  return ack;
}
