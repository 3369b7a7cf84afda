import {
  ADDRESS_1,
  ADDRESS_4,
  FRAME_TYPE,
  fragmentNumber,
  frameType,
  fromDs,
  headerLength,
  holdsHeader,
  isProtected,
  isQosData,
  moreFragments,
  qosControlOffset,
  SEQUENCE_CONTROL,
  toDs,
} from '../codecs/dot11/header.js';
import { EncodeError } from '../codecs/error.js';
import { get32le, put32le } from '../codecs/layout/octets.js';
import { inRange, octets } from './check.js';

/** The subtype bits that the AAD of a data frame masks: IEEE 802.11-2020, 12.5.3.3.3. */
const SUBTYPE_MASKED = 0x70;
/** Bits of the second octet of frame control. */
const RETRY_POWER_MORE_DATA = 0x38;
const PROTECTED = 0x40;
const HTC = 0x80;
/** Bits of the first octet of QoS control. */
const TID = 0x0f;
const AMSDU_PRESENT = 0x80;

/** What protection needs to know of a MAC header. */
export interface MpduHeader {
  /** Octets of the MAC header. */
  readonly length: number;
  readonly isData: boolean;
  readonly isProtected: boolean;
  readonly toDs: boolean;
  readonly fromDs: boolean;
  /** Offset of QoS control, or undefined in a frame without it. */
  readonly qosControl: number | undefined;
  /** Part of an MSDU: a fragment number above 0, or more fragments to come. */
  readonly isFragment: boolean;
}

/** The frame types that can be protected. */
export type MpduType = 'data' | 'management';

/** A protected MPDU, opened. */
export interface OpenedMpdu {
  /** The frame body in clear, without security header, MIC and ICV. */
  readonly plaintext: Uint8Array;
  /** The packet number (TKIP: the sequence counter TSC), 48 bits. */
  readonly pn: bigint;
  /** 0 to 3. */
  readonly keyId: number;
  /** Octets of the MAC header, which the plaintext follows in the frame. */
  readonly headerLength: number;
  /** Only under `lax`: TKIP's ICV is right, but its Michael MIC is not, so that no receiver takes the MSDU. */
  readonly michaelWrong?: true;
}

/** How CCMP and GCMP protect an A-MSDU. */
export interface SealOptions {
  /**
   * The A-MSDU Present bit is under the MIC, as between two sides that are both SPP A-MSDU capable (IEEE 802.11-2020, 12.5.3.3.3);
   * between others it is not.
   */
  readonly spp?: boolean | undefined;
}

/** How protected frames are opened. */
export interface OpenOptions extends SealOptions {
  /** Give an MSDU of TKIP whose Michael MIC is wrong, marked, instead of nothing. */
  readonly lax?: boolean | undefined;
}

/**
 * The MAC header of a data or management MPDU, or undefined for another type, a protocol version other than
 * 0, or fewer octets than the header has.
 * @throws EncodeError for what is no octets
 */
export function readMpduHeader(mpdu: Uint8Array): MpduHeader | undefined {
  if (!holdsHeader(octets('mpdu', mpdu))) return undefined;
  const type = frameType(mpdu);
  if (type !== FRAME_TYPE.data && type !== FRAME_TYPE.management) return undefined;
  return {
    length: headerLength(mpdu),
    isData: type === FRAME_TYPE.data,
    isProtected: isProtected(mpdu),
    toDs: toDs(mpdu),
    fromDs: fromDs(mpdu),
    qosControl: isQosData(mpdu) ? qosControlOffset(mpdu) : undefined,
    isFragment: moreFragments(mpdu) || fragmentNumber(mpdu) !== 0,
  };
}

/**
 * The MAC header of an MPDU that is about to be protected.
 * @throws EncodeError, path `mpdu`, where {@link readMpduHeader} gives none, or one of another type
 */
export function requireMpduHeader(mpdu: Uint8Array, ...types: readonly MpduType[]): MpduHeader {
  const header = readMpduHeader(mpdu);
  if (header === undefined || !types.includes(header.isData ? 'data' : 'management'))
    throw new EncodeError('mpdu', `must be a ${types.join(' or ')} frame with its whole MAC header`);
  return header;
}

/** Gives an array of `length` zeros for a result. */
export type Allocate = (length: number) => Uint8Array<ArrayBuffer>;

/** An array of its own. */
export const ownArray: Allocate = length => new Uint8Array(length);

/** The traffic identifier, 0 to 15; 0 in a frame without QoS control. */
export function tidOf(mpdu: Uint8Array, header: MpduHeader): number {
  return header.qosControl === undefined ? 0 : mpdu[header.qosControl]! & TID;
}

/**
 * The additional authentication data of CCMP and GCMP, 22 to 30 octets (IEEE 802.11-2020, 12.5.3.3.3 and
 * 12.5.5.3.3).
 */
export function mpduAad(mpdu: Uint8Array, header: MpduHeader, { spp }: SealOptions = {}): Uint8Array {
  const { isData, toDs, fromDs, qosControl } = header;
  const hasAddress4 = isData && toDs && fromDs;
  const aad = new Uint8Array(22 + (hasAddress4 ? 6 : 0) + (qosControl === undefined ? 0 : 2));
  aad[0] = mpdu[0]! & (isData ? ~SUBTYPE_MASKED : 0xff);
  aad[1] = (mpdu[1]! & ~(RETRY_POWER_MORE_DATA | (qosControl === undefined ? 0 : HTC))) | PROTECTED;
  for (let i = ADDRESS_1; i < SEQUENCE_CONTROL; i++) aad[2 + i - ADDRESS_1] = mpdu[i]!;
  aad[20] = mpdu[SEQUENCE_CONTROL]! & 0x0f;
  if (hasAddress4) for (let i = 0; i < 6; i++) aad[22 + i] = mpdu[ADDRESS_4 + i]!;
  if (qosControl !== undefined)
    aad[aad.length - 2] = mpdu[qosControl]! & (spp === true ? TID | AMSDU_PRESENT : TID);
  return aad;
}

/** Octets of the security header of CCMP, GCMP and TKIP. */
export const SECURITY_HEADER_LENGTH = 8;

const EXT_IV = 0x20;

/** The packet number and key ID that a security header carries. */
export interface SecurityHeader {
  readonly pn: bigint;
  readonly keyId: number;
}

/** Where the two low octets of the packet number are in the security header. */
const PN_0 = { ccmp: 0, tkip: 2 } as const;
const PN_1 = { ccmp: 1, tkip: 0 } as const;

/**
 * The security header behind a MAC header: CCMP's, which is GCMP's too (IEEE 802.11-2020, 12.5.3.2), or
 * TKIP's (12.5.2.2). Undefined where the frame is not protected, too short, or the extended IV bit is clear.
 * @throws EncodeError for another layout, and for what is no octets
 */
export function readSecurityHeader(
  mpdu: Uint8Array,
  header: MpduHeader,
  layout: 'ccmp' | 'tkip',
): SecurityHeader | undefined {
  const { length } = octets('mpdu', mpdu);
  if (layout !== 'ccmp' && layout !== 'tkip') throw new EncodeError('layout', 'must be ccmp or tkip');
  const o = header.length;
  if (!header.isProtected || length < o + SECURITY_HEADER_LENGTH || (mpdu[o + 3]! & EXT_IV) === 0)
    return undefined;
  const low = (mpdu[o + PN_1[layout]]! << 8) | mpdu[o + PN_0[layout]]!;
  return { pn: BigInt(get32le(mpdu, o + 4) * 0x10000 + low), keyId: mpdu[o + 3]! >> 6 };
}

/** The six octets of a packet number, most significant first. */
export function pnOctets(pn: bigint): Uint8Array {
  const out = new Uint8Array(6);
  for (let i = 5, rest = Number(pn); i >= 0; i--, rest = Math.floor(rest / 256)) out[i] = rest & 255;
  return out;
}

/**
 * The start of a protected MPDU of `length` octets: the MAC header of `mpdu` with the protected bit set, then
 * the security header; what follows is zero.
 * @throws EncodeError for a packet number above 48 bits or a key ID above 3
 */
export function startProtected(
  mpdu: Uint8Array,
  header: MpduHeader,
  length: number,
  pn: bigint,
  keyId: number,
  layout: 'ccmp' | 'tkip',
  allocate = ownArray,
): Uint8Array<ArrayBuffer> {
  const number = Number(inRange('pn', pn, 0n, 0xffffffffffffn));
  inRange('keyId', keyId, 0, 3);
  const out = allocate(length);
  const o = header.length;
  for (let i = 0; i < o; i++) out[i] = mpdu[i]!;
  out[1] = out[1]! | PROTECTED;
  out[o + PN_0[layout]] = number;
  out[o + PN_1[layout]] = number / 0x100;
  out[o + 3] = EXT_IV | (keyId << 6);
  put32le(out, o + 4, number / 0x10000);
  return out;
}

/**
 * The frame control and addresses that BIP authenticates, 20 octets: retry, power management and more data
 * masked (IEEE 802.11-2020, 12.5.4.3).
 */
export function bipAad(mpdu: Uint8Array): Uint8Array {
  const aad = new Uint8Array(20);
  aad[0] = mpdu[0]!;
  aad[1] = mpdu[1]! & ~RETRY_POWER_MORE_DATA;
  aad.set(mpdu.subarray(ADDRESS_1, SEQUENCE_CONTROL), 2);
  return aad;
}
