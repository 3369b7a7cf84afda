import { concat } from '../concat.js';
import { isOctets } from '../is-octets.js';
import { DecodeFault, refuse, refuseOthers } from './fault.js';
import type { BitReader } from './reader.js';
import { octetsFromJson, octetsToJson, readOctets } from './string.js';
import { encodeKeeping, fromJsonKeeping, keepSurplus, type SurplusKey, toJsonKeeping } from './surplus.js';
import type { Infer, Json, Row, Rows, Type } from './type.js';
import type { BitWriter } from './writer.js';

/**
 * Checks what follows a complete encoding (X.691, 11.1): zero bits up to the octet boundary, a whole
 * octet if the encoding has no bits. Anything else is refused, unless `value` keeps it.
 * @param start where the encoding started
 * @param key where `value` may keep it
 */
export function finish(reader: BitReader, start: number, value: unknown, key?: SurplusKey): void {
  const at = reader.pos;
  const left = reader.end - at;
  const padding = at === start ? 8 : -(at - start) & 7;
  reader.need(padding);
  if (left === padding && reader.bits(padding) === 0) return;
  if (key !== undefined && reader.keepSurplus) {
    reader.pos = at;
    if (keepSurplus(reader, value, key, left)) return;
  }
  reader.pos = reader.end;
  if (left > padding) {
    const octets = (left - padding) >>> 3;
    reader.failStrict('trailing', `${octets} ${octets === 1 ? 'octet' : 'octets'} too many`, at + padding);
  } else reader.failStrict('value', 'padding bits are not zero', at);
}

type Decodes<T> = Pick<Type<T>, 'decode'>;

/** The contents of an open type, read in place; `n` octets from here. */
function readInside<T>(reader: BitReader, type: Decodes<T>, octets: number, key?: SurplusKey): T {
  const outer = reader.end;
  const start = reader.pos;
  reader.end = start + octets * 8;
  try {
    const value = type.decode(reader);
    finish(reader, start, value, key);
    reader.end = outer;
    return value;
  } catch (thrown) {
    // Too short is here what the length says, whatever the type asked for.
    if (thrown instanceof DecodeFault && thrown.code === 'truncated') thrown.claim ??= [];
    throw thrown;
  }
}

/** The contents of an open type of 16384 octets and more, which lies in blocks. */
function readAssembled<T>(reader: BitReader, type: Decodes<T>, first: number, key?: SurplusKey): T {
  const blocks: Uint8Array[] = [];
  const starts: number[] = [];
  const sources: number[] = [];
  let total = 0;
  for (let count = first; ; count = reader.nextLength(count)) {
    const more = reader.more;
    starts.push(total * 8);
    sources.push(reader.pos);
    blocks.push(reader.field(count * 8, true));
    total += count;
    if (!more) break;
  }
  const inner = reader.assembled(concat(blocks), starts, sources);
  const value = readInside(inner, type, total, key);
  reader.empties = inner.empties;
  return value;
}

function readOpen<T>(reader: BitReader, type: Decodes<T>, key?: SurplusKey): T {
  const octets = reader.length();
  if (reader.more) return readAssembled(reader, type, octets, key);
  const left = (reader.end - reader.pos) >>> 3;
  if (reader.tolerant && octets > left) return readInside(reader, type, left, key);
  reader.need(octets * 8, true);
  return readInside(reader, type, octets, key);
}

/** What stands for a value that is not read: the octets of its open type. */
export class Unread {
  readonly octets: Uint8Array;

  constructor(octets: Uint8Array) {
    this.octets = octets;
  }
}

/** The octets of an open type that is not read, of which there is one at least (X.691, 11.1). */
export function readContents(reader: BitReader): Uint8Array {
  const at = reader.pos;
  const octets = readOctets(reader);
  if (octets.length === 0) reader.failStrict('length', 'an open type has one octet at least', at);
  return octets;
}

/**
 * Writes the octets of an open type that is not known, behind their number (X.691, 11.2).
 * @param what its octets are called where they are none, or are not octets
 */
export function writeContents(writer: BitWriter, octets: unknown, what: string): void {
  if (!isOctets(octets)) refuse(`${what} must be a Uint8Array`);
  if (octets.length === 0) refuse(`${what} must have one octet at least`);
  writer.octets(octets);
}

/**
 * An open type whose type may be one that this schema leaves out: the octets then stand for the value.
 * So they do, for a tolerant reader, if they are no encoding of the type.
 * @param type undefined if it is not known at all
 */
export function readOpenOr<T>(reader: BitReader, type: Decodes<T> | undefined): T | Unread {
  if (type === undefined) return new Unread(readContents(reader));
  const { pos, end, depth, empties } = reader;
  try {
    return readOpen(reader, type);
  } catch (thrown) {
    const skippable = thrown instanceof DecodeFault && (reader.tolerant || thrown.code === 'unsupported');
    if (!skippable) throw thrown;
    Object.assign(reader, { pos, end, depth, empties });
    try {
      return new Unread(readContents(reader));
    } catch {
      // The octets are not all there: what was read of the value says more than that.
      throw thrown;
    }
  }
}

/** Writes the complete encoding of `value` behind its length in octets (X.691, 11.2). */
export function writeOpen<T>(writer: BitWriter, type: Pick<Type<T>, 'encode'>, value: T): void {
  const start = writer.open();
  type.encode(writer, value);
  writer.close(start);
}

/** A value of `type` in an open type: its complete encoding behind a length in octets. X.691, 11.2. */
export function openType<T>(type: Type<T>): Type<T> {
  return {
    decode: reader => readOpen(reader, type),
    encode: (writer, value) => writeOpen(writer, type, value),
    toJson: value => type.toJson(value),
    fromJson: json => type.fromJson(json),
    minBits: () => 8,
    shape: () => ({ kind: 'OPEN TYPE', of: type }),
  };
}

/**
 * `OCTET STRING (CONTAINING type)`, which looks like an open type on the wire; but that a codec which keeps surplus bits
 * keeps them here too ({@link Surplus}). X.682, clause 11.
 */
export function containing<T>(type: Type<T>): Type<T> {
  const inside = '_surplusInside';
  const kept: Pick<Type<T>, 'encode'> = {
    encode: (writer, value) =>
      writer.keepSurplus ? encodeKeeping(writer, type, value, inside) : type.encode(writer, value),
  };
  return {
    decode: reader => readOpen(reader, type, inside),
    encode: (writer, value) => writeOpen(writer, kept, value),
    toJson: value => toJsonKeeping(type, value, inside),
    fromJson: json => fromJsonKeeping(type, json, inside),
    minBits: () => 8,
    shape: () => ({ kind: 'OCTET STRING CONTAINING', of: type }),
  };
}

/** An open type of an object outside the set, or of a type that the schema leaves out: its contents. */
export interface UnknownOpenType {
  readonly type: null;
  readonly value: Uint8Array;
}

/** The values of an open type that holds the type of `R`. */
export type RowValue<R extends Row> = { readonly type: R['type']; readonly value: Infer<R['of']> };

/** An open type chosen by the component `K` of the same SEQUENCE. */
export interface OpenTypeBy<K extends string, R extends Rows>
  extends Type<RowValue<R[keyof R]> | UnknownOpenType> {
  /** The component that chooses. */
  readonly key: K;
  readonly rows: R;
}

/**
 * The open type of an information object set, `OBJECT.&Value ({Set}{@key})`: the component `key`, which
 * comes earlier in the same SEQUENCE, says which row of `rows` is its type. A value is
 * `{ type: 'Cause', value: … }`; of an unknown object it is `{ type: null, value: octets }`.
 */
export function openTypeBy<K extends string, const R extends Rows>(key: K, rows: R): OpenTypeBy<K, R> {
  type Value = RowValue<R[keyof R]> | UnknownOpenType;
  /** By the number or the name that the component `key` may have as value. */
  const byKey = new Map<unknown, Row>();
  for (const [name, row] of Object.entries(rows)) {
    byKey.set(name, row);
    if (String(Number(name)) === name) byKey.set(Number(name), row);
  }
  const chosen = (sibling: unknown, type: unknown): Row => {
    const row = byKey.get(sibling);
    if (row !== undefined && row.type === type) return row;
    const shown = typeof sibling === 'bigint' ? sibling : JSON.stringify(sibling);
    const names = row === undefined ? 'null' : `'${row.type}' or null`;
    return refuse(`"type" must be ${names} where ${key} is ${shown}`);
  };
  return {
    key,
    rows,
    decode(reader, sibling) {
      const row = byKey.get(sibling);
      try {
        const value = readOpenOr(reader, row?.of);
        return value instanceof Unread
          ? { type: null, value: value.octets }
          : ({ type: row!.type, value } as Value);
      } catch (thrown) {
        if (thrown instanceof DecodeFault && thrown.partial !== undefined) {
          thrown.partial = { type: row!.type, value: thrown.partial };
        }
        throw thrown;
      }
    },
    encode(writer, value, sibling) {
      if (typeof value !== 'object' || value === null) refuse('must be { type, value }');
      if (value.type !== null) writeOpen<unknown>(writer, chosen(sibling, value.type).of, value.value);
      else writeContents(writer, value.value, 'the value of type null');
    },
    toJson(value, sibling): Json {
      if (typeof value !== 'object' || value === null) return refuse('must be { type, value }');
      if (value.type === null) return { type: null, value: octetsToJson(value.value) };
      return { type: value.type, value: chosen(sibling, value.type).of.toJson(value.value) };
    },
    fromJson(json, sibling) {
      if (typeof json !== 'object' || json === null) return refuse('must be {"type": …, "value": …}');
      refuseOthers(json, 'type', 'value');
      const type: unknown = Reflect.get(json, 'type');
      const value: unknown = Reflect.get(json, 'value');
      if (type === null) return { type, value: octetsFromJson(value) };
      const row = chosen(sibling, type);
      return { type: row.type, value: row.of.fromJson(value) } as Value;
    },
    minBits: () => 8,
    shape: () => ({ kind: 'OPEN TYPE BY', key, rows }),
  };
}

/**
 * A type that the schema leaves out: `unsupported('SL-CommConfig-r12')`. It has no values, so it can only stand
 * where something OPTIONAL may be absent or a CHOICE may be another. Where it is met nevertheless, the
 * octets of the innermost open type around it are kept; without one, decoding ends with an error of code
 * `unsupported`.
 */
export function unsupported(name: string): Type<never> {
  const reason = `${name} is not supported`;
  return {
    decode: reader => reader.fail('unsupported', reason),
    encode: () => refuse(reason),
    toJson: () => refuse(reason),
    fromJson: () => refuse(reason),
    minBits: () => 0,
    shape: () => ({ kind: 'UNSUPPORTED', name }),
  };
}
