import { EncodeError } from '../codecs/error.js';
import { octets, ofLength } from './check.js';
import { aesUnwrap, aesWrap } from './key-wrap.js';
import { concatBytes } from './octets.js';
import { rc4 } from './rc4.js';

/**
 * How the key data of an EAPOL-Key frame is protected: RC4 under key descriptor version 1, AES key wrap under
 * all others (IEEE 802.11-2020, 12.7.2, b).
 */
export type KeyDataProtection =
  | { readonly algorithm: 'aes-key-wrap'; readonly kek: Uint8Array }
  | {
      readonly algorithm: 'rc4';
      readonly kek: Uint8Array;
      /** The EAPOL-Key IV field, 16 octets. */
      readonly iv: Uint8Array;
    };

/** Key data padded as AES key wrap asks: 0xdd, then zeros, to a multiple of 8 octets and at least 16. */
const padded = (keyData: Uint8Array): Uint8Array => {
  const length = Math.max(16, Math.ceil(keyData.length / 8) * 8);
  if (length === keyData.length) return keyData;
  const out = new Uint8Array(length);
  out.set(keyData);
  out[keyData.length] = 0xdd;
  return out;
};

const rc4KeyData = (kek: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array<ArrayBuffer> =>
  rc4(concatBytes(ofLength('iv', iv, 16), ofLength('kek', kek, 16)), data, 256);

const unknown = (): never => {
  throw new EncodeError('algorithm', 'must be aes-key-wrap or rc4');
};

/**
 * Encrypts key data. AES key wrap pads it first and makes it 8 octets longer; RC4 leaves its length
 * (IEEE 802.11-2020, 12.7.2, j).
 * @throws EncodeError for a KEK (AES: 16, 24 or 32 octets, RC4: 16) or IV of the wrong length, another algorithm, and for what
 * is no octets
 */
export function wrapKeyData(how: KeyDataProtection, keyData: Uint8Array): Uint8Array<ArrayBuffer> {
  octets('keyData', keyData);
  switch (how.algorithm) {
    case 'aes-key-wrap':
      return aesWrap(ofLength('kek', how.kek, 16, 24, 32), padded(keyData));
    case 'rc4':
      return rc4KeyData(how.kek, how.iv, keyData);
    default:
      return unknown();
  }
}

/**
 * Decrypts key data, padding and all. Undefined if the integrity check of AES key wrap fails, as under a
 * wrong key, or the length is none that it gives; RC4 has no such check.
 * @throws EncodeError as {@link wrapKeyData} does
 */
export function unwrapKeyData(
  how: KeyDataProtection,
  keyData: Uint8Array,
): Uint8Array<ArrayBuffer> | undefined {
  octets('keyData', keyData);
  switch (how.algorithm) {
    case 'aes-key-wrap':
      return aesUnwrap(ofLength('kek', how.kek, 16, 24, 32), keyData);
    case 'rc4':
      return rc4KeyData(how.kek, how.iv, keyData);
    default:
      return unknown();
  }
}
