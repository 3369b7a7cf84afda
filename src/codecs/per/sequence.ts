import { toHex } from '../hex.js';
import { DecodeFault, EncodeFault, refuse, traced } from './fault.js';
import { readOpenOr, writeOpen } from './open.js';
import type { BitReader } from './reader.js';
import type {
  Addition,
  Components,
  ExtensibleValue,
  Group,
  Omittable,
  SequenceValue,
  UnknownAddition,
} from './sequence-value.js';
import { octetsFromJson, readOctets } from './string.js';
import type { Json, Marker, Type } from './type.js';
import type { BitWriter } from './writer.js';

/** `T OPTIONAL`. */
export function optional<T>(type: Type<T>): Omittable<T> {
  return { omittable: type, fallback: undefined };
}

/**
 * `T DEFAULT fallback`. The component is absent from a decoded value when it was absent from the octets;
 * the receiver then assumes `fallback`. A simple value that equals `fallback` is never sent
 * (X.691, 19.5), and refused when it was sent nevertheless.
 */
export function withDefault<T>(type: Type<T>, fallback: T): Omittable<T> {
  return { omittable: type, fallback };
}

/** `[[ … ]]`: additions of one version, which come and go together, as one open type. */
export function group<C extends Components>(components: C): Group<C> {
  return [components];
}

type Values = Record<string, unknown>;

/** The number of addition bits that a decoded value came with, where this schema would write another. */
const receivedAdditions: unique symbol = /* @__PURE__ */ Symbol('receivedAdditions');

interface Component {
  readonly name: string;
  readonly type: Type<unknown>;
  readonly omittable: boolean;
  readonly fallback: unknown;
  /** The component that chooses this one's open type. */
  readonly key: string | undefined;
  bit: number;
}

const listed = (components: Components): Component[] =>
  Object.entries(components).map(([name, given]) => {
    const type = 'omittable' in given ? given.omittable : given;
    return {
      name,
      type,
      omittable: 'omittable' in given,
      fallback: 'omittable' in given ? given.fallback : undefined,
      key: 'key' in type ? String(type.key) : undefined,
      bit: 0,
    };
  });

/** Equal values of a simple type; values of other types never compare equal, so that a default may be sent. */
const sameSimple = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a === 'bigint' || typeof b === 'bigint') return String(a) === String(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return toHex(a) === toHex(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (!('bytes' in a && 'bytes' in b && 'length' in a && 'length' in b)) return false;
  return a.length === b.length && sameSimple(a.bytes, b.bytes);
};

const isDefault = ({ fallback }: Component, value: unknown): boolean =>
  fallback !== undefined && sameSimple(value, fallback);

const isSent = (component: Component, value: unknown): boolean =>
  value !== undefined && !isDefault(component, value);

const refuseDefault = (reader: BitReader, component: Component, value: unknown, at: number): void => {
  if (isDefault(component, value)) reader.failStrict('value', 'is the default, which must not be sent', at);
};

/** An open type can only be chosen by what is decoded before it, and in a group by a member of that group. */
function checkChosen(components: readonly Component[]): void {
  for (const [i, { name, key }] of components.entries()) {
    if (key !== undefined && !components.slice(0, i).some(earlier => earlier.name === key)) {
      throw new TypeError(`the open type '${name}' is chosen by '${key}', which does not come before it`);
    }
  }
}

/** Components with their preamble (X.691, 19.2 to 19.5): those of the root, or those of a group. */
function componentList(components: readonly Component[]) {
  checkChosen(components);
  const omittable = components.filter(component => component.omittable);
  return {
    components,
    decode(reader: BitReader, into: Values): void {
      let presence = reader.skip(omittable.length);
      for (const component of components) {
        if (component.omittable && reader.bitAt(presence++) === 0) continue;
        const { name, type, key } = component;
        const at = reader.pos;
        try {
          const value = key === undefined ? type.decode(reader) : type.decode(reader, into[key]);
          refuseDefault(reader, component, value, at);
          into[name] = value;
        } catch (thrown) {
          throw traced(thrown, `.${name}`, into, name);
        }
      }
    },
    encode(writer: BitWriter, from: Values): void {
      for (const component of omittable) writer.bits(isSent(component, from[component.name]) ? 1 : 0, 1);
      for (const component of components) {
        const { name, type, key } = component;
        const value = from[name];
        if (component.omittable && !isSent(component, value)) continue;
        try {
          if (value === undefined) refuse('is mandatory');
          if (key === undefined) type.encode(writer, value);
          else type.encode(writer, value, from[key]);
        } catch (thrown) {
          throw traced(thrown, `.${name}`);
        }
      }
    },
    /** Whether any of the components would be sent. */
    any: (from: Values): boolean => components.some(component => isSent(component, from[component.name])),
    minBits(aligned: boolean): number {
      let sum = omittable.length;
      for (const { type, omittable } of components) if (!omittable) sum += type.minBits(aligned);
      return sum;
    },
  };
}

/** A known addition: a component of its own, or a group of them; either way one open type. */
interface KnownAddition {
  readonly components: readonly Component[];
  any(from: Values): boolean;
  decode(reader: BitReader, into: Values, index: number): void;
  encode(writer: BitWriter, from: Values): void;
}

const keep = (into: Values, index: number, value: Uint8Array): void => {
  into._ext ??= [];
  (into._ext as UnknownAddition[]).push({ index, value });
};

function single(component: Component): KnownAddition {
  checkChosen([component]);
  const { name, type } = component;
  return {
    components: [component],
    any: from => isSent(component, from[name]),
    decode(reader, into, index) {
      const at = reader.pos;
      try {
        readOpenOr(
          reader,
          type,
          value => {
            refuseDefault(reader, component, value, at);
            into[name] = value;
          },
          octets => keep(into, index, octets),
        );
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

function grouped(components: readonly Component[]): KnownAddition {
  const list = componentList(components);
  const members = {
    decode(reader: BitReader): Values {
      const at = reader.pos;
      const value: Values = {};
      list.decode(reader, value);
      if (!list.any(value)) reader.failStrict('value', 'an extension addition group without members', at);
      return value;
    },
    encode: list.encode,
  };
  return {
    components,
    any: list.any,
    decode(reader, into, index) {
      try {
        readOpenOr(
          reader,
          members,
          value => {
            Object.assign(into, value);
          },
          octets => keep(into, index, octets),
        );
      } catch (thrown) {
        if (thrown instanceof DecodeFault) thrown.partial = Object.assign(into, thrown.partial);
        throw thrown;
      }
    },
    encode: (writer, from) => writeOpen(writer, members, from),
  };
}

/** The additions behind an extension bit of 1 (X.691, 19.7 to 19.9). */
function decodeAdditions(reader: BitReader, known: readonly KnownAddition[], into: Values): void {
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
        keep(into, i, readOctets(reader));
      } catch (thrown) {
        throw traced(thrown, `._ext[${(into._ext as unknown[] | undefined)?.length ?? 0}]`, into);
      }
    }
  }
  if (last < 0) reader.failStrict('value', 'extension bit set without an addition', at);
  if (count !== Math.max(known.length, last + 1))
    Object.defineProperty(into, receivedAdditions, { value: count });
}

/** The unknown additions of a value, checked: ascending, and none that is there by name too. */
function unknownOf(from: Values, known: readonly KnownAddition[]): readonly UnknownAddition[] {
  if (from._ext === undefined) return [];
  if (!Array.isArray(from._ext)) refuse('"_ext" must be an array');
  const list = from._ext as readonly UnknownAddition[];
  let last = -1;
  for (const [i, entry] of list.entries()) {
    const { index, value } = (entry ?? {}) as Partial<UnknownAddition>;
    if (!Number.isSafeInteger(index) || index! <= last || index! > 0x3ffe) {
      refuse(`"_ext[${i}].index" must be 0..16382 and above the one before`);
    }
    if (!(value instanceof Uint8Array)) refuse(`"_ext[${i}].value" must be a Uint8Array`);
    if (known[index!]?.any(from)) refuse(`"_ext[${i}]" is there by name too`);
    last = index!;
  }
  return list;
}

function encodeAdditions(writer: BitWriter, known: readonly KnownAddition[], from: Values): void {
  const unknown = unknownOf(from, known);
  const present = known.map(addition => addition.any(from));
  for (const { index } of unknown) present[index] = true;
  const last = present.lastIndexOf(true);
  const received = Reflect.get(from, receivedAdditions) as number | undefined;
  const count = received !== undefined && received > last ? received : Math.max(known.length, last + 1);
  writer.smallLength(count);
  for (let i = 0; i < count; i++) writer.bits(present[i] ? 1 : 0, 1);
  let next = 0;
  for (let i = 0; i <= last; i++) {
    if (unknown[next]?.index === i) writer.octets(unknown[next++]!.value);
    else if (present[i]) known[i]!.encode(writer, from);
  }
}

/**
 * SEQUENCE: `sequence({ a: boolean, b: optional(T) })`, and with an extension marker
 * `sequence({ a: boolean }, '...', { c: T }, group({ d: optional(U) }))`: the additions follow in their
 * order, each a component of its own or in a {@link group}. Components behind a second marker belong to
 * the first argument, for PER sends them with the root. Unknown additions are kept in `_ext`.
 * X.691, clause 19.
 * @throws TypeError for a name that is there twice, that every object has (`constructor`), or for an open
 * type chosen by a component that does not come before it
 */
export function sequence<C extends Components>(components: C): Type<SequenceValue<C>>;
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

  const order = root.components.map(({ name }) => name);

  /**
   * Finds a misspelt component.
   * @returns the presence bits if the keys are in the order of the root and none is of an addition, or -1
   */
  const checkKeys = (value: Values): number => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('must be an object');
    let next = 0;
    let presence = 0;
    for (const key in value) {
      while (next < order.length && order[next] !== key) next++;
      if (next < order.length) {
        const component = root.components[next++]!;
        if (component.omittable && isSent(component, value[key])) presence |= component.bit;
      } else {
        next = order.length + 1;
        if (!names.has(key) && !(extensible && key === '_ext')) refuse(`has no component '${key}'`);
      }
    }
    return next <= order.length && inOneWord ? presence : -1;
  };

  const encodeInOrder = (writer: BitWriter, value: Values, presence: number) => {
    writer.bits(presence, presenceBits);
    let next = 0;
    for (const key in value) {
      const given = value[key];
      if (given === undefined) continue;
      for (; order[next] !== key; next++) if (!root.components[next]!.omittable) missing(order[next]!);
      const component = root.components[next++]!;
      if (component.omittable && (presence & component.bit) === 0) continue;
      try {
        if (component.key === undefined) component.type.encode(writer, given);
        else component.type.encode(writer, given, value[component.key]);
      } catch (thrown) {
        throw traced(thrown, `.${component.name}`);
      }
    }
    for (; next < order.length; next++) if (!root.components[next]!.omittable) missing(order[next]!);
  };
  const presenceBits = root.components.filter(({ omittable }) => omittable).length;
  const inOneWord = presenceBits <= 31;
  let bit = presenceBits;
  for (const component of root.components) if (component.omittable) component.bit = 1 << --bit;
  const missing = (name: string): never => {
    throw traced(new EncodeFault('is mandatory'), `.${name}`);
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
      const presence = checkKeys(value);
      if (presence >= 0) {
        if (extensible) writer.bits(0, 1);
        return encodeInOrder(writer, value, presence);
      }
      const extended =
        extensible && (unknownOf(value, known).length > 0 || known.some(({ any }) => any(value)));
      if (extensible) writer.bits(extended ? 1 : 0, 1);
      root.encode(writer, value);
      if (extended) encodeAdditions(writer, known, value);
    },
    toJson(value) {
      const json: { [key: string]: Json } = {};
      for (const { name, type, key } of all) {
        const component = value[name];
        if (component === undefined) continue;
        json[name] = type.toJson(component, key === undefined ? undefined : value[key]);
      }
      const unknown = unknownOf(value, known);
      if (unknown.length > 0) json._ext = unknown.map(({ index, value }) => ({ index, hex: toHex(value) }));
      return json;
    },
    fromJson(json) {
      const from = json as Values;
      checkKeys(from);
      const value: Values = {};
      for (const { name, type, key } of all) {
        if (from[name] === undefined) continue;
        if (key !== undefined && from[key] === undefined)
          throw traced(new EncodeFault('is mandatory'), `.${key}`);
        try {
          value[name] = type.fromJson(from[name], key === undefined ? undefined : value[key]);
        } catch (thrown) {
          throw traced(thrown, `.${name}`);
        }
      }
      if (from._ext !== undefined) value._ext = unknownFromJson(from._ext);
      return value;
    },
    minBits: aligned => (extensible ? 1 : 0) + root.minBits(aligned),
  };
}

const isGroup = (addition: Addition): addition is Group<Components> => Array.isArray(addition);

function checkedNames(components: readonly Component[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name } of components) {
    if (names.has(name) || name in Object.prototype || name === '_ext') {
      throw new TypeError(`SEQUENCE cannot have a component '${name}' here`);
    }
    names.add(name);
  }
  return names;
}

function unknownFromJson(json: unknown): UnknownAddition[] {
  if (!Array.isArray(json)) return refuse('"_ext" must be an array');
  return json.map((entry: unknown) => {
    const { index, hex } = (entry ?? {}) as { index?: unknown; hex?: unknown };
    if (typeof index !== 'number') return refuse('"_ext" must be a list of {"index": number, "hex": text}');
    return { index, value: octetsFromJson({ hex }) };
  });
}
