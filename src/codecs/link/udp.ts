import { integer, objectOf, octetsOf } from '../check.js';
import { decoder, fault, need, refuseTrailing } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { get16, put16 } from '../layout/octets.js';
import { addWords, type ChecksumVerdict, complement, type IpAddresses, pseudoHeaderSum } from './checksum.js';
import { IP_PROTOCOL } from './ipv4.js';

/** A UDP datagram (RFC 768). */
export interface Udp {
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** 0 for none; computed where left out. */
  readonly checksum?: number | undefined;
  readonly payload: Uint8Array;
}

const FORMAT = 'UDP';
const HEADER = 8;

/** Reads a UDP datagram. {@link verifyUdpChecksum} judges its checksum. @throws DecodeError */
export const decodeUdp: Decoder<Udp> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, HEADER, FORMAT, 'header');
  value.sourcePort = get16(bytes, 0);
  value.destinationPort = get16(bytes, 2);
  const length = get16(bytes, 4);
  value.checksum = get16(bytes, 6);
  if (length < HEADER)
    throw fault(FORMAT, 'length', 4, 'length', `is ${length}, less than the ${HEADER} of the header`);
  need(bytes, HEADER, length - HEADER, FORMAT, 'payload', 'length');
  value.payload = bytes.subarray(HEADER, length);
  refuseTrailing(bytes, length, FORMAT);
});

/**
 * Writes a UDP datagram.
 * @param addresses those of the IP packet around it, which a computed checksum covers
 * @throws EncodeError, also where neither a checksum nor the addresses are given
 */
export function encodeUdp(value: Udp, addresses?: IpAddresses): Uint8Array<ArrayBuffer> {
  objectOf(value, FORMAT);
  const payload = octetsOf(value.payload, 'UDP.payload');
  const length = HEADER + payload.length;
  if (length > 0xffff) throw new EncodeError('UDP.payload', `is to be at most ${0xffff - HEADER} octets`);
  const bytes = new Uint8Array(length);
  put16(bytes, 0, integer(value.sourcePort, 'UDP.sourcePort', 0xffff));
  put16(bytes, 2, integer(value.destinationPort, 'UDP.destinationPort', 0xffff));
  put16(bytes, 4, length);
  bytes.set(payload, HEADER);
  if (value.checksum !== undefined) put16(bytes, 6, integer(value.checksum, 'UDP.checksum', 0xffff));
  else if (addresses !== undefined) {
    const sum = pseudoHeaderSum(addresses, IP_PROTOCOL.udp, length);
    // A computed 0 is sent as all ones: 0 means that there is no checksum.
    put16(bytes, 6, complement(addWords(sum, bytes, 0, length)) || 0xffff);
  } else throw new EncodeError('UDP.checksum', 'is to be given, or the addresses to compute it with');
  return bytes;
}

/**
 * Whether the checksum of a datagram is right; `absent` if it is 0.
 * @param addresses those of the IP packet around it
 * @throws DecodeError where `bytes` hold no whole header; EncodeError for addresses of wrong lengths; TypeError for what is no
 * octets
 */
export function verifyUdpChecksum(bytes: Uint8Array, addresses: IpAddresses): ChecksumVerdict {
  requireOctets(bytes);
  need(bytes, 0, HEADER, FORMAT, 'header');
  if (get16(bytes, 6) === 0) return 'absent';
  const sum = pseudoHeaderSum(addresses, IP_PROTOCOL.udp, bytes.length);
  return complement(addWords(sum, bytes, 0, bytes.length)) === 0 ? 'good' : 'bad';
}
