/**
 * Big-endian integers in octets, and the checks of octets that are read, for the formats whose fields a fixed layout
 * does not describe: their headers have parts that other fields switch on and off.
 */
import { DecodeError, type DecodeErrorCode } from '../error.js';

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
