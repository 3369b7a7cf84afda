/** The checks of what encoders are given: anything that JSON holds. */
import { EncodeError } from './error.js';
import { isOctets } from './is-octets.js';

/** @throws EncodeError unless `value` is an integer from `min` to `max`. */
export const integer = (value: unknown, path: string, max: number, min = 0): number => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max)
    throw new EncodeError(path, `is to be an integer from ${min} to ${max}`);
  return value;
};

/** 1 or 0. @throws EncodeError unless `value` is a boolean */
export const bit = (value: unknown, path: string): number => {
  if (typeof value !== 'boolean') throw new EncodeError(path, 'is to be true or false');
  return value ? 1 : 0;
};

/** @throws EncodeError unless `value` is octets, `length` of them where it is given. */
export const octetsOf = (value: unknown, path: string, length?: number): Uint8Array => {
  if (!isOctets(value)) throw new EncodeError(path, 'is to be octets (Uint8Array)');
  if (length !== undefined && value.length !== length)
    throw new EncodeError(path, `is to be ${length} octets, not ${value.length}`);
  return value;
};

/** No octets: what an encoder takes for an octet string that was left out. */
export const NONE: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** @throws EncodeError unless `value` is an array. */
export const arrayOf = <T>(value: readonly T[], path: string): readonly T[] => {
  if (!Array.isArray(value)) throw new EncodeError(path, 'is to be an array');
  return value;
};

/** @throws EncodeError unless `value` is an object: encoders are given what JSON holds. */
export const objectOf = <T>(value: T, path: string): T => {
  if (typeof value !== 'object' || value === null) throw new EncodeError(path, 'is to be an object');
  return value;
};

/** @throws EncodeError unless `value` is an array of objects. */
export const objectsOf = <T>(value: readonly T[], path: string): readonly T[] => {
  arrayOf(value, path);
  for (let i = 0; i < value.length; i++)
    if (typeof value[i] !== 'object' || value[i] === null) objectOf(value[i], `${path}[${i}]`);
  return value;
};

/**
 * Whether `name` is a name of one of the entries of `table`: a text. Anything else would become one as it is looked up, and fail
 * where it cannot.
 */
export const isNameIn = <T extends object>(table: T, name: unknown): name is keyof T & string =>
  typeof name === 'string' && Object.hasOwn(table, name);

/** The names of the properties of `T`, as {@link onlyNames} takes them. */
export type Names<T> = { readonly [K in keyof T]-?: true };

/**
 * Refuses names that nobody asks for: one that is misspelled would be passed over.
 * @param path of what has them, in front of the name in the error; without one the name alone
 * @param names those that there are
 * @throws EncodeError with the path, as `keys.pmk`, and what there is
 */
export function onlyNames(path: string, given: object, names: Readonly<Record<string, true>>): void {
  // What every object inherits, as `constructor`, is never `true`.
  for (const name in given)
    if (names[name] !== true)
      throw new EncodeError(
        `${path}${path === '' ? '' : '.'}${name}`,
        `is none of ${Object.keys(names).join(', ')}`,
      );
}
