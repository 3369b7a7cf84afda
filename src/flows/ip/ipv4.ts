import { NONE } from '../../codecs/check.js';
import { EncodeError } from '../../codecs/error.js';
import { get16, put16 } from '../../codecs/layout/octets.js';
import { addWords, complement } from '../../codecs/link/checksum.js';
import { ETHER_TYPE, encodeEthernet } from '../../codecs/link/ethernet.js';
import { encodeIpv4, IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { type LinkEnd, UNATTENDED } from '../engine/link.js';
import { transient } from '../memory/transient.js';

/** Where a node is on a link that carries Ethernet frames. */
export interface NodeAddress {
  /** 6 octets. */
  readonly mac: Uint8Array;
  /** 4 octets. */
  readonly ip: Uint8Array;
}

/** Octets of an Ethernet header without tags, which a datagram is behind. */
export const ETHERNET_HEADER = 14;
/** Octets of an IPv4 header without options. */
export const IPV4_HEADER = 20;
/** Octets of the longest IP packet that a link here carries: that of Ethernet. */
export const PATH_MTU = 1500;
/** Within an IPv4 header. */
const TOTAL_LENGTH = 2;
const IDENTIFICATION = 4;
const CHECKSUM = 10;
/** Source and destination, at the end of the header. */
const ADDRESSES = 12;
/** Within a UDP header. */
const UDP_LENGTH = 4;
const UDP_CHECKSUM = 6;

/** Where the payload begins in a frame of {@link ipv4Framer}. */
export const FRAME_PAYLOAD: number = ETHERNET_HEADER + IPV4_HEADER;

/** The header of a datagram, whole and not to be fragmented, that carries nothing yet (RFC 791, 3.1). */
export const ipv4Header = (source: Uint8Array, destination: Uint8Array, protocol: number): Uint8Array =>
  encodeIpv4({
    dontFragment: true,
    protocol,
    source,
    destination,
    payload: NONE,
  });

/**
 * Completes the header at `at`, one of {@link ipv4Header}: total length, identification, of which the 16 low bits count, and checksum.
 * @param length octets of the payload
 * @throws EncodeError for more octets than a datagram carries
 */
export function completeIpv4(bytes: Uint8Array, at: number, length: number, identification: number): void {
  if (length > 0xffff - IPV4_HEADER)
    throw new EncodeError('IPv4.payload', `is to be at most ${0xffff - IPV4_HEADER} octets`);
  setIpv4Length(bytes, at, length);
  put16(bytes, at + IDENTIFICATION, identification);
  completeIpv4Checksum(bytes, at);
}

/** Writes the total length for `length` octets of payload into the IPv4 header at `at`. */
export function setIpv4Length(bytes: Uint8Array, at: number, length: number): void {
  put16(bytes, at + TOTAL_LENGTH, IPV4_HEADER + length);
}

/** Writes the checksum of the IPv4 header at `at`. */
export function completeIpv4Checksum(bytes: Uint8Array, at: number): void {
  put16(bytes, at + CHECKSUM, 0);
  put16(bytes, at + CHECKSUM, complement(addWords(0, bytes, at, at + IPV4_HEADER)));
}

/**
 * Completes the UDP header behind the IPv4 header at `at`, whose ports are there: length and checksum (RFC 768).
 * @param length octets of the datagram, its header included
 */
export function completeUdp(bytes: Uint8Array, at: number, length: number): void {
  const udp = at + IPV4_HEADER;
  put16(bytes, udp + UDP_LENGTH, length);
  put16(bytes, udp + UDP_CHECKSUM, 0);
  const pseudoHeader = addWords(IP_PROTOCOL.udp + length, bytes, at + ADDRESSES, at + IPV4_HEADER);
  // A computed 0 is sent as all ones: 0 means that there is no checksum.
  put16(bytes, udp + UDP_CHECKSUM, complement(addWords(pseudoHeader, bytes, udp, udp + length)) || 0xffff);
}

/**
 * Gives a frame with room for `length` octets of payload from {@link FRAME_PAYLOAD} on, and all that stands before them.
 * @throws EncodeError for more octets than a datagram carries
 */
export type Ipv4Framer = (identification: number, length: number) => Uint8Array;

/**
 * Makes Ethernet frames with IPv4 datagrams from a node to another (IEEE 802.3-2018, 3.2; RFC 791). Their headers are
 * encoded once, as little in them differs.
 */
export function ipv4Framer(from: NodeAddress, to: NodeAddress, protocol: number): Ipv4Framer {
  const headers = encodeEthernet({
    destination: to.mac,
    source: from.mac,
    etherType: ETHER_TYPE.ipv4,
    payload: ipv4Header(from.ip, to.ip, protocol),
  });
  return (identification, length) => {
    const frame = transient(FRAME_PAYLOAD + length);
    for (let i = 0; i < FRAME_PAYLOAD; i++) frame[i] = headers[i]!;
    completeIpv4(frame, ETHERNET_HEADER, length, identification);
    return frame;
  };
}

/** Where the EtherType is in a frame without tags, and the protocol in the IPv4 header behind it. */
const ETHERTYPE_AT = 12;
const PROTOCOL_AT = 23;

/** Shares the end of a link among IP protocols: gives an end for each number, which gets the frames that bear it. */
export function endsByProtocol(link: LinkEnd): (protocol: number) => LinkEnd {
  const ends = new Map<number, LinkEnd>();
  const receive = (frame: Uint8Array): void => {
    if (get16(frame, ETHERTYPE_AT) === ETHER_TYPE.ipv4)
      ends.get(frame[PROTOCOL_AT]!)?.receiver.receive(frame);
  };
  link.receiver = { receive };
  return protocol => {
    const end: LinkEnd = { send: (frame, comments) => link.send(frame, comments), receiver: UNATTENDED };
    ends.set(protocol, end);
    return end;
  };
}

/**
 * The payload of the datagram in a frame without tags, as a view; undefined where header or total length do not fit the
 * octets. The checksum is not looked at.
 */
export function ipv4PayloadOf(frame: Uint8Array): Uint8Array | undefined {
  const available = frame.length - ETHERNET_HEADER;
  if (available < IPV4_HEADER || get16(frame, ETHERTYPE_AT) !== ETHER_TYPE.ipv4) return undefined;
  const first = frame[ETHERNET_HEADER]!;
  const header = 4 * (first & 0xf);
  const total = get16(frame, ETHERNET_HEADER + TOTAL_LENGTH);
  if (first >> 4 !== 4 || header < IPV4_HEADER || total < header || total > available) return undefined;
  return frame.subarray(ETHERNET_HEADER + header, ETHERNET_HEADER + total);
}
