import { digest } from '../crypto/hash.js';

/** A seeded stream of numbers: the same seed and name give the same stream on every machine. */
export interface Random {
  /** From 0 up to, but without, 1; a multiple of 2^-53. */
  uniform(): number;
  /** An integer from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** Whether an event of this probability happens; 0 and 1 draw nothing. */
  happens(probability: number): boolean;
  /** `length` octets, for keys and nonces of simulated actors. They are predictable on purpose: never use them elsewhere. */
  octets(length: number): Uint8Array;
  /**
   * The stream of a part of this one's owner. It depends on the seed and on the names down to it, not on what was
   * drawn before: another actor, or another draw, disturbs no stream but its own.
   */
  split(name: string): Random;
}

const rotate = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

/** A stream for a seed. */
export const createRandom = (seed: number | string): Random => stream(`seed ${seed}`);

/** xoshiro128** 1.1 (Blackman and Vigna, 2018; prng.di.unimi.it), its state the hash of the stream's name. */
function stream(name: string): Random {
  const state = digest('sha256', new TextEncoder().encode(name));
  const view = new DataView(state.buffer, state.byteOffset);
  let a = view.getUint32(0) | 0;
  let b = view.getUint32(4) | 0;
  let c = view.getUint32(8) | 0;
  let d = view.getUint32(12) | 0;

  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result;
  };
  const uniform = (): number => ((next() >>> 5) * 0x400_0000 + (next() >>> 6)) / 0x20_0000_0000_0000;

  return {
    uniform,
    integer: (least, most) => least + Math.floor(uniform() * (most - least + 1)),
    happens: probability => probability > 0 && (probability >= 1 || uniform() < probability),
    octets(length) {
      const out = new Uint8Array(length);
      for (let i = 0; i < length; i += 4) {
        const word = next();
        for (let k = 0; k < 4 && i + k < length; k++) out[i + k] = word >>> (8 * k);
      }
      return out;
    },
    split: part => stream(`${name}/${part}`),
  };
}
