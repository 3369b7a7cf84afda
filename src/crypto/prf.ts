import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { inRange } from './check.js';
import { type HashName, keyedHmac } from './hash.js';

const expand = (octets: number, block: (index: number) => Uint8Array): Uint8Array => {
  inRange('octets', octets, 1, 8191);
  const out = new Uint8Array(octets);
  let length = 0;
  for (let i = 0; length < octets; i++) {
    const part = block(i);
    out.set(part.subarray(0, octets - length), length);
    length += part.length;
  }
  return out;
};

/**
 * PRF-n with SHA-1: `R = R || HMAC-SHA-1(key, label || 0x00 || data || i)` (IEEE 802.11-2020, 12.7.1.2).
 * @param octets length of the result, n / 8: 1 to 5120, as i is one octet
 * @throws EncodeError for a length out of range
 */
export function prfSha1(key: Uint8Array, label: string, data: Uint8Array, octets: number): Uint8Array {
  inRange('octets', octets, 1, 256 * 20);
  const start = concatBytes(utf8ToBytes(label), Uint8Array.of(0), data);
  const mac = keyedHmac('sha1', key);
  return expand(octets, i => mac(start, Uint8Array.of(i)));
}

/**
 * KDF-Hash-n: `R = R || HMAC-Hash(key, i || label || context || n)` with i from 1 and n in bits, both 16 bits
 * little-endian (IEEE 802.11-2020, 12.7.1.6.2).
 * @param octets length of the result, n / 8: 1 to 8191
 * @throws EncodeError for a length out of range
 */
export function kdfHash(
  hash: Exclude<HashName, 'md5' | 'sha1'>,
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  octets: number,
): Uint8Array {
  const bits = octets * 8;
  const end = concatBytes(utf8ToBytes(label), context, Uint8Array.of(bits & 255, bits >> 8));
  const mac = keyedHmac(hash, key);
  return expand(octets, i => mac(Uint8Array.of((i + 1) & 255, (i + 1) >> 8), end));
}
