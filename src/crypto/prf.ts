import { EncodeError } from '../codecs/error.js';
import { putText, UTF8_MOST } from '../codecs/utf8.js';
import { inRange, octets as ofOctets } from './check.js';
import { type HashName, lentHmacs } from './hash.js';
import { createRoom } from './octets.js';

const room = /* @__PURE__ */ createRoom();

/**
 * The first `octets` octets of the HMACs of a message, one after another.
 * @param message its first `length` octets; it counts the HMACs in the octet at `counter`, and the one behind it if `carries`
 */
const expand = (
  hash: HashName,
  key: Uint8Array,
  message: Uint8Array,
  length: number,
  counter: number,
  carries: boolean,
  octets: number,
): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(octets);
  const next = lentHmacs(hash, key, message, length, counter);
  for (let at = 0; at < octets; ) {
    const mac = next();
    for (let i = 0; i < mac.length && at < octets; i++) out[at++] = mac[i]!;
    message[counter]!++;
    if (carries && message[counter] === 0) message[counter + 1]!++;
  }
  return out;
};

/**
 * PRF-n with SHA-1: `R = R || HMAC-SHA-1(key, label || 0x00 || data || i)` (IEEE 802.11-2020, 12.7.1.2).
 * @param octets length of the result, n / 8: 1 to 5120, as i is one octet
 * @throws EncodeError for a length out of range, and for a key or data that are no octets
 */
export function prfSha1(
  key: Uint8Array,
  label: string,
  data: Uint8Array,
  octets: number,
): Uint8Array<ArrayBuffer> {
  inRange('octets', octets, 1, 256 * 20);
  ofOctets('key', key);
  ofOctets('data', data);
  const message = room(UTF8_MOST * label.length + data.length + 2);
  let at = putText(message, 0, label);
  message[at++] = 0;
  message.set(data, at);
  at += data.length;
  message[at] = 0;
  return expand('sha1', key, message, at + 1, at, false, octets);
}

/**
 * KDF-Hash-n: `R = R || HMAC-Hash(key, i || label || context || n)` with i from 1 and n in bits, both 16 bits
 * little-endian (IEEE 802.11-2020, 12.7.1.6.2).
 * @param octets length of the result, n / 8: 1 to 8191
 * @throws EncodeError for another hash, a length out of range, and for a key or context that is no octets
 */
export function kdfHash(
  hash: Exclude<HashName, 'md5' | 'sha1'>,
  key: Uint8Array,
  label: string,
  context: Uint8Array,
  octets: number,
): Uint8Array<ArrayBuffer> {
  if (hash !== 'sha256' && hash !== 'sha384' && hash !== 'sha512')
    throw new EncodeError('hash', 'must be sha256, sha384 or sha512');
  inRange('octets', octets, 1, 8191);
  ofOctets('key', key);
  ofOctets('context', context);
  const bits = octets * 8;
  const message = room(UTF8_MOST * label.length + context.length + 4);
  message[0] = 1;
  message[1] = 0;
  const at = putText(message, 2, label);
  message.set(context, at);
  const end = at + context.length;
  message[end] = bits;
  message[end + 1] = bits >> 8;
  return expand(hash, key, message, end + 2, 0, true, octets);
}
