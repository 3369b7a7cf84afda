import { NONE } from '../../codecs/check.js';
import { get32, put16, put32 } from '../../codecs/layout/octets.js';
import { decodeGtpU, encodeGtpU, GTPU_PORT, type GtpInformationElement } from '../../codecs/link/gtpu.js';
import { IP_PROTOCOL, verifyIpv4Checksum } from '../../codecs/link/ipv4.js';
import { decodeUdp, encodeUdp, verifyUdpChecksum } from '../../codecs/link/udp.js';
import type { asn1 } from '../../codecs/xwap/index.js';
import type { Clock } from '../engine/engine.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { LinkEnd } from '../engine/link.js';
import { createFragments, fragmentsOf, isFragment, isTooLong } from './fragments.js';
import {
  completeUdp,
  ETHERNET_HEADER,
  FRAME_PAYLOAD,
  type Ipv4Framer,
  ipv4Framer,
  ipv4PayloadOf,
  type NodeAddress,
} from './ipv4.js';

const IPV4_BITS = 32;
/** Behind the UDP header. */
const GTP_LENGTH = 10;
const GTP_TEID = 12;
/** In a frame. */
const IP_SOURCE = ETHERNET_HEADER + 12;
const IP_DESTINATION = ETHERNET_HEADER + 16;

/** Where a tunnel ends. Numbers, as every UE has some, and octets would keep the packet that they are of. */
export interface TunnelEnd {
  /** IPv4 address, 32 bits with a sign, which are the cheapest integers. */
  readonly ip: number;
  readonly teid: number;
}

/** The end of a tunnel that XwAP names; undefined where its address is not one of IPv4 alone. */
export const ipv4TunnelOf = (endpoint: asn1.GTPtunnelEndpoint): TunnelEnd | undefined => {
  const { bytes, length } = endpoint.transportLayerAddress;
  return length === IPV4_BITS ? { ip: get32(bytes, 0) | 0, teid: get32(endpoint['gTP-TEID'], 0) } : undefined;
};

/** A node's end of the GTP-U path to another node (TS 29.281, 4.4). */
export interface GtpEnd {
  /** Sends a T-PDU in a G-PDU through the tunnel that ends at `tunnel`. */
  send(tunnel: TunnelEnd, tPdu: Uint8Array): void;
  /** Takes what arrives in G-PDUs, with the TEID that they bear. @returns whether a tunnel ends there */
  receive: (teid: number, tPdu: Uint8Array) => boolean;
  /** Told that none ends at the other node where a G-PDU was sent to (7.3.1). */
  ended: (tunnel: TunnelEnd) => void;
}

/**
 * GTP-U over UDP and IPv4, both with checksums, in Ethernet frames (TS 36.464; TS 29.281, 4.4.2 and 5.1). What the path does not
 * take in one goes in fragments, as TS 29.281, 13 has it and the UDP of Linux does it. A G-PDU for no
 * tunnel is answered with Error Indication (7.3.1). What is not for this node, has a wrong checksum or is another message is as good
 * as not received.
 */
export function createGtpEnd({
  clock,
  link,
  own,
  peer,
}: {
  readonly clock: Clock;
  readonly link: LinkEnd;
  readonly own: NodeAddress;
  readonly peer: NodeAddress;
}): GtpEnd {
  /** UDP and GTP-U headers, complete but for lengths, checksum and TEID. */
  const headers = encodeUdp(
    {
      sourcePort: GTPU_PORT,
      destinationPort: GTPU_PORT,
      payload: encodeGtpU({ teid: 0, content: { message: 'gPdu', payload: NONE } }),
    },
    { source: own.ip, destination: peer.ip },
  );
  const fragments = createFragments(clock);
  let identification = 0;
  const ownIp = get32(own.ip, 0);
  /** Where tunnels ended so far, and what makes frames to there. */
  let ip = get32(peer.ip, 0) | 0;
  let frameTo: Ipv4Framer = ipv4Framer(own, peer, IP_PROTOCOL.udp);

  const end: GtpEnd = {
    send(tunnel, tPdu) {
      if (tunnel.ip !== ip) {
        ip = tunnel.ip;
        const address = new Uint8Array(4);
        put32(address, 0, ip);
        frameTo = ipv4Framer(own, { mac: peer.mac, ip: address }, IP_PROTOCOL.udp);
      }
      const length = headers.length + tPdu.length;
      const frame = frameTo(identification++, length);
      frame.set(headers, FRAME_PAYLOAD);
      put16(frame, FRAME_PAYLOAD + GTP_LENGTH, tPdu.length);
      put32(frame, FRAME_PAYLOAD + GTP_TEID, tunnel.teid);
      frame.set(tPdu, FRAME_PAYLOAD + headers.length);
      completeUdp(frame, ETHERNET_HEADER, length);
      if (isTooLong(frame)) for (const fragment of fragmentsOf(frame)) link.send(fragment);
      else link.send(frame);
    },
    receive: () => true,
    ended: () => {},
  };

  /** Error Indication, which has a sequence number that nobody evaluates (5.1 and 7.3.1). */
  const tellError = (teid: number, source: Uint8Array): void => {
    const payload = encodeGtpU({
      teid: 0,
      sequenceNumber: 0,
      content: {
        message: 'errorIndication',
        informationElements: [
          { element: 'tunnelEndpointIdentifierDataI', teid },
          { element: 'gtpUPeerAddress', address: own.ip },
        ],
      },
    });
    const to = { mac: peer.mac, ip: source };
    const udp = encodeUdp(
      { sourcePort: GTPU_PORT, destinationPort: GTPU_PORT, payload },
      { source: own.ip, destination: source },
    );
    const frame = ipv4Framer(own, to, IP_PROTOCOL.udp)(identification++, udp.length);
    frame.set(udp, FRAME_PAYLOAD);
    link.send(frame);
  };

  const takeError = (elements: readonly GtpInformationElement[]): void => {
    let teid: number | undefined;
    let address: Uint8Array | undefined;
    for (const one of elements)
      if (one.element === 'tunnelEndpointIdentifierDataI') teid = one.teid;
      else if (one.element === 'gtpUPeerAddress') address = one.address;
    if (teid !== undefined && address?.length === IPV4_BITS / 8)
      end.ended({ ip: get32(address, 0) | 0, teid });
  };
  const receive = (frame: Uint8Array): void => {
    const payload = ipv4PayloadOf(frame);
    if (payload === undefined || get32(frame, IP_DESTINATION) !== ownIp) return;
    if (verifyIpv4Checksum(frame.subarray(ETHERNET_HEADER)) !== 'good') return;
    const datagram = isFragment(frame) ? fragments.add(frame, payload) : payload;
    if (datagram === undefined) return;
    const addresses = {
      source: frame.subarray(IP_SOURCE, IP_DESTINATION),
      destination: own.ip,
    };
    const packet = ifDecodable(() => {
      const udp = decodeUdp(datagram);
      if (udp.destinationPort !== GTPU_PORT || verifyUdpChecksum(datagram, addresses) === 'bad')
        return undefined;
      return decodeGtpU(udp.payload);
    });
    if (packet?.content.message === 'errorIndication') takeError(packet.content.informationElements);
    if (packet?.content.message !== 'gPdu' || end.receive(packet.teid, packet.content.payload)) return;
    if (packet.teid !== 0) tellError(packet.teid, addresses.source.slice());
  };
  link.receiver = { receive };
  return end;
}
