import { copyOf } from '../../codecs/copy.js';
import { decodeAmsdu } from '../../codecs/dot11/amsdu.js';
import { fragmentNumber, isAmsdu, moreFragments, sequenceNumber } from '../../codecs/dot11/header.js';
import { DecodeError } from '../../codecs/error.js';
import { concatBytes } from '../../crypto/octets.js';
import type { Tracked } from '../session.js';

/** LLC/SNAP with EtherType 0x888e: IEEE Std 802, 9.4, and IEEE 802.1X-2020, 11.1. */
const EAPOL_SNAP = Uint8Array.of(0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e);

function isEapol(bytes: Uint8Array, at: number): boolean {
  for (let i = EAPOL_SNAP.length - 1; i >= 0; i--) if (bytes[at + i] !== EAPOL_SNAP[i]) return false;
  return true;
}

const isFragment = (mpdu: Uint8Array): boolean => moreFragments(mpdu) || fragmentNumber(mpdu) !== 0;

/** LLC/SNAP, and the addresses and the length in front of it in an A-MSDU subframe (IEEE 802.11-2020, 9.3.2.2.2). */
const SNAP_OCTETS = 3;
/** With the OUI of what Ethernet has, too: an AP may send its vendor's announcements to a group in clear. */
const ETHERNET_SNAP_OCTETS = 6;
const SUBFRAME_HEADER = 14;

/** Whether an MSDU begins there that is no EAPOL, by its first octets. */
function isUserData(bytes: Uint8Array, at: number, octets: number): boolean {
  if (bytes.length < at + EAPOL_SNAP.length || isEapol(bytes, at)) return false;
  for (let i = 0; i < octets; i++) if (bytes[at + i] !== EAPOL_SNAP[i]) return false;
  return true;
}

/**
 * Whether there is the key ID octet of an encrypted body, with the Ext IV bit alone beside the key ID (12.5.2.2, 12.5.3.2,
 * 12.5.5.2): the frame is one that was protected, and whose flags are damaged.
 */
const looksProtected = (mpdu: Uint8Array, start: number): boolean =>
  mpdu.length < start + 4 || (mpdu[start + 3]! & 0x3f) === 0x20;

/**
 * Whether the body at `start` of a data frame in clear is user data, whole or in part: anything but EAPOL, and but what was
 * protected and is damaged.
 */
export function holdsUserData(mpdu: Uint8Array, start: number, isGroup: boolean): boolean {
  const octets = isGroup ? ETHERNET_SNAP_OCTETS : SNAP_OCTETS;
  if (fragmentNumber(mpdu) === 0 && isUserData(mpdu, start, octets)) return true;
  if (isAmsdu(mpdu))
    return (
      isUserData(mpdu, start + SUBFRAME_HEADER, octets) ||
      subframes(mpdu.subarray(start)).some(({ msdu }) => isUserData(msdu, 0, octets))
    );
  if (fragmentNumber(mpdu) === 0) return false;
  return !isEapol(mpdu, start) && !looksProtected(mpdu, start);
}

/** Whether a frame goes on with an MSDU that began with EAPOL in the fragments before it. */
export function isOfEapol({ reassembly }: Tracked, mpdu: Uint8Array, fromAp: boolean): boolean {
  if (fragmentNumber(mpdu) === 0) return false;
  const before = reassembly[fromAp ? 1 : 0];
  return before?.sequenceNumber === sequenceNumber(mpdu) && isEapol(before.parts[0]!, 0);
}

/** Whether a data frame in clear, with its body at `start`, can hold EAPOL: most do not, and end here. */
export const mayHoldEapol = (mpdu: Uint8Array, start: number): boolean =>
  isEapol(mpdu, start) || isFragment(mpdu) || isAmsdu(mpdu);

/**
 * The EAPOL frames in the body of a data frame: in an MSDU, in the last fragment of one (IEEE 802.11-2020,
 * 10.5), or in an A-MSDU (9.3.2.2).
 * @param fromAp tells the two directions of reassembly apart
 */
export function* msdusOf(
  session: Tracked,
  mpdu: Uint8Array,
  body: Uint8Array,
  fromAp: boolean,
): Iterable<Uint8Array> {
  if (isAmsdu(mpdu)) {
    for (const { msdu } of subframes(body)) if (isEapol(msdu, 0)) yield msdu.subarray(EAPOL_SNAP.length);
    return;
  }
  const msdu = isFragment(mpdu) ? reassembled(session, mpdu, body, fromAp) : body;
  if (msdu !== undefined && isEapol(msdu, 0)) yield msdu.subarray(EAPOL_SNAP.length);
}

function subframes(body: Uint8Array): ReturnType<typeof decodeAmsdu> {
  try {
    return decodeAmsdu(body);
  } catch (error) {
    if (error instanceof DecodeError) return [];
    throw error;
  }
}

/** The MSDU, where this is its last fragment and all others came in order before it. */
function reassembled(
  session: Tracked,
  mpdu: Uint8Array,
  body: Uint8Array,
  fromAp: boolean,
): Uint8Array | undefined {
  const side = fromAp ? 1 : 0;
  const number = fragmentNumber(mpdu);
  const sequence = sequenceNumber(mpdu);
  const before = session.reassembly[side];
  const parts = number === 0 ? [] : before?.sequenceNumber === sequence ? before.parts : undefined;
  // A repeated fragment is passed over, and so are those behind a lost one.
  if (number !== parts?.length) return undefined;
  parts.push(copyOf(body));
  session.reassembly[side] = moreFragments(mpdu) ? { sequenceNumber: sequence, parts } : undefined;
  if (moreFragments(mpdu)) return undefined;
  return concatBytes(...parts);
}
