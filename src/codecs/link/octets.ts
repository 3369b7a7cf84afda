/**
 * Big-endian integers in octets, and the checks on both sides, for the formats whose fields a fixed layout
 * does not describe: their headers have parts that other fields switch on and off.
 */
import { DecodeError, type DecodeErrorCode, EncodeError } from '../error.js';
import { isOctets } from '../is-octets.js';

export { get16, get24, get32, put16, put24, put32 } from '../layout/octets.js';

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

/** @throws EncodeError unless `value` is an integer from `min` to `max`. */
export const integer = (value: unknown, path: string, max: number, min = 0): number => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    throw new EncodeError(path, `is to be an integer from ${min} to ${max}`);
  return value;
};

/** 1 or 0. @throws EncodeError unless `value` is a boolean */
export const bit = (value: unknown, path: string): number => {
  if (typeof value !== 'boolean') throw new EncodeError(path, 'is to be true or false');
  return value ? 1 : 0;
};

/** @throws EncodeError unless `value` is octets, `length` of them where it is given. */
export const octetsOf = (value: unknown, path: string, length?: number): Uint8Array => {
  if (!isOctets(value)) throw new EncodeError(path, 'is to be octets (Uint8Array)');
  if (length !== undefined && value.length !== length)
    throw new EncodeError(path, `is to be ${length} octets, not ${value.length}`);
  return value;
};

/** No octets: what an encoder takes for an octet string that was left out. */
export const NONE: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** @throws EncodeError unless `value` is an array. */
export const arrayOf = <T>(value: readonly T[], path: string): readonly T[] => {
  if (!Array.isArray(value)) throw new EncodeError(path, 'is to be an array');
  return value;
};

/** @throws EncodeError unless `value` is an object: encoders are given what JSON holds. */
export const objectOf = <T>(value: T, path: string): T => {
  if (typeof value !== 'object' || value === null) throw new EncodeError(path, 'is to be an object');
  return value;
};

/** @throws EncodeError unless `value` is an array of objects. */
export const objectsOf = <T>(value: readonly T[], path: string): readonly T[] => {
  arrayOf(value, path);
  for (let i = 0; i < value.length; i++)
    if (typeof value[i] !== 'object' || value[i] === null) objectOf(value[i], `${path}[${i}]`);
  return value;
};
