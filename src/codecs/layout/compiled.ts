import { Parser } from 'binary-parser';
import type { BitCut, Field } from './field.js';

/** Reads the leading fields of a format from octets that hold all of them. */
export type FixedReader = (bytes: Uint8Array) => Record<string, unknown>;

const isSet = (bit: unknown): boolean => bit === 1;

/** The widest part that a field declaration can ask for is the 16 bits of its integer. */
type BitWidth = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16;

const bitParser = (cuts: readonly BitCut[]): Parser => {
  const parser = new Parser().endianness('big');
  for (const { name, width, isFlag } of cuts)
    parser[`bit${width as BitWidth}`](name, isFlag ? { formatter: isSet } : {});
  return parser;
};

const NO_FIELDS = {};

/**
 * The outermost object that binary-parser makes. It sets `$parent` and `$root` on it and deletes them at the
 * end, which makes an object slow to make and to use: with setters there is nothing to set or to delete.
 */
class Outermost {
  fields: Record<string, unknown> = NO_FIELDS;
  set $parent(_: unknown) {
    // Nobody reads it.
  }
  set $root(_: unknown) {
    // Nobody reads it.
  }
}
/** Whether the platform has refused to generate code: it is asked once, as a policy may report each attempt. */
let isForbidden = false;

/**
 * A compiled reader for `fields`, which are all of fixed size, or nothing where the platform forbids
 * generated code (a content security policy without `unsafe-eval`).
 *
 * binary-parser checks no lengths: the caller does, before it calls. The fields are nested one object
 * deep, in a plain object, for the sake of {@link Outermost}.
 */
export function compileFixed(
  fields: readonly (readonly [string, Field<unknown>])[],
): FixedReader | undefined {
  if (isForbidden) return undefined;
  const inner = new Parser();
  for (const [name, { compiled }] of fields) {
    if (compiled === undefined) throw new TypeError(`layout: ${name} has no compiled form`);
    if (typeof compiled === 'number') inner.buffer(name, { length: compiled });
    else if (typeof compiled === 'string') inner[compiled](name);
    else inner.nest(name, { type: bitParser(compiled.bits) });
  }
  const outer = new Parser().create(Outermost).nest('fields', { type: inner });
  try {
    outer.compile();
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    isForbidden = true;
    return undefined;
  }
  return bytes => outer.parse(bytes).fields;
}
