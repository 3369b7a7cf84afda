import { copyOf } from '../../codecs/copy.js';
import { toHex } from '../../codecs/hex.js';
import { get16, put16 } from '../../codecs/layout/octets.js';
import { decodeIpv4, IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { decodeIpv6, type Ipv6, ipv6Fragment } from '../../codecs/link/ipv6.js';
import { newReassembly } from '../../codecs/link/reassembly.js';
import { ipOf } from './network.js';

/** What IP carries from one address to another: a packet of UDP or SCTP, or of a tunnel. */
export interface Datagram {
  /** See IP_PROTOCOL. */
  readonly protocol: number;
  /** 4 or 16 octets. */
  readonly source: Uint8Array;
  /** As long as `source`. */
  readonly destination: Uint8Array;
  readonly payload: Uint8Array;
  /** Whether the capture cut the end of `payload` off. */
  readonly isCut: boolean;
  /** The Identification of IP; undefined where the packet has none. */
  readonly identification: number | undefined;
}

/** Takes what IP carries out of captured packets. */
export interface Ip {
  /**
   * The datagram in a packet, or the one that it completes. Nothing for a packet without, for a fragment, and for octets
   * that are no IP.
   * @param linkType the LINKTYPE_ number
   * @param time in nanoseconds
   */
  datagram(linkType: number, bytes: Uint8Array, time: bigint): Datagram | undefined;
}

const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const FRAGMENT_UNIT = 8;

/**
 * A packet whose length field claims what is there. A capture may cut packets, and one made where they are sent has a
 * length of 0 in those that the network card is yet to cut into segments.
 */
function withLength(packet: Uint8Array, at: number, claimed: number, available: number): Uint8Array {
  if (claimed === available) return packet;
  const patched = copyOf(packet);
  put16(patched, at, available);
  return patched;
}

/** What is kept of datagrams that are not whole, and for how many nanoseconds: what Linux has, as RFC 1122, 3.3.2 lets it. */
const KEPT = { datagrams: 256, octets: 1 << 20 };
const WAITING = 30e9;

/**
 * What finds IP datagrams in packets, and puts fragments together; of none yet.
 * @param protocols those that are wanted
 */
export function newIp(protocols: readonly number[] = [IP_PROTOCOL.udp, IP_PROTOCOL.sctp]): Ip {
  const clock = { now: 0 };
  const reassembly = newReassembly<string>({ ...KEPT, expiry: { wait: WAITING, clock } });

  /** The datagram that a fragment completes. */
  const putTogether = (
    part: Datagram,
    fragmentOffset: number,
    moreFragments: boolean,
  ): Datagram | undefined => {
    const { protocol, source, destination, identification } = part;
    const payload = reassembly.take({
      datagram: `${toHex(source)} ${toHex(destination)} ${protocol} ${identification}`,
      offset: fragmentOffset * FRAGMENT_UNIT,
      isLast: !moreFragments,
      octets: part.payload,
    });
    return payload && { ...part, source: copyOf(source), destination: copyOf(destination), payload };
  };

  const ofIpv4 = (packet: Uint8Array): Datagram | undefined => {
    if (packet.length < IPV4_HEADER || !protocols.includes(packet[9]!)) return undefined;
    const claimed = get16(packet, 2);
    const isCut = claimed > packet.length;
    const whole =
      isCut || claimed === 0 ? withLength(packet, 2, claimed, Math.min(packet.length, 0xffff)) : packet;
    const { value, error } = decodeIpv4(whole, { lax: true });
    if (error !== undefined) return undefined;
    const { protocol, source, destination, fragmentOffset, moreFragments, identification } = value;
    if (!moreFragments && fragmentOffset === 0)
      return { protocol, source, destination, payload: value.payload, isCut, identification };
    if (isCut) return undefined;
    const part = { protocol, source, destination, payload: value.payload, isCut, identification };
    return putTogether(part, fragmentOffset, moreFragments);
  };

  const ofIpv6 = (packet: Uint8Array): Datagram | undefined => {
    if (packet.length < IPV6_HEADER) return undefined;
    const claimed = get16(packet, 4) + IPV6_HEADER;
    const isCut = claimed > packet.length;
    const whole = isCut ? withLength(packet, 4, claimed, packet.length - IPV6_HEADER) : packet;
    const { value, error } = decodeIpv6(whole, { lax: true });
    if (error !== undefined || !protocols.includes(value.nextHeader)) return undefined;
    const { nextHeader: protocol, source, destination } = value;
    const fragment = ipv6Fragment(value);
    const identification = fragment?.identification;
    if (fragment === undefined || (fragment.fragmentOffset === 0 && !fragment.moreFragments))
      return { protocol, source, destination, payload: value.payload, isCut, identification };
    // Headers behind the fragment header are part of what is put together: SCTP and UDP have none in practice.
    if (isCut || isLastHeaderOther(value)) return undefined;
    const part = { protocol, source, destination, payload: value.payload, isCut, identification };
    return putTogether(part, fragment.fragmentOffset, fragment.moreFragments);
  };

  return {
    datagram: (linkType, bytes, time) => {
      const packet = ipOf(linkType, bytes);
      if (packet === undefined) return undefined;
      clock.now = Number(time);
      const version = packet[0]! >>> 4;
      return version === 4 ? ofIpv4(packet) : version === 6 ? ofIpv6(packet) : undefined;
    },
  };
}

const FRAGMENT_HEADER = 44;

const isLastHeaderOther = ({ extensionHeaders }: Ipv6): boolean =>
  extensionHeaders?.at(-1)?.type !== FRAGMENT_HEADER;
