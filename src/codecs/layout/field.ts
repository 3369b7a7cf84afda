import { octetsOf } from '../check.js';
import { EncodeError } from '../error.js';
import type { Cursor } from './cursor.js';
import {
  get16,
  get16le,
  get32,
  get32le,
  get64,
  get64le,
  put16,
  put16le,
  put32,
  put32le,
  put64,
  put64le,
} from './octets.js';

/** The integers that binary-parser reads by these names. */
export type Primitive = 'uint8' | 'uint16be' | 'uint16le' | 'uint32be' | 'uint32le' | 'uint64be' | 'uint64le';

/** A part of an integer: `width` bits, `shift` bits above the least significant one. */
export interface BitCut {
  readonly name: string;
  readonly width: number;
  readonly shift: number;
  readonly mask: number;
  readonly isFlag: boolean;
}

/** How the compiled reader reads a field: an integer, a number of octets, or an integer in parts. */
export type Compiled = Primitive | number | { readonly bits: readonly BitCut[] };

/** One field of a {@link layout}: how it is read and how it is written, for values of type `T`. */
export interface Field<T> {
  /** Octets on the wire, where every value takes as many. */
  readonly size: number | undefined;
  /**
   * What the compiled reader does for it; a field without one is read by `read` alone. With one, `write` makes
   * all checks of the value, and `measure` is not asked.
   */
  readonly compiled?: Compiled;
  /** Reads it, and moves `at` behind it; at least `size` octets are there. */
  read(at: Cursor): T;
  /** Octets that `value` takes; throws EncodeError where it can take none. */
  measure(value: T, path: string): number;
  /** Writes `value` at `offset`, where there is room, all zero, and gives the offset behind it. */
  write(bytes: Uint8Array, offset: number, value: T, path: string): number;
}

/** The type of a field's value. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;

const fits = (value: unknown, max: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max;

const outOfRange = (path: string, max: number | bigint): EncodeError =>
  new EncodeError(path, `is to be an integer from 0 to ${max}`);

const integer = (
  size: number,
  type: Primitive,
  get: (bytes: Uint8Array, offset: number) => number,
  set: (bytes: Uint8Array, offset: number, value: number) => void,
): Field<number> => {
  const max = 2 ** (8 * size) - 1;
  return {
    size,
    compiled: type,
    read: at => {
      const { offset } = at;
      at.offset = offset + size;
      return get(at.bytes, offset);
    },
    measure: () => size,
    write: (bytes, offset, value, path) => {
      if (!fits(value, max)) throw outOfRange(path, max);
      set(bytes, offset, value);
      return offset + size;
    },
  };
};

const MAX_64 = 0xffff_ffff_ffff_ffffn;

/** The 64-bit integer that `value` is: JSON holds it as decimal digits, so these and plain integers do too. */
const wide = (value: unknown, path: string): bigint => {
  const integral =
    typeof value === 'bigint'
      ? value
      : (typeof value === 'number' && Number.isSafeInteger(value)) ||
          (typeof value === 'string' && /^\d{1,20}$/.test(value))
        ? BigInt(value)
        : -1n;
  if (integral < 0n || integral > MAX_64) throw outOfRange(path, MAX_64);
  return integral;
};

const integer64 = (
  type: Primitive,
  get: (bytes: Uint8Array, offset: number) => bigint,
  set: (bytes: Uint8Array, offset: number, value: bigint) => void,
): Field<bigint> => ({
  size: 8,
  compiled: type,
  read: at => {
    const { offset } = at;
    at.offset = offset + 8;
    return get(at.bytes, offset);
  },
  measure: () => 8,
  write: (bytes, offset, value, path) => {
    set(bytes, offset, wide(value, path));
    return offset + 8;
  },
});

/** An octet as an unsigned integer. */
export const u8: Field<number> = /* @__PURE__ */ integer(
  1,
  'uint8',
  (bytes, at) => bytes[at]!,
  (bytes, at, value) => {
    bytes[at] = value;
  },
);
/** Two octets, big-endian. */
export const u16be: Field<number> = /* @__PURE__ */ integer(2, 'uint16be', get16, put16);
/** Two octets, little-endian. */
export const u16le: Field<number> = /* @__PURE__ */ integer(2, 'uint16le', get16le, put16le);
/** Four octets, big-endian. */
export const u32be: Field<number> = /* @__PURE__ */ integer(4, 'uint32be', get32, put32);
/** Four octets, little-endian. */
export const u32le: Field<number> = /* @__PURE__ */ integer(4, 'uint32le', get32le, put32le);
/** Eight octets, big-endian. */
export const u64be: Field<bigint> = /* @__PURE__ */ integer64('uint64be', get64, put64);
/** Eight octets, little-endian. */
export const u64le: Field<bigint> = /* @__PURE__ */ integer64('uint64le', get64le, put64le);

const writeOctets = (bytes: Uint8Array, offset: number, value: Uint8Array): number => {
  bytes.set(value, offset);
  return offset + value.length;
};

/** `length` octets as they are. */
export const octets = (length: number): Field<Uint8Array> => ({
  // No octets at all are none that binary-parser compiles.
  ...(length === 0 ? { size: undefined } : { size: length, compiled: length }),
  read: at => at.view(length),
  measure: () => length,
  write: (bytes, offset, value, path) => {
    octetsOf(value, path, length);
    return writeOctets(bytes, offset, value);
  },
});

/** All octets that are left. */
export const rest: Field<Uint8Array> = {
  size: undefined,
  read: at => at.view(at.end - at.offset),
  measure: (value, path) => octetsOf(value, path).length,
  write: (bytes, offset, value) => writeOctets(bytes, offset, value),
};

/**
 * Octets behind their own number: a length field of type `length`, which an error calls `NAMELength`,
 * and as many octets as it claims.
 */
export const counted = (length: Field<number>): Field<Uint8Array> => {
  const prefix = length.size!;
  const max = 2 ** (8 * prefix) - 1;
  return {
    size: undefined,
    read: at => {
      if (prefix > at.end - at.offset) {
        at.name = `${at.name}Length`;
        throw at.truncated(prefix);
      }
      const claimed = length.read(at);
      if (claimed > at.end - at.offset) throw at.truncated(claimed, `${at.name}Length`);
      return at.view(claimed);
    },
    measure: (value, path) => {
      if (octetsOf(value, path).length > max)
        throw new EncodeError(path, `is to be at most ${max} octets, not ${value.length}`);
      return prefix + value.length;
    },
    write: (bytes, offset, value, path) =>
      writeOctets(bytes, length.write(bytes, offset, value.length, path), value),
  };
};

/** A part of {@link bits} that is one bit wide and a boolean. */
export const flag = 'flag';

type BitParts = Readonly<Record<string, number | typeof flag>>;
type BitValues<P extends BitParts> = {
  -readonly [K in keyof P]: P[K] extends typeof flag ? boolean : number;
};

/**
 * A big-endian integer cut into parts, from the most significant bit down as a figure draws it: a width in
 * bits, or {@link flag}. The parts cover the integer, reserved bits included.
 */
export function bits<const P extends BitParts>(
  carrier: typeof u8 | typeof u16be,
  parts: P,
): Field<BitValues<P>> {
  const size = carrier.size!;
  let shift = 8 * size;
  const cuts = Object.entries(parts).map(([name, part]): BitCut => {
    const width = part === flag ? 1 : part;
    shift -= width;
    return { name, width, shift, mask: 2 ** width - 1, isFlag: part === flag };
  });
  if (shift !== 0) throw new RangeError(`bits: the parts leave ${shift} of ${8 * size} bits`);
  return {
    size,
    compiled: { bits: cuts },
    read: at => {
      const raw = carrier.read(at);
      const value: Record<string, number | boolean> = {};
      for (let i = 0; i < cuts.length; i++) {
        const { name, shift, mask, isFlag } = cuts[i]!;
        const part = (raw >>> shift) & mask;
        value[name] = isFlag ? part === 1 : part;
      }
      return value as BitValues<P>;
    },
    measure: () => size,
    write: (bytes, offset, value, path) => {
      if (typeof value !== 'object' || value === null) throw new EncodeError(path, 'is to be an object');
      let raw = 0;
      for (let i = 0; i < cuts.length; i++) {
        const { name, shift, mask, isFlag } = cuts[i]!;
        const part: unknown = value[name];
        if (isFlag) {
          if (typeof part !== 'boolean') throw new EncodeError(`${path}.${name}`, 'is to be true or false');
          if (part) raw |= 1 << shift;
        } else if (fits(part, mask)) raw |= part << shift;
        else throw outOfRange(`${path}.${name}`, mask);
      }
      return carrier.write(bytes, offset, raw, path);
    },
  };
}
