import { maxPacketLength } from './packet.js';
import { PCAP_RECORD_HEADER_LENGTH, type PcapHeader, type PcapLayout, recordAt } from './pcap.js';

/** A layout of the records, and what it makes of their contents. */
export interface PcapVariant {
  readonly layout: PcapLayout;
  readonly nanoseconds: boolean;
  readonly linkType: number;
  /** Octets before the frame that belong to the record and not to the packet. */
  readonly padding: 0 | 3;
}

/**
 * What follows the original length in the record headers of the modified formats of 1999: an interface index,
 * an Ethernet type, a packet type and padding (8 octets in the patches ss990417 and ss991029, 12 in
 * ss990915), or four octets of Nokia's.
 */
type Extra = 'none' | 'linux' | 'linux-smp' | 'nokia';
const extraLengths = { none: 0, linux: 8, 'linux-smp': 12, nokia: 4 } as const;

/** AIX writes interface types (RFC 1573) where others write link types. */
const aixLinkTypes: Readonly<Record<number, number>> = { 6: 1, 9: 6, 15: 10, 24: 0 };
const LINKTYPE_FDDI = 10;

/**
 * How the records of a file are laid out: the variant, or how many octets after the file header it takes to
 * tell. The magic numbers do not say all, so that this does as Wireshark does (wiretap/libpcap.c): it reads
 * the first three records as each variant has them, and takes the first in which nothing is odd, or else the
 * one in which the least is.
 * @param records the octets after the file header, as far as they are there
 * @param ended whether `records` is all that the file has
 */
export function pcapVariant(header: PcapHeader, records: Uint8Array, ended: boolean): PcapVariant | number {
  const { magic, majorVersion, minorVersion } = header;
  const aix =
    magic === 'microseconds' && majorVersion === 2 && minorVersion === 2 && header.linkType in aixLinkTypes;
  const linkType = aix ? aixLinkTypes[header.linkType]! : header.linkType;
  const variant = (extra: Extra): PcapVariant => ({
    layout: {
      byteOrder: header.byteOrder,
      extraLength: extraLengths[extra],
      swapped: lengthsSwapped(majorVersion, minorVersion),
      maxLength: maxPacketLength(linkType),
    },
    nanoseconds: aix || magic === 'nanoseconds' || magic === 'ixia-hardware',
    linkType,
    padding: aix && linkType === LINKTYPE_FDDI ? 3 : 0,
  });

  const old = majorVersion === 543 || (majorVersion === 2 && minorVersion < 4);
  const candidates: readonly Extra[] =
    magic === 'modified'
      ? ['linux', 'linux-smp']
      : magic === 'microseconds' && !old
        ? ['none', 'linux', 'nokia']
        : ['none'];
  if (candidates.length === 1) return variant(candidates[0]!);

  let best: { extra: Extra; oddities: number } | undefined;
  for (const extra of candidates) {
    const { oddities, needed } = oddness(header, extra, records, ended);
    if (needed !== undefined) return needed;
    if (best === undefined || oddities < best.oddities) best = { extra, oddities };
    if (oddities === 0) break;
  }
  return variant(best!.extra);
}

/**
 * Version 2.3 put the captured length first. Some files that say 2.3 have not done so: there, the larger of
 * both is the original length. DG/UX's tcpdump writes version 543.0, in the old order.
 */
const lengthsSwapped = (major: number, minor: number): boolean | 'larger' => {
  if (major === 543) return true;
  if (major !== 2 || minor > 3) return false;
  return minor < 3 || 'larger';
};

const RECORDS_TRIED = 3;
/** More octets on the wire than any packet has. */
const UNLIKELY_LENGTH = 128 * 1024 * 1024;

/** How much is odd about the first records if their headers hold `extra`. */
function oddness(
  header: PcapHeader,
  extra: Extra,
  bytes: Uint8Array,
  ended: boolean,
): { oddities: number; needed?: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const little = header.byteOrder === 'little';
  const headerLength = PCAP_RECORD_HEADER_LENGTH + extraLengths[extra];
  let oddities = 0;
  let at = 0;
  for (let tried = 0; tried < RECORDS_TRIED; tried++) {
    const available = bytes.length - at;
    if (available < headerLength && !ended) return { oddities, needed: at + headerLength };
    if (available === 0) break;
    const field = (offset: number): number =>
      offset + 4 <= available ? view.getUint32(at + offset, little) : 0;
    const capturedLength = field(recordAt.capturedLength);
    if (field(recordAt.fraction) >= 1_000_000) oddities++;
    if (capturedLength > header.snapLength) oddities++;
    if (field(recordAt.originalLength) > UNLIKELY_LENGTH) oddities++;
    if (available >= recordAt.extra && capturedLength > field(recordAt.originalLength)) oddities++;
    if (available >= headerLength) oddities += extraOddities(extra, view, at + recordAt.extra, little);
    if (capturedLength > maxPacketLength(header.linkType)) {
      oddities++;
      break;
    }
    const length = headerLength + capturedLength;
    if (available < length) {
      if (!ended) return { oddities, needed: at + length };
      oddities++;
      break;
    }
    at += length;
  }
  return { oddities };
}

/** How much is odd about the part of a record header that is not in every variant. */
function extraOddities(extra: Extra, view: DataView, at: number, little: boolean): number {
  if (extra === 'none') return 0;
  const first = view.getUint32(at, little);
  if (extra === 'nokia') {
    const parts = /^[9b]fbf[bd][69]0[12]$/;
    return parts.test(first.toString(16)) ? 0 : 1;
  }
  const protocol = view.getUint16(at + 4, little);
  const isProtocol =
    protocol >= 0x0600 ||
    protocol <= 0x0017 ||
    protocol === 0x0060 ||
    protocol === 0x0200 ||
    protocol === 0x0400;
  const packetType = view.getUint8(at + 6);
  return Number(first > 10_000) + Number(!isProtocol) + Number(packetType > 4);
}
