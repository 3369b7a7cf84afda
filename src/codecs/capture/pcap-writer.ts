import { EncodeError } from '../error.js';
import {
  type ByteOrder,
  checkPacket,
  maxPacketLength,
  mostOctets,
  otherFcsLength,
  type PacketToWrite,
} from './packet.js';
import { encodePcapHeader, encodePcapRecord, pcapFcsInformation } from './pcap.js';

/** What a pcap file is to be like. */
export interface PcapOptions {
  /** The LINKTYPE_ number of all its packets. */
  readonly linkType: number;
  /** The most octets of a packet; if left out, the most that packets of the link type have. */
  readonly snapLength?: number | undefined;
  /** Little-endian if left out. */
  readonly byteOrder?: ByteOrder | undefined;
  /** How fine times are; what is finer is cut off. Nanoseconds if left out. */
  readonly resolution?: 'microseconds' | 'nanoseconds' | undefined;
  /** Octets of frame check sequence at the end of each packet: an even number up to 30. */
  readonly fcsLength?: number | undefined;
}

/** Makes the octets of a pcap file, to be put one after the other. */
export interface PcapWriter {
  /** The file header, 24 octets. */
  header(): Uint8Array<ArrayBuffer>;
  /** A record, 16 octets and those of the packet. @throws EncodeError for what pcap cannot hold */
  packet(packet: PacketToWrite): Uint8Array<ArrayBuffer>;
}

const NANOSECONDS = 1_000_000_000n;
const MAX_SECONDS = 0xffff_ffffn;

/**
 * A writer of pcap files, version 2.4 (draft-ietf-opsawg-pcap).
 * @throws EncodeError for a link type, a snap length or an FCS length that does not fit
 */
export function pcapWriter(options: PcapOptions): PcapWriter {
  const { linkType, byteOrder = 'little', resolution = 'nanoseconds', fcsLength } = options;
  const snapLength = options.snapLength ?? maxPacketLength(linkType);
  const header = encodePcapHeader({
    byteOrder,
    magic: resolution,
    majorVersion: 2,
    minorVersion: 4,
    reserved1: 0,
    reserved2: 0,
    snapLength,
    linkType,
    additionalInformation: pcapFcsInformation(fcsLength),
  });
  const most = mostOctets(linkType, snapLength);
  return {
    header: () => header.slice(),
    packet: packet => {
      checkPacket(packet, 'pcap.record', linkType, most);
      if (packet.fcsLength !== fcsLength)
        throw otherFcsLength('pcap.record', packet.fcsLength, fcsLength, 'the file');
      const seconds = packet.time / NANOSECONDS;
      if (seconds > MAX_SECONDS)
        throw new EncodeError(
          'pcap.record.time',
          `is to be before second ${MAX_SECONDS + 1n}, not ${seconds}`,
        );
      const fraction = Number(packet.time % NANOSECONDS);
      return encodePcapRecord(
        {
          seconds: Number(seconds),
          fraction: resolution === 'nanoseconds' ? fraction : Math.floor(fraction / 1000),
          originalLength: packet.originalLength ?? packet.bytes.length,
          bytes: packet.bytes,
        },
        byteOrder,
      );
    },
  };
}
