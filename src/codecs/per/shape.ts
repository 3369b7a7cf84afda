import type { Rows } from './open.js';
import type { Size } from './size.js';
import type { MAX, MIN, Type } from './type.js';

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
