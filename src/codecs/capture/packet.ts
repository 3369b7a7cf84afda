import { objectOf, octetsOf } from '../check.js';
import { EncodeError } from '../error.js';

/** The order in which a capture file writes the octets of its integers. */
export type ByteOrder = 'little' | 'big';

/** @throws EncodeError for what is no byte order: it would be taken for the other one */
export function requireByteOrder(byteOrder: ByteOrder, path: string): void {
  if (byteOrder !== 'little' && byteOrder !== 'big')
    throw new EncodeError(`${path}.byteOrder`, "is to be 'little' or 'big'");
}

/** One packet of a capture file, whatever the format of the file. */
export interface Packet {
  /** Nanoseconds since 1970-01-01T00:00:00Z; 0n where the file gives no time (Simple Packet Block). */
  readonly time: bigint;
  /** The LINKTYPE_ number of its link layer: 1 Ethernet, 105 IEEE 802.11, 127 radiotap. */
  readonly linkType: number;
  /** Its interface, counted from 0 over all sections of the file; 0 in pcap files. Of merged captures, counted over all of them. */
  readonly interface: number;
  /**
   * The captured octets: a view of the chunk that they were read from. It stays valid as long as the caller
   * does not overwrite that chunk, and keeps the whole chunk in memory.
   */
  readonly bytes: Uint8Array;
  /** Octets that the packet had on the wire, as the file states it. */
  readonly originalLength: number;
  /** Octets of frame check sequence at the end of a whole packet, where the file states it. */
  readonly fcsLength?: number | undefined;
  /** Whether the file says that the packet failed its FCS check; undefined where it does not. */
  readonly badFcs?: true | undefined;
  /** The comments on the packet, where it has any (pcapng `opt_comment`). */
  readonly comments?: readonly string[] | undefined;
  /**
   * Its number in the file, from 1, as Wireshark counts: with the blocks that Wireshark shows as frames though
   * they hold no packet. Every packet that was read has one.
   */
  readonly frame?: number | undefined;
  /** The place of its capture among several that are read as one, from 0; without it 0. */
  readonly capture?: number | undefined;
}

/**
 * An interface of a capture file: what the Interface Description Block of a pcapng file says (draft-ietf-opsawg-pcapng, 4.2), or
 * the header of a pcap file.
 */
export interface InterfaceOptions {
  /** The LINKTYPE_ number of its packets. */
  readonly linkType: number;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly comments?: readonly string[] | undefined;
  /** The most octets of a packet; 0, or left out, for no limit. */
  readonly snapLength?: number | undefined;
  /** How fine times are; what is finer is cut off. Nanoseconds if left out. */
  readonly resolution?: 'microseconds' | 'nanoseconds' | undefined;
  /** Octets of frame check sequence at the end of each packet, up to 31. */
  readonly fcsLength?: number | undefined;
}

/** What a writer needs of a packet; a {@link Packet} that was read is one. */
export interface PacketToWrite {
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: bigint;
  readonly bytes: Uint8Array;
  /** Octets on the wire, not fewer than `bytes` has; as many as `bytes` has if left out. */
  readonly originalLength?: number | undefined;
  /** Checked against the link type of the file or the interface, if given. */
  readonly linkType?: number | undefined;
  /** The interface of the file that it was seen on; 0 if left out. */
  readonly interface?: number | undefined;
  /**
   * Octets of frame check sequence at its end: as many as the file or the interface states. On an interface of pcapng it can be
   * another number from 1 to 15. A packet of which nothing is known (left out) goes where nothing is stated.
   */
  readonly fcsLength?: number | undefined;
  /** Whether it failed its FCS check, which pcapng alone can say. */
  readonly badFcs?: boolean | undefined;
  readonly comments?: readonly string[] | undefined;
}

const KIB = 1024;
const MIB = 1024 * KIB;

/** LINKTYPE_DBUS, LINKTYPE_USBPCAP and LINKTYPE_EBHSCR. */
const largePackets: Readonly<Record<number, number>> = { 231: 128 * MIB, 249: 128 * MIB, 279: 8 * MIB };

/**
 * The most octets that a captured packet of a link type has; a file that claims more is damaged.
 * The limits are those of Wireshark (wiretap/wtap.h, WTAP_MAX_PACKET_SIZE_*) and of libpcap (MAXIMUM_SNAPLEN).
 */
export const maxPacketLength = (linkType: number): number => largePackets[linkType] ?? 256 * KIB;

/** The most octets that a packet has in a file or on an interface with that snap length, where 0 is none. */
export const mostOctets = (linkType: number, snapLength: number): number =>
  snapLength === 0 ? maxPacketLength(linkType) : Math.min(maxPacketLength(linkType), snapLength);

/**
 * Checks a packet against what any capture file can hold, and the file or interface that it is written to.
 * @param path of the record or block, for errors
 * @param most {@link mostOctets} there
 * @throws EncodeError
 */
export function checkPacket(packet: PacketToWrite, path: string, linkType: number, most: number): void {
  const { time, originalLength } = objectOf(packet, path);
  const bytes = octetsOf(packet.bytes, `${path}.bytes`);
  if (typeof time !== 'bigint') throw new EncodeError(`${path}.time`, 'is to be nanoseconds as a bigint');
  // Nearly all times pass the first comparison, which takes far less time than that of two integers of any length.
  if (BigInt.asUintN(64, time) !== time && time < 0n)
    throw new EncodeError(`${path}.time`, `is to be 0 or more nanoseconds, not ${time}`);
  if (packet.linkType !== undefined && packet.linkType !== linkType)
    throw new EncodeError(`${path}.linkType`, `is to be ${linkType}, not ${packet.linkType}`);
  if (bytes.length > most)
    throw new EncodeError(`${path}.bytes`, `is to be at most ${most} octets, not ${bytes.length}`);
  if (originalLength !== undefined && originalLength < bytes.length)
    throw new EncodeError(`${path}.originalLength`, `is to be at least the ${bytes.length} octets captured`);
}

/**
 * The error for a packet whose FCS would be read with another length than it has, or taken for data.
 * @param stated of the file or the interface
 * @param where that is stated
 */
export const otherFcsLength = (
  path: string,
  fcsLength: number | undefined,
  stated: number | undefined,
  where: string,
): EncodeError =>
  new EncodeError(
    `${path}.fcsLength`,
    `is ${fcsLength ?? 'left out'}, where ${where} states ${stated ?? 'none'}`,
  );
