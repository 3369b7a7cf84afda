import { toHex } from '../hex.js';
import { kindName } from '../is-octets.js';
import {
  countOf,
  decodeAdditions,
  encodeAdditions,
  encodeKnownAdditions,
  grouped,
  type KnownAddition,
  single,
  unknownFromJson,
  unknownOf,
} from './additions.js';
import type { Marker } from './bound.js';
import {
  type Component,
  componentList,
  encodeComponent,
  isSent,
  listed,
  refuseAbsence,
  sentDefaults,
  type Values,
} from './component.js';
import { refuse, traced } from './fault.js';
import type {
  Addition,
  Components,
  ExtensibleValue,
  Group,
  Omittable,
  SequenceValue,
  WithDefault,
} from './sequence-value.js';
import type { ComponentShape, Json, Type } from './type.js';
import type { BitWriter } from './writer.js';

/** `T OPTIONAL`. */
export function optional<T>(type: Type<T>): Omittable<T> {
  return { omittable: type, fallback: undefined };
}

/**
 * `T DEFAULT fallback`. The component is absent from a decoded value when it was absent from the octets;
 * the receiver then assumes `fallback`. A simple value that equals `fallback` is not sent (X.691, 19.5), unless the
 * SEQUENCE names the component in `_defaults`, as decoding does where it was sent nevertheless.
 */
export function withDefault<T>(type: Type<T>, fallback: T): WithDefault<T> {
  return { omittable: type, fallback };
}

/** `[[ … ]]`: additions of one version, which come and go together, as one open type. */
export function group<C extends Components>(components: C): Group<C> {
  return [components];
}

/**
 * SEQUENCE: `sequence({ a: boolean, b: optional(T) })`, and with an extension marker
 * `sequence({ a: boolean }, '...', { c: T }, group({ d: optional(U) }))`: the additions follow in their
 * order, each a component of its own or in a {@link group}. Components behind a second marker belong to
 * the first argument, for PER sends them with the root. Unknown additions are kept in `_ext`, and the number of
 * addition bits in `_additions` where this schema would write another. The components of
 * a value are its enumerable properties, in any order; `_defaults` names those that were sent although they are the default.
 * X.691, clause 19.
 * @throws TypeError for a name that is there twice, that every object has (`constructor`), or for an open
 * type chosen by a component that does not come before it
 */
export function sequence<C extends Components>(components: C): Type<SequenceValue<C>>;
/** An extensible SEQUENCE, with the additions and groups behind the marker. @throws TypeError as without one */
export function sequence<C extends Components, A extends readonly Addition[]>(
  components: C,
  marker: Marker,
  ...additions: A
): Type<ExtensibleValue<C, A>>;
export function sequence(given: Components, marker?: Marker, ...additions: Addition[]): Type<Values> {
  const extensible = marker === '...';
  const root = componentList(listed(given));
  const known = additions.flatMap(addition =>
    isGroup(addition) ? [grouped(listed(addition[0]))] : listed(addition).map(single),
  );
  const all = [...root.components, ...known.flatMap(addition => addition.components)];
  const names = checkedNames(all);
  const ordered = orderedEncoding(root.components, known, all);

  const defaults = new Set(all.filter(({ fallback }) => fallback !== undefined).map(({ name }) => name));

  const checkKeys = (value: Values): void => {
    let isEmpty = true;
    for (const key in value) {
      isEmpty = false;
      const kept = key === '_defaults' ? defaults.size > 0 : extensible && isKept(key);
      if (!names.has(key) && !kept) refuse(`has no component '${key}'`);
    }
    if (isEmpty) refuseForeign(value);
    for (const name of sentDefaults(value)) {
      if (!defaults.has(name as string)) refuse('"_defaults" must name components that have a default');
    }
  };

  return {
    decode(reader) {
      const value: Values = {};
      const extended = extensible && reader.bit() === 1;
      root.decode(reader, value);
      if (extended) decodeAdditions(reader, known, value);
      return value;
    },
    encode(writer, value) {
      checkObject(value);
      const presence = ordered.presenceOf(value);
      if (presence >= 0) return ordered.encode(writer, value, presence, extensible);
      checkKeys(value);
      countOf(value);
      const extended =
        extensible && (unknownOf(value, known).length > 0 || known.some(({ any }) => any(value)));
      if (extensible) writer.bits(extended ? 1 : 0, 1);
      root.encode(writer, value);
      if (extended) encodeAdditions(writer, known, value);
    },
    toJson(value) {
      checkObject(value);
      checkKeys(value);
      const json: { [key: string]: Json } = {};
      for (const { name, type, key } of all) {
        const component = value[name];
        if (component === undefined) continue;
        try {
          json[name] = type.toJson(component, key === undefined ? undefined : value[key]);
        } catch (thrown) {
          throw traced(thrown, `.${name}`);
        }
      }
      const unknown = unknownOf(value, known);
      if (unknown.length > 0) json._ext = unknown.map(({ index, value }) => ({ index, hex: toHex(value) }));
      const count = countOf(value);
      if (count !== undefined) json._additions = count;
      if (value._defaults !== undefined) json._defaults = [...sentDefaults(value)] as string[];
      return json;
    },
    fromJson(json) {
      const from = json as Values;
      checkObject(from);
      checkKeys(from);
      const value: Values = {};
      for (const { name, type, key } of all) {
        if (from[name] === undefined) continue;
        if (key !== undefined && from[key] === undefined) refuseAbsence(key);
        try {
          value[name] = type.fromJson(from[name], key === undefined ? undefined : value[key]);
        } catch (thrown) {
          throw traced(thrown, `.${name}`);
        }
      }
      if (from._ext !== undefined) value._ext = unknownFromJson(from._ext);
      const count = countOf(from);
      if (count !== undefined) value._additions = count;
      if (from._defaults !== undefined) value._defaults = [...sentDefaults(from)];
      return value;
    },
    minBits: aligned => (extensible ? 1 : 0) + root.minBits(aligned),
    shape: () => ({
      kind: 'SEQUENCE',
      root: shapesOf(root.components),
      extensible,
      additions: known.map(({ grouped, components }) => ({ grouped, components: shapesOf(components) })),
    }),
  };
}

const shapesOf = (components: readonly Component[]): ComponentShape[] =>
  components.map(({ name, type, omittable, fallback }) => ({ name, type, omittable, fallback }));

const isGroup = (addition: Addition): addition is Group<Components> => Array.isArray(addition);

function checkObject(value: Values): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('must be an object');
}

/** Refuses what would be taken for a value without components: a Map, a Date, octets. */
function refuseForeign(value: Values): void {
  if (Object.getPrototypeOf(value) === Object.prototype) return;
  const kind = kindName(value);
  if (kind !== 'Object') refuse(`must be an object with components, not ${kind}`);
}

/** Whether a value of an extensible SEQUENCE has this beside its components. */
const isKept = (key: string): boolean => key === '_ext' || key === '_additions';

/** Names of what values have beside their components. */
const RESERVED = ['_ext', '_additions', '_defaults', '_surplus', '_surplusInside'];

function checkedNames(components: readonly Component[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of components) {
    if (names.has(name) || name in Object.prototype || RESERVED.includes(name)) {
      throw new TypeError(`SEQUENCE cannot have a component '${name}' here`);
    }
    names.add(name);
  }
  return names;
}

/**
 * The encoding of values whose keys are in the order of the ASN.1, as decoded and built values are. Engines walk
 * the keys that are there much faster than they look up all that could be, of objects of so many shapes.
 */
function orderedEncoding(
  root: readonly Component[],
  known: readonly KnownAddition[],
  all: readonly Component[],
) {
  const order = all.map(({ name }) => name);
  const additionBits = known.length;
  const presenceBits = root.filter(({ omittable }) => omittable).length;
  const fits = presenceBits + additionBits <= 31;
  /** Of each component of `all`, its presence bit, or that of its addition. */
  const bits: number[] = [];
  let bit = presenceBits + additionBits;
  for (const { omittable } of root) bits.push(omittable ? 1 << --bit : 0);
  for (const { components } of known) {
    bit--;
    for (const _ of components) bits.push(1 << bit);
  }
  return {
    /** The presence bits of the root, then those of the additions; -1 for other values, as those with `_ext`. */
    presenceOf(value: Values): number {
      if (!fits) return -1;
      let next = 0;
      let presence = 0;
      for (const key in value) {
        while (order[next] !== key) if (++next >= order.length) return -1;
        const bit = bits[next]!;
        if (bit !== 0 && isSent(all[next]!, value)) presence |= bit;
        next++;
      }
      // Nothing to walk does not say that there is nothing: all may be behind accessors.
      return next === 0 ? -1 : presence;
    },
    encode(writer: BitWriter, value: Values, presence: number, extensible: boolean): void {
      const extended = presence & ((1 << additionBits) - 1);
      if (extensible) writer.bits(extended === 0 ? 0 : 1, 1);
      writer.bits(presence >>> additionBits, presenceBits);
      let next = 0;
      for (const key in value) {
        const component = value[key];
        if (component === undefined) continue;
        while (order[next] !== key && next < root.length) skip(next++);
        if (next === root.length) break;
        const bit = bits[next]!;
        if (bit === 0 || (presence & bit) !== 0) encodeComponent(writer, root[next]!, component, value);
        next++;
      }
      while (next < root.length) skip(next++);
      if (extended !== 0) encodeKnownAdditions(writer, known, value, extended);
    },
  };

  function skip(index: number): void {
    if (!root[index]!.omittable) refuseAbsence(order[index]!);
  }
}
