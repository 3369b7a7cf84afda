import { decodeInto } from '../decoder.js';
import { type Decoded, type DecodeOptions, type Decoder, EncodeError, type Lax } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { compileFixed, type FixedReader } from './compiled.js';
import { Cursor } from './cursor.js';
import type { Field, ValueOf } from './field.js';

type Fields = Readonly<Record<string, Field<unknown>>>;

/** The value form of a declaration: one property a field, in the order of the wire. */
export type ValuesOf<F> = { -readonly [K in keyof F]: ValueOf<F[K]> };

/** An octet-aligned format: both directions of one declaration. */
export interface Layout<V> {
  readonly format: string;
  /** Octets of its leading fields of fixed size: no encoding is shorter. */
  readonly fixedSize: number;
  /** The value of `bytes`, all of them. */
  readonly decode: Decoder<V>;
  /** The octets of `value`. @throws EncodeError with the field and what it may hold */
  encode(value: V): Uint8Array<ArrayBuffer>;
  /**
   * {@link decode} of the octets from `start` up to `end` by the field declarations alone, without generated
   * code: what a platform that forbids it gets, and where every error is made. Offsets in errors count from
   * `start`.
   * @param quiet throw `UNFIT` in place of errors
   */
  interpret(bytes: Uint8Array, start?: number, end?: number, quiet?: boolean): V;
  /**
   * For formats that are made of several layouts: reads the fields into `value`, which keeps those in front of
   * an error, and moves `at` behind them.
   */
  readInto(value: Record<string, unknown>, at: Cursor): void;
  /** Octets that `value` takes. @throws EncodeError for what can be told without writing it */
  measure(value: V): number;
  /** Writes `value` at `offset`, where there is the room {@link measure} gave, all zero. @throws EncodeError */
  write(bytes: Uint8Array, offset: number, value: V): void;
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
  const count = fields.length;
  const names = fields.map(([name]) => name);
  const kinds = fields.map(([, field]) => field);
  const paths = names.map(name => `${format}.${name}`);
  const firstVariable = kinds.findIndex(({ size }) => size === undefined);
  const fixedCount = firstVariable < 0 ? count : firstVariable;
  const fixedSize = kinds.slice(0, fixedCount).reduce((sum, { size }) => sum + size!, 0);
  const measured = names.map((_, i) => i).filter(i => kinds[i]!.compiled === undefined);
  const knownSize = kinds.reduce((sum, { compiled, size }) => sum + (compiled === undefined ? 0 : size!), 0);
  let reader: FixedReader | 'forbidden' | undefined;

  /** Reads the fields from the one numbered `first` on. */
  const readFrom = (first: number, value: Record<string, unknown>, at: Cursor): void => {
    for (let i = first; i < count; i++) {
      const field = kinds[i]!;
      at.name = names[i]!;
      if (field.size !== undefined && field.size > at.end - at.offset) throw at.truncated(field.size);
      value[names[i]!] = field.read(at);
    }
  };

  const interpretInto = (value: Record<string, unknown>, at: Cursor): void => {
    readFrom(0, value, at);
    at.refuseTrailing();
  };

  const interpret = (bytes: Uint8Array, start?: number, end?: number, quiet?: boolean): V => {
    const value: Record<string, unknown> = {};
    interpretInto(value, new Cursor(format, bytes, start, end, quiet));
    return value as V;
  };

  const decodeStrict = (bytes: Uint8Array): V => {
    reader ??= compileFixed(fields.slice(0, fixedCount)) ?? 'forbidden';
    if (reader === 'forbidden' || bytes.length < fixedSize) return interpret(bytes);
    const value = reader(bytes);
    if (fixedCount === count && bytes.length === fixedSize) return value as V;
    const at = new Cursor(format, bytes);
    at.offset = fixedSize;
    readFrom(fixedCount, value, at);
    at.refuseTrailing();
    return value as V;
  };

  function decode<L extends boolean = false>(bytes: Uint8Array, options?: DecodeOptions<L>): Decoded<L, V>;
  function decode(bytes: Uint8Array): V;
  function decode(bytes: Uint8Array, options?: DecodeOptions): V | Lax<V> {
    requireOctets(bytes);
    if (options?.lax !== true) return decodeStrict(bytes);
    return decodeInto<V>(options, value => interpretInto(value, new Cursor(format, bytes)));
  }

  const measure = (value: V): number => {
    if (typeof value !== 'object' || value === null) throw new EncodeError(format, 'is to be an object');
    const values = value as Record<string, unknown>;
    let size = knownSize;
    for (let k = 0; k < measured.length; k++) {
      const i = measured[k]!;
      size += kinds[i]!.measure(values[names[i]!], paths[i]!);
    }
    return size;
  };

  const write = (bytes: Uint8Array, from: number, value: V): void => {
    const values = value as Record<string, unknown>;
    let offset = from;
    for (let i = 0; i < count; i++) offset = kinds[i]!.write(bytes, offset, values[names[i]!], paths[i]!);
  };

  return {
    format,
    fixedSize,
    decode,
    interpret,
    readInto: (value, at) => readFrom(0, value, at),
    measure,
    write,
    encode: value => {
      const bytes = new Uint8Array(measure(value));
      write(bytes, 0, value);
      return bytes;
    },
  };
}
