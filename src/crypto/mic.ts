import { EncodeError } from '../codecs/error.js';
import { requireOctets } from '../codecs/is-octets.js';
import { aesKey, cmacOfBits } from './aes.js';
import { putWords } from './aes-word.js';
import type { MicAlgorithm } from './akm.js';
import { octets, ofLength } from './check.js';
import { type HashName, lentHmac } from './hash.js';
import { sliceOf } from './octets.js';

const hashOf: Readonly<Record<Exclude<MicAlgorithm, 'aes-128-cmac'>, HashName>> = {
  'hmac-md5': 'md5',
  'hmac-sha1-128': 'sha1',
  'hmac-sha256-128': 'sha256',
  'hmac-sha384-192': 'sha384',
  'hmac-sha512-256': 'sha512',
};

/** Octets of the Key MIC field under `algorithm`. @throws EncodeError for an unknown one */
export function micLengthOf(algorithm: MicAlgorithm): number {
  switch (algorithm) {
    case 'hmac-md5':
    case 'hmac-sha1-128':
    case 'aes-128-cmac':
    case 'hmac-sha256-128':
      return 16;
    case 'hmac-sha384-192':
      return 24;
    case 'hmac-sha512-256':
      return 32;
    default:
      throw new EncodeError('algorithm', `must be aes-128-cmac or one of ${Object.keys(hashOf).join(', ')}`);
  }
}

/**
 * The MIC of an EAPOL-Key frame (IEEE 802.11-2020, 12.7.2, h), {@link micLengthOf} octets.
 * @param kck 16 octets, 24 with HMAC-SHA-384, 32 with HMAC-SHA-512
 * @param frameWithZeroMic the EAPOL frame from its protocol version to the last octet of key data, MIC field
 * zero
 * @throws EncodeError for a KCK of another length, an unknown algorithm, and for what is no octets
 */
export function eapolMic(
  algorithm: MicAlgorithm,
  kck: Uint8Array,
  frameWithZeroMic: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { length } = octets('frameWithZeroMic', frameWithZeroMic);
  return sliceOf(lentMic(algorithm, kck, frameWithZeroMic, length), 0, micLengthOf(algorithm));
}

/**
 * {@link eapolMic} of a frame that is the first `length` octets of `bytes`: the first {@link micLengthOf} octets of what this
 * gives. They are only lent: the next MIC overwrites them.
 */
export function lentMic(
  algorithm: MicAlgorithm,
  kck: Uint8Array,
  bytes: Uint8Array,
  length: number,
): Uint8Array {
  // Each suite's KCK is as long as its MIC: IEEE 802.11-2020, Table 12-10.
  ofLength('kck', kck, micLengthOf(algorithm));
  if (algorithm !== 'aes-128-cmac') return lentHmac(hashOf[algorithm], kck, bytes, length);
  putWords(cmac, 0, cmacOfBits(aesKey(kck), bytes, length * 8));
  return cmac;
}

/** The last MIC that was a CMAC. */
const cmac = /* @__PURE__ */ new Uint8Array(16);

/**
 * Whether two octet strings are equal, in a time that depends on their lengths only.
 * @throws TypeError for what are no octets: any two texts of one length would be equal
 */
export function equalConstantTime(a: Uint8Array, b: Uint8Array): boolean {
  requireOctets(a);
  requireOctets(b);
  if (a.length !== b.length) return false;
  return equalOctets(a, 0, b, 0, a.length);
}

/**
 * Whether the `length` octets of `a` from `aFrom` on equal those of `b` from `bFrom` on, in a time that depends on
 * `length` only.
 */
export function equalOctets(
  a: Uint8Array,
  aFrom: number,
  b: Uint8Array,
  bFrom: number,
  length: number,
): boolean {
  let difference = 0;
  for (let i = 0; i < length; i++) difference |= a[aFrom + i]! ^ b[bFrom + i]!;
  return difference === 0;
}
