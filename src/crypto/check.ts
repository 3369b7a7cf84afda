import { EncodeError } from '../codecs/error.js';
import { isOctets } from '../codecs/is-octets.js';

/**
 * Passes octets through. Text of the right length would be taken for octets that are all zero: a key that is wrong, and no error.
 * @param path names the value in the error, which never holds the value itself
 * @throws EncodeError for what are none, as hex digits
 */
export function octets(path: string, value: Uint8Array): Uint8Array {
  if (!isOctets(value)) throw new EncodeError(path, 'must be octets (Uint8Array)');
  return value;
}

/**
 * Passes `bytes` through if it has one of the allowed lengths.
 * @param path names the value in the error, which never holds the octets themselves
 * @throws EncodeError naming the allowed lengths, and for what are no octets
 */
export function ofLength(path: string, bytes: Uint8Array, ...allowed: readonly number[]): Uint8Array {
  checkLength(path, octets(path, bytes).length, allowed);
  return bytes;
}

/** @throws EncodeError naming the `allowed` lengths, unless `length` is one of them */
export function checkLength(path: string, length: number, allowed: readonly number[]): void {
  if (!allowed.includes(length))
    throw new EncodeError(path, `must be ${allowed.join(' or ')} octets long, not ${length}`);
}

/**
 * Passes `bytes` through if its length is within the bounds, both included.
 * @throws EncodeError naming the bounds, and for what are no octets
 */
export function ofLengthWithin(path: string, bytes: Uint8Array, least: number, most: number): Uint8Array {
  const { length } = octets(path, bytes);
  if (length >= least && length <= most) return bytes;
  throw new EncodeError(path, `must be ${least} to ${most} octets long, not ${length}`);
}

/** What errors show of `value`: a number or a text itself; of anything else its type, for octets in its place may be a key. */
export const shown = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
    ? String(value)
    : typeof value;

/** What errors show in the place of a number: of what is none its type alone, for text there may be a key, too. */
export const shownNumber = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'bigint' ? String(value) : typeof value;

/**
 * Passes an integer through if it is within the bounds, both included, and a number or a bigint as they are.
 * @throws EncodeError naming the bounds
 */
export function inRange<T extends number | bigint>(path: string, value: T, least: T, most: T): T {
  // Each kind is compared at a place of its own, where the engine then expects it.
  const isWithin =
    typeof value === 'bigint'
      ? typeof least === 'bigint' && value >= least && value <= most
      : typeof least === 'number' && Number.isInteger(value) && value >= least && value <= most;
  if (isWithin) return value;
  if (typeof value !== typeof least && (typeof value === 'bigint' || typeof value === 'number'))
    throw new EncodeError(path, `must be a ${typeof least} from ${least} to ${most}, not a ${typeof value}`);
  throw new EncodeError(path, `must be an integer from ${least} to ${most}, not ${shownNumber(value)}`);
}
