import { get16 } from '../../codecs/layout/octets.js';
import { ETHER_TYPE } from '../../codecs/link/ethernet.js';
import type { Inner } from './inner.js';
import { LINKTYPE } from './network.js';

/** IP protocols of tunnels (IANA): IPv4 and IPv6 in IP, GRE, ESP. */
export const TUNNEL = { ipv4: 4, ipv6: 41, gre: 47, esp: 50 } as const;

/** UDP ports of VXLAN: that of RFC 7348, and the one that Linux takes where none is given. */
export const VXLAN_PORTS: readonly number[] = [4789, 8472];

/** EtherTypes in GRE: bridged Ethernet (RFC 1701), and ERSPAN with which switches mirror a port. */
const BRIDGED = 0x6558;
const ERSPAN = 0x88be;
const ERSPAN_III = 0x22eb;
/** Bits of GRE (RFC 2890): whether it has a checksum, a key and a sequence number; and its version. */
const GRE = { checksum: 0x8000, key: 0x2000, sequence: 0x1000, version: 0x7 } as const;

const inner = (linkType: number, bytes: Uint8Array, at: number): Inner | undefined =>
  at < bytes.length ? { linkType, bytes: bytes.subarray(at) } : undefined;

/** The packet in GRE (RFC 2784, RFC 2890) with IP, bridged Ethernet or ERSPAN; undefined where there is none. */
function greInner(gre: Uint8Array): Inner | undefined {
  if (gre.length < 4) return undefined;
  const flags = get16(gre, 0);
  const has = (bit: number): number => ((flags & bit) === 0 ? 0 : 4);
  if ((flags & GRE.version) !== 0) return undefined;
  const at = 4 + has(GRE.checksum) + has(GRE.key) + has(GRE.sequence);
  switch (get16(gre, 2)) {
    case ETHER_TYPE.ipv4:
      return inner(LINKTYPE.ipv4, gre, at);
    case ETHER_TYPE.ipv6:
      return inner(LINKTYPE.ipv6, gre, at);
    case BRIDGED:
      return inner(LINKTYPE.ethernet, gre, at);
    case ERSPAN:
      // Type I has neither a sequence number nor a header of its own.
      return inner(LINKTYPE.ethernet, gre, has(GRE.sequence) === 0 ? at : at + 8);
    case ERSPAN_III:
      return erspanIiiInner(gre, at);
    default:
      return undefined;
  }
}

/** Behind ERSPAN of type III (draft-foschiano-erspan-03): Ethernet, or IP where its frame type says so. */
function erspanIiiInner(gre: Uint8Array, at: number): Inner | undefined {
  const HEADER = 12;
  const SUBHEADER = 8;
  const IP = 2;
  if (gre.length < at + HEADER) return undefined;
  const end = at + HEADER + ((gre[at + 11]! & 1) === 0 ? 0 : SUBHEADER);
  const frameType = (gre[at + 10]! >> 2) & 0x1f;
  return frameType === 0
    ? inner(LINKTYPE.ethernet, gre, end)
    : frameType === IP
      ? inner(LINKTYPE.raw, gre, end)
      : undefined;
}

/**
 * The IP packet in ESP that does not cipher (RFC 4303, tunnel mode; RFC 2410): the packet has the length that it claims, and is
 * followed by padding and its protocol number. Undefined where there is none.
 */
function espInner(esp: Uint8Array): Inner | undefined {
  const HEADER = 8;
  const packet = esp.subarray(HEADER);
  if (packet.length < 20) return undefined;
  const isV6 = packet[0]! >> 4 === 6;
  if (!isV6 && packet[0]! >> 4 !== 4) return undefined;
  const length = isV6 ? 40 + get16(packet, 4) : get16(packet, 2);
  let padding = 0;
  while (packet[length + padding] === padding + 1) padding++;
  const isWhole = packet[length + padding] === padding;
  const isIp = packet[length + padding + 1] === (isV6 ? TUNNEL.ipv6 : TUNNEL.ipv4);
  return isWhole && isIp ? { linkType: LINKTYPE.raw, bytes: packet.subarray(0, length) } : undefined;
}

/** The packet in a tunnel over IP; undefined where there is none, and for other protocols. */
export function tunnelInner(protocol: number, payload: Uint8Array): Inner | undefined {
  switch (protocol) {
    case TUNNEL.ipv4:
      return inner(LINKTYPE.ipv4, payload, 0);
    case TUNNEL.ipv6:
      return inner(LINKTYPE.ipv6, payload, 0);
    case TUNNEL.gre:
      return greInner(payload);
    case TUNNEL.esp:
      return espInner(payload);
    default:
      return undefined;
  }
}

/** The Ethernet frame in VXLAN (RFC 7348, 5), which is the payload of UDP; undefined where there is none. */
export function vxlanInner(vxlan: Uint8Array): Inner | undefined {
  const HEADER = 8;
  const isVxlan = vxlan.length > HEADER && get16(vxlan, 0) === 0x0800 && vxlan[2] === 0 && vxlan[7] === 0;
  return isVxlan ? inner(LINKTYPE.ethernet, vxlan, HEADER) : undefined;
}
