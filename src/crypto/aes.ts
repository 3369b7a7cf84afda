import { aeskw, gcm, unsafe } from '@noble/ciphers/aes.js';
import { copyOf } from '../codecs/copy.js';
import { putWord, word } from './aes-word.js';
import { checkLength, ofLength } from './check.js';

/** An expanded AES key, for one that serves many messages. */
export interface AesKey {
  /** Octets of the key: 16, 24 or 32. */
  readonly length: number;
  /** The round keys, as little-endian words. */
  readonly schedule: Uint32Array;
}

/**
 * Expands an AES key; an {@link AesKey} passes as it is.
 * @param path names the key in the error
 * @throws EncodeError for a length other than `lengths` (16, 24 or 32 octets if left out)
 */
export function aesKey(key: Uint8Array | AesKey, path = 'key', lengths = ANY_LENGTH): AesKey {
  checkLength(path, key.length, lengths);
  return key instanceof Uint8Array ? { length: key.length, schedule: unsafe.expandKeyLE(key) } : key;
}

const ANY_LENGTH: readonly number[] = [16, 24, 32];

/** Doubles an element of GF(2^128) in place, the first octet the most significant (RFC 4493, 2.3). */
function double(block: Uint8Array): void {
  const reduction = block[0]! >> 7 === 0 ? 0 : 0x87;
  for (let i = 0; i < 15; i++) block[i] = (block[i]! << 1) | (block[i + 1]! >> 7);
  block[15] = (block[15]! << 1) ^ reduction;
}

/** AES-CMAC (RFC 4493, NIST SP 800-38B), 16 octets. @param key 16, 24 or 32 octets */
export function aesCmac(key: Uint8Array | AesKey, message: Uint8Array): Uint8Array {
  const { encrypt } = unsafe;
  const { schedule } = aesKey(key);
  const lastAt = Math.max(0, Math.ceil(message.length / 16) - 1) * 16;
  const isWhole = message.length - lastAt === 16;
  let x = encrypt(schedule, 0, 0, 0, 0);
  /** K1 or K2, and then the last block under it. */
  const last = new Uint8Array(16);
  putWord(last, 0, x.s0);
  putWord(last, 4, x.s1);
  putWord(last, 8, x.s2);
  putWord(last, 12, x.s3);
  double(last);
  if (!isWhole) {
    double(last);
    last[message.length - lastAt]! ^= 0x80;
  }
  for (let i = lastAt; i < message.length; i++) last[i - lastAt]! ^= message[i]!;

  x = { s0: 0, s1: 0, s2: 0, s3: 0 };
  for (let i = 0; i <= lastAt; i += 16) {
    const from = i === lastAt ? last : message;
    const at = i === lastAt ? 0 : i;
    x = encrypt(
      schedule,
      x.s0 ^ word(from, at),
      x.s1 ^ word(from, at + 4),
      x.s2 ^ word(from, at + 8),
      x.s3 ^ word(from, at + 12),
    );
  }
  putWord(last, 0, x.s0);
  putWord(last, 4, x.s1);
  putWord(last, 8, x.s2);
  putWord(last, 12, x.s3);
  return last;
}

/**
 * AES-CTR with a 16-octet initial counter block, incremented as one big-endian integer (NIST SP 800-38A,
 * 6.5).
 * @param key 16, 24 or 32 octets
 */
export function aesCtr(key: Uint8Array | AesKey, counter: Uint8Array, data: Uint8Array): Uint8Array {
  const { schedule } = aesKey(key);
  const block = copyOf(ofLength('counter', counter, 16));
  const stream = new Uint8Array(16);
  const out = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at += 16) {
    const s = unsafe.encrypt(schedule, word(block, 0), word(block, 4), word(block, 8), word(block, 12));
    putWord(stream, 0, s.s0);
    putWord(stream, 4, s.s1);
    putWord(stream, 8, s.s2);
    putWord(stream, 12, s.s3);
    const end = Math.min(at + 16, data.length);
    for (let i = at; i < end; i++) out[i] = data[i]! ^ stream[i - at]!;
    for (let i = 15; i >= 0; i--) {
      block[i]!++;
      if (block[i] !== 0) break;
    }
  }
  return out;
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
