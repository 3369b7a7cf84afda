import type { Packet } from '../../codecs/capture/packet.js';
import { isDot11LinkType } from '../../codecs/dot11/physical.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { get16 } from '../../codecs/link/octets.js';
import { newIp } from './index.js';
import { ipOf, protocolOf } from './network.js';

/** The UDP port to which access points send what they sniff. */
const PORT = 37008;
const UDP_HEADER = 8;
const HEADER = 4;
/** Version, and the types of a packet that was received and of one that is to be sent. */
const VERSION = 1;
const RECEIVED = 0;
const TO_SEND = 1;
/** LINKTYPE_ of what TZSP carries, by its number there: 802.11, Prism and AVS. */
const CARRIED: Readonly<Record<number, number>> = { 18: 105, 119: 119, 127: 163 };
/** Tags: one that pads and one that ends the list have no length; whether the FCS was wrong. */
const TAG = { padding: 0, end: 1, fcsError: 17 } as const;

/**
 * The 802.11 packet in a TZSP datagram of `packet`; undefined where there is none.
 * @param captured octets of that which the capture has
 */
function carried(packet: Packet, captured: number, tzsp: Uint8Array): Packet | undefined {
  const linkType = CARRIED[tzsp.length < HEADER ? -1 : get16(tzsp, 2)];
  const isPacket = tzsp[0] === VERSION && (tzsp[1] === RECEIVED || tzsp[1] === TO_SEND);
  if (!isPacket || linkType === undefined || !isDot11LinkType(linkType)) return undefined;
  let badFcs: true | undefined;
  let at = HEADER;
  for (; tzsp[at] !== TAG.end; at++) {
    if (at + 1 >= tzsp.length) return undefined;
    if (tzsp[at] === TAG.padding) continue;
    const length = tzsp[at + 1]!;
    if (tzsp[at] === TAG.fcsError && length > 0 && (tzsp[at + 2] ?? 0) !== 0) badFcs = true;
    at += 1 + length;
  }
  const bytes = tzsp.subarray(at + 1);
  const cut = packet.originalLength - captured;
  const originalLength = bytes.length + Math.max(0, cut);
  return { ...packet, linkType, bytes, originalLength, fcsLength: undefined, badFcs };
}

/** Whether UDP in an IP packet may go to the port: fragments of IPv4 do not tell. It spares most packets a closer look. */
function mayGoToPort(ip: Uint8Array): boolean {
  const isV6 = ip[0]! >> 4 === 6;
  if (!isV6 && ip.length > 8 && (get16(ip, 6) & 0x3fff) !== 0) return true;
  const at = (isV6 ? 40 : (ip[0]! & 0xf) * 4) + 2;
  return at + 2 <= ip.length && get16(ip, at) === PORT;
}

/**
 * Takes 802.11 out of TZSP, in which access points send what they sniff to a host: over UDP, to port 37008. What it gives has the
 * link type of what TZSP carries.
 */
export function newTzsp(): (packet: Packet, bytes: Uint8Array) => Packet | undefined {
  const ip = newIp();
  return (packet, bytes) => {
    if (protocolOf(packet.linkType, bytes) !== IP_PROTOCOL.udp) return undefined;
    const sent = ipOf(packet.linkType, bytes);
    if (sent === undefined || !mayGoToPort(sent)) return undefined;
    const payload = ip.datagram(packet.linkType, bytes, packet.time)?.payload;
    const isTzsp = payload !== undefined && payload.length > UDP_HEADER && get16(payload, 2) === PORT;
    return isTzsp ? carried(packet, bytes.length, payload.subarray(UDP_HEADER)) : undefined;
  };
}
