import { get16, get16le } from '../../codecs/layout/octets.js';
import { ETHER_TYPE } from '../../codecs/link/ethernet.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { EAPOL_ETHERTYPE, etherTypeAt } from '../../codecs/link/llc.js';
import { paddingOf } from '../../codecs/padding.js';

/** LINKTYPE_ numbers of the link layers behind which IP is looked for. */
export const LINKTYPE = {
  null: 0,
  ethernet: 1,
  /** What BSD and OpenBSD call DLT_RAW, and some tools write instead of 101. */
  rawOfBsd: 12,
  rawOfOpenBsd: 14,
  raw: 101,
  loop: 108,
  linuxCookedV1: 113,
  ipv4: 228,
  ipv6: 229,
  nflog: 239,
  linuxCookedV2: 276,
} as const;

/** The link types behind which IP is looked for. */
export const IP_LINK_TYPES: readonly number[] = /* @__PURE__ */ Object.values(LINKTYPE);

const TPIDS: readonly number[] = [0x8100, 0x88a8, 0x9100];
const ETHERNET_ADDRESSES = 12;
/** The greatest value in place of an EtherType that is a length (IEEE 802.3-2018, 3.2.6). */
const MAX_LENGTH = 1500;
/** Octets of the address family in front of LINKTYPE_NULL and LINKTYPE_LOOP. */
const FAMILY = 4;
const COOKED_V1_HEADER = 16;
const COOKED_V2_HEADER = 20;
/** Where a version 1 header has its EtherType; libpcap puts a VLAN tag there. */
const COOKED_V1_TYPE = 14;
/** EtherTypes of MPLS (RFC 3032, 5) and of a PPPoE session (RFC 2516, 4). */
const MPLS = [0x8847, 0x8848] as const;
const PPPOE_SESSION = 0x8864;
/** The type of the packet among the TLVs of NFLOG (tcpdump.org, LINKTYPE_NFLOG). */
const NFLOG_PAYLOAD = 9;
/** Where the header of IPv4 and that of IPv6 name what they carry. */
const PROTOCOL = 9;
const NEXT_HEADER = 6;

/** Where a frame has its EtherType, or a length in place of it, behind the tags at `from`; −1 where there is none. */
function etherTypePlace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 2 <= bytes.length && TPIDS.includes(get16(bytes, at))) at += 4;
  return at + 2 > bytes.length ? -1 : at;
}

/** Where the IP packet behind the tags at `from` and the EtherType begins; −1 where there is none. */
function behindEtherType(bytes: Uint8Array, from: number): number {
  const at = etherTypePlace(bytes, from);
  if (at < 0) return -1;
  const type = get16(bytes, at);
  if (isIp(type)) return at + 2;
  if (type === MPLS[0] || type === MPLS[1]) return behindLabels(bytes, at + 2);
  if (type === PPPOE_SESSION) return behindPppoe(bytes, at + 2);
  const LLC_SNAP = 8;
  return type <= MAX_LENGTH && isIp(etherTypeAt(bytes, at + 2)) ? at + 2 + LLC_SNAP : -1;
}

const isIp = (etherType: number): boolean => etherType === ETHER_TYPE.ipv4 || etherType === ETHER_TYPE.ipv6;

/** Behind a stack of MPLS labels, of which the last is marked (RFC 3032, 2.1); IP is known by its version (RFC 4928, 3). */
function behindLabels(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 4 <= bytes.length && (bytes[at + 2]! & 1) === 0) at += 4;
  const version = (bytes[at + 4] ?? 0) >> 4;
  return version === 4 || version === 6 ? at + 4 : -1;
}

/** Behind PPPoE of version and type 1, code 0, and PPP that says IPv4 or IPv6 (RFC 2516, 4; RFC 1332; RFC 5072). */
function behindPppoe(bytes: Uint8Array, at: number): number {
  const PPPOE_HEADER = 6;
  if (bytes.length < at + PPPOE_HEADER + 2 || get16(bytes, at) !== 0x1100) return -1;
  const protocol = get16(bytes, at + PPPOE_HEADER);
  return protocol === 0x0021 || protocol === 0x0057 ? at + PPPOE_HEADER + 2 : -1;
}

/** Where the packet begins that iptables logged: NFLOG has it in a TLV, little-endian, as nearly all machines write it. */
function behindNflog(bytes: Uint8Array): number {
  const HEADER = 4;
  for (let at = HEADER; at + 4 <= bytes.length; ) {
    const length = get16le(bytes, at);
    if (get16le(bytes, at + 2) === NFLOG_PAYLOAD) return at + 4;
    if (length < 4) return -1;
    at += length + paddingOf(length);
  }
  return -1;
}

function startOfIp(linkType: number, bytes: Uint8Array): number {
  switch (linkType) {
    case LINKTYPE.ethernet:
      return behindEtherType(bytes, ETHERNET_ADDRESSES);
    case LINKTYPE.rawOfBsd:
    case LINKTYPE.rawOfOpenBsd:
    case LINKTYPE.raw:
    case LINKTYPE.ipv4:
    case LINKTYPE.ipv6:
      return 0;
    case LINKTYPE.null:
    case LINKTYPE.loop:
      // The family has the byte order of the machine that captured, and its own number for IPv6: IP says its version.
      return FAMILY;
    case LINKTYPE.linuxCookedV1:
      return behindEtherType(bytes, COOKED_V1_TYPE);
    case LINKTYPE.linuxCookedV2:
      return bytes.length >= COOKED_V2_HEADER && isIp(get16(bytes, 0)) ? COOKED_V2_HEADER : -1;
    case LINKTYPE.nflog:
      return behindNflog(bytes);
    default:
      return -1;
  }
}

/**
 * The IP packet that a captured packet holds, with what pads it; undefined where it holds none, or where IP is not
 * looked for behind its link layer. This is on the path of every packet: it allocates nothing.
 * @param linkType the LINKTYPE_ number
 */
export function ipOf(linkType: number, bytes: Uint8Array): Uint8Array | undefined {
  const start = startOfIp(linkType, bytes);
  return start < 0 || start >= bytes.length ? undefined : bytes.subarray(start);
}

/** Where the EAPOL frame in an Ethernet frame begins; −1 where there is none, and for other link types. */
export function startOfEapol(linkType: number, bytes: Uint8Array): number {
  if (linkType !== LINKTYPE.ethernet) return -1;
  const at = etherTypePlace(bytes, ETHERNET_ADDRESSES);
  return at < 0 || get16(bytes, at) !== EAPOL_ETHERTYPE ? -1 : at + 2;
}

/** Whether a Linux cooked packet is EAPOL. */
export function isCookedEapol(linkType: number, bytes: Uint8Array): boolean {
  if (linkType === LINKTYPE.linuxCookedV1)
    return bytes.length > COOKED_V1_HEADER && get16(bytes, COOKED_V1_TYPE) === EAPOL_ETHERTYPE;
  return (
    linkType === LINKTYPE.linuxCookedV2 &&
    bytes.length > COOKED_V2_HEADER &&
    get16(bytes, 0) === EAPOL_ETHERTYPE
  );
}

/** The protocol that IP in a captured packet carries; 0 where it holds no IP. */
export function protocolOf(linkType: number, bytes: Uint8Array): number {
  const start = startOfIp(linkType, bytes);
  const at = start < 0 ? -1 : start + ((bytes[start] ?? 0) >> 4 === 6 ? NEXT_HEADER : PROTOCOL);
  return bytes[at] ?? 0;
}

/** What Wireshark's framings of LTE below PDCP begin with, in UDP to any port (packet-mac-lte.h, packet-rlc-lte.h). */
const LOWER_LAYERS = ['mac-lte', 'rlc-lte'] as const;
const HYPHEN = 0x2d;

/** The framing of LTE below PDCP in a packet; undefined where there is none. */
export function lowerLayerOf(linkType: number, bytes: Uint8Array): string | undefined {
  if (protocolOf(linkType, bytes) !== IP_PROTOCOL.udp) return undefined;
  const start = startOfIp(linkType, bytes);
  const UDP_HEADER = 8;
  const at = start + (bytes[start]! >> 4 === 6 ? 40 : (bytes[start]! & 0xf) * 4) + UDP_HEADER;
  if (bytes[at + 3] !== HYPHEN) return undefined;
  const begin = String.fromCharCode(...bytes.subarray(at, at + 7));
  return LOWER_LAYERS.find(one => one === begin)?.toUpperCase();
}

/** A number for the link type of a packet and the protocol that IP in it carries, if any. */
export const kindOf = (linkType: number, bytes: Uint8Array): number =>
  linkType * 256 + protocolOf(linkType, bytes);
