import { toHex } from '../hex.js';
import { isOctets } from '../is-octets.js';
import { EncodeFault, refuse, traced } from './fault.js';
import type { BitReader } from './reader.js';
import type { Components } from './sequence-value.js';
import type { Type } from './type.js';
import type { BitWriter } from './writer.js';

/** The components of a value by their names. */
export type Values = Record<string, unknown>;

/** A component of a SEQUENCE. */
export interface Component {
  readonly name: string;
  readonly type: Type<unknown>;
  /** Those of `type`: to look them up in objects of so many shapes would take longer than most calls. */
  readonly decode: Type<unknown>['decode'];
  readonly encode: Type<unknown>['encode'];
  readonly omittable: boolean;
  readonly fallback: unknown;
  /** The component that chooses this one's open type. */
  readonly key: string | undefined;
}

/** The components that a declaration names, in its order. */
export const listed = (components: Components): Component[] =>
  Object.entries(components).map(([name, given]) => {
    const type = 'omittable' in given ? given.omittable : given;
    return {
      name,
      type,
      decode: type.decode,
      encode: type.encode,
      omittable: 'omittable' in given,
      fallback: 'omittable' in given ? given.fallback : undefined,
      key: 'key' in type ? String(type.key) : undefined,
    };
  });

/** Equal values of a simple type; values of other types never compare equal, so that a default may be sent. */
const sameSimple = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (typeof a === 'bigint' || typeof b === 'bigint') return String(a) === String(b);
  if (isOctets(a) && isOctets(b)) return toHex(a) === toHex(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (!('bytes' in a && 'bytes' in b && 'length' in a && 'length' in b)) return false;
  return a.length === b.length && sameSimple(a.bytes, b.bytes);
};

const isDefault = ({ fallback }: Component, value: unknown): boolean =>
  fallback !== undefined && sameSimple(value, fallback);

/** Whether a component of `from` is on the wire: it is there, and not what the receiver assumes anyway, or was sent nevertheless. */
export function isSent(component: Component, from: Values): boolean {
  const value = from[component.name];
  if (value === undefined) return false;
  return !isDefault(component, value) || sentDefaults(from).includes(component.name);
}

/** The components of a value that are written although they are the default. */
export function sentDefaults(from: Values): readonly unknown[] {
  if (from._defaults === undefined) return [];
  return Array.isArray(from._defaults) ? from._defaults : refuse('"_defaults" must be an array');
}

/** Puts a component that was read into a value. An eNB that sends the default breaks X.691, 19.5, but eNBs do: it is noted. */
export function store(component: Component, value: unknown, into: Values): void {
  into[component.name] = value;
  if (isDefault(component, value)) into._defaults = [...sentDefaults(into), component.name];
}

/** Adds the components of `from` to `into`, which has none of them. */
export function merge(into: Values, from: Values): void {
  for (const name in from) {
    into[name] = name === '_defaults' ? [...sentDefaults(into), ...sentDefaults(from)] : from[name];
  }
}

/** An open type can only be chosen by what is decoded before it, and in a group by a member of that group. */
export function checkChosen(components: readonly Component[]): void {
  for (const [i, { name, key }] of components.entries()) {
    if (key !== undefined && !components.slice(0, i).some(earlier => earlier.name === key)) {
      throw new TypeError(`the open type '${name}' is chosen by '${key}', which does not come before it`);
    }
  }
}

/** Refuses a value that lacks a component. */
export function refuseAbsence(name: string): never {
  throw traced(new EncodeFault('is mandatory'), `.${name}`);
}

/** Writes a component of `from`, without its presence bit. */
export function encodeComponent(writer: BitWriter, component: Component, value: unknown, from: Values): void {
  const { key } = component;
  try {
    if (key === undefined) component.encode(writer, value);
    else component.encode(writer, value, from[key]);
  } catch (thrown) {
    throw traced(thrown, `.${component.name}`);
  }
}

/** Components with their preamble (X.691, 19.2 to 19.5): those of the root, or those of a group. */
export interface ComponentList {
  readonly components: readonly Component[];
  decode(reader: BitReader, into: Values): void;
  encode(writer: BitWriter, from: Values): void;
  /** Whether any of the components would be sent. */
  any(from: Values): boolean;
  minBits(aligned: boolean): number;
}

/**
 * What reads and writes components with their preamble.
 * @throws TypeError for one that is chosen by another which does not stand before it
 */
export function componentList(components: readonly Component[]): ComponentList {
  checkChosen(components);
  const omittable = components.filter(component => component.omittable);
  /** Of each component, which presence bit it has; -1 for none. Those that are absent are not even looked at. */
  const presenceIndex = components.map(component => omittable.indexOf(component));
  return {
    components,
    decode(reader, into) {
      const presence = reader.skip(omittable.length);
      let i = 0;
      try {
        for (; i < components.length; i++) {
          const index = presenceIndex[i]!;
          if (index >= 0 && reader.bitAt(presence + index) === 0) continue;
          const component = components[i]!;
          const { key } = component;
          const value = component.decode(reader, key === undefined ? undefined : into[key]);
          if (component.fallback === undefined) into[component.name] = value;
          else store(component, value, into);
        }
      } catch (thrown) {
        const { name } = components[i]!;
        throw traced(thrown, `.${name}`, into, name);
      }
    },
    encode(writer, from) {
      for (const component of omittable) writer.bits(isSent(component, from) ? 1 : 0, 1);
      for (const component of components) {
        const value = from[component.name];
        if (component.omittable && !isSent(component, from)) continue;
        if (value === undefined) refuseAbsence(component.name);
        encodeComponent(writer, component, value, from);
      }
    },
    any(from) {
      for (const component of components) if (isSent(component, from)) return true;
      return false;
    },
    minBits(aligned) {
      let sum = omittable.length;
      for (const { type, omittable } of components) if (!omittable) sum += type.minBits(aligned);
      return sum;
    },
  };
}
