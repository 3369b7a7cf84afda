/**
 * DATA and SACK chunks in place, for an association whose packets hold hardly anything else: they are written straight into
 * the frame that carries them, and read without an object each. For all other chunks there is `codecs/link/sctp.ts`.
 */
import { crc32cRegister } from '../../codecs/crc32.js';
import { get16, get32, put16, put32, put32le } from '../../codecs/layout/octets.js';
import { SCTP_DATA_FLAG, XWAP_PORT, XWAP_PPID } from '../../codecs/link/sctp.js';
import { IPV4_HEADER, PATH_MTU } from '../ip/ipv4.js';

/** A user message in one chunk, or a fragment of one (RFC 9260, 3.3.1 and 6.9). */
export interface SctpData {
  readonly tsn: number;
  readonly stream: number;
  readonly sequenceNumber: number;
  /** Of {@link SCTP_DATA_FLAG}. */
  readonly flags: number;
  readonly octets: Uint8Array;
}

/** What has arrived (RFC 9260, 3.3.4). */
export interface SctpSack {
  readonly cumulativeTsnAck: number;
  readonly window: number;
  /** Runs of TSNs behind a gap: the first and the last of each, one after the other, as offsets. */
  readonly gaps: readonly number[];
  readonly duplicates: readonly number[];
}

/** Where TSN `a` is from `b` on, in serial number arithmetic (RFC 9260, 1.6). */
export const tsnDistance = (a: number, b: number): number => (a - b) | 0;

const PACKET_HEADER = 12;
const CHECKSUM = 8;
const CHUNK_HEADER = 4;
const DATA_HEADER = 16;
const SACK_HEADER = 16;
const DATA = 0;
const SACK = 3;
/** Octets of the chunks of a packet at most (RFC 9260, 6.10). */
export const PACKET_ROOM = PATH_MTU - IPV4_HEADER - PACKET_HEADER;
/** Gap ack blocks and TSNs that came twice, of 4 octets each, in a SACK that fits into a packet. */
export const MOST_TSNS_IN_SACK = (PACKET_ROOM - SACK_HEADER) / 4;
/** Octets of a message that a chunk carries; one that is longer goes in fragments (6.9). */
export const LONGEST_FRAGMENT = PACKET_ROOM - DATA_HEADER;
/** Octets that an end has room for, of chunks that wait for others: the window without any, and the longest message. */
export const RECEIVER_ROOM = 0x10000;
export const WHOLE_MESSAGE: number = SCTP_DATA_FLAG.beginning | SCTP_DATA_FLAG.ending;

const padded = (length: number): number => (length + 3) & ~3;
const sackLength = ({ gaps, duplicates }: SctpSack): number =>
  SACK_HEADER + 2 * gaps.length + 4 * duplicates.length;

/** Octets that a DATA chunk with `length` octets of a message takes in a packet. */
export const dataLength = (length: number): number => padded(DATA_HEADER + length);

/** Whether a SACK goes into the packet of DATA chunks. */
export const ridesAlong = (sack: SctpSack, data: readonly SctpData[]): boolean =>
  packetLength(sack, data) <= PACKET_HEADER + PACKET_ROOM;

/** Octets of a packet of these chunks, SACK first. */
export function packetLength(sack: SctpSack | undefined, data: readonly SctpData[]): number {
  let length = PACKET_HEADER;
  if (sack !== undefined) length += sackLength(sack);
  for (const { octets } of data) length += dataLength(octets.length);
  return length;
}

/**
 * Writes a packet of these chunks between ports of XwAP, which ends with the zeros that `bytes` hold from `start` on
 * (RFC 9260, 3).
 */
export function writePacket(
  bytes: Uint8Array,
  start: number,
  verificationTag: number,
  sack: SctpSack | undefined,
  data: readonly SctpData[],
): void {
  put16(bytes, start, XWAP_PORT);
  put16(bytes, start + 2, XWAP_PORT);
  put32(bytes, start + 4, verificationTag);
  let at = start + PACKET_HEADER;
  if (sack !== undefined) at = writeSack(bytes, at, sack);
  for (const chunk of data) {
    writeData(bytes, at, chunk);
    at += dataLength(chunk.octets.length);
  }
  // The field itself counts as zeros, and is the only one that begins with its least significant octet (Appendix A).
  put32le(bytes, start + CHECKSUM, ~crc32cRegister(-1, bytes, start, bytes.length));
}

const writeChunkHeader = (
  bytes: Uint8Array,
  at: number,
  type: number,
  flags: number,
  length: number,
): void => {
  bytes[at] = type;
  bytes[at + 1] = flags;
  put16(bytes, at + 2, length);
};

const writeSack = (bytes: Uint8Array, start: number, sack: SctpSack): number => {
  const { gaps, duplicates } = sack;
  writeChunkHeader(bytes, start, SACK, 0, sackLength(sack));
  put32(bytes, start + 4, sack.cumulativeTsnAck);
  put32(bytes, start + 8, sack.window);
  put16(bytes, start + 12, gaps.length / 2);
  put16(bytes, start + 14, duplicates.length);
  let at = start + SACK_HEADER;
  for (const offset of gaps) {
    put16(bytes, at, offset);
    at += 2;
  }
  for (const tsn of duplicates) {
    put32(bytes, at, tsn);
    at += 4;
  }
  return at;
};

const writeData = (
  bytes: Uint8Array,
  start: number,
  { tsn, stream, sequenceNumber, flags, octets }: SctpData,
): void => {
  writeChunkHeader(bytes, start, DATA, flags, DATA_HEADER + octets.length);
  put32(bytes, start + 4, tsn);
  put16(bytes, start + 8, stream);
  put16(bytes, start + 10, sequenceNumber);
  put32(bytes, start + 12, XWAP_PPID);
  bytes.set(octets, start + DATA_HEADER);
};

/** Takes the chunks of {@link readPacket}. */
export interface ChunkReceiver {
  /** @param gaps as in {@link SctpSack} */
  sacked(cumulativeTsnAck: number, gaps: readonly number[], window: number): void;
  /** @param octets as a view of the packet */
  arrived(tsn: number, protocol: number, flags: number, octets: Uint8Array): void;
}

/**
 * Whether a packet consists of nothing but well-formed DATA and SACK chunks. @param packet with a common header that is whole
 */
export function hasOnlyDataAndSack(packet: Uint8Array): boolean {
  let at = PACKET_HEADER;
  while (at + CHUNK_HEADER <= packet.length) {
    const length = get16(packet, at + 2);
    if (packet[at] === DATA ? length <= DATA_HEADER : packet[at] !== SACK || length < SACK_HEADER)
      return false;
    const end = at + padded(length);
    if (end > packet.length) return false;
    if (packet[at] === SACK && length !== SACK_HEADER + 4 * (get16(packet, at + 12) + get16(packet, at + 14)))
      return false;
    at = end;
  }
  return at === packet.length;
}

const NO_GAPS: readonly number[] = [];

/** The gap ack blocks of the SACK at `at`, which mostly has none. */
const gapsOf = (packet: Uint8Array, at: number): readonly number[] => {
  const count = get16(packet, at + 12);
  if (count === 0) return NO_GAPS;
  const gaps: number[] = [];
  for (let i = 0; i < 2 * count; i++) gaps.push(get16(packet, at + SACK_HEADER + 2 * i));
  return gaps;
};

/** Hands over the chunks of a packet, of which {@link hasOnlyDataAndSack} is true, in their order. */
export function readPacket(packet: Uint8Array, receiver: ChunkReceiver): void {
  let at = PACKET_HEADER;
  while (at < packet.length) {
    const length = get16(packet, at + 2);
    if (packet[at] === SACK)
      receiver.sacked(get32(packet, at + 4), gapsOf(packet, at), get32(packet, at + 8));
    else
      receiver.arrived(
        get32(packet, at + 4),
        get32(packet, at + 12),
        packet[at + 1]!,
        packet.subarray(at + DATA_HEADER, at + length),
      );
    at += padded(length);
  }
}
