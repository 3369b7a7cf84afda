import { bit, integer, NONE, objectOf, octetsOf } from '../check.js';
import { decoder, fault, need } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import type { Told } from '../given.js';
import { requireOctets } from '../is-octets.js';
import { get16, put16 } from '../layout/octets.js';
import { addWords, type ChecksumVerdict, complement } from './checksum.js';

/** An IPv4 datagram, or a fragment of one (RFC 791, 3.1). */
export interface Ipv4 {
  /** Differentiated services code point, 6 bits (RFC 2474). */
  readonly dscp: number;
  /** Explicit congestion notification, 2 bits (RFC 3168). */
  readonly ecn: number;
  readonly identification: number;
  /** The reserved flag; false where left out. */
  readonly reservedFlag?: boolean | undefined;
  readonly dontFragment: boolean;
  readonly moreFragments: boolean;
  /** In units of 8 octets, 13 bits. */
  readonly fragmentOffset: number;
  readonly timeToLive: number;
  /** See {@link IP_PROTOCOL}. */
  readonly protocol: number;
  /** Header checksum; computed where left out. */
  readonly checksum?: number | undefined;
  /** 4 octets. */
  readonly source: Uint8Array;
  /** 4 octets. */
  readonly destination: Uint8Array;
  /** Options with their padding, a multiple of 4 octets up to 40; left out where there are none. */
  readonly options?: Uint8Array | undefined;
  readonly payload: Uint8Array;
  /** Octets behind the total length (a short Ethernet frame is padded); left out where there are none. */
  readonly padding?: Uint8Array | undefined;
}

/**
 * What {@link encodeIpv4} writes. What is left out of the header is 0 or false, the time to live 64: an {@link Ipv4} that was read
 * has all of it.
 */
export type Ipv4ToWrite = Pick<Ipv4, 'protocol' | 'source' | 'destination' | 'payload'> & Told<Ipv4>;

/** Protocol numbers of what this library reads. */
export const IP_PROTOCOL = { udp: 17, sctp: 132 } as const;

const FORMAT = 'IPv4';
const HEADER = 20;
const MAX_OPTIONS = 40;
/** The default that IANA recommends (IP parameters). */
const TIME_TO_LIVE = 64;

/**
 * Reads an IPv4 datagram. The header checksum is given as it is: {@link verifyIpv4Checksum} judges it.
 * Octets behind the total length are `padding`.
 * @throws DecodeError
 */
export const decodeIpv4: Decoder<Ipv4> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, 1, FORMAT, 'version');
  const version = bytes[0]! >>> 4;
  if (version !== 4) throw fault(FORMAT, 'version', 0, 'unsupported', `is ${version}, not 4`);
  const headerLength = 4 * (bytes[0]! & 0xf);
  if (headerLength < HEADER)
    throw fault(
      FORMAT,
      'headerLength',
      0,
      'length',
      `is ${headerLength} octets, less than the ${HEADER} of every header`,
    );
  need(bytes, 0, HEADER, FORMAT, 'header');
  value.dscp = bytes[1]! >>> 2;
  value.ecn = bytes[1]! & 3;
  const totalLength = get16(bytes, 2);
  value.identification = get16(bytes, 4);
  const fragment = get16(bytes, 6);
  value.reservedFlag = (fragment & 0x8000) !== 0;
  value.dontFragment = (fragment & 0x4000) !== 0;
  value.moreFragments = (fragment & 0x2000) !== 0;
  value.fragmentOffset = fragment & 0x1fff;
  value.timeToLive = bytes[8]!;
  value.protocol = bytes[9]!;
  value.checksum = get16(bytes, 10);
  value.source = bytes.subarray(12, 16);
  value.destination = bytes.subarray(16, 20);
  if (totalLength < headerLength)
    throw fault(
      FORMAT,
      'totalLength',
      2,
      'length',
      `is ${totalLength}, less than the ${headerLength} of the header`,
    );
  if (headerLength > HEADER) {
    need(bytes, HEADER, headerLength - HEADER, FORMAT, 'options', 'headerLength');
    value.options = bytes.subarray(HEADER, headerLength);
  }
  need(bytes, headerLength, totalLength - headerLength, FORMAT, 'payload', 'totalLength');
  value.payload = bytes.subarray(headerLength, totalLength);
  if (totalLength < bytes.length) value.padding = bytes.subarray(totalLength);
});

/** Writes an IPv4 datagram; the total and header lengths follow from the parts. @throws EncodeError */
export function encodeIpv4(value: Ipv4ToWrite): Uint8Array<ArrayBuffer> {
  objectOf(value, FORMAT);
  const options = value.options === undefined ? NONE : octetsOf(value.options, 'IPv4.options');
  if (options.length % 4 !== 0 || options.length > MAX_OPTIONS)
    throw new EncodeError('IPv4.options', `is to be a multiple of 4 octets up to ${MAX_OPTIONS}`);
  const payload = octetsOf(value.payload, 'IPv4.payload');
  const padding = value.padding === undefined ? NONE : octetsOf(value.padding, 'IPv4.padding');
  const headerLength = HEADER + options.length;
  const totalLength = headerLength + payload.length;
  if (totalLength > 0xffff)
    throw new EncodeError('IPv4.payload', `is to be at most ${0xffff - headerLength} octets`);
  const bytes = new Uint8Array(totalLength + padding.length);
  bytes[0] = 0x40 | (headerLength >>> 2);
  bytes[1] = (integer(value.dscp ?? 0, 'IPv4.dscp', 63) << 2) | integer(value.ecn ?? 0, 'IPv4.ecn', 3);
  put16(bytes, 2, totalLength);
  put16(bytes, 4, integer(value.identification ?? 0, 'IPv4.identification', 0xffff));
  put16(
    bytes,
    6,
    (bit(value.reservedFlag ?? false, 'IPv4.reservedFlag') << 15) |
      (bit(value.dontFragment ?? false, 'IPv4.dontFragment') << 14) |
      (bit(value.moreFragments ?? false, 'IPv4.moreFragments') << 13) |
      integer(value.fragmentOffset ?? 0, 'IPv4.fragmentOffset', 0x1fff),
  );
  bytes[8] = integer(value.timeToLive ?? TIME_TO_LIVE, 'IPv4.timeToLive', 0xff);
  bytes[9] = integer(value.protocol, 'IPv4.protocol', 0xff);
  bytes.set(octetsOf(value.source, 'IPv4.source', 4), 12);
  bytes.set(octetsOf(value.destination, 'IPv4.destination', 4), 16);
  bytes.set(options, HEADER);
  put16(
    bytes,
    10,
    value.checksum === undefined
      ? complement(addWords(0, bytes, 0, headerLength))
      : integer(value.checksum, 'IPv4.checksum', 0xffff),
  );
  bytes.set(payload, headerLength);
  bytes.set(padding, totalLength);
  return bytes;
}

/**
 * Whether the header checksum of a datagram is right (RFC 791, 3.1).
 * @throws DecodeError where `bytes` hold no whole header, TypeError for what is no octets
 */
export function verifyIpv4Checksum(bytes: Uint8Array): ChecksumVerdict {
  requireOctets(bytes);
  need(bytes, 0, HEADER, FORMAT, 'header');
  const headerLength = Math.max(HEADER, 4 * (bytes[0]! & 0xf));
  need(bytes, 0, headerLength, FORMAT, 'header', 'headerLength');
  return complement(addWords(0, bytes, 0, headerLength)) === 0 ? 'good' : 'bad';
}
