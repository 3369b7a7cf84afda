import { MAX, type Marker, MIN } from './bound.js';
import { refuse } from './fault.js';
import {
  bitsFor,
  narrow,
  rangeBits,
  readOffset,
  readUnsigned,
  type SmallRange,
  signedOctets,
  signedOf,
  smallRange,
  unsignedOctets,
  unsignedOf,
  writeOffset,
  writeUnsigned,
} from './number.js';
import type { BitReader } from './reader.js';
import { readOctets } from './string.js';
import type { Type } from './type.js';
import type { BitWriter } from './writer.js';

type Whole = number | bigint;

/** How the values of one class of range are written, as numbers from the lower bound up or as they are. */
interface Form {
  read(reader: BitReader): Whole;
  write(writer: BitWriter, value: Whole): void;
  minBits(aligned: boolean): number;
}

const notShortest = (reader: BitReader, at: number) =>
  reader.failStrict('value', 'integer is not in its shortest form', at);

/** X.691, 13.2.2 with 11.5: a range of at most 65536 values. */
const small = (range: SmallRange): Form => ({
  read: reader => readOffset(reader, range),
  write: (writer, value) => writeOffset(writer, range, Number(value)),
  minBits: aligned => rangeBits(range, aligned),
});

/** X.691, 11.5: more than 65536 values. ALIGNED sends the octets that the value needs and how many they are. */
const large = (bits: number): Form => {
  const octets = smallRange((bits + 7) >> 3);
  return {
    read(reader) {
      if (!reader.aligned) return readUnsigned(reader, bits);
      const at = reader.pos;
      const length = readOffset(reader, octets) + 1;
      if (length > octets.count) reader.fail('length', `integer of more than ${octets.count} octets`, at);
      reader.align();
      const value = unsignedOf(reader.field(length * 8, true));
      if (length > 1 && BigInt(value) >> BigInt(length * 8 - 8) === 0n) notShortest(reader, at);
      return value;
    },
    write(writer, value) {
      if (!writer.aligned) return writeUnsigned(writer, value, bits);
      const content = unsignedOctets(value);
      writeOffset(writer, octets, content.length - 1);
      writer.align();
      writer.field(content);
    },
    minBits: aligned => (aligned ? rangeBits(octets, true) + 8 : bits),
  };
};

/** X.691, 11.7: a lower bound only; and 11.8: none. */
const lengthFirst = (signed: boolean): Form => ({
  read(reader) {
    const at = reader.pos;
    const octets = readOctets(reader);
    if (octets.length === 0) reader.fail('length', 'an integer of no octets', at);
    if (octets.length > 1) {
      const sign = signed && octets[1]! >= 0x80 ? 0xff : 0;
      if (octets[0] === sign) notShortest(reader, at);
    }
    return signed ? signedOf(octets) : unsignedOf(octets);
  },
  write: (writer, value) => writer.octets(signed ? signedOctets(value) : unsignedOctets(value)),
  minBits: () => 16,
});

/** Sums exactly, and gives a number where a number holds the sum. */
const plus = (a: Whole, b: Whole): Whole => {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrow(BigInt(a) + BigInt(b));
};

/** `value` as an exact integer, a number if a number holds it. */
const wholeOf = (value: unknown): Whole | undefined => {
  if (typeof value === 'bigint') return narrow(value);
  return Number.isSafeInteger(value) ? (value as number) : undefined;
};

/**
 * INTEGER: `integer()`, `integer(5)` for `INTEGER (5)`, `integer(0, 7)`, `integer(1, MAX)`,
 * `integer(MIN, 10)`, and `integer(0, 15, '...')` for `INTEGER (0..15, ...)`, whatever may follow the
 * marker. Values are numbers, and bigints beyond 2^53 where the type allows such; so give such bounds as
 * bigints. X.691, clause 13.
 * @throws TypeError for bounds that are no integers or no range
 */
export function integer(): Type<Whole>;
/** `INTEGER (only)`: that one value, which takes no bits. @throws TypeError for what is no integer */
export function integer<const V extends number>(only: V): Type<V>;
/** `INTEGER (lower..upper)`. @throws TypeError for bounds that are no integers or no range */
export function integer(lower: number, upper: number): Type<number>;
/** `INTEGER (lower..upper)`, also with a marker, or without a bound: {@link MIN}, {@link MAX}. @throws TypeError for what is no range */
export function integer(lower: Whole | typeof MIN, upper: Whole | typeof MAX, marker?: Marker): Type<Whole>;
export function integer(
  lower: Whole | typeof MIN = MIN,
  upper: Whole | typeof MAX = lower === MIN ? MAX : lower,
  marker?: Marker,
): Type<Whole> {
  const least = wholeOf(lower);
  const most = wholeOf(upper);
  const unsound = (least === undefined && lower !== MIN) || (most === undefined && upper !== MAX);
  if (unsound || (least !== undefined && most !== undefined && least > most)) {
    throw new TypeError(`INTEGER (${lower}..${upper}) is no range of exact integers`);
  }
  const extensible = marker === '...';
  const range = `${lower}..${upper}`;
  const unbounded = lengthFirst(true);
  const root = formOf(least, most);
  const base = least === undefined ? 0 : least;
  const outside = (value: Whole): boolean =>
    (least !== undefined && value < least) || (most !== undefined && value > most);

  // Most integers are of this kind, and their values never more than a number holds.
  if (!extensible && typeof least === 'number' && typeof most === 'number' && most - least < 0x10000)
    return smallInteger(least, most);

  return {
    decode(reader) {
      const at = reader.pos;
      if (extensible && reader.bit() === 1) {
        const value = unbounded.read(reader);
        if (!outside(value)) reader.failStrict('value', 'extension bit set for a value of the root', at);
        return value;
      }
      const read = root.read(reader);
      const value = base === 0 ? read : plus(base, read);
      if (outside(value)) reader.failStrict('value', `is outside ${range}`, at);
      return value;
    },
    encode(writer, given) {
      const value = wholeOf(given);
      if (value === undefined) return refuse(`must be an integer in ${range}`);
      const extended = outside(value);
      if (extensible) {
        writer.bits(extended ? 1 : 0, 1);
        if (extended) return unbounded.write(writer, value);
      } else if (extended) refuse(`must be in ${range}`);
      root.write(writer, base === 0 ? value : plus(value, -base));
    },
    toJson: integerToJson,
    fromJson: integerFromJson,
    minBits(aligned) {
      return extensible ? 1 + Math.min(16, root.minBits(aligned)) : root.minBits(aligned);
    },
    shape: () => ({ kind: 'INTEGER', lower, upper, extensible }),
  };
}

/** INTEGER (least..most) of at most 65536 values (X.691, 13.2.2 with 11.5). */
const smallInteger = (least: number, most: number): Type<Whole> => {
  const range = smallRange(most - least + 1);
  return {
    decode(reader) {
      const at = reader.pos;
      const value = least + readOffset(reader, range);
      if (value > most) reader.failStrict('value', `is outside ${least}..${most}`, at);
      return value;
    },
    encode(writer, given) {
      const value = wholeOf(given);
      if (value === undefined) return refuse(`must be an integer in ${least}..${most}`);
      if (value < least || value > most) refuse(`must be in ${least}..${most}`);
      writeOffset(writer, range, Number(value) - least);
    },
    toJson: integerToJson,
    fromJson: integerFromJson,
    minBits: aligned => rangeBits(range, aligned),
    shape: () => ({ kind: 'INTEGER', lower: least, upper: most, extensible: false }),
  };
};

const integerToJson: Type<Whole>['toJson'] = value => {
  if (typeof value === 'bigint') return value.toString();
  return Number.isSafeInteger(value) ? value : refuse('must be an integer');
};

const integerFromJson = (json: unknown): Whole => {
  if (typeof json === 'string' && /^-?\d+$/.test(json)) return narrow(BigInt(json));
  return wholeOf(json) ?? refuse('must be an integer, beyond 2^53 as a string of its decimal digits');
};

const formOf = (least: Whole | undefined, most: Whole | undefined): Form => {
  if (least === undefined || most === undefined) return lengthFirst(least === undefined);
  const count = BigInt(most) - BigInt(least) + 1n;
  return count <= 0x10000n ? small(smallRange(Number(count))) : large(bitsFor(count));
};
