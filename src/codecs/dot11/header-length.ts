import { DecodeError } from '../error.js';

/**
 * Checks that `bytes` hold the part that every header of a capture format has.
 * @param least octets of that part
 * @throws DecodeError `truncated`
 */
export function checkFixedPart(format: string, bytes: Uint8Array, least: number): void {
  if (bytes.length < least)
    throw new DecodeError({
      code: 'truncated',
      format,
      path: format,
      offset: 0,
      required: least,
      available: bytes.length,
    });
}

/**
 * Checks the length that a header of a capture format says it has.
 * @param field where it says so: its name, and its offset in octets
 * @param least octets of the part that every header has
 * @throws DecodeError `length` for one below `least`, and for one beyond `bytes`
 */
export function checkHeaderLength(
  format: string,
  bytes: Uint8Array,
  length: number,
  field: { readonly name: string; readonly offset: number },
  least: number,
): void {
  if (length < least || length > bytes.length)
    throw new DecodeError({
      code: 'length',
      reason: `is ${length}, not between ${least} and the ${bytes.length} octets there are`,
      format,
      path: `${format}.${field.name}`,
      offset: field.offset,
      required: length,
      available: bytes.length,
    });
}
