/** What decoders are made with that are written by hand: their formats have parts that other fields switch on and off. */
import {
  type Decoded,
  DecodeError,
  type DecodeErrorCode,
  type DecodeOptions,
  type Decoder,
  type Lax,
} from './error.js';
import { requireOctets } from './is-octets.js';

/** A value while a decoder fills it in. */
export type Draft<T> = { -readonly [K in keyof T]?: T[K] };

/** Takes an error: throws it (strict), or notes it down (lax). */
export type OnError = (error: DecodeError) => void;

/** The strict way with an error. */
export const raise: OnError = error => {
  throw error;
};

/** Runs a reader the lax way, with the first error. What it put into `value` before it threw is kept. */
export function gather<V>(
  value: V,
  read: (value: V, onError: OnError) => void,
): { readonly value: V; readonly error?: DecodeError } {
  let first: DecodeError | undefined;
  try {
    read(value, error => {
      first ??= error;
    });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    first ??= error;
  }
  return first === undefined ? { value } : { value, error: first };
}

/**
 * Runs `read`, which fills in a value field by field and throws DecodeError where it cannot go on, as
 * strictly as `options` ask.
 */
export function decodeInto<T extends object>(
  options: DecodeOptions | undefined,
  read: (value: Draft<T>) => void,
): T | Lax<T> {
  const value: Draft<T> = {};
  if (options?.lax === true) return gather(value, read) as Lax<T>;
  read(value);
  return value as T;
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

/** @throws DecodeError unless `required` octets are there from `offset` on. */
export const need = (
  bytes: Uint8Array,
  offset: number,
  required: number,
  format: string,
  path: string,
  claimedBy?: string,
): void => {
  const available = bytes.length - offset;
  if (required > available)
    throw new DecodeError({
      code: 'truncated',
      format,
      path: `${format}.${path}`,
      offset,
      required,
      available,
      ...(claimedBy === undefined ? {} : { claimedBy: `${format}.${claimedBy}` }),
    });
};

/** The error of a field whose octets are there but not right; `reason` the phrase without the place. */
export const fault = (
  format: string,
  path: string,
  offset: number,
  code: DecodeErrorCode,
  reason: string,
): DecodeError => new DecodeError({ code, reason, format, path: `${format}.${path}`, offset });

/** @throws DecodeError of code `trailing` unless `end` is the end of `bytes`. */
export const refuseTrailing = (bytes: Uint8Array, end: number, format: string): void => {
  if (end < bytes.length)
    throw new DecodeError({
      code: 'trailing',
      format,
      path: format,
      offset: end,
      required: 0,
      available: bytes.length - end,
    });
};
