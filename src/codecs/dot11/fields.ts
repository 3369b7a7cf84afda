/**
 * Field declarations that only 802.11 elements and key data encapsulations need. All of them are read by
 * {@link Layout.interpret}: what they read is short and seldom.
 */
import { arrayOf, bit, integer, NONE } from '../check.js';
import { EncodeError, ofItem } from '../error.js';
import { nibble } from '../hex.js';
import { isOctets } from '../is-octets.js';
import type { Cursor, Field, Infer } from '../layout/index.js';
import { get16le, get24, put16le, put24 } from '../layout/octets.js';

/** The values of a layout, with the fields that may be undefined left out where one likes. */
export type ElementOf<L> = Sparse<Infer<L>>;
type Sparse<V> = { [K in keyof V as undefined extends V[K] ? never : K]: V[K] } & {
  [K in keyof V as undefined extends V[K] ? K : never]?: V[K] | undefined;
};

/**
 * The word by which a union of formats is told apart; on the wire, the octets that say so, if any. Whoever reads or writes has
 * chosen the format by them.
 */
export const tag = <const T extends string>(word: T, wire: Uint8Array = NONE): Field<T> => ({
  size: undefined,
  read: at => {
    at.take(wire.length);
    return word;
  },
  measure: () => wire.length,
  write: (bytes, offset) => {
    bytes.set(wire, offset);
    return offset + wire.length;
  },
});

/** A field that is not there where no octets are left. Behind an absent one, all are absent. */
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({
  size: undefined,
  read: at => {
    if (at.offset === at.end) return undefined;
    if ((field.size ?? 0) > at.end - at.offset) throw at.truncated(field.size!);
    return field.read(at);
  },
  measure: (value, path) => (value === undefined ? 0 : field.measure(value, path)),
  write: (bytes, offset, value, path) =>
    value === undefined ? offset : field.write(bytes, offset, value, path),
});

/** A little-endian 16-bit count, which an error calls `NAMECount`, and as many items of fixed size. */
export const list = <T>(item: Field<T>): Field<readonly T[]> => ({
  size: undefined,
  read: at => {
    if (at.end - at.offset < 2) {
      at.name = `${at.name}Count`;
      throw at.truncated(2);
    }
    const count = get16le(at.bytes, at.take(2));
    if (count * item.size! > at.end - at.offset) throw at.truncated(count * item.size!, `${at.name}Count`);
    const value: T[] = [];
    for (let i = 0; i < count; i++) value.push(item.read(at));
    return value;
  },
  measure: (value, path) => {
    arrayOf(value, path);
    let size = 2;
    let i = 0;
    try {
      for (; i < value.length; i++) size += item.measure(value[i]!, path);
    } catch (error) {
      throw ofItem(error, path, i);
    }
    return size;
  },
  write: (bytes, offset, value, path) => {
    put16le(bytes, offset, value.length);
    let at = offset + 2;
    let i = 0;
    try {
      for (; i < value.length; i++) at = item.write(bytes, at, value[i]!, path);
    } catch (error) {
      throw ofItem(error, path, i);
    }
    return at;
  },
});

const pair = (octet: number): string => octet.toString(16).toUpperCase().padStart(2, '0');

/** The organization of IEEE 802.11, by far the most frequent. */
const IEEE_OUI = 0x000fac;
const IEEE_OUI_TEXT = '00-0F-AC';

const ouiText = (value: number): string =>
  value === IEEE_OUI
    ? IEEE_OUI_TEXT
    : `${pair(value >>> 16)}-${pair((value >>> 8) & 0xff)}-${pair(value & 0xff)}`;

const HYPHEN = 45;
/** Characters of an organization identifier. */
const OUI_LENGTH = 8;

const hexPair = (text: string, at: number): number => {
  const high = nibble(text.charCodeAt(at));
  const low = nibble(text.charCodeAt(at + 1));
  return high < 0 || low < 0 ? -1 : (high << 4) | low;
};

/** The integer that `text` begins with as an organization identifier, or -1. */
const ouiOf = (text: string): number => {
  const first = hexPair(text, 0);
  const second = hexPair(text, 3);
  const third = hexPair(text, 6);
  return first < 0 ||
    second < 0 ||
    third < 0 ||
    text.charCodeAt(2) !== HYPHEN ||
    text.charCodeAt(5) !== HYPHEN
    ? -1
    : (first << 16) | (second << 8) | third;
};

/** An organization identifier as text: `00-0F-AC`. */
export const oui: Field<string> = {
  size: undefined,
  read: at => ouiText(get24(at.bytes, at.take(3))),
  measure: (value, path) => {
    if (typeof value !== 'string' || value.length !== OUI_LENGTH || ouiOf(value) < 0)
      throw new EncodeError(path, 'is to be as 00-0F-AC');
    return 3;
  },
  write: (bytes, offset, value) => {
    put24(bytes, offset, ouiOf(value));
    return offset + 3;
  },
};

/** Suites of {@link IEEE_OUI} by type, those that were read. */
const ieeeSuites: string[] = [];

const suiteText = (organization: number, type: number): string => {
  if (organization !== IEEE_OUI) return `${ouiText(organization)}:${type}`;
  ieeeSuites[type] ??= `${IEEE_OUI_TEXT}:${type}`;
  return ieeeSuites[type];
};

const COLON = 58;
const ZERO = 48;

/** The type that the text of a suite ends with, or -1 for what is no decimal number of up to 255. */
const suiteTypeOf = (text: string): number => {
  const digits = text.length - OUI_LENGTH - 1;
  if (digits < 1 || digits > 3 || text.charCodeAt(OUI_LENGTH) !== COLON) return -1;
  let type = 0;
  for (let i = OUI_LENGTH + 1; i < text.length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    type = 10 * type + digit;
  }
  return type > 255 ? -1 : type;
};

/** A suite selector as text: `00-0F-AC:4` (9.4.2.24.2). */
export const suite: Field<string> = {
  size: 4,
  read: at => {
    const start = at.take(4);
    return suiteText(get24(at.bytes, start), at.bytes[start + 3]!);
  },
  measure: (value, path) => {
    if (typeof value !== 'string' || ouiOf(value) < 0 || suiteTypeOf(value) < 0)
      throw new EncodeError(path, 'is to be as 00-0F-AC:4, its type at most 255');
    return 4;
  },
  write: (bytes, offset, value) => {
    put24(bytes, offset, ouiOf(value));
    bytes[offset + 3] = suiteTypeOf(value);
    return offset + 4;
  },
};

/** All octets that are left, of which there are `min` to `max`. */
export const between = (min: number, max: number): Field<Uint8Array> => ({
  size: undefined,
  read: at => {
    const available = at.end - at.offset;
    if (available < min) throw at.truncated(min);
    if (available > max) throw at.fault('length', `is at most ${max} octets, not ${available}`);
    return at.view(available);
  },
  measure: (value, path) => {
    if (!isOctets(value) || value.length < min || value.length > max)
      throw new EncodeError(path, `is to be ${min} to ${max} octets (Uint8Array)`);
    return value.length;
  },
  write: (bytes, offset, value) => {
    bytes.set(value, offset);
    return offset + value.length;
  },
});

/** All octets that are left, of which there are `short` or `long`. */
export const eitherLength = (short: number, long: number): Field<Uint8Array> => {
  const all = between(short, long);
  return {
    ...all,
    read: at => {
      const available = at.end - at.offset;
      if (available > short && available < long)
        throw at.fault('length', `is ${short} or ${long} octets, not ${available}`);
      return all.read(at);
    },
    measure: (value, path) => {
      if (isOctets(value) && (value.length === short || value.length === long)) return value.length;
      throw new EncodeError(path, `is to be ${short} or ${long} octets (Uint8Array)`);
    },
  };
};

/** Bits of the next octet, in front of which `at` stays. */
const readPart = (at: Cursor, shift: number, width: number): number => {
  if (at.offset === at.end) throw at.truncated(1);
  return (at.bytes[at.offset]! >>> shift) & ((1 << width) - 1);
};

/** `width` bits of the next octet, the lowest of them bit `shift`; the octet stays for the fields that follow. */
export const part = (shift: number, width: number): Field<number> => ({
  size: undefined,
  read: at => readPart(at, shift, width),
  measure: (value, path) => {
    integer(value, path, 2 ** width - 1);
    return 0;
  },
  write: (bytes, offset, value) => {
    bytes[offset]! |= value << shift;
    return offset;
  },
});

/** Bit `shift` of the next octet; the octet stays for the fields that follow. */
export const partFlag = (shift: number): Field<boolean> => ({
  size: undefined,
  read: at => readPart(at, shift, 1) === 1,
  measure: (value, path) => {
    bit(value, path);
    return 0;
  },
  write: (bytes, offset, value) => {
    if (value) bytes[offset]! |= 1 << shift;
    return offset;
  },
});

/** The reserved bits of an octet from bit `shift` up, the last field of it; 0 where left out of a value. */
export const reservedFrom = (shift: number): Field<number | undefined> => ({
  size: undefined,
  read: at => {
    const value = readPart(at, shift, 8 - shift);
    at.offset++;
    return value;
  },
  measure: (value, path) => {
    integer(value ?? 0, path, 2 ** (8 - shift) - 1);
    return 1;
  },
  write: (bytes, offset, value) => {
    bytes[offset]! |= (value ?? 0) << shift;
    return offset + 1;
  },
});

/** The bits of an octet from bit `shift` up, the last field of it. */
export const partFrom = (shift: number): Field<number> => ({
  ...(reservedFrom(shift) as Field<number>),
  measure: (value, path) => {
    integer(value, path, 2 ** (8 - shift) - 1);
    return 1;
  },
});

/** `width` bits of the next octet, as {@link part}; `usual` where left out of a value. */
export const optionalPart = (shift: number, width: number, usual = 0): Field<number | undefined> => {
  const bits = part(shift, width);
  return {
    ...bits,
    measure: (value, path) => bits.measure(value ?? usual, path),
    write: (bytes, offset, value, path) => bits.write(bytes, offset, value ?? usual, path),
  };
};
