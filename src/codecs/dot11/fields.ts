/**
 * Field declarations that only 802.11 elements and key data encapsulations need. All of them are read by
 * {@link Layout.interpret}: what they read is short and seldom.
 */
import { DecodeError, EncodeError } from '../error.js';
import type { Place } from '../layout/field.js';
import type { Field, Infer } from '../layout/index.js';
import { get16le, put16le } from '../layout/octets.js';

/** The values of a layout, with the fields that may be undefined left out where one likes. */
export type ElementOf<L> = Sparse<Infer<L>>;
type Sparse<V> = { [K in keyof V as undefined extends V[K] ? never : K]: V[K] } & {
  [K in keyof V as undefined extends V[K] ? K : never]?: V[K];
};

/** The next `length` octets. @throws DecodeError where there are fewer */
const take = ({ bytes, format, name, offset }: Place, length: number, claimedBy?: string): Uint8Array => {
  const available = bytes.length - offset;
  if (length > available)
    throw new DecodeError({
      code: 'truncated',
      format,
      path: `${format}.${name}`,
      offset,
      required: length,
      available,
      ...(claimedBy === undefined ? {} : { claimedBy }),
    });
  return bytes.subarray(offset, offset + length);
};

const sameOctets = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((octet, i) => octet === b[i]);

/** The word by which a union of formats is told apart; on the wire, the octets that say so, if any. */
export const tag = <const T extends string>(word: T, wire: Uint8Array = new Uint8Array(0)): Field<T> => ({
  size: undefined,
  read: place => {
    const { format, name, offset } = place;
    if (!sameOctets(take(place, wire.length), wire))
      throw new DecodeError({
        code: 'value',
        reason: `is not ${word}`,
        format,
        path: `${format}.${name}`,
        offset,
      });
    return { value: word, end: offset + wire.length };
  },
  measure: (value, path) => {
    if (value !== word) throw new EncodeError(path, `is to be '${word}'`);
    return wire.length;
  },
  write: (bytes, offset) => {
    bytes.set(wire, offset);
    return offset + wire.length;
  },
});

/** A field that is not there where no octets are left. Behind an absent one, all are absent. */
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({
  size: undefined,
  read: place => {
    if (place.offset === place.bytes.length) return { value: undefined, end: place.offset };
    take(place, field.size ?? 0);
    return field.read(place);
  },
  measure: (value, path) => (value === undefined ? 0 : field.measure(value, path)),
  write: (bytes, offset, value, path) =>
    value === undefined ? offset : field.write(bytes, offset, value, path),
});

/** A little-endian 16-bit count, which an error calls `NAMECount`, and as many items of fixed size. */
export const list = <T>(item: Field<T>): Field<readonly T[]> => ({
  size: undefined,
  read: place => {
    const { bytes, format, name, offset } = place;
    const claimedBy = `${format}.${name}Count`;
    take({ ...place, name: `${name}Count` }, 2);
    const count = get16le(bytes, offset);
    const size = item.size!;
    const start = offset + 2;
    take({ ...place, offset: start }, count * size, claimedBy);
    const value = Array.from(
      { length: count },
      (_, i) => item.read({ bytes, format, name: `${name}[${i}]`, offset: start + i * size }).value,
    );
    return { value, end: start + count * size };
  },
  measure: (value, path) => {
    if (!Array.isArray(value) || value.length > 0xffff)
      throw new EncodeError(path, 'is to be an array of at most 65535');
    return value.reduce<number>((sum, one, i) => sum + item.measure(one as T, `${path}[${i}]`), 2);
  },
  write: (bytes, offset, value, path) => {
    put16le(bytes, offset, value.length);
    return value.reduce((at, one, i) => item.write(bytes, at, one, `${path}[${i}]`), offset + 2);
  },
});

const pair = (octet: number): string => octet.toString(16).toUpperCase().padStart(2, '0');

const ouiAt = (bytes: Uint8Array, at: number): string =>
  `${pair(bytes[at]!)}-${pair(bytes[at + 1]!)}-${pair(bytes[at + 2]!)}`;

const OUI = /^([0-9a-f]{2})-([0-9a-f]{2})-([0-9a-f]{2})$/i;
const SUITE = /^([0-9a-f]{2})-([0-9a-f]{2})-([0-9a-f]{2}):(\d{1,3})$/i;

const writePairs = (bytes: Uint8Array, offset: number, pairs: RegExpExecArray): number => {
  for (let i = 0; i < 3; i++) bytes[offset + i] = Number.parseInt(pairs[i + 1]!, 16);
  return offset + 3;
};

/** An organization identifier as text: `00-0F-AC`. */
export const oui: Field<string> = {
  size: undefined,
  read: place => ({ value: ouiAt(take(place, 3), 0), end: place.offset + 3 }),
  measure: (value, path) => {
    if (typeof value !== 'string' || !OUI.test(value)) throw new EncodeError(path, 'is to be as 00-0F-AC');
    return 3;
  },
  write: (bytes, offset, value) => writePairs(bytes, offset, OUI.exec(value)!),
};

/** A suite selector as text: `00-0F-AC:4` (9.4.2.24.2). */
export const suite: Field<string> = {
  size: 4,
  read: ({ bytes, offset }) => ({ value: `${ouiAt(bytes, offset)}:${bytes[offset + 3]}`, end: offset + 4 }),
  measure: (value, path) => {
    const parts = typeof value === 'string' ? SUITE.exec(value) : null;
    if (parts === null || Number(parts[4]) > 255)
      throw new EncodeError(path, 'is to be as 00-0F-AC:4, its type at most 255');
    return 4;
  },
  write: (bytes, offset, value) => {
    const parts = SUITE.exec(value)!;
    bytes[writePairs(bytes, offset, parts)] = Number(parts[4]);
    return offset + 4;
  },
};

/** All octets that are left, of which there are `min` to `max`. */
export const between = (min: number, max: number): Field<Uint8Array> => ({
  size: undefined,
  read: place => {
    const { bytes, format, name, offset } = place;
    take(place, min);
    const available = bytes.length - offset;
    if (available > max)
      throw new DecodeError({
        code: 'length',
        reason: `is at most ${max} octets, not ${available}`,
        format,
        path: `${format}.${name}`,
        offset,
      });
    return { value: bytes.subarray(offset), end: bytes.length };
  },
  measure: (value, path) => {
    if (!(value instanceof Uint8Array) || value.length < min || value.length > max)
      throw new EncodeError(path, `is to be ${min} to ${max} octets (Uint8Array)`);
    return value.length;
  },
  write: (bytes, offset, value) => {
    bytes.set(value, offset);
    return offset + value.length;
  },
});

const readPart = (place: Place, shift: number, width: number): number =>
  (take(place, 1)[0]! >>> shift) & (2 ** width - 1);

const checkPart = (value: unknown, width: number, path: string): void => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 2 ** width)
    throw new EncodeError(path, `is to be an integer from 0 to ${2 ** width - 1}`);
};

/** `width` bits of the next octet, the lowest of them bit `shift`; the octet stays for the fields that follow. */
export const part = (shift: number, width: number): Field<number> => ({
  size: undefined,
  read: place => ({ value: readPart(place, shift, width), end: place.offset }),
  measure: (value, path) => {
    checkPart(value, width, path);
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
  read: place => ({ value: readPart(place, shift, 1) === 1, end: place.offset }),
  measure: (value, path) => {
    if (typeof value !== 'boolean') throw new EncodeError(path, 'is to be true or false');
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
  read: place => ({ value: readPart(place, shift, 8 - shift), end: place.offset + 1 }),
  measure: (value, path) => {
    checkPart(value ?? 0, 8 - shift, path);
    return 1;
  },
  write: (bytes, offset, value) => {
    bytes[offset]! |= (value ?? 0) << shift;
    return offset + 1;
  },
});
