/** What access points in sniffer mode send over UDP: Cisco for AiroPeek and OmniPeek, Aruba in that and in other ways. */
import { FCS_LENGTH } from '../../codecs/dot11/fcs.js';
import { get16, get16le, get32 } from '../../codecs/layout/octets.js';
import type { Inner } from './inner.js';

/** The ports: Cisco sends from 5555 to 5000, or whither one has it send; Aruba to 5555, or another. */
export const PEEK_PORTS = { source: 5555, destinations: [5000, 5555] } as const;

/** What the header of version 2 begins with (Wireshark, packet-peekremote.c). */
const MAGIC = 0x00ffabcd;
/** Where the header has what is read of it: that of version 2, and the one before, which has no version. */
const V2 = { size: 55, signal: 29, length: 41 } as const;
const V1 = { size: 20, signal: 18, length: 2 } as const;
/** Of the flags and of the status the bits that are to be 0, and that the FCS is wrong. */
const NO_FLAG = 0xf8;
const NO_STATUS = 0xb3;
const BAD_FCS = 0x02;
/** Aruba says so of what it sent itself, and gives it without an FCS. */
const ALL_SIGNAL = 100;

const RADIOTAP = 127;
const PPI = 192;
const PLAIN = 105;

/** Whether the payload of UDP, which begins at `at`, has the header of version 2: that tells itself on any port. */
export const isPeekV2 = (bytes: Uint8Array, at = 0): boolean =>
  bytes.length >= at + V2.size && get32(bytes, at) === MAGIC && bytes[at + 4] === 2;

function behind(payload: Uint8Array, { size, signal, length: at }: typeof V1 | typeof V2): Inner {
  const bytes = payload.subarray(size);
  // How long the frame was, and how much of it is there, stand in front of flags and status.
  return {
    linkType: PLAIN,
    bytes,
    fcsLength: payload[signal] === ALL_SIGNAL ? undefined : FCS_LENGTH,
    badFcs: (payload[at + 4]! & BAD_FCS) === 0 ? undefined : true,
  };
}

/** Whether the header without a version is there: one of its lengths fits, and what is to be 0 is. */
function isPeekV1(payload: Uint8Array): boolean {
  const { size, length } = V1;
  const rest = payload.length - size;
  if (rest <= 0 || (payload[6]! & NO_FLAG) !== 0 || (payload[7]! & NO_STATUS) !== 0) return false;
  // Whether an FCS counts differs.
  const fits = (at: number): boolean => Math.abs(get16(payload, at) - rest) <= FCS_LENGTH;
  return fits(length) || fits(length + 2);
}

/**
 * The 802.11 frame in the payload of UDP, behind a header of Peek, PPI or radiotap: Aruba's formats 1, 4, 5 and 6 are these.
 * Undefined where there is none.
 */
export function peekInner(payload: Uint8Array): Inner | undefined {
  if (isPeekV2(payload)) return behind(payload, V2);
  const HEADER = 8;
  if (payload.length >= HEADER && payload[0] === 0) {
    const length = get16le(payload, 2);
    const isLength = length >= HEADER && length <= payload.length;
    if (isLength && payload[1]! <= 1 && get16le(payload, 4) === PLAIN && get16le(payload, 6) === 0)
      return { linkType: PPI, bytes: payload };
    if (isLength && payload[1] === 0) return { linkType: RADIOTAP, bytes: payload };
  }
  return isPeekV1(payload) ? behind(payload, V1) : undefined;
}
