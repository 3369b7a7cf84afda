import fc from 'fast-check';
import { expect } from 'vitest';
import { DecodeError, EncodeError, type Lax } from '../../../src/codecs/error.js';

/** Both forms of a decoder, and the encoder. */
export interface Codec<T> {
  readonly decode: (bytes: Uint8Array) => T;
  readonly lax: (bytes: Uint8Array) => Lax<T>;
  readonly encode: (value: T) => Uint8Array;
}

/** Octets near `seeds`: overwritten in a few places, cut, or with octets behind; and arbitrary ones. */
const near = (seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 80 }) },
    {
      weight: 5,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...seeds),
          fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
          fc.integer({ min: -6, max: 6 }),
        )
        .map(([seed, writes, growth]) => {
          const bytes = new Uint8Array(Math.max(0, seed.length + growth));
          bytes.set(seed.subarray(0, bytes.length));
          for (const [at, octet] of writes) if (bytes.length > 0) bytes[at % bytes.length] = octet;
          return bytes;
        }),
    },
  );

/**
 * That whatever is near `seeds` is decoded, and encoded to the same octets, or refused with a DecodeError
 * whose place is in the octets; and that the lax form agrees. Both outcomes have to occur.
 */
export function expectHostileSafe<T>({ decode, lax, encode }: Codec<T>, seeds: readonly Uint8Array[]): void {
  const outcomes = { accepted: 0, refused: 0 };
  for (const seed of seeds) expect(encode(decode(seed))).toEqual(seed);
  fc.assert(
    fc.property(near(seeds), bytes => {
      let value: T;
      try {
        value = decode(bytes);
      } catch (error) {
        outcomes.refused++;
        if (!(error instanceof DecodeError)) throw error;
        expect(error.offset).toBeGreaterThanOrEqual(0);
        expect(error.offset).toBeLessThanOrEqual(bytes.length);
        if (error.code === 'truncated') expect(error.required).toBeGreaterThan(error.available ?? Infinity);
        expect(lax(bytes).error).toEqual(error);
        return;
      }
      outcomes.accepted++;
      expect(encode(value)).toEqual(bytes);
      expect(lax(bytes)).toEqual({ value });
    }),
    { numRuns: 400 },
  );
  expect(outcomes.accepted).toBeGreaterThan(0);
}

/** The DecodeError that `run` throws. */
export const decodeError = (run: () => unknown): DecodeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
};

/** The message of the EncodeError that `run` throws. */
export const encodeError = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
  throw new Error('no error was thrown');
};
