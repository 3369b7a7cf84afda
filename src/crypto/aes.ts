import { isOctets } from '../codecs/is-octets.js';
import { type AllocateWords, encryptBlock, ownWords, putSchedule, wordsOfSchedule } from './aes-block.js';
import { newWords, putWords, swap, type Words, word, wordBefore, xorWords } from './aes-word.js';
import { checkLength, octets, ofLength } from './check.js';
import { sliceOf } from './octets.js';

const ANY_LENGTH: readonly number[] = [16, 24, 32];

/** A prepared AES key, for one that serves many messages. */
export interface AesKey {
  /** Octets of the key: 16, 24 or 32. */
  readonly length: number;
  /** The round keys, as little-endian words. */
  readonly schedule: Uint32Array;
}

/** One that makes room for another. */
export interface ReplaceableAesKey extends AesKey {
  /**
   * Makes it another. `key` is read when it is used next: nobody writes into it before, unless to replace it again.
   * @throws EncodeError if it does not have as many octets
   */
  replace(key: Uint8Array): void;
}

/**
 * An AES key that is expanded at its first use, as not every key is ever used; a class, as a simulation holds many
 * thousands.
 */
class LazyKey implements ReplaceableAesKey {
  readonly length: number;
  readonly #allocate: AllocateWords;
  /** Until it is expanded. */
  #key: Uint8Array | undefined;
  #schedule: Uint32Array | undefined;
  // The cipher of a block of zeros, in integers that engines keep in place: an array of them takes as much memory as a
  // schedule.
  #isZeroKnown = false;
  #zero0 = 0;
  #zero1 = 0;
  #zero2 = 0;
  #zero3 = 0;

  constructor(key: Uint8Array, allocate: AllocateWords) {
    this.length = key.length;
    this.#key = key;
    this.#allocate = allocate;
  }

  get schedule(): Uint32Array {
    this.#schedule ??= this.#allocate(wordsOfSchedule(this.length));
    if (this.#key !== undefined) {
      putSchedule(this.#schedule, this.#key);
      this.#key = undefined;
    }
    return this.#schedule;
  }

  replace(key: Uint8Array): void {
    this.#key = ofLength('key', key, this.length);
    this.#isZeroKnown = false;
  }

  /** Writes L of RFC 4493, the cipher of a block of zeros, which is computed once. */
  putCipherOfZeros(out: Words): void {
    if (this.#isZeroKnown) {
      out[0] = this.#zero0;
      out[1] = this.#zero1;
      out[2] = this.#zero2;
      out[3] = this.#zero3;
      return;
    }
    encryptBlock(this.schedule, 0, 0, 0, 0, out);
    this.#zero0 = out[0]!;
    this.#zero1 = out[1]!;
    this.#zero2 = out[2]!;
    this.#zero3 = out[3]!;
    this.#isZeroKnown = true;
  }
}

/**
 * Prepares an AES key; an {@link AesKey} passes as it is.
 * @param path names the key in the error
 * @throws EncodeError for a length other than `lengths` (16, 24 or 32 octets if left out), and for what is neither
 */
export function aesKey(key: Uint8Array | AesKey, path = 'key', lengths = ANY_LENGTH): AesKey {
  if (!isOctets(key)) {
    if (typeof key !== 'object' || key === null || !('schedule' in key)) octets(path, key);
    checkLength(path, key.length, lengths);
    return key;
  }
  checkLength(path, key.length, lengths);
  return ownAesKey(sliceOf(key, 0, key.length));
}

/**
 * {@link aesKey} of 16, 24 or 32 octets that nobody writes into before it is used first, or replaced.
 * @param allocate gives the array for the round keys
 */
export const ownAesKey = (key: Uint8Array, allocate: AllocateWords = ownWords): ReplaceableAesKey =>
  new LazyKey(key, allocate);

/** Writes a block, the first octet the most significant, as an element of GF(2^128) and doubled (RFC 4493, 2.3). */
const putDoubled = (block: Words, out: Words): void => {
  const s0 = swap(block[0]!);
  const s1 = swap(block[1]!);
  const s2 = swap(block[2]!);
  const s3 = swap(block[3]!);
  out[0] = swap((s0 << 1) | (s1 >>> 31));
  out[1] = swap((s1 << 1) | (s2 >>> 31));
  out[2] = swap((s2 << 1) | (s3 >>> 31));
  out[3] = swap((s3 << 1) ^ ((s0 >> 31) & 0x87));
};

/** The state of CBC-MAC, and a subkey of CMAC: of each CMAC in turn. */
const x = /* @__PURE__ */ newWords();
const k = /* @__PURE__ */ newWords();

/**
 * AES-CMAC (RFC 4493, NIST SP 800-38B) of the first `bits` bits of `message`, which are zero up to the end of their last
 * octet. It is only lent: the next one overwrites it.
 */
export function cmacOfBits(key: AesKey, message: Uint8Array, bits: number): Words {
  const { schedule } = key;
  const lastAt = bits === 0 ? 0 : Math.floor((bits - 1) / 128) * 16;
  for (let i = 0; i < 4; i++) x[i] = 0;
  for (let i = 0; i < lastAt; i += 16)
    encryptBlock(
      schedule,
      x[0]! ^ word(message, i),
      x[1]! ^ word(message, i + 4),
      x[2]! ^ word(message, i + 8),
      x[3]! ^ word(message, i + 12),
      x,
    );
  // The last block is under K1 where it is whole; else a bit is put behind the message, and it is under K2.
  const rest = bits - lastAt * 8;
  if (key instanceof LazyKey) key.putCipherOfZeros(k);
  else encryptBlock(schedule, 0, 0, 0, 0, k);
  putDoubled(k, k);
  if (rest < 128) {
    putDoubled(k, k);
    k[rest >> 5]! ^= (0x80 >> (rest & 7)) << (rest & 0x18);
  }
  const end = Math.ceil(bits / 8);
  encryptBlock(
    schedule,
    x[0]! ^ k[0]! ^ wordBefore(message, lastAt, end),
    x[1]! ^ k[1]! ^ wordBefore(message, lastAt + 4, end),
    x[2]! ^ k[2]! ^ wordBefore(message, lastAt + 8, end),
    x[3]! ^ k[3]! ^ wordBefore(message, lastAt + 12, end),
    x,
  );
  for (let i = 0; i < 4; i++) k[i] = 0;
  return x;
}

/**
 * AES-CMAC (RFC 4493, NIST SP 800-38B), 16 octets.
 * @param key 16, 24 or 32 octets
 * @throws EncodeError for another length, and for what is no octets
 */
export function aesCmac(key: Uint8Array | AesKey, message: Uint8Array): Uint8Array<ArrayBuffer> {
  const prepared = aesKey(key);
  const mac = new Uint8Array(16);
  putWords(mac, 0, cmacOfBits(prepared, message, octets('message', message).length * 8));
  return mac;
}

const keystream = /* @__PURE__ */ newWords();

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
  for (let i = from, count = 0; i < to; i += 16, count++) {
    encryptBlock(schedule, c0, c1, 0, swap(count), keystream);
    xorWords(bytes, i, to, keystream, bytes, i);
  }
}
