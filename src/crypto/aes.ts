import { gcm } from '@noble/ciphers/aes.js';
import { encryptBlock, encryptBlockInto, expandKey } from './aes-block.js';
import { putWords, swap, type Words, word, wordBefore, xorWords, zeroBlock } from './aes-word.js';
import { checkLength } from './check.js';
import { octetsOf } from './octets.js';

const ANY_LENGTH: readonly number[] = [16, 24, 32];

/** A prepared AES key, for one that serves many messages. */
export interface AesKey {
  /** Octets of the key: 16, 24 or 32. */
  readonly length: number;
  /** The round keys, as little-endian words. */
  readonly schedule: Uint32Array;
}

/**
 * An AES key that is expanded at its first use, as not every key is ever used; a class, as a simulation holds many
 * thousands.
 */
class LazyKey implements AesKey {
  readonly length: number;
  /** Until it is expanded. */
  #key: Uint8Array | undefined;
  #schedule: Uint32Array | undefined;
  #subkey: Words | undefined;

  constructor(key: Uint8Array) {
    this.length = key.length;
    this.#key = key;
  }

  get schedule(): Uint32Array {
    if (this.#schedule === undefined) {
      this.#schedule = expandKey(this.#key!);
      this.#key = undefined;
    }
    return this.#schedule;
  }

  /** What both subkeys of CMAC follow from: the cipher of zeros, L in RFC 4493. */
  get ofZeros(): Words {
    this.#subkey ??= encryptBlock(this.schedule, 0, 0, 0, 0);
    return this.#subkey;
  }
}

/**
 * Prepares an AES key; an {@link AesKey} passes as it is.
 * @param path names the key in the error
 * @throws EncodeError for a length other than `lengths` (16, 24 or 32 octets if left out)
 */
export function aesKey(key: Uint8Array | AesKey, path = 'key', lengths = ANY_LENGTH): AesKey {
  checkLength(path, key.length, lengths);
  return key instanceof Uint8Array ? ownAesKey(octetsOf(key, 0, key.length)) : key;
}

/** {@link aesKey} of 16, 24 or 32 octets that nobody writes into any more. */
export const ownAesKey = (key: Uint8Array): AesKey => new LazyKey(key);

/** A block, the first octet the most significant, as an element of GF(2^128) and doubled (RFC 4493, 2.3). */
const doubled = (block: Words): Words => {
  const s0 = swap(block.s0);
  const s1 = swap(block.s1);
  const s2 = swap(block.s2);
  const s3 = swap(block.s3);
  return {
    s0: swap((s0 << 1) | (s1 >>> 31)),
    s1: swap((s1 << 1) | (s2 >>> 31)),
    s2: swap((s2 << 1) | (s3 >>> 31)),
    s3: swap((s3 << 1) ^ ((s0 >> 31) & 0x87)),
  };
};

/**
 * AES-CMAC (RFC 4493, NIST SP 800-38B) of the first `bits` bits of `message`, which are zero up to the end of their last
 * octet.
 */
export function cmacOfBits(key: AesKey, message: Uint8Array, bits: number): Words {
  const { schedule } = key;
  const lastAt = bits === 0 ? 0 : Math.floor((bits - 1) / 128) * 16;
  const x = zeroBlock();
  for (let i = 0; i < lastAt; i += 16)
    encryptBlockInto(
      schedule,
      x.s0 ^ word(message, i),
      x.s1 ^ word(message, i + 4),
      x.s2 ^ word(message, i + 8),
      x.s3 ^ word(message, i + 12),
      x,
    );
  // The last block is under K1 where it is whole; else a bit is put behind the message, and it is under K2.
  const rest = bits - lastAt * 8;
  const isWhole = rest === 128;
  const k1 = doubled(key instanceof LazyKey ? key.ofZeros : encryptBlock(schedule, 0, 0, 0, 0));
  const k = isWhole ? k1 : doubled(k1);
  const pad = (0x80 >> (rest & 7)) << (rest & 0x18);
  const padWord = rest >> 5;
  const end = Math.ceil(bits / 8);
  return encryptBlock(
    schedule,
    x.s0 ^ k.s0 ^ wordBefore(message, lastAt, end) ^ (padWord === 0 ? pad : 0),
    x.s1 ^ k.s1 ^ wordBefore(message, lastAt + 4, end) ^ (padWord === 1 ? pad : 0),
    x.s2 ^ k.s2 ^ wordBefore(message, lastAt + 8, end) ^ (padWord === 2 ? pad : 0),
    x.s3 ^ k.s3 ^ wordBefore(message, lastAt + 12, end) ^ (padWord === 3 ? pad : 0),
  );
}

/** AES-CMAC (RFC 4493, NIST SP 800-38B), 16 octets. @param key 16, 24 or 32 octets */
export function aesCmac(key: Uint8Array | AesKey, message: Uint8Array): Uint8Array {
  const mac = new Uint8Array(16);
  putWords(mac, 0, cmacOfBits(aesKey(key), message, message.length * 8));
  return mac;
}

/**
 * AES-CTR (NIST SP 800-38A, 6.5) of the octets of `bytes` from `from` up to `to`, in their place. The first half of the
 * counter is `c0` and `c1`; its second, big-endian, starts at 0.
 */
export function ctrInPlace(
  key: AesKey,
  c0: number,
  c1: number,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  const { schedule } = key;
  const s = zeroBlock();
  for (let i = from, count = 0; i < to; i += 16, count++) {
    encryptBlockInto(schedule, c0, c1, 0, swap(count), s);
    xorWords(bytes, i, to, s, bytes, i);
  }
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
  // noble throws on a wrong tag; callers here try several keys, so that it is no exception.
  try {
    return gcm(key, nonce, aad).decrypt(sealed);
  } catch {
    return undefined;
  }
}
