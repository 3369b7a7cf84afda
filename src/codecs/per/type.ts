import type { MAX, MIN } from './bound.js';
import type { BitReader } from './reader.js';
import type { Size } from './size.js';
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

/** One information object: an open type's value is of type `of`, which is called `type`. */
export interface Row {
  readonly type: string;
  readonly of: Type<unknown>;
}

/** An information object set: its objects by their identifying field. */
export type Rows = Readonly<Record<number | string, Row>>;

/** A component of a SEQUENCE, in a {@link Shape}. */
export interface ComponentShape {
  readonly name: string;
  readonly type: Type<unknown>;
  /** Whether it may be absent: OPTIONAL, or DEFAULT. */
  readonly omittable: boolean;
  /** What an absent component stands for; undefined without DEFAULT. */
  readonly fallback: unknown;
}

/** What stands behind the marker of a SEQUENCE: one component, or a group of them, `[[ … ]]`. */
export interface AdditionShape {
  readonly grouped: boolean;
  readonly components: readonly ComponentShape[];
}

/** The names of alternatives with their types, in the order of the ASN.1. */
export type AlternativeShapes = Readonly<Record<string, Type<unknown>>>;

/**
 * What a type is made of, by the kind that ASN.1 calls it, for programs that turn a schema into something else. The types
 * of components, elements and alternatives are the objects that the schema was made of, so that one that is used in
 * several places can be told by its identity; a {@link Shape} of kind `REFERENCE` is where a type may hold itself.
 */
export type Shape =
  | { readonly kind: 'BOOLEAN' | 'NULL' | 'OBJECT IDENTIFIER' }
  | {
      readonly kind: 'INTEGER';
      readonly lower: number | bigint | typeof MIN;
      readonly upper: number | bigint | typeof MAX;
      readonly extensible: boolean;
    }
  | {
      readonly kind: 'ENUMERATED';
      readonly root: readonly string[];
      readonly extensible: boolean;
      readonly additions: readonly string[];
    }
  | { readonly kind: 'BIT STRING' | 'OCTET STRING'; readonly size: Size }
  | { readonly kind: 'SEQUENCE OF'; readonly size: Size; readonly element: Type<unknown> }
  | {
      readonly kind: 'SEQUENCE';
      readonly root: readonly ComponentShape[];
      readonly extensible: boolean;
      readonly additions: readonly AdditionShape[];
    }
  | {
      readonly kind: 'CHOICE';
      readonly root: AlternativeShapes;
      readonly extensible: boolean;
      readonly additions: AlternativeShapes;
    }
  /** A known type in an open type: as such, or as OCTET STRING (CONTAINING …). */
  | { readonly kind: 'OPEN TYPE' | 'OCTET STRING CONTAINING'; readonly of: Type<unknown> }
  /** An open type that the component `key` of the same SEQUENCE chooses. */
  | { readonly kind: 'OPEN TYPE BY'; readonly key: string; readonly rows: Rows }
  | { readonly kind: 'REFERENCE'; readonly to: Type<unknown> }
  /** A type that the schema leaves out. */
  | { readonly kind: 'UNSUPPORTED'; readonly name: string };
