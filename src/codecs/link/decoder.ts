import { type Decoded, DecodeError, type DecodeOptions, type Decoder, type Lax } from '../error.js';
import { requireOctets } from '../is-octets.js';

/** A value while a decoder fills it in. */
export type Draft<T> = { -readonly [K in keyof T]?: T[K] };

/**
 * Runs `read`, which fills in a value field by field and throws DecodeError where it cannot go on, as
 * strictly as `options` ask.
 */
export function decodeInto<T extends object>(
  options: DecodeOptions | undefined,
  read: (value: Draft<T>) => void,
): T | Lax<T> {
  const value: Draft<T> = {};
  if (options?.lax !== true) {
    read(value);
    return value as T;
  }
  try {
    read(value);
    return { value: value as T };
  } catch (error) {
    if (error instanceof DecodeError) return { value: value as Partial<T>, error };
    throw error;
  }
}

/** The decoder that `read` makes; see {@link decodeInto}. */
export const decoder = <T extends object>(read: (bytes: Uint8Array, value: Draft<T>) => void): Decoder<T> => {
  function decode<L extends boolean = false>(bytes: Uint8Array, options?: DecodeOptions<L>): Decoded<L, T>;
  function decode(bytes: Uint8Array): T;
  function decode(bytes: Uint8Array, options?: DecodeOptions): T | Lax<T> {
    requireOctets(bytes);
    if (options?.lax === true) return decodeInto<T>(options, value => read(bytes, value));
    const value: Draft<T> = {};
    read(bytes, value);
    return value as T;
  }
  return decode;
};
