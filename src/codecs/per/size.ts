import { MAX, type Marker } from './bound.js';
import { refuse } from './fault.js';
import { rangeBits, readOffset, type SmallRange, smallRange, writeOffset } from './number.js';
import type { BitReader } from './reader.js';
import type { BitWriter } from './writer.js';

/** A SIZE constraint, as PER sees it. */
export interface Size {
  readonly lower: number;
  /** Infinity for MAX. */
  readonly upper: number;
  readonly extensible: boolean;
  /** How the root's length is encoded; undefined: by a general length determinant (X.691, 11.9.4). */
  readonly range: SmallRange | undefined;
}

/**
 * A size constraint: `size(6)` is `SIZE (6)`, `size(1, 160, '...')` is `SIZE (1..160, ...)` and
 * `size(2, MAX)` is `SIZE (2..MAX)`.
 * @throws TypeError for bounds that are no sizes
 */
export function size(exact: number, marker?: Marker): Size;
/** `SIZE (lower..upper)`. @throws TypeError for bounds that are no sizes */
export function size(lower: number, upper: number | typeof MAX, marker?: Marker): Size;
export function size(lower: number, second?: number | typeof MAX | Marker, marker?: Marker): Size {
  const upper = second === MAX ? Number.POSITIVE_INFINITY : typeof second === 'number' ? second : lower;
  const sound = Number.isSafeInteger(lower) && lower >= 0 && upper >= lower;
  if (!sound || (second !== MAX && !Number.isSafeInteger(upper))) {
    throw new TypeError(`SIZE (${lower}..${upper}) is no size constraint`);
  }
  return {
    lower,
    upper,
    extensible: second === '...' || marker === '...',
    range: upper < 0x10000 ? smallRange(upper - lower + 1) : undefined,
  };
}

/** No SIZE constraint. */
export const anySize = (): Size => size(0, MAX);

const within = (count: number, { lower, upper }: Size): boolean => count >= lower && count <= upper;

const phrase = ({ lower, upper }: Size, unit: string): string => {
  if (upper === lower) return `${lower} ${unit}`;
  return upper === Number.POSITIVE_INFINITY ? `${lower} or more ${unit}` : `${lower} to ${upper} ${unit}`;
};

/** The fewest bits of the length and of as many units of `width` bits. */
export function sizeBits(constraint: Size, width: number, aligned: boolean): number {
  const { lower, extensible, range } = constraint;
  const root = (range === undefined ? 8 : rangeBits(range, aligned)) + lower * width;
  return extensible ? 1 + Math.min(root, 8) : root;
}

/**
 * The number of units (X.691, 11.9.4), or with {@link BitReader.more} of the first block.
 * @param extended the extension bit was set: the size lies outside the root
 */
export function readCount(reader: BitReader, constraint: Size, extended: boolean): number {
  const at = reader.pos;
  if (constraint.range === undefined || extended) {
    const count = reader.length();
    checkCount(reader, constraint, extended, count, at);
    return count;
  }
  const count = constraint.lower + readOffset(reader, constraint.range);
  reader.more = false;
  if (count > constraint.upper) reader.failStrict('length', `is not of ${phrase(constraint, 'units')}`, at);
  return count;
}

/** Checks a total that grows block by block; too few is too few only when the last block is in. */
export function checkCount(
  reader: BitReader,
  constraint: Size,
  extended: boolean,
  total: number,
  at: number,
): void {
  if (extended) {
    if (!reader.more && within(total, constraint)) {
      reader.failStrict('length', 'extension bit set for a size of the root', at);
    }
  } else if (total > constraint.upper || (total < constraint.lower && !reader.more)) {
    reader.failStrict('length', `is not of ${phrase(constraint, 'units')}`, at);
  }
}

/**
 * Writes the extension bit and, if the size is constrained, the length.
 * @param unit names what is counted, for the error
 * @returns false if a general length determinant has still to be written
 */
export function writeCount(writer: BitWriter, constraint: Size, count: number, unit: string): boolean {
  const root = within(count, constraint);
  if (constraint.extensible) writer.bits(root ? 0 : 1, 1);
  else if (!root) refuse(`must be of ${phrase(constraint, unit)}, is of ${count}`);
  if (!root || constraint.range === undefined) return false;
  writeOffset(writer, constraint.range, count - constraint.lower);
  return true;
}
