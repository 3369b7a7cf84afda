import type { OpenTypeBy, RowValue, UnknownOpenType } from './open.js';
import type { Infer, Row, Type } from './type.js';

/** A component that may be absent: `OPTIONAL`, or `DEFAULT fallback`. */
export interface Omittable<T> {
  readonly omittable: Type<T>;
  readonly fallback: T | undefined;
}

/** `DEFAULT fallback`. */
export interface WithDefault<T> extends Omittable<T> {
  readonly fallback: T;
}

/** The components of a SEQUENCE, in the order of the ASN.1. */
export type Components = Readonly<Record<string, Type<unknown> | Omittable<unknown>>>;

/** An extension addition group, `[[ … ]]`; made by `group`. */
export type Group<C extends Components> = readonly [C];

/** What may follow the marker: additions one by one, or a group. */
export type Addition = Components | Group<Components>;

/** An extension addition that the schema does not know, or leaves out: its number, from 0, and its octets. */
export interface UnknownAddition {
  readonly index: number;
  readonly value: Uint8Array;
}

type Flat<T> = { [K in keyof T]: T[K] };

type ComponentValue<C> = C extends Omittable<infer V> ? V : Infer<C>;

type Plain<C> = { [K in keyof C as C[K] extends Omittable<unknown> ? never : K]: ComponentValue<C[K]> } & {
  [K in keyof C as C[K] extends Omittable<unknown> ? K : never]?: ComponentValue<C[K]>;
};

/** The components that have a default. */
type DefaultKeys<C> = {
  [K in keyof C]: C[K] extends { readonly fallback: NonNullable<unknown> | null } ? K : never;
}[keyof C];

/** What values of a SEQUENCE with defaults have beside their components. */
type Defaults<K> = [K] extends [never]
  ? unknown
  : {
      /** The components that were sent although they are the default; they are written again (X.691, 19.5). */
      readonly _defaults?: readonly K[];
    };

/** The components whose open type another component chooses. */
type OpenKeys<C> = { [K in keyof C]: C[K] extends OpenTypeBy<string, infer _> ? K : never }[keyof C];

/**
 * One alternative for each row: the component that chooses is then that row's identifier and the open
 * type that row's type.
 */
type Correlated<C, V extends keyof C> =
  C[V] extends OpenTypeBy<infer K, infer R>
    ?
        | { [I in keyof R]: R[I] extends Row ? Joined<C, K, I, V, RowValue<R[I]>> : never }[keyof R]
        | (Plain<Omit<C, V>> & { [_ in V]: UnknownOpenType })
    : never;

type Joined<C, K extends string, I, V extends keyof C, Value> = Plain<Omit<C, K | V>> & { [_ in K]: I } & {
  [_ in V]: Value;
};

/** The values of a SEQUENCE without extension marker. */
export type SequenceValue<C> = Flat<Defaults<DefaultKeys<C>> & PlainOrCorrelated<C>>;

type PlainOrCorrelated<C> = [OpenKeys<C>] extends [never] ? Plain<C> : Correlated<C, OpenKeys<C>>;

type Members<A> = A extends Group<infer C> ? C : A;
type MemberKeys<A> = A extends unknown ? keyof Members<A> : never;
type MemberDefaults<A> = A extends unknown ? DefaultKeys<Members<A>> : never;
type MemberValue<M, K> = M extends unknown ? (K extends keyof M ? ComponentValue<M[K]> : never) : never;

/** What values of an extensible SEQUENCE have beside their components, as far as this schema does not know their additions. */
export interface Extension {
  /** Additions that the schema does not know, or leaves out, in ascending order. */
  readonly _ext?: readonly UnknownAddition[];
  /**
   * How many addition bits were received, 1..16383, where this schema would write another number: its sender has a schema
   * with fewer additions, or with more. They are written again, or more where an addition needs one; without additions none.
   */
  readonly _additions?: number;
}

/**
 * The values of an extensible SEQUENCE: additions are absent when the sender is of an earlier version,
 * so none of them is mandatory.
 */
export type ExtensibleValue<C, A extends readonly Addition[]> = Flat<
  PlainOrCorrelated<C> & { [K in MemberKeys<A[number]>]?: MemberValue<Members<A[number]>, K> } & Extension &
    Defaults<DefaultKeys<C> | MemberDefaults<A[number]>>
>;
