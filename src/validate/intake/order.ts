import type { Packet } from '../../codecs/capture/packet.js';
import { MILLISECOND } from '../at.js';
import { count, type Tally } from './tally.js';

/** Puts the packets of several interfaces in the order of time, within a window; and says where times go back all the same. */
export interface TimeOrder {
  /** Takes the next packet in the order of its capture, and hands on those whose turn has come. */
  push(packet: Packet, frame: number): void;
  /** There are no more: hands on what is held. */
  end(): void;
  /** The packets that are behind others which were handed on before, and by how many nanoseconds at the most. */
  readonly behind: Tally<{ most: bigint }>;
}

/**
 * Nanoseconds by which the packets of one interface may come behind those of another: libpcap lets the kernel hold them back up
 * to its read timeout, 250 ms in dumpcap, and a program that reads several interfaces writes them as it gets them.
 */
const WINDOW = 300n * MILLISECOND;
/** Nanoseconds by which times go back within one interface where a receiver has several queues: nothing to tell. */
const TOLERATED = 10n * MILLISECOND;
/** Packets and octets that are held at the most. */
const MOST_HELD = 4096;
const MOST_OCTETS = 1 << 23;
/** Octets that are copied into one buffer: one for each packet takes far longer. */
const SLAB = 1 << 18;

interface Held {
  readonly packet: Packet;
  readonly bytes: Uint8Array;
  readonly frame: number;
  readonly time: bigint;
}

/**
 * A packet never overtakes another of its own interface: there, the order of the capture is that in which they came. Where no
 * capture has a second interface nothing is held.
 * @param take is handed the packets, and their octets beside them: what the caller may have overwritten by then is a copy
 */
export function newTimeOrder(take: (packet: Packet, bytes: Uint8Array, frame: number) => void): TimeOrder {
  /** By capture and interface, the latest time. */
  const latest = new Map<number, Map<number, bigint>>();
  const behind: TimeOrder['behind'] = new Map();
  let isHolding = false;
  let held: Held[] = [];
  /** Where in `held` those begin that have not been handed on. */
  let next = 0;
  let octets = 0;
  let slab = new Uint8Array(0);
  let used = 0;
  /** Of those that were held, the latest time. Times may be before 1970. */
  let newest: bigint | undefined;
  /** The time up to which all has been handed on. */
  let passed: bigint | undefined;

  const note = (frame: number, by: bigint): void => {
    if (by <= TOLERATED) return;
    const known = count(behind, frame, () => ({ most: by }));
    if (by > known.most) known.most = by;
  };

  const copied = (bytes: Uint8Array): Uint8Array => {
    const { length } = bytes;
    if (used + length > slab.length) {
      slab = new Uint8Array(Math.max(SLAB, length));
      used = 0;
    }
    slab.set(bytes, used);
    used += length;
    return slab.subarray(used - length, used);
  };

  const release = (until: bigint): void => {
    while (
      next < held.length &&
      (held[next]!.time <= until || held.length - next > MOST_HELD || octets > MOST_OCTETS)
    ) {
      const { packet, bytes, frame, time } = held[next++]!;
      octets -= bytes.length;
      if (passed === undefined || time > passed) passed = time;
      take(packet, bytes, frame);
    }
    if (next >= MOST_HELD || next === held.length) {
      held = held.slice(next);
      next = 0;
    }
  };

  const hold = (packet: Packet, frame: number, time: bigint): void => {
    let at = held.length;
    while (at > next && held[at - 1]!.time > time) at--;
    const one = { packet, bytes: copied(packet.bytes), frame, time };
    if (at === held.length) held.push(one);
    else held.splice(at, 0, one);
    octets += packet.bytes.length;
    if (newest === undefined || time > newest) newest = time;
    release(newest - WINDOW);
  };

  return {
    push: (packet, frame) => {
      const { capture = 0, time } = packet;
      let ofCapture = latest.get(capture);
      if (ofCapture === undefined) {
        ofCapture = new Map();
        latest.set(capture, ofCapture);
      }
      const before = ofCapture.get(packet.interface);
      // A Simple Packet Block has no time.
      const isEarlier = before !== undefined && time < before && time !== 0n;
      const place = before === undefined || time > before ? time : before;
      ofCapture.set(packet.interface, place);
      isHolding ||= ofCapture.size > 1;
      if (isEarlier) note(frame, before - time);
      else if (passed !== undefined && place < passed && time !== 0n) note(frame, passed - time);
      if (isHolding) hold(packet, frame, place);
      else {
        if (passed === undefined || place > passed) passed = place;
        take(packet, packet.bytes, frame);
      }
    },
    end: () => {
      if (newest !== undefined) release(newest);
    },
    behind,
  };
}
