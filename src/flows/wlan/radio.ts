import {
  ADDRESS_1,
  ADDRESS_2,
  addressAt,
  DURATION,
  FRAME_TYPE,
  frameType,
  isRetry,
  SEQUENCE_CONTROL,
} from '../../codecs/dot11/header.js';
import { isGroupAddress } from '../../codecs/dot11/mac.js';
import { get16le, put16le } from '../../codecs/layout/octets.js';
import type { Clock } from '../engine/engine.js';
import type { Numbers } from '../engine/random.js';
import { AddressMap, addressEnd, addressStart } from '../memory/address-map.js';
import { type Air, durationOf, type Listener, type Sealer, type Transmission } from './air.js';
import { isEnd, tidOf } from './frames.js';
import { numberOf, type TidNumbers, withNumber } from './tid-numbers.js';

/** What becomes of a frame that a radio is given. */
export interface SendOptions {
  /** In Mb/s; the lowest basic rate, 6, if left out, as for management frames and EAPOL. */
  readonly rate?: number | undefined;
  /** Told once whether the receiver acknowledged it, retries included, unless it is dropped before. */
  readonly done?: ((acknowledged: boolean) => void) | undefined;
  /** A comment on the frame in the capture. */
  readonly comment?: string | undefined;
}

/** What a radio hands the frames to that arrive. */
export interface FrameReceiver {
  receive(mpdu: Uint8Array): void;
  /** A frame that was sent was not acknowledged in any of its tries, or beacons fail to come. */
  missesPeer?(): void;
}

/** The lower half of a station's or access point's MAC. */
export interface Radio {
  readonly address: Uint8Array;
  /**
   * Sends an MPDU, whose octets are the radio's from then on: it writes Duration and the sequence number into them,
   * neither of which protection covers. Frames of one access category to one receiver keep their order.
   * @param key protects the frame when its turn comes; left out for one that is ready as it is
   */
  send(mpdu: Uint8Array, options?: SendOptions, key?: Sealer): void;
  /** The same of an MPDU that is protected at once: under a packet number before those of frames that wait for their turn. */
  sendSealed(mpdu: Uint8Array, key: Sealer, options?: SendOptions): void;
  /** Sends an MPDU that is ready by now, as a beacon is at its TBTT: it gains the channel with no delay before. */
  sendReady(mpdu: Uint8Array): void;
  /** Drops what it has been given and has not begun to send, as a driver drops its queues with an association. */
  drop(): void;
  /** An association with the radio at `address` begins: QoS frames between the two are numbered from 0 again, by TID. */
  startOver(address: Uint8Array): void;
  /** Is given each frame that arrives once. */
  receiver: FrameReceiver;
}

/** Nanoseconds from handing a frame over to its first attempt to gain the channel, evenly distributed. */
export interface ExchangeDelay {
  readonly least: number;
  readonly most: number;
}

/** Decides what becomes of a frame that a radio is given, and hands that to `send`. */
export type FrameTamper = (
  mpdu: Uint8Array,
  options: SendOptions,
  send: (mpdu: Uint8Array, options: SendOptions) => void,
) => void;

/** What a radio is made of. */
export interface RadioOptions {
  readonly clock: Clock;
  readonly numbers: Numbers;
  readonly air: Air;
  readonly address: Uint8Array;
  readonly isAccessPoint: boolean;
  readonly exchangeDelay: ExchangeDelay;
  /** Undefined where each frame is sent as it is. */
  readonly tamper?: FrameTamper | undefined;
}

const LOWEST_BASIC_RATE = 6;
/** Stands in place of a TID for the frames that have none; they share one counter (IEEE 802.11-2020, 10.3.2.14). */
const NO_TID = 16;
/** Options have one shape wherever many frames are sent. */
const PLAIN: SendOptions = { rate: undefined, done: undefined, comment: undefined };
const UNATTENDED: FrameReceiver = { receive() {} };

/** What a radio knows of another, to which it sends or from which it receives. */
class Peer {
  /** Its address, see {@link addressStart} and {@link addressEnd}. */
  readonly #start: number;
  readonly #end: number;
  /** When the last frame to it became ready. */
  readyAt = 0;
  /** The next sequence number to it of each TID. */
  sent: TidNumbers;
  /** Sequence control of the last frame from it, of each TID and of those without. */
  received: TidNumbers;

  constructor(start: number, end: number) {
    this.#start = start;
    this.#end = end;
  }

  hasAddress(start: number, end: number): boolean {
    return this.#end === end && this.#start === start;
  }
}

/** A radio on `air`. */
export function createRadio(options: RadioOptions): Radio {
  const radio = new StationRadio(options);
  options.air.attach(radio);
  return radio;
}

/** A class, as each UE has one. */
class StationRadio implements Radio, Listener {
  readonly address: Uint8Array;
  readonly isAccessPoint: boolean;
  receiver = UNATTENDED;
  readonly #clock: Clock;
  readonly #numbers: Numbers;
  readonly #air: Air;
  readonly #exchangeDelay: ExchangeDelay;
  readonly #tamper: FrameTamper | undefined;
  /** The next sequence number of frames without TID. */
  #sequenceNumber: number;
  /** When the last group addressed frame became ready. */
  #groupReadyAt = 0;
  /** How often it has dropped what was under way. */
  #drops = 0;
  /** The first peer, which is the only one that a station has … */
  #peer: Peer | undefined;
  /** … and the others. */
  #others: AddressMap<Peer> | undefined;

  constructor({ clock, numbers, air, address, isAccessPoint, exchangeDelay, tamper }: RadioOptions) {
    this.address = address;
    this.isAccessPoint = isAccessPoint;
    this.#clock = clock;
    this.#numbers = numbers;
    this.#air = air;
    this.#exchangeDelay = exchangeDelay;
    this.#tamper = tamper;
    this.#sequenceNumber = numbers.integer(0, 0xfff);
  }

  send(mpdu: Uint8Array, options = PLAIN, key: Sealer | undefined = undefined): void {
    if (this.#tamper === undefined) this.#queue(mpdu, options, key);
    else this.#tamper(mpdu, options, (one, how) => this.#queue(one, how, key));
  }

  sendSealed(mpdu: Uint8Array, key: Sealer, options = PLAIN): void {
    if (this.#tamper === undefined) this.#queue(key.seal(mpdu), options, undefined);
    else this.#tamper(mpdu, options, (one, how) => this.#queue(key.seal(one), how, undefined));
  }

  #queue(
    mpdu: Uint8Array,
    { rate = LOWEST_BASIC_RATE, done, comment }: SendOptions,
    key: Sealer | undefined,
  ): void {
    const { now } = this.#clock;
    const transmission: Transmission = { mpdu, rate, done, comment, key };
    const ready = now + this.#numbers.integer(this.#exchangeDelay.least, this.#exchangeDelay.most);
    const drops = this.#drops;
    this.#clock.after(this.#inOrder(mpdu, ready) - now, () => {
      if (drops === this.#drops) this.#transmit(transmission);
    });
  }

  drop(): void {
    this.#drops++;
    this.#air.drop(this.address, undefined);
  }

  sendReady(mpdu: Uint8Array): void {
    if (this.#tamper === undefined) this.#transmitReady(mpdu);
    else this.#tamper(mpdu, PLAIN, one => this.#transmitReady(one));
  }

  #transmitReady(mpdu: Uint8Array): void {
    this.#transmit({ mpdu, rate: LOWEST_BASIC_RATE, done: undefined, comment: undefined, key: undefined });
  }

  startOver(address: Uint8Array): void {
    const peer = this.#peerOf(address, 0);
    const last = numberOf(peer.received, NO_TID);
    peer.sent = undefined;
    // The counter of frames without TID is of no association.
    peer.received = last === undefined ? undefined : withNumber(undefined, NO_TID, last);
  }

  hear(mpdu: Uint8Array): void {
    if (!this.#isDuplicate(mpdu)) this.receiver.receive(mpdu);
  }

  missesPeer(): void {
    this.receiver.missesPeer?.();
  }

  /** When a frame that is ready by itself is so, those to the same receiver in front of it included. */
  #inOrder(mpdu: Uint8Array, ready: number): number {
    if (isGroupAddress(mpdu, ADDRESS_1)) {
      this.#groupReadyAt = Math.max(this.#groupReadyAt, ready);
      return this.#groupReadyAt;
    }
    const peer = this.#peerOf(mpdu, ADDRESS_1);
    peer.readyAt = Math.max(peer.readyAt, ready);
    return peer.readyAt;
  }

  #transmit(transmission: Transmission): void {
    const { mpdu, rate } = transmission;
    put16le(mpdu, DURATION, isGroupAddress(mpdu, ADDRESS_1) ? 0 : durationOf(rate));
    put16le(mpdu, SEQUENCE_CONTROL, this.#takeSequenceNumber(mpdu) << 4);
    // User data that waits would come behind the end of its association: mac80211 flushes its queues before.
    if (frameType(mpdu) === FRAME_TYPE.management && isEnd(mpdu))
      this.#air.drop(this.address, addressAt(mpdu, ADDRESS_1));
    this.#air.transmit(transmission);
  }

  #takeSequenceNumber(mpdu: Uint8Array): number {
    const tid = tidOf(mpdu) ?? NO_TID;
    if (tid === NO_TID) {
      const number = this.#sequenceNumber;
      this.#sequenceNumber = (number + 1) & 0xfff;
      return number;
    }
    const peer = this.#peerOf(mpdu, ADDRESS_1);
    const number = numberOf(peer.sent, tid) ?? 0;
    peer.sent = withNumber(peer.sent, tid, (number + 1) & 0xfff);
    return number;
  }

  /** Duplicate detection (IEEE 802.11-2020, 10.3.2.14). */
  #isDuplicate(mpdu: Uint8Array): boolean {
    if (isGroupAddress(mpdu, ADDRESS_1)) return false;
    const peer = this.#peerOf(mpdu, ADDRESS_2);
    const tid = tidOf(mpdu) ?? NO_TID;
    const control = get16le(mpdu, SEQUENCE_CONTROL);
    const isRepeated = isRetry(mpdu) && numberOf(peer.received, tid) === control;
    peer.received = withNumber(peer.received, tid, control);
    return isRepeated;
  }

  /** The peer whose address is at `at`. */
  #peerOf(mpdu: Uint8Array, at: number): Peer {
    const start = addressStart(mpdu, at);
    const end = addressEnd(mpdu, at);
    if (this.#peer?.hasAddress(start, end)) return this.#peer;
    const known = this.#others?.get(mpdu, at);
    if (known !== undefined) return known;
    const peer = new Peer(start, end);
    if (this.#peer === undefined) this.#peer = peer;
    else {
      this.#others ??= new AddressMap();
      this.#others.set(mpdu, peer, at);
    }
    return peer;
  }
}
