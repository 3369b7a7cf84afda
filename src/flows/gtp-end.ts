import { decodeEthernet } from '../codecs/link/ethernet.js';
import { decodeGtpU, encodeGtpU, GTPU_PORT } from '../codecs/link/gtpu.js';
import { decodeIpv4, IP_PROTOCOL, verifyIpv4Checksum } from '../codecs/link/ipv4.js';
import { decodeUdp, encodeUdp, verifyUdpChecksum } from '../codecs/link/udp.js';
import type { asn1, GtpTunnel } from '../codecs/xwap/index.js';
import { ipv4Frame, type NodeAddress } from './ip-node.js';
import { ifDecodable } from './key-frame.js';
import type { LinkEnd } from './link.js';

const IPV4_BITS = 32;

/** The end of a tunnel that XwAP names; undefined where its address is not one of IPv4 alone. */
export const ipv4TunnelOf = (endpoint: asn1.GTPtunnelEndpoint): GtpTunnel | undefined => {
  const { bytes, length } = endpoint.transportLayerAddress;
  const teid = endpoint['gTP-TEID'];
  if (length !== IPV4_BITS) return undefined;
  return { address: bytes, teid: new DataView(teid.buffer, teid.byteOffset).getUint32(0) };
};

/** A node's end of the GTP-U path to another node (TS 29.281, 4.4). */
export interface GtpEnd {
  /** Sends a T-PDU in a G-PDU through the tunnel that ends at `tunnel`, an IPv4 address and a TEID. */
  send(tunnel: GtpTunnel, tPdu: Uint8Array): void;
  /** Takes what arrives in G-PDUs, with the TEID that they bear. */
  receive: (teid: number, tPdu: Uint8Array) => void;
}

/**
 * GTP-U over UDP and IPv4, both with checksums, in Ethernet frames (TS 36.464; TS 29.281, 4.4.2 and 5.1). What is not for
 * this node, has a wrong checksum or is no G-PDU is as good as not received.
 */
export function createGtpEnd({
  link,
  own,
  peer,
}: {
  readonly link: LinkEnd;
  readonly own: NodeAddress;
  readonly peer: NodeAddress;
}): GtpEnd {
  let identification = 0;
  const end: GtpEnd = {
    send({ address, teid }, tPdu) {
      const gPdu = encodeGtpU({ teid, content: { message: 'gPdu', payload: tPdu } });
      const to = { mac: peer.mac, ip: address };
      const payload = encodeUdp(
        { sourcePort: GTPU_PORT, destinationPort: GTPU_PORT, payload: gPdu },
        { source: own.ip, destination: address },
      );
      link.send(ipv4Frame(own, to, { protocol: IP_PROTOCOL.udp, identification: identification++, payload }));
    },
    receive: () => {},
  };
  link.receive = frame => {
    const packet = ifDecodable(() => {
      const datagram = decodeEthernet(frame).payload;
      const ip = decodeIpv4(datagram);
      const isOwn = ip.destination.every((octet, i) => octet === own.ip[i]);
      if (!isOwn || verifyIpv4Checksum(datagram) !== 'good') return undefined;
      const udp = decodeUdp(ip.payload);
      if (udp.destinationPort !== GTPU_PORT || verifyUdpChecksum(ip.payload, ip) === 'bad') return undefined;
      return decodeGtpU(udp.payload);
    });
    if (packet?.content.message === 'gPdu') end.receive(packet.teid, packet.content.payload);
  };
  return end;
}
