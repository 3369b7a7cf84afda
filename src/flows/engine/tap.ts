import type { Packet } from '../../codecs/capture/packet.js';
import { type Clock, dateOf } from './engine.js';

/** Watches one link. */
export interface Tap {
  /**
   * Records octets at the instant at which they arrive, and lets `deliver` hand them to the receiver. What actors
   * note meanwhile become comments on the packet.
   * @param comments what the link itself has to say: that the octets are lost
   */
  observe(bytes: Uint8Array, deliver: () => void, comments: readonly string[]): void;
}

/** An interface of the capture. */
export interface TapInterface {
  readonly name: string;
  /** LINKTYPE_ number. */
  readonly linkType: number;
}

/** Collects what taps see, in the order of time, until it is taken. */
export interface Recorder {
  /** In the order of their numbers in packets. */
  readonly interfaces: readonly TapInterface[];
  /** Adds an interface and gives its tap. */
  tap(name: string, linkType: number): Tap;
  /** Comments on the packet that is being delivered; without effect between packets. */
  note(text: string): void;
  /** Takes the oldest packet away; undefined if there is none. */
  take(): Packet | undefined;
}

/** A recorder whose packets bear the date of `clock`. */
export function createRecorder(clock: Clock): Recorder {
  const interfaces: TapInterface[] = [];
  /** The oldest packet, and the others: mostly there is one at a time. */
  let oldest: Packet | undefined;
  const others: Packet[] = [];
  /** What is said of the packet that is being delivered; undefined between packets. */
  let notes: readonly string[] | undefined;
  return {
    interfaces,
    tap(name, linkType) {
      const number = interfaces.push({ name, linkType }) - 1;
      return {
        observe(bytes, deliver, comments) {
          notes = comments;
          deliver();
          const said = notes;
          notes = undefined;
          const time = dateOf(clock.now);
          const originalLength = bytes.length;
          const packet: Packet =
            said.length === 0
              ? { time, linkType, interface: number, bytes, originalLength }
              : { time, linkType, interface: number, bytes, originalLength, comments: said };
          if (oldest === undefined) oldest = packet;
          else others.push(packet);
        },
      };
    },
    note(text) {
      if (notes !== undefined) notes = [...notes, text];
    },
    take() {
      const taken = oldest;
      oldest = others.shift();
      return taken;
    },
  };
}
