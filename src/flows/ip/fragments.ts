import { get16, put16 } from '../../codecs/link/octets.js';
import { type Clock, SECOND } from '../engine/engine.js';
import { transient } from '../memory/transient.js';
import {
  completeIpv4Checksum,
  ETHERNET_HEADER,
  FRAME_PAYLOAD,
  IPV4_HEADER,
  PATH_MTU,
  setIpv4Length,
} from './ipv4.js';

/** Where flags and offset are in a frame, and what they are (RFC 791, 3.1). */
const FRAGMENT = ETHERNET_HEADER + 6;
const MORE = 0x2000;
const OFFSET = 0x1fff;
/** Offsets count these many octets. */
const UNIT = 8;
/** Octets of payload in all fragments but the last. */
const FRAGMENT_ROOM = (PATH_MTU - IPV4_HEADER) & -UNIT;

/** For how long fragments wait for the others: what Linux has, as RFC 1122, 3.3.2 lets it. */
const WAITING = 30 * SECOND;
/** Datagrams that wait; where there are more, the oldest is given up. */
const MOST_WAITING = 64;

/** Whether a frame of an `Ipv4Framer` holds more than the path takes in one. */
export const isTooLong = (frame: Uint8Array): boolean => frame.length > ETHERNET_HEADER + PATH_MTU;

/** Cuts the datagram in a frame of an `Ipv4Framer` into frames that the path takes, which may be cut again (RFC 791, 3.2). */
export function fragmentsOf(frame: Uint8Array): readonly Uint8Array[] {
  const fragments: Uint8Array[] = [];
  const payload = frame.subarray(FRAME_PAYLOAD);
  for (let at = 0; at < payload.length; at += FRAGMENT_ROOM) {
    const part = payload.subarray(at, at + FRAGMENT_ROOM);
    const fragment = transient(FRAME_PAYLOAD + part.length);
    fragment.set(frame.subarray(0, FRAME_PAYLOAD));
    fragment.set(part, FRAME_PAYLOAD);
    put16(fragment, FRAGMENT, at / UNIT + (at + part.length < payload.length ? MORE : 0));
    setIpv4Length(fragment, ETHERNET_HEADER, part.length);
    completeIpv4Checksum(fragment, ETHERNET_HEADER);
    fragments.push(fragment);
  }
  return fragments;
}

/** Whether the datagram in a frame is a fragment. */
export const isFragment = (frame: Uint8Array): boolean => (get16(frame, FRAGMENT) & (MORE | OFFSET)) !== 0;

/** Puts the datagrams of another node together. */
export interface Reassembly {
  /**
   * Takes a fragment.
   * @param payload of the datagram in `frame`
   * @returns the payload of the whole, once all of it has come
   */
  add(frame: Uint8Array, payload: Uint8Array): Uint8Array | undefined;
}

interface Part {
  readonly start: number;
  readonly octets: Uint8Array;
}

interface Waiting {
  readonly since: number;
  /** In order. */
  readonly parts: Part[];
  /** Octets of the whole; undefined until the last fragment has come. */
  length: number | undefined;
}

/**
 * By the identification, as the other node, protocol and destination are always the same. Fragments that overlap end their
 * datagram, and so does one behind its last.
 */
export function createReassembly(clock: Clock): Reassembly {
  const waiting = new Map<number, Waiting>();
  const expire = (): void => {
    for (const [identification, { since }] of waiting) {
      if (clock.now - since < WAITING) return;
      waiting.delete(identification);
    }
  };
  const begin = (identification: number): Waiting => {
    for (const oldest of waiting.keys()) {
      if (waiting.size < MOST_WAITING) break;
      waiting.delete(oldest);
    }
    const datagram = { since: clock.now, parts: [], length: undefined };
    waiting.set(identification, datagram);
    return datagram;
  };
  return {
    add(frame, payload) {
      const identification = get16(frame, FRAGMENT - 2);
      const fragment = get16(frame, FRAGMENT);
      const start = UNIT * (fragment & OFFSET);
      const end = start + payload.length;
      const isLast = (fragment & MORE) === 0;
      // Before it is looked for: identifications come again.
      expire();
      const datagram = waiting.get(identification) ?? begin(identification);
      const { parts } = datagram;
      const index = parts.findIndex(part => part.start >= start);
      const at = index < 0 ? parts.length : index;
      const [before, next] = [parts[at - 1], parts[at]];
      // The link has brought it twice.
      if (next?.start === start && next.octets.length === payload.length) return undefined;
      const overlaps =
        (before !== undefined && before.start + before.octets.length > start) ||
        (next !== undefined && next.start < end);
      const isBehindLast = isLast
        ? next !== undefined || datagram.length !== undefined
        : end > (datagram.length ?? end);
      if (overlaps || isBehindLast) {
        waiting.delete(identification);
        return undefined;
      }
      parts.splice(at, 0, { start, octets: payload.slice() });
      if (isLast) datagram.length = end;
      const octets = parts.reduce((sum, part) => sum + part.octets.length, 0);
      if (octets !== datagram.length) return undefined;
      waiting.delete(identification);
      const whole = new Uint8Array(octets);
      for (const part of parts) whole.set(part.octets, part.start);
      return whole;
    },
  };
}
