import { get16 } from '../../codecs/layout/octets.js';
import type { Inner } from './inner.js';

/** The UDP port to which access points and routers send in TZSP what they capture. */
export const TZSP_PORT = 37008;

const HEADER = 4;
/** Version, and the types of a packet that was received and of one that is to be sent. */
const VERSION = 1;
const RECEIVED = 0;
const TO_SEND = 1;
/** LINKTYPE_ of what TZSP carries, by its number there: Ethernet, 802.11, Prism and AVS. */
const CARRIED: Readonly<Record<number, number>> = { 1: 1, 18: 105, 119: 119, 127: 163 };
/** Tags: one that pads and one that ends the list have no length; whether the FCS was wrong. */
const TAG = { padding: 0, end: 1, fcsError: 17 } as const;

/** The packet in TZSP, which is the payload of UDP; undefined where there is none. */
export function tzspInner(tzsp: Uint8Array): Inner | undefined {
  const linkType = CARRIED[tzsp.length < HEADER ? -1 : get16(tzsp, 2)];
  const isPacket = tzsp[0] === VERSION && (tzsp[1] === RECEIVED || tzsp[1] === TO_SEND);
  if (!isPacket || linkType === undefined) return undefined;
  let badFcs: true | undefined;
  let at = HEADER;
  for (; tzsp[at] !== TAG.end; at++) {
    if (at + 1 >= tzsp.length) return undefined;
    if (tzsp[at] === TAG.padding) continue;
    const length = tzsp[at + 1]!;
    if (tzsp[at] === TAG.fcsError && length > 0 && (tzsp[at + 2] ?? 0) !== 0) badFcs = true;
    at += 1 + length;
  }
  return { linkType, bytes: tzsp.subarray(at + 1), badFcs };
}
