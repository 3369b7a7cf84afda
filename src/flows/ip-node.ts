import { ETHER_TYPE, encodeEthernet } from '../codecs/link/ethernet.js';
import { encodeIpv4 } from '../codecs/link/ipv4.js';
import type { LinkEnd } from './link.js';

/** Where a node is on a link that carries Ethernet frames. */
export interface NodeAddress {
  /** 6 octets. */
  readonly mac: Uint8Array;
  /** 4 octets. */
  readonly ip: Uint8Array;
}

/** An IPv4 datagram, whole and not to be fragmented, in an Ethernet frame (RFC 791; IEEE 802.3-2018, 3.2). */
export const ipv4Frame = (
  from: NodeAddress,
  to: NodeAddress,
  { protocol, identification, payload }: { protocol: number; identification: number; payload: Uint8Array },
): Uint8Array =>
  encodeEthernet({
    destination: to.mac,
    source: from.mac,
    etherType: ETHER_TYPE.ipv4,
    payload: encodeIpv4({
      dscp: 0,
      // Congestion notification is understood by none of those that send here.
      ecn: 0,
      identification: identification & 0xffff,
      dontFragment: true,
      moreFragments: false,
      fragmentOffset: 0,
      timeToLive: 64,
      protocol,
      source: from.ip,
      destination: to.ip,
      payload,
    }),
  });

/** Where the EtherType is in a frame without tags, and the protocol in the IPv4 header behind it. */
const ETHERTYPE_AT = 12;
const PROTOCOL_AT = 23;

/** Shares the end of a link among IP protocols: gives an end for each number, which gets the frames that bear it. */
export function endsByProtocol(link: LinkEnd): (protocol: number) => LinkEnd {
  const ends = new Map<number, LinkEnd>();
  link.receive = frame => {
    const etherType = (frame[ETHERTYPE_AT]! << 8) | frame[ETHERTYPE_AT + 1]!;
    if (etherType === ETHER_TYPE.ipv4) ends.get(frame[PROTOCOL_AT]!)?.receive(frame);
  };
  return protocol => {
    const end: LinkEnd = { send: (bytes, comments) => link.send(bytes, comments), receive: () => {} };
    ends.set(protocol, end);
    return end;
  };
}
