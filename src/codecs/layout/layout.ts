import { DecodeError, type DecodeErrorDetails, EncodeError, type Lax } from '../error.js';
import { compileFixed, type FixedReader } from './compiled.js';
import type { Field, ValueOf } from './field.js';

type Fields = Readonly<Record<string, Field<unknown>>>;

/** The value form of a declaration: one property a field, in the order of the wire. */
export type ValuesOf<F> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/** An octet-aligned format: both directions of one declaration. */
export interface Layout<V> {
  readonly format: string;
  /** Octets of its leading fields of fixed size: no encoding is shorter. */
  readonly fixedSize: number;
  /** The value of `bytes`, all of them. Octet strings in it are views of `bytes`. @throws DecodeError */
  decode(bytes: Uint8Array): V;
  /** What could be read of `bytes`, with the first error. */
  decode(bytes: Uint8Array, options: { readonly lax: true }): Lax<V>;
  /** The octets of `value`. @throws EncodeError with the field and what it may hold */
  encode(value: V): Uint8Array;
  /**
   * {@link decode} by the field declarations alone, without generated code: what a platform that forbids
   * it gets, and where every error is made.
   */
  interpret(bytes: Uint8Array): V;
}

/** The type of the values of a layout. */
export type Infer<L> = L extends Layout<infer V> ? V : never;

/**
 * Declares an octet-aligned format.
 *
 * The leading fields of fixed size are read by a parser that binary-parser compiles at the first use; what
 * follows, and every octet on a platform that forbids generated code, by the declarations themselves.
 * Lengths are checked first, so that neither reader sees octets that are not there.
 * @param format its name in paths of errors
 */
export function layout<const F extends Fields>(format: string, declaration: F): Layout<ValuesOf<F>> {
  type V = ValuesOf<F>;
  const fields = Object.entries(declaration) as unknown as (readonly [string, Field<unknown>])[];
  const firstVariable = fields.findIndex(([, field]) => field.size === undefined);
  const fixed = firstVariable < 0 ? fields : fields.slice(0, firstVariable);
  const variable = fields.slice(fixed.length);
  const fixedSize = fixed.reduce((sum, [, field]) => sum + field.size!, 0);
  const measured = fields
    .map(([name, field], i) => ({ name, field, i }))
    .filter(({ field }) => field.compiled === undefined);
  const knownSize = fields.reduce(
    (sum, [, field]) => sum + (field.compiled === undefined ? 0 : field.size!),
    0,
  );
  const paths = fields.map(([name]) => `${format}.${name}`);
  let reader: FixedReader | 'forbidden' | undefined;

  /** Reads `some` fields into `value` from `offset` on; returns where they end. */
  const readInto = (
    value: Record<string, unknown>,
    some: readonly (readonly [string, Field<unknown>])[],
    bytes: Uint8Array,
    from: number,
  ): number => {
    let offset = from;
    for (const [name, field] of some) {
      const available = bytes.length - offset;
      if (field.size !== undefined && field.size > available)
        fail({ code: 'truncated', path: `${format}.${name}`, offset, required: field.size, available });
      const result = field.read({ bytes, format, name, offset });
      value[name] = result.value;
      offset = result.end;
    }
    return offset;
  };

  const fail = (details: Omit<DecodeErrorDetails, 'format'>): never => {
    throw new DecodeError({ format, ...details });
  };

  const refuseTrailing = (bytes: Uint8Array, end: number): void => {
    if (end < bytes.length)
      fail({ code: 'trailing', path: format, offset: end, required: 0, available: bytes.length - end });
  };

  const interpretInto = (value: Record<string, unknown>, bytes: Uint8Array): void =>
    refuseTrailing(bytes, readInto(value, fields, bytes, 0));

  const interpret = (bytes: Uint8Array): V => {
    const value: Record<string, unknown> = {};
    interpretInto(value, bytes);
    return value as V;
  };

  const decodeStrict = (bytes: Uint8Array): V => {
    reader ??= compileFixed(fixed) ?? 'forbidden';
    if (reader === 'forbidden' || bytes.length < fixedSize) return interpret(bytes);
    const value = reader(bytes);
    refuseTrailing(bytes, variable.length === 0 ? fixedSize : readInto(value, variable, bytes, fixedSize));
    return value as V;
  };

  const decodeLax = (bytes: Uint8Array): Lax<V> => {
    const value: Record<string, unknown> = {};
    try {
      interpretInto(value, bytes);
      return { value: value as V };
    } catch (error) {
      if (error instanceof DecodeError) return { value: value as Partial<V>, error };
      throw error;
    }
  };

  function decode(bytes: Uint8Array): V;
  function decode(bytes: Uint8Array, options: { readonly lax: true }): Lax<V>;
  function decode(bytes: Uint8Array, options?: { readonly lax: true }): V | Lax<V> {
    return options?.lax === true ? decodeLax(bytes) : decodeStrict(bytes);
  }

  return {
    format,
    fixedSize,
    decode,
    interpret,
    encode: value => {
      if (typeof value !== 'object' || value === null) throw new EncodeError(format, 'is to be an object');
      const values = value as Record<string, unknown>;
      let size = knownSize;
      for (const { name, field, i } of measured) size += field.measure(values[name], paths[i]!);
      const bytes = new Uint8Array(size);
      let offset = 0;
      for (let i = 0; i < fields.length; i++)
        offset = fields[i]![1].write(bytes, offset, values[fields[i]![0]], paths[i]!);
      return bytes;
    },
  };
}
