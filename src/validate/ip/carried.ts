import type { Packet } from '../../codecs/capture/packet.js';
import { get16 } from '../../codecs/layout/octets.js';
import { IP_PROTOCOL } from '../../codecs/link/ipv4.js';
import { newIp } from './index.js';
import type { Inner } from './inner.js';
import { ipOf, protocolOf } from './network.js';
import { isPeekV2, PEEK_PORTS, peekInner } from './peek.js';
import { TUNNEL, tunnelInner, VXLAN_PORTS, vxlanInner } from './tunnels.js';
import { TZSP_PORT, tzspInner } from './tzsp.js';

const UDP_HEADER = 8;
const PROTOCOLS: readonly number[] = /* @__PURE__ */ [IP_PROTOCOL.udp, ...Object.values(TUNNEL)];
const PORTS: readonly number[] = [TZSP_PORT, ...VXLAN_PORTS, ...PEEK_PORTS.destinations];

/** The packet in UDP to or from one of the ports. */
function udpInner(udp: Uint8Array): Inner | undefined {
  if (udp.length <= UDP_HEADER) return undefined;
  const port = get16(udp, 2);
  const payload = udp.subarray(UDP_HEADER);
  if (port === TZSP_PORT) return tzspInner(payload);
  if (VXLAN_PORTS.includes(port)) return vxlanInner(payload);
  const isPeek = PEEK_PORTS.destinations.some(one => one === port) || get16(udp, 0) === PEEK_PORTS.source;
  return isPeek || isPeekV2(payload) ? peekInner(payload) : undefined;
}

/** Whether UDP in an IP packet may hold a packet: fragments of IPv4 do not tell. It spares most packets a closer look. */
function mayCarry(ip: Uint8Array): boolean {
  const isV6 = ip[0]! >> 4 === 6;
  if (!isV6 && ip.length > 8 && (get16(ip, 6) & 0x3fff) !== 0) return true;
  const at = isV6 ? 40 : (ip[0]! & 0xf) * 4;
  if (at + 4 > ip.length) return false;
  return (
    PORTS.includes(get16(ip, at + 2)) || get16(ip, at) === PEEK_PORTS.source || isPeekV2(ip, at + UDP_HEADER)
  );
}

/**
 * Takes packets out of packets that IP carries: out of tunnels, and out of what access points and switches send of what they
 * capture. What it gives has the link type of what is within.
 */
export function newCarried(): (packet: Packet, bytes: Uint8Array) => Packet | undefined {
  const ip = newIp(PROTOCOLS);
  return (packet, bytes) => {
    const protocol = protocolOf(packet.linkType, bytes);
    if (!PROTOCOLS.includes(protocol)) return undefined;
    const sent = ipOf(packet.linkType, bytes);
    if (sent === undefined || (protocol === IP_PROTOCOL.udp && !mayCarry(sent))) return undefined;
    const payload = ip.datagram(packet.linkType, bytes, packet.time)?.payload;
    if (payload === undefined) return undefined;
    const inner = protocol === IP_PROTOCOL.udp ? udpInner(payload) : tunnelInner(protocol, payload);
    if (inner === undefined) return undefined;
    const { linkType, fcsLength, badFcs } = inner;
    const cut = Math.max(0, packet.originalLength - bytes.length);
    return {
      ...packet,
      linkType,
      bytes: inner.bytes,
      originalLength: inner.bytes.length + cut,
      fcsLength,
      badFcs,
    };
  };
}
