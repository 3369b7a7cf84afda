import { get16, put16 } from '../../codecs/layout/octets.js';
import { newReassembly } from '../../codecs/link/reassembly.js';
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
/** Datagrams that wait, and room for their octets; where there are more, the oldest is given up. */
const KEPT = { datagrams: 64, octets: 64 * 0xffff };

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
export interface Fragments {
  /**
   * Takes a fragment.
   * @param payload of the datagram in `frame`
   * @returns the payload of the whole, once all of it has come
   */
  add(frame: Uint8Array, payload: Uint8Array): Uint8Array | undefined;
}

/** What puts them together by the identification, as the other node, protocol and destination are always the same. */
export function createFragments(clock: Clock): Fragments {
  const reassembly = newReassembly<number>({ ...KEPT, expiry: { wait: WAITING, clock } });
  return {
    add(frame, octets) {
      const fragment = get16(frame, FRAGMENT);
      return reassembly.take({
        datagram: get16(frame, FRAGMENT - 2),
        offset: UNIT * (fragment & OFFSET),
        isLast: (fragment & MORE) === 0,
        octets,
      });
    },
  };
}
