import { integer, isNameIn, NONE, objectOf, octetsOf } from '../check.js';
import { DecodeError, type DecodeErrorDetails, EncodeError } from '../error.js';
import { type ByteOrder, requireByteOrder } from './packet.js';

/** The variants of the file header that the magic number tells apart. */
export type PcapMagic =
  /** Microseconds. */
  | 'microseconds'
  | 'nanoseconds'
  /** A. Kuznetzov's modified libpcap of 1999: record headers with an interface index and a packet type. */
  | 'modified'
  /** Ixia lcap, hardware (nanoseconds) and software (microseconds) capture: a size follows the header. */
  | 'ixia-hardware'
  | 'ixia-software';

const pcapMagics: Readonly<Record<PcapMagic, number>> = {
  microseconds: 0xa1b2c3d4,
  nanoseconds: 0xa1b23c4d,
  modified: 0xa1b2cd34,
  'ixia-hardware': 0x1c0001ac,
  'ixia-software': 0x1c0001ab,
};

/** The file header, field by field (draft-ietf-opsawg-pcap, 4). */
export interface PcapHeader {
  readonly byteOrder: ByteOrder;
  readonly magic: PcapMagic;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** Once the time zone; writers put 0, readers ignore it. */
  readonly reserved1: number;
  /** Once the accuracy of the time stamps; writers put 0, readers ignore it. */
  readonly reserved2: number;
  readonly snapLength: number;
  /** The lower 16 bits of the link type field: a LINKTYPE_ number (in AIX files an ifType). */
  readonly linkType: number;
  /** The upper 16 bits of the link type field; see {@link pcapFcsLength}. */
  readonly additionalInformation: number;
  /** Octets of records that follow, in Ixia files only. */
  readonly recordsLength?: number | undefined;
}

/** One packet record, field by field (draft-ietf-opsawg-pcap, 5). */
export interface PcapRecord {
  readonly seconds: number;
  /** Microseconds or nanoseconds, as the file has it. */
  readonly fraction: number;
  readonly originalLength: number;
  /** Captured Packet Length octets. */
  readonly bytes: Uint8Array;
  /** The octets of the record header after the original length, in the variants that have any. */
  readonly extra?: Uint8Array | undefined;
  /** The original length stands before the captured length, as in files before version 2.3. */
  readonly swapped?: boolean | undefined;
}

/** How the records of a file are laid out. */
export interface PcapLayout {
  readonly byteOrder: ByteOrder;
  /** Octets of a record header that follow the original length. */
  readonly extraLength: 0 | 4 | 8 | 12;
  /** Whether the original length stands before the captured one; `larger`: whichever is larger is it. */
  readonly swapped: boolean | 'larger';
  readonly maxLength: number;
}

/** Octets of a file header; in Ixia files four more follow. */
export const PCAP_HEADER_LENGTH = 24;
/** Octets of a record header, without what some variants add. */
export const PCAP_RECORD_HEADER_LENGTH = 16;

const headerAt = {
  magic: 0,
  majorVersion: 4,
  minorVersion: 6,
  reserved1: 8,
  reserved2: 12,
  snapLength: 16,
  linkType: 20,
  recordsLength: 24,
} as const;

/** Where the fields of a record header are, in octets from its start. */
export const recordAt = {
  seconds: 0,
  fraction: 4,
  capturedLength: 8,
  originalLength: 12,
  extra: 16,
} as const;

/** The upper 16 bits of the link type field (draft-ietf-opsawg-pcap, 4, LinkType and additional information). */
const additional = { fcsLengthShift: 12, fcsLengthPresent: 0x0400, reserved: 0x0bff } as const;

/** Octets of frame check sequence at the end of each packet, if the file header tells. */
export const pcapFcsLength = ({ additionalInformation: bits }: PcapHeader): number | undefined =>
  (bits & additional.fcsLengthPresent) === 0 ? undefined : 2 * (bits >>> additional.fcsLengthShift);

/**
 * The additional information of which {@link pcapFcsLength} gives `fcsLength`: bit f, and 4 bits that count 2 octets each.
 * @throws EncodeError for an odd number, or one above 30
 */
export function pcapFcsInformation(fcsLength: number | undefined): number {
  if (fcsLength === undefined) return 0;
  if (integer(fcsLength, 'pcap.header.fcsLength', MOST_OF_FCS) % 2 !== 0)
    throw new EncodeError('pcap.header.fcsLength', `is to be an even number of octets, not ${fcsLength}`);
  return additional.fcsLengthPresent | ((fcsLength / 2) << additional.fcsLengthShift);
}

/** What 4 bits hold. */
const MOST_OF_FCS = 2 * 15;

const fail = (path: string, details: Omit<DecodeErrorDetails, 'format' | 'path'>): never => {
  throw new DecodeError({ format: 'pcap', path: `pcap.${path}`, ...details });
};

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** Which magic number, in which byte order, `bytes` (at least 4 octets) start with. */
export function pcapMagicOf(bytes: Uint8Array): { magic: PcapMagic; byteOrder: ByteOrder } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const byteOrder of ['little', 'big'] as const) {
    const number = view.getUint32(headerAt.magic, byteOrder === 'little');
    for (const magic of Object.keys(pcapMagics) as PcapMagic[])
      if (pcapMagics[magic] === number) return { magic, byteOrder };
  }
  return undefined;
}

/** Octets of the whole file header of a variant. */
export const pcapHeaderLength = (magic: PcapMagic): 24 | 28 => (magic.startsWith('ixia') ? 28 : 24);

/**
 * Reads the file header that `bytes` starts with: 24 octets, 28 in Ixia files (draft-ietf-opsawg-pcap, 4).
 * @throws DecodeError `unsupported` for another magic number, a version before 2.0 or reserved link type bits
 */
export function decodePcapHeader(bytes: Uint8Array): PcapHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const short = (required: number): never =>
    fail('header', { code: 'truncated', offset: 0, required, available: bytes.length });
  if (bytes.length < PCAP_HEADER_LENGTH) short(PCAP_HEADER_LENGTH);
  const found = pcapMagicOf(bytes);
  if (found === undefined)
    return fail('header.magic', {
      code: 'unsupported',
      reason: `${hex(view.getUint32(0))} is no pcap magic number`,
      offset: headerAt.magic,
    });
  const { magic, byteOrder } = found;
  const little = byteOrder === 'little';
  const length = pcapHeaderLength(magic);
  if (bytes.length < length) short(length);

  const majorVersion = view.getUint16(headerAt.majorVersion, little);
  const minorVersion = view.getUint16(headerAt.minorVersion, little);
  if (majorVersion < 2)
    fail('header.majorVersion', {
      code: 'unsupported',
      reason: `is version ${majorVersion}.${minorVersion}, read are 2.0 and later`,
      offset: headerAt.majorVersion,
    });
  const linkType = view.getUint32(headerAt.linkType, little);
  const additionalInformation = linkType >>> 16;
  if ((additionalInformation & additional.reserved) !== 0)
    fail('header.linkType', {
      code: 'unsupported',
      reason: `is ${hex(linkType)}: reserved bits are set`,
      offset: headerAt.linkType,
    });
  return {
    byteOrder,
    magic,
    majorVersion,
    minorVersion,
    reserved1: view.getUint32(headerAt.reserved1, little),
    reserved2: view.getUint32(headerAt.reserved2, little),
    snapLength: view.getUint32(headerAt.snapLength, little),
    linkType: linkType & 0xffff,
    additionalInformation,
    ...(length === PCAP_HEADER_LENGTH
      ? {}
      : { recordsLength: view.getUint32(headerAt.recordsLength, little) }),
  };
}

const MAX_16 = 0xffff;
const MAX_32 = 0xffff_ffff;

/**
 * The file header that {@link decodePcapHeader} reads as `header`.
 * @throws EncodeError for a field that does not fit
 */
export function encodePcapHeader(header: PcapHeader): Uint8Array<ArrayBuffer> {
  const { magic, byteOrder } = objectOf(header, 'pcap.header');
  requireByteOrder(byteOrder, 'pcap.header');
  if (!isNameIn(pcapMagics, magic))
    throw new EncodeError('pcap.header.magic', `is to be one of ${Object.keys(pcapMagics).join(', ')}`);
  const little = byteOrder === 'little';
  const length = pcapHeaderLength(magic);
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  const u16 = (at: number, name: string, value: number): void =>
    view.setUint16(at, integer(value, `pcap.header.${name}`, MAX_16), little);
  const u32 = (at: number, name: string, value: number): void =>
    view.setUint32(at, integer(value, `pcap.header.${name}`, MAX_32), little);

  const linkType = integer(header.linkType, 'pcap.header.linkType', MAX_16);
  const information = integer(header.additionalInformation, 'pcap.header.additionalInformation', MAX_16);
  u32(headerAt.magic, 'magic', pcapMagics[magic]);
  u16(headerAt.majorVersion, 'majorVersion', header.majorVersion);
  u16(headerAt.minorVersion, 'minorVersion', header.minorVersion);
  u32(headerAt.reserved1, 'reserved1', header.reserved1);
  u32(headerAt.reserved2, 'reserved2', header.reserved2);
  u32(headerAt.snapLength, 'snapLength', header.snapLength);
  u32(headerAt.linkType, 'linkType', information * 0x1_0000 + linkType);
  if (length > PCAP_HEADER_LENGTH) u32(headerAt.recordsLength, 'recordsLength', header.recordsLength ?? 0);
  return bytes;
}

/**
 * Reads the record at `from`, or returns how many octets from there on it takes.
 * @param view of `bytes`
 * @param index counts the records of the file from 0, for errors
 * @param base the offset in the file of `bytes[0]`
 * @throws DecodeError `length` for a captured length above the maximum of the link type
 */
export function decodePcapRecord(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  layout: PcapLayout,
  index: number,
  base: number,
): PcapRecord | number {
  const headerLength = PCAP_RECORD_HEADER_LENGTH + layout.extraLength;
  const available = bytes.length - from;
  if (available < headerLength) return headerLength;
  const little = layout.byteOrder === 'little';
  let capturedLength = view.getUint32(from + recordAt.capturedLength, little);
  let originalLength = view.getUint32(from + recordAt.originalLength, little);
  const swapped = layout.swapped === 'larger' ? capturedLength > originalLength : layout.swapped;
  if (swapped) [capturedLength, originalLength] = [originalLength, capturedLength];
  if (capturedLength > layout.maxLength)
    fail(`record[${index}].capturedLength`, {
      code: 'length',
      reason: `is ${capturedLength}, more than the ${layout.maxLength} octets of the largest packet`,
      offset: base + from + (swapped ? recordAt.originalLength : recordAt.capturedLength),
      required: capturedLength,
    });
  const length = headerLength + capturedLength;
  if (available < length) return length;
  return {
    seconds: view.getUint32(from + recordAt.seconds, little),
    fraction: view.getUint32(from + recordAt.fraction, little),
    originalLength,
    bytes: bytes.subarray(from + headerLength, from + length),
    extra: layout.extraLength === 0 ? undefined : bytes.subarray(from + recordAt.extra, from + headerLength),
    swapped: swapped || undefined,
  };
}

/**
 * The octets of one record: a header of 16 octets and `extra`, and `bytes`.
 * @throws EncodeError for a field that does not fit
 */
export function encodePcapRecord(record: PcapRecord, byteOrder: ByteOrder): Uint8Array<ArrayBuffer> {
  const little = byteOrder === 'little';
  const octets = octetsOf(record.bytes, 'pcap.record.bytes');
  const extra = record.extra === undefined ? NONE : octetsOf(record.extra, 'pcap.record.extra');
  const bytes = new Uint8Array(PCAP_RECORD_HEADER_LENGTH + extra.length + octets.length);
  const view = new DataView(bytes.buffer);
  const u32 = (at: number, name: string, value: number): void =>
    view.setUint32(at, integer(value, `pcap.record.${name}`, MAX_32), little);
  const { capturedLength, originalLength } = recordAt;
  u32(recordAt.seconds, 'seconds', record.seconds);
  u32(recordAt.fraction, 'fraction', record.fraction);
  u32(record.swapped ? originalLength : capturedLength, 'capturedLength', octets.length);
  u32(record.swapped ? capturedLength : originalLength, 'originalLength', record.originalLength);
  bytes.set(extra, recordAt.extra);
  bytes.set(octets, recordAt.extra + extra.length);
  return bytes;
}

/** Says which part of the record at `bytes[0]` the end of the file cut off. */
export function cutOffPcapRecord(
  bytes: Uint8Array,
  layout: PcapLayout,
  needed: number,
  index: number,
  base: number,
): DecodeError {
  const headerLength = PCAP_RECORD_HEADER_LENGTH + layout.extraLength;
  const path = `pcap.record[${index}]`;
  const inHeader = bytes.length < headerLength;
  return new DecodeError({
    code: 'truncated',
    format: 'pcap',
    path: inHeader ? `${path}.header` : `${path}.bytes`,
    offset: inHeader ? base : base + headerLength,
    required: inHeader ? headerLength : needed - headerLength,
    available: inHeader ? bytes.length : bytes.length - headerLength,
    ...(inHeader ? {} : { claimedBy: `${path}.capturedLength` }),
  });
}
