import type { Packet } from '../capture/packet.js';
import { fault } from '../decoder.js';
import { DecodeError } from '../error.js';
import type { Told } from '../given.js';
import { requireOctets } from '../is-octets.js';
import { paddingOf } from '../padding.js';
import { avsLength, isAvs } from './avs.js';
import { FCS_LENGTH, type FcsDetector, fcsDetector, fcsField } from './fcs.js';
import { headerLength } from './header.js';
import { decodePpi } from './ppi.js';
import { prismLength } from './prism.js';
import { RADIOTAP_FLAG, radiotapFlags, radiotapLength } from './radiotap.js';

/** LINKTYPE_ numbers whose packets are 802.11 frames, and what precedes the frame. */
export const DOT11_LINK_TYPES = {
  105: 'nothing',
  /** Some drivers write AVS headers under this number. */
  119: 'Prism',
  127: 'radiotap',
  163: 'AVS',
  192: 'PPI',
} as const;

const PLAIN = 105;
const PRISM = 119;
const RADIOTAP = 127;
const PPI = 192;

/** Whether packets of this link type hold 802.11 frames. */
export const isDot11LinkType = (linkType: number): linkType is keyof typeof DOT11_LINK_TYPES =>
  Object.hasOwn(DOT11_LINK_TYPES, linkType);

/** The 802.11 frame of a captured packet. */
export interface Dot11Packet {
  /** The frame without FCS and without padding inside; a view of the packet but where there was padding. */
  readonly mpdu: Uint8Array;
  /** Where the frame starts in the packet, in octets. */
  readonly offset: number;
  /** Whether an FCS followed the frame; where that is unknown, `mpdu` ends with it if there was one. */
  readonly fcs: 'present' | 'absent' | 'unknown';
  /** The FCS, as {@link fcsOf} gives it for a frame that is not damaged; undefined where none is there, or not all of it. */
  readonly fcsField: number | undefined;
  /** The capturing device says that the frame failed its FCS check. */
  readonly badFcs: boolean;
}

/** What is in front of a frame: how long it is, and what it says of the frame's end. */
interface Prefix {
  readonly length: number;
  /** Undefined where it does not say. */
  readonly fcs: boolean | undefined;
  readonly badFcs: boolean;
  readonly dataPad: boolean;
}

const SILENT = { fcs: undefined, badFcs: false, dataPad: false } as const;
const NOTHING: Prefix = { length: 0, ...SILENT };

const radiotapPrefix = (bytes: Uint8Array): Prefix => {
  const length = radiotapLength(bytes);
  const flags = radiotapFlags(bytes, length);
  if (flags === undefined) return { length, ...SILENT };
  return {
    length,
    fcs: (flags & RADIOTAP_FLAG.fcs) !== 0,
    badFcs: (flags & RADIOTAP_FLAG.badFcs) !== 0,
    dataPad: (flags & RADIOTAP_FLAG.dataPad) !== 0,
  };
};

const unsupported = (path: string, linkType: number): DecodeError =>
  fault('packet', path, 0, 'unsupported', `${linkType} is none of 802.11 frames`);

const ppiPrefix = (bytes: Uint8Array): Prefix => {
  const { length, linkType, fcs, badFcs } = decodePpi(bytes);
  if (linkType !== PLAIN) throw unsupported('PPI.linkType', linkType);
  return { length, fcs, badFcs, dataPad: false };
};

const prefixOf = (linkType: number, bytes: Uint8Array): Prefix => {
  if (linkType === PLAIN) return NOTHING;
  if (linkType === RADIOTAP) return radiotapPrefix(bytes);
  if (linkType === PPI) return ppiPrefix(bytes);
  const length = linkType === PRISM && !isAvs(bytes) ? prismLength(bytes) : avsLength(bytes);
  return { length, ...SILENT };
};

/** The frame without the octets that align the body: behind the MAC header, up to a multiple of 4. */
const withoutDataPad = (mpdu: Uint8Array): Uint8Array => {
  const header = mpdu.length < 2 ? 0 : headerLength(mpdu);
  const pad = paddingOf(header);
  if (pad === 0 || mpdu.length < header + pad) return mpdu;
  const joined = new Uint8Array(mpdu.length - pad);
  joined.set(mpdu.subarray(0, header));
  joined.set(mpdu.subarray(header + pad), header);
  return joined;
};

/** What {@link dot11Of} needs of a packet; a {@link Packet} that was read is one. */
export type PacketOfDot11 = Pick<Packet, 'linkType' | 'bytes'> &
  Told<Pick<Packet, 'originalLength' | 'fcsLength'>>;

/**
 * The frame in a packet of one of {@link DOT11_LINK_TYPES}, read no further than it takes to find it.
 *
 * Where neither the header in front of the frame nor the capture file (`fcsLength`) says whether an FCS ends it, `fcs` does: a
 * boolean, or an {@link FcsDetector} of the interface. Of a packet that the capture has cut short only as much of the FCS is
 * taken off as is there.
 * @throws DecodeError for another link type and for a damaged header in front of the frame
 */
export function dot11Of(packet: PacketOfDot11, fcs?: boolean | FcsDetector): Dot11Packet {
  const { linkType, bytes, originalLength, fcsLength } = packet;
  requireOctets(bytes);
  if (!isDot11LinkType(linkType)) throw unsupported('linkType', linkType);
  const prefix = prefixOf(linkType, bytes);
  const cut = (originalLength ?? bytes.length) - bytes.length;
  const whole = prefix.length === 0 ? bytes : bytes.subarray(prefix.length);
  const stated = prefix.fcs ?? (fcsLength === undefined ? undefined : fcsLength > 0);
  const hasFcs = stated ?? (typeof fcs !== 'function' ? fcs : cut > 0 ? undefined : fcs(whole));
  const trailer = hasFcs === true ? Math.max(0, FCS_LENGTH - Math.max(0, cut)) : 0;
  const frame = trailer === 0 ? whole : whole.subarray(0, Math.max(0, whole.length - trailer));
  return {
    mpdu: prefix.dataPad ? withoutDataPad(frame) : frame,
    offset: prefix.length,
    fcs: hasFcs === undefined ? 'unknown' : hasFcs ? 'present' : 'absent',
    fcsField: trailer === FCS_LENGTH && whole.length >= FCS_LENGTH ? fcsField(whole) : undefined,
    badFcs: prefix.badFcs,
  };
}

/**
 * Gives the frame of a packet, as {@link dot11Of} does; undefined where the header in front of it is damaged. Whether the frame
 * itself is, `badFcs` tells, and a comparison of `fcsField` with what `fcsOf` gives for `mpdu`.
 * @param originalLength octets that the packet had on the air, where the capture has cut it short
 * @param fcsLength octets of FCS, where the capture file states it of this packet; else it is found out
 */
export type Dot11Stripper = (
  bytes: Uint8Array,
  originalLength?: number,
  fcsLength?: number,
) => Dot11Packet | undefined;

/**
 * A {@link Dot11Stripper} for the packets of one interface, in their order; undefined for a link type that is
 * none of {@link DOT11_LINK_TYPES}.
 */
export function dot11Stripper(linkType: number): Dot11Stripper | undefined {
  if (!isDot11LinkType(linkType)) return undefined;
  const detector = fcsDetector();
  return (bytes, originalLength, fcsLength) => {
    try {
      return dot11Of({ linkType, bytes, originalLength, fcsLength }, detector);
    } catch (error) {
      if (error instanceof DecodeError) return undefined;
      throw error;
    }
  };
}
