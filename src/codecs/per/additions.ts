import { isOctets } from '../is-octets.js';
import {
  type Component,
  checkChosen,
  componentList,
  isSent,
  merge,
  store,
  type Values,
} from './component.js';
import { DecodeFault, refuse, refuseOthers, traced } from './fault.js';
import { readContents, readOpenOr, Unread, writeOpen } from './open.js';
import type { BitReader } from './reader.js';
import type { UnknownAddition } from './sequence-value.js';
import { octetsFromJson } from './string.js';
import type { BitWriter } from './writer.js';

/** Additions of one SEQUENCE: what a length that is not fragmented can count (X.691, 11.9.3.4). */
const maxAdditions = 0x3fff;

/** A known addition: a component of its own, or a group of them; either way one open type. */
export interface KnownAddition {
  readonly grouped: boolean;
  readonly components: readonly Component[];
  /** Whether any of the components would be sent. */
  any(from: Values): boolean;
  decode(reader: BitReader, into: Values, index: number): void;
  encode(writer: BitWriter, from: Values): void;
}

const keep = (into: Values, index: number, value: Uint8Array): void => {
  into._ext ??= [];
  (into._ext as UnknownAddition[]).push({ index, value });
};

/** An addition that is one component, in an open type of its own (X.691, 19.9). */
export function single(component: Component): KnownAddition {
  checkChosen([component]);
  const { name, type } = component;
  return {
    grouped: false,
    components: [component],
    any: from => isSent(component, from),
    decode(reader, into, index) {
      try {
        const value = readOpenOr(reader, type);
        if (value instanceof Unread) return keep(into, index, value.octets);
        store(component, value, into);
      } catch (thrown) {
        throw traced(thrown, `.${name}`, into, name);
      }
    },
    encode(writer, from) {
      try {
        writeOpen(writer, type, from[name]);
      } catch (thrown) {
        throw traced(thrown, `.${name}`);
      }
    },
  };
}

/** An addition in `[[ ]]`, whose components share one open type, as a SEQUENCE does (X.691, 19.9). */
export function grouped(components: readonly Component[]): KnownAddition {
  const list = componentList(components);
  const members = {
    decode(reader: BitReader): Values {
      const value: Values = {};
      list.decode(reader, value);
      return value;
    },
    encode: list.encode,
  };
  return {
    grouped: true,
    components,
    any: list.any,
    decode(reader, into, index) {
      const { pos } = reader;
      try {
        const value = readOpenOr(reader, members);
        if (value instanceof Unread) return keep(into, index, value.octets);
        merge(into, value);
        if (list.any(value)) return;
        // Such a group should be absent (X.691, 19.9), but UEs send some: only its octets can tell that it was not.
        reader.pos = pos;
        keep(into, index, readContents(reader));
      } catch (thrown) {
        if (thrown instanceof DecodeFault) {
          merge(into, (thrown.partial ?? {}) as Values);
          thrown.partial = into;
        }
        throw thrown;
      }
    },
    encode: (writer, from) => writeOpen(writer, members, from),
  };
}

/** The additions behind an extension bit of 1 (X.691, 19.7 to 19.9). */
export function decodeAdditions(reader: BitReader, known: readonly KnownAddition[], into: Values): void {
  const at = reader.pos;
  const count = reader.smallLength();
  reader.need(count, true);
  const presence = reader.skip(count);
  let last = -1;
  for (let i = 0; i < count; i++) {
    if (reader.bitAt(presence + i) === 0) continue;
    last = i;
    const addition = known[i];
    if (addition !== undefined) addition.decode(reader, into, i);
    else {
      try {
        keep(into, i, readContents(reader));
      } catch (thrown) {
        throw traced(thrown, `._ext[${(into._ext as unknown[] | undefined)?.length ?? 0}]`, into);
      }
    }
  }
  if (last < 0) reader.failStrict('value', 'extension bit set without an addition', at);
  else if (count !== Math.max(known.length, last + 1)) into._additions = count;
}

/** The unknown additions of a value, checked: ascending, and none that is there by name too. */
export function unknownOf(from: Values, known: readonly KnownAddition[]): readonly UnknownAddition[] {
  if (from._ext === undefined) return [];
  if (!Array.isArray(from._ext)) refuse('"_ext" must be an array');
  const list = from._ext as readonly UnknownAddition[];
  let last = -1;
  for (const [i, entry] of list.entries()) {
    const { index, value } = (entry ?? {}) as Partial<UnknownAddition>;
    if (!Number.isSafeInteger(index) || index! <= last || index! >= maxAdditions) {
      refuse(`"_ext[${i}].index" must be 0..${maxAdditions - 1} and above the one before`);
    }
    if (!isOctets(value)) refuse(`"_ext[${i}].value" must be a Uint8Array`);
    if (value.length === 0) refuse(`"_ext[${i}].value" must have one octet at least`);
    if (known[index!]?.any(from)) refuse(`"_ext[${i}]" is there by name too`);
    last = index!;
  }
  return list;
}

/** The unknown additions of a value from their JSON. */
export function unknownFromJson(json: unknown): UnknownAddition[] {
  if (!Array.isArray(json)) return refuse('"_ext" must be an array');
  return json.map((entry: unknown) => {
    const { index, hex } = (entry ?? {}) as { index?: unknown; hex?: unknown };
    if (typeof index !== 'number') return refuse('"_ext" must be a list of {"index": number, "hex": text}');
    refuseOthers(entry as object, 'index', 'hex');
    return { index, value: octetsFromJson({ hex }) };
  });
}

/** The number of addition bits that a value asks for, checked; undefined if it leaves that to the schema. */
export function countOf(from: Values): number | undefined {
  const count = from._additions;
  if (count === undefined) return undefined;
  if (!Number.isSafeInteger(count) || (count as number) < 1 || (count as number) > maxAdditions)
    refuse(`"_additions" must be an integer in 1..${maxAdditions}`);
  return count as number;
}

/** Writes the additions of a value, known and unknown ones, behind an extension bit of 1. */
export function encodeAdditions(writer: BitWriter, known: readonly KnownAddition[], from: Values): void {
  const unknown = unknownOf(from, known);
  const present = known.map(addition => addition.any(from));
  for (const { index } of unknown) present[index] = true;
  const last = present.lastIndexOf(true);
  const asked = countOf(from);
  // One that was added since then needs a bit all the same.
  const count = asked !== undefined && asked > last ? asked : Math.max(known.length, last + 1);
  writer.smallLength(count);
  for (let i = 0; i < count; i++) writer.bits(present[i] ? 1 : 0, 1);
  let next = 0;
  for (let i = 0; i <= last; i++) {
    if (unknown[next]?.index === i) writer.octets(unknown[next++]!.value);
    else if (present[i]) known[i]!.encode(writer, from);
  }
}

/**
 * Writes additions of which all are known.
 * @param present their presence bits, the last addition's the least significant; at most 31
 */
export function encodeKnownAdditions(
  writer: BitWriter,
  known: readonly KnownAddition[],
  from: Values,
  present: number,
): void {
  const { length } = known;
  writer.smallLength(length);
  writer.bits(present, length);
  for (let i = 0; i < length; i++) {
    if (((present >>> (length - 1 - i)) & 1) === 1) known[i]!.encode(writer, from);
  }
}
