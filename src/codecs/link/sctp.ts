import { integer, objectOf, objectsOf } from '../check.js';
import { crc32cRegister } from '../crc32.js';
import { decoder, need } from '../decoder.js';
import { DecodeError, type Decoder, EncodeError, ofItem } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { type OctetWriter, openWriter } from '../layout/octet-writer.js';
import { get16, get32, get32le, put16, put32, put32le } from '../layout/octets.js';
import type { ChecksumVerdict } from './checksum.js';
import { readChunk, type SctpChunk, writeChunk } from './sctp-chunk.js';

export { type GapAckBlock, SCTP_DATA_FLAG, type SctpChunk, type UnknownSctpChunk } from './sctp-chunk.js';
export { SCTP_PARAMETER, type SctpParameter } from './sctp-parameter.js';

/** The SCTP port of XwAP: IANA's `xw-control`. */
export const XWAP_PORT = 36462;
/** The payload protocol identifier of XwAP (IANA). */
export const XWAP_PPID = 58;

/** An SCTP packet (RFC 9260, 3). */
export interface Sctp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly verificationTag: number;
  /** CRC-32C of the packet, as the number that is sent least significant octet first; computed where left out. */
  readonly checksum?: number | undefined;
  readonly chunks: readonly SctpChunk[];
}

const FORMAT = 'SCTP';
const HEADER = 12;
const CHECKSUM = 8;
/** No IP datagram has more. */
const MAX_LENGTH = 0xffff;

/** The CRC-32C of a packet whose checksum field counts as zeros (RFC 9260, 6.8 and Appendix A). */
const checksumOf = (bytes: Uint8Array): number => {
  let register = crc32cRegister(-1, bytes, 0, CHECKSUM);
  register = crc32cRegister(register, ZEROS, 0, 4);
  return ~crc32cRegister(register, bytes, HEADER, bytes.length) >>> 0;
};
const ZEROS = /* @__PURE__ */ new Uint8Array(4);

/**
 * Reads an SCTP packet. {@link verifySctpChecksum} judges its checksum. Chunks of unknown types, unknown
 * parameters and padding that is not zero are kept.
 * @throws DecodeError
 */
export const decodeSctp: Decoder<Sctp> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, HEADER, FORMAT, 'header');
  if (bytes.length > MAX_LENGTH)
    throw new DecodeError({
      code: 'length',
      reason: `is at most ${MAX_LENGTH} octets, not ${bytes.length}`,
      format: FORMAT,
      path: FORMAT,
      offset: 0,
    });
  value.sourcePort = get16(bytes, 0);
  value.destinationPort = get16(bytes, 2);
  value.verificationTag = get32(bytes, 4);
  value.checksum = get32le(bytes, CHECKSUM);
  const chunks: SctpChunk[] = [];
  value.chunks = chunks;
  for (let at = HEADER; at < bytes.length; ) at = readChunk(chunks, bytes, at, FORMAT);
});

/** Writes an SCTP packet. @throws EncodeError */
export function encodeSctp(value: Sctp): Uint8Array<ArrayBuffer> {
  const chunks = objectsOf(objectOf(value, FORMAT).chunks, CHUNKS);
  const to = openWriter();
  try {
    to.reserve(HEADER);
    writeChunks(to, chunks);
    if (to.length > MAX_LENGTH)
      throw new EncodeError(CHUNKS, `are to be at most ${MAX_LENGTH - HEADER} octets together`);
    const bytes = to.octets();
    put16(bytes, 0, integer(value.sourcePort, 'SCTP.sourcePort', 0xffff));
    put16(bytes, 2, integer(value.destinationPort, 'SCTP.destinationPort', 0xffff));
    put32(bytes, 4, integer(value.verificationTag, 'SCTP.verificationTag', 0xffffffff));
    const checksum =
      value.checksum === undefined ? checksumOf(bytes) : integer(value.checksum, 'SCTP.checksum', 0xffffffff);
    put32le(bytes, CHECKSUM, checksum);
    return bytes;
  } finally {
    to.close();
  }
}

const CHUNKS = 'SCTP.chunks';

const writeChunks = (to: OctetWriter, chunks: readonly SctpChunk[]): void => {
  let i = 0;
  try {
    for (; i < chunks.length; i++) writeChunk(to, chunks[i]!, CHUNKS);
  } catch (error) {
    throw ofItem(error, CHUNKS, i);
  }
};

/**
 * Whether the checksum of a packet is right.
 * @throws DecodeError where `bytes` hold no whole common header, TypeError for what is no octets
 */
export function verifySctpChecksum(bytes: Uint8Array): ChecksumVerdict {
  requireOctets(bytes);
  need(bytes, 0, HEADER, FORMAT, 'header');
  return get32le(bytes, CHECKSUM) === checksumOf(bytes) ? 'good' : 'bad';
}
