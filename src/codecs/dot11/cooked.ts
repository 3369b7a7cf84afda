import type { Packet } from '../capture/packet.js';
import { get16 } from '../layout/octets.js';

/** LINKTYPE_ of a Linux cooked capture of version 1 and 2: the octets of its header, and where it has the ARPHRD_ number. */
const COOKED: Readonly<Record<number, { readonly header: number; readonly device: number }>> = {
  113: { header: 16, device: 2 },
  276: { header: 20, device: 8 },
};

/**
 * LINKTYPE_ of what devices with these ARPHRD_ numbers give: ARPHRD_IEEE80211, ARPHRD_IEEE80211_PRISM and
 * ARPHRD_IEEE80211_RADIOTAP (tcpdump.org, LINKTYPE_LINUX_SLL).
 */
const BEHIND: Readonly<Record<number, number>> = { 801: 105, 802: 119, 803: 127 };

/**
 * The packet without the Linux cooked header, with the link type of what is behind, where it was captured on a device in monitor
 * mode, as `any` does; other packets as they are. The protocol that the header names has no meaning there.
 * @param bytes its octets, where they are kept elsewhere by now
 */
export function uncooked(packet: Packet, bytes: Uint8Array = packet.bytes): Packet {
  const cooked = COOKED[packet.linkType];
  if (cooked === undefined) return packet;
  const { header, device } = cooked;
  const linkType = bytes.length < header ? undefined : BEHIND[get16(bytes, device)];
  if (linkType === undefined) return packet;
  return {
    ...packet,
    linkType,
    bytes: bytes.subarray(header),
    originalLength: packet.originalLength - header,
  };
}

/** A number for the interface of a packet and its link type, of which one that is cooked has several. Both have 16 bits. */
export const linkOf = ({ interface: from, linkType }: Packet): number => from * 0x10000 + linkType;
