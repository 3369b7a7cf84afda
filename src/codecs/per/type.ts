import type { BitReader } from './reader.js';
import type { Shape } from './shape.js';
import type { BitWriter } from './writer.js';

/** What JSON can hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * An ASN.1 type: how its values are written, read and shown, in both variants of PER. `sibling` is the
 * component that an open type of an information object set is chosen by; all other types ignore it.
 */
export interface Type<T> {
  decode(reader: BitReader, sibling?: unknown): T;
  encode(writer: BitWriter, value: T, sibling?: unknown): void;
  toJson(value: T, sibling?: unknown): Json;
  fromJson(json: unknown, sibling?: unknown): T;
  /** The fewest bits that any value takes, padding not counted. A length is checked against it. */
  minBits(aligned: boolean): number;
  /** What it is made of. Made anew at each call. */
  shape(): Shape;
}

/** The type of the values of a schema: `Infer<typeof WLANIdentifiers>`. */
export type Infer<S> = S extends { decode(...args: never[]): infer V } ? V : never;

/** The lower bound of a range without one: `INTEGER (MIN..10)`. */
export const MIN = 'MIN';
/** The upper bound of a range without one: `INTEGER (0..MAX)`. */
export const MAX = 'MAX';
/** The extension marker, as ASN.1 writes it. */
export type Marker = '...';
