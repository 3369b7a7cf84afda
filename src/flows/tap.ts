import type { Packet } from '../codecs/capture/packet.js';
import { type Clock, EPOCH } from './engine.js';

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
  /** Takes away the packets recorded since it was last called. */
  take(): readonly Packet[];
}

/** Never written into. */
const NONE: Packet[] = [];

/** A recorder whose packets bear the time of `clock`, counted from {@link EPOCH}. */
export function createRecorder(clock: Clock): Recorder {
  const interfaces: TapInterface[] = [];
  let packets = NONE;
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
          const time = EPOCH + BigInt(clock.now);
          const originalLength = bytes.length;
          const packet: Packet =
            said.length === 0
              ? { time, linkType, interface: number, bytes, originalLength }
              : { time, linkType, interface: number, bytes, originalLength, comments: said };
          // An array grows by more than the one packet that it mostly holds.
          if (packets.length === 0) packets = [packet];
          else packets.push(packet);
        },
      };
    },
    note(text) {
      if (notes !== undefined) notes = [...notes, text];
    },
    take() {
      if (packets.length === 0) return packets;
      const taken = packets;
      packets = NONE;
      return taken;
    },
  };
}
