import { aeskw, cmac, ctr, gcm, unsafe } from '@noble/ciphers/aes.js';
import { copyOf } from '../codecs/copy.js';
import { ofLength } from './check.js';

/** An AES key together with its schedule, so that a key that opens many frames is expanded once. */
export interface AesKey {
  /** 16, 24 or 32 octets. */
  readonly octets: Uint8Array;
  /** The round keys, as little-endian words. */
  readonly schedule: Uint32Array;
}

/**
 * Expands an AES key; an {@link AesKey} passes as it is.
 * @param path names the key in the error
 * @throws EncodeError for a length other than `lengths` (16, 24 or 32 octets if left out)
 */
export function aesKey(key: Uint8Array | AesKey, path = 'key', lengths = [16, 24, 32]): AesKey {
  if (!(key instanceof Uint8Array)) {
    ofLength(path, key.octets, ...lengths);
    return key;
  }
  const octets = copyOf(ofLength(path, key, ...lengths));
  return { octets, schedule: unsafe.expandKeyLE(octets) };
}

/** AES-CMAC (RFC 4493, NIST SP 800-38B), 16 octets. */
export function aesCmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  return cmac(message, key);
}

/**
 * AES-CTR with a 16-octet initial counter block, incremented as one big-endian integer (NIST SP 800-38A,
 * 6.5).
 */
export function aesCtr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array {
  return ctr(key, counter).encrypt(data);
}

/** AES-GCM encryption (NIST SP 800-38D): ciphertext and a 16-octet tag. */
export function aesGcmSeal(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  return gcm(key, nonce, aad).encrypt(plaintext);
}

/** AES-GCM decryption of ciphertext and tag, or undefined if the tag is wrong. */
export function aesGcmOpen(
  key: Uint8Array,
  nonce: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  return orUndefined(() => gcm(key, nonce, aad).decrypt(sealed));
}

/** AES key wrap (RFC 3394) of 16 or more octets, a multiple of 8: 8 octets longer. */
export function aesWrap(kek: Uint8Array, plaintext: Uint8Array): Uint8Array {
  return aeskw(kek).encrypt(plaintext);
}

/** AES key unwrap (RFC 3394), or undefined if the integrity check fails. */
export function aesUnwrap(kek: Uint8Array, wrapped: Uint8Array): Uint8Array | undefined {
  return orUndefined(() => aeskw(kek).decrypt(wrapped));
}

/**
 * The primitives throw on a failed integrity check; callers here try several keys, so that it is no
 * exception.
 */
const orUndefined = (open: () => Uint8Array): Uint8Array | undefined => {
  try {
    return open();
  } catch {
    return undefined;
  }
};
