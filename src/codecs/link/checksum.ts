/**
 * The Internet checksum (RFC 1071) and what is common to all checksums here:
 *
 * - A decoder gives `checksum` as it is on the wire and never judges it.
 * - An encoder writes `checksum` as given, right or wrong, and computes it where it is left out.
 * - `verifyXChecksum` takes the octets that the decoder takes and says whether the one in them is right.
 */
import { EncodeError } from '../error.js';

/** What a checksum is: `absent` where its format lets a sender leave it out and it did. */
export type ChecksumVerdict = 'good' | 'bad' | 'absent';

/** `sum` and the 16-bit words of `bytes` from `from` up to `to`, an odd last octet padded with zeros. */
export function addWords(sum: number, bytes: Uint8Array, from: number, to: number): number {
  const even = to - ((to - from) & 1);
  let total = sum;
  for (let at = from; at < even; at += 2) total += (bytes[at]! << 8) | bytes[at + 1]!;
  return even < to ? total + (bytes[even]! << 8) : total;
}

/** The ones' complement of the ones' complement sum, 16 bits (RFC 1071, 1), of a plain sum below 2^48. */
export function complement(sum: number): number {
  // 2^16 is 1 modulo 2^16 - 1: end-around carries are the remainder, of which a sum above 0 is never 0 (-1 % n is -1).
  return 0xffff - (((sum - 1) % 0xffff) + 1);
}

/** The addresses of the pseudo header: both of 4 octets (IPv4) or both of 16 (IPv6). */
export interface IpAddresses {
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
}

/**
 * The sum of the pseudo header that a transport checksum covers (RFC 768; RFC 8200, 8.1).
 * @param length octets of the transport header and its payload
 * @throws EncodeError for addresses that are not both of 4 or both of 16 octets
 */
export function pseudoHeaderSum(addresses: IpAddresses, protocol: number, length: number): number {
  const { source, destination } = addresses;
  if (source.length !== destination.length || (source.length !== 4 && source.length !== 16))
    throw new EncodeError('addresses', 'are to be both of 4 or both of 16 octets');
  const sum = protocol + (length >>> 16) + (length & 0xffff);
  return addWords(addWords(sum, source, 0, source.length), destination, 0, source.length);
}
