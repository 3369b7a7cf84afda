import { integer, NONE, objectOf, objectsOf, octetsOf } from '../check.js';
import { decoder, fault, need } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import type { Told } from '../given.js';
import { get16, get32, put16, put32 } from '../layout/octets.js';

/** An extension header (RFC 8200, 4). */
export interface Ipv6ExtensionHeader {
  /** The Next Header value that announces it: 0 hop-by-hop options, 43 routing, 44 fragment, 51 AH, … */
  readonly type: number;
  /**
   * What is behind its Next Header octet and, but for the fragment header, its length octet: 7 octets of a
   * fragment header; else 6 and a multiple of 8 more (authentication header: 2 and a multiple of 4 more).
   */
  readonly body: Uint8Array;
}

/** An IPv6 packet (RFC 8200, 3). */
export interface Ipv6 {
  /** 8 bits. */
  readonly trafficClass: number;
  /** 20 bits. */
  readonly flowLabel: number;
  readonly hopLimit: number;
  /** 16 octets. */
  readonly source: Uint8Array;
  /** 16 octets. */
  readonly destination: Uint8Array;
  /** In the order of the packet; left out where there are none. */
  readonly extensionHeaders?: readonly Ipv6ExtensionHeader[] | undefined;
  /** What the payload is; see IP_PROTOCOL. */
  readonly nextHeader: number;
  readonly payload: Uint8Array;
  /** Octets behind the payload length (a short Ethernet frame is padded); left out where there are none. */
  readonly padding?: Uint8Array | undefined;
}

/**
 * What {@link encodeIpv6} writes. Without them traffic class and flow label are 0, the hop limit 64: an {@link Ipv6} that was read
 * has all of it.
 */
export type Ipv6ToWrite = Pick<Ipv6, 'nextHeader' | 'source' | 'destination' | 'payload'> & Told<Ipv6>;

const FORMAT = 'IPv6';
const HEADER = 40;
/** The default that IANA recommends (IP parameters). */
const HOP_LIMIT = 64;

const FRAGMENT = 44;
const AUTHENTICATION = 51;
/** Hop-by-hop options, routing, destination options, mobility, host identity, shim6: 8 octets and 8 a unit. */
const EXTENSIONS: readonly number[] = [0, 43, 60, 135, 139, 140];

/** Octets of an extension header whose length octet is `units` (RFC 8200, 4; RFC 4302, 2.2). */
const extensionLength = (type: number, units: number): number | undefined =>
  type === FRAGMENT
    ? 8
    : type === AUTHENTICATION
      ? 4 * (units + 2)
      : EXTENSIONS.includes(type)
        ? 8 * (units + 1)
        : undefined;

/** What a fragment header says (RFC 8200, 4.5). */
export interface Ipv6Fragment {
  /** In units of 8 octets, 13 bits. */
  readonly fragmentOffset: number;
  readonly moreFragments: boolean;
  readonly identification: number;
}

const fragmentOf = (body: Uint8Array): Ipv6Fragment => ({
  fragmentOffset: get16(body, 1) >>> 3,
  moreFragments: (body[2]! & 1) !== 0,
  identification: get32(body, 3),
});

/** The fragment header of a packet, if it has one. */
export function ipv6Fragment(packet: Ipv6): Ipv6Fragment | undefined {
  const header = packet.extensionHeaders?.find(({ type }) => type === FRAGMENT);
  return header === undefined ? undefined : fragmentOf(header.body);
}

/**
 * Reads an IPv6 packet and walks its extension headers, up to one that is unknown, encrypted (ESP), or
 * behind a fragment header that is not that of the first fragment. Octets behind the payload length are
 * `padding`. A jumbogram (RFC 2675), whose payload length is 0, is not read.
 * @throws DecodeError
 */
export const decodeIpv6: Decoder<Ipv6> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, 1, FORMAT, 'version');
  const version = bytes[0]! >>> 4;
  if (version !== 6) throw fault(FORMAT, 'version', 0, 'unsupported', `is ${version}, not 6`);
  need(bytes, 0, HEADER, FORMAT, 'header');
  const first = get32(bytes, 0);
  value.trafficClass = (first >>> 20) & 0xff;
  value.flowLabel = first & 0xfffff;
  const payloadLength = get16(bytes, 4);
  let next = bytes[6]!;
  value.hopLimit = bytes[7]!;
  value.source = bytes.subarray(8, 24);
  value.destination = bytes.subarray(24, HEADER);
  need(bytes, HEADER, payloadLength, FORMAT, 'payload', 'payloadLength');
  const end = HEADER + payloadLength;
  const packet = bytes.subarray(0, end);
  const headers: Ipv6ExtensionHeader[] = [];
  let at = HEADER;
  for (let length = extensionLength(next, 0); length !== undefined; length = extensionLength(next, 0)) {
    const path = `extensionHeaders[${headers.length}]`;
    value.extensionHeaders = headers;
    need(packet, at, 8, FORMAT, path, 'payloadLength');
    length = extensionLength(next, packet[at + 1]!)!;
    need(packet, at, length, FORMAT, path, `${path}.length`);
    const body = packet.subarray(at + (next === FRAGMENT ? 1 : 2), at + length);
    const isLaterFragment = next === FRAGMENT && fragmentOf(body).fragmentOffset > 0;
    headers.push({ type: next, body });
    next = packet[at]!;
    at += length;
    if (isLaterFragment) break;
  }
  value.nextHeader = next;
  value.payload = packet.subarray(at);
  if (end < bytes.length) value.padding = bytes.subarray(end);
});

const checkBody = ({ type, body }: Ipv6ExtensionHeader, path: string): number => {
  const { length } = octetsOf(body, `${path}.body`);
  if (type === FRAGMENT) {
    octetsOf(body, `${path}.body`, 7);
    return 8;
  }
  const unit = type === AUTHENTICATION ? 4 : 8;
  if (extensionLength(type, 0) === undefined)
    throw new EncodeError(
      `${path}.type`,
      `is to be one of ${[...EXTENSIONS, FRAGMENT, AUTHENTICATION].join(', ')}`,
    );
  if (length < 6 || (length + 2) % unit !== 0 || length + 2 > extensionLength(type, 0xff)!)
    throw new EncodeError(
      `${path}.body`,
      `is to be 2 octets less than a multiple of ${unit} from 8 to ${extensionLength(type, 0xff)}`,
    );
  return length + 2;
};

/** Writes an IPv6 packet; its lengths follow from the parts. @throws EncodeError */
export function encodeIpv6(value: Ipv6ToWrite): Uint8Array<ArrayBuffer> {
  objectOf(value, FORMAT);
  const headers =
    value.extensionHeaders === undefined ? [] : objectsOf(value.extensionHeaders, 'IPv6.extensionHeaders');
  const payload = octetsOf(value.payload, 'IPv6.payload');
  const padding = value.padding === undefined ? NONE : octetsOf(value.padding, 'IPv6.padding');
  const payloadLength = headers.reduce(
    (sum, header, i) => sum + checkBody(header, `IPv6.extensionHeaders[${i}]`),
    payload.length,
  );
  if (payloadLength > 0xffff)
    throw new EncodeError('IPv6.payload', 'is to be at most 65535 octets, extension headers included');
  const bytes = new Uint8Array(HEADER + payloadLength + padding.length);
  put32(
    bytes,
    0,
    0x60000000 |
      (integer(value.trafficClass ?? 0, 'IPv6.trafficClass', 0xff) << 20) |
      integer(value.flowLabel ?? 0, 'IPv6.flowLabel', 0xfffff),
  );
  put16(bytes, 4, payloadLength);
  bytes[7] = integer(value.hopLimit ?? HOP_LIMIT, 'IPv6.hopLimit', 0xff);
  bytes.set(octetsOf(value.source, 'IPv6.source', 16), 8);
  bytes.set(octetsOf(value.destination, 'IPv6.destination', 16), 24);
  let announcement = 6;
  let at = HEADER;
  for (const { type, body } of headers) {
    bytes[announcement] = type;
    announcement = at;
    at++;
    if (type === AUTHENTICATION) bytes[at++] = (body.length + 2) / 4 - 2;
    else if (type !== FRAGMENT) bytes[at++] = (body.length + 2) / 8 - 1;
    bytes.set(body, at);
    at += body.length;
  }
  bytes[announcement] = integer(value.nextHeader, 'IPv6.nextHeader', 0xff);
  bytes.set(payload, at);
  bytes.set(padding, at + payload.length);
  return bytes;
}
