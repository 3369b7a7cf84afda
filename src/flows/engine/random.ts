import { get32 } from '../../codecs/layout/octets.js';
import { putText, UTF8_MOST } from '../../codecs/utf8.js';
import { lentDigest } from '../../crypto/hash.js';
import { createRoom } from '../../crypto/octets.js';

/** A stream of numbers, for who draws from it and no more. */
export interface Numbers {
  /** From 0 up to, but without, 1; a multiple of 2^-53. */
  uniform(): number;
  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** Whether an event of this probability happens; 0 and 1 draw nothing. */
  happens(probability: number): boolean;
  /** `length` octets, for keys and nonces of simulated actors. They are predictable on purpose: never use them elsewhere. */
  octets(length: number): Uint8Array;
}

/** Where actors and their parts get streams from: the same seed and names give the same numbers on every machine. */
export interface Random {
  /** Where a part of this one's owner gets streams for its own parts from. */
  split(name: string): Random;
  /**
   * The stream of a part. It depends on the seed and on the names down to it, not on what others drew: another actor, or
   * another draw, disturbs no stream but its own. Who asks for it again gets the same numbers from the first on.
   */
  numbers(name: string): Numbers;
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** The streams of a seed. */
export const createRandom = (seed: number | string): Random => streamsOf(`seed ${seed}`);

const streamsOf = (name: string): Random => ({
  split: part => streamsOf(`${name}/${part}`),
  numbers: part => new Xoshiro(name, part),
});

const room = /* @__PURE__ */ createRoom();
const SLASH = 0x2f;

/**
 * xoshiro128** 1.1 (Blackman and Vigna, 2018; prng.di.unimi.it), its state the hash of the names of an owner and of its
 * part. A class, as every actor holds several: what they have in common is there once.
 */
class Xoshiro implements Numbers {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  constructor(owner: string, part: string) {
    // One behind the other, as they would be written into a text, which V8 would only put together to read it once.
    const text = room(UTF8_MOST * (owner.length + part.length) + 1);
    let at = putText(text, 0, owner);
    text[at++] = SLASH;
    at = putText(text, at, part);
    const hash = lentDigest('sha256', text, at);
    this.#a = get32(hash, 0) | 0;
    this.#b = get32(hash, 4) | 0;
    this.#c = get32(hash, 8) | 0;
    this.#d = get32(hash, 12) | 0;
  }

  #next(): number {
    const result = Math.imul(rotate(Math.imul(this.#b, 5), 7), 9) >>> 0;
    const t = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= t;
    this.#d = rotate(this.#d, 11);
    return result;
  }

  uniform(): number {
    return ((this.#next() >>> 5) * 0x400_0000 + (this.#next() >>> 6)) / 0x20_0000_0000_0000;
  }

  integer(least: number, most: number): number {
    return least + Math.floor(this.uniform() * (most - least + 1));
  }

  happens(probability: number): boolean {
    return probability > 0 && (probability >= 1 || this.uniform() < probability);
  }

  octets(length: number): Uint8Array {
    const out = new Uint8Array(length);
    for (let i = 0; i < length; i += 4) {
      const word = this.#next();
      for (let k = 0; k < 4 && i + k < length; k++) out[i + k] = word >>> (8 * k);
    }
    return out;
  }
}
