import { refuse, traced } from './fault.js';
import type { BitReader } from './reader.js';
import { type BitString, bitString, checkedBits } from './string.js';
import type { Json, Type } from './type.js';
import type { BitWriter } from './writer.js';

/**
 * A SEQUENCE or CHOICE that keeps the bits that were behind its encoding, all of them up to the end of the octets. What was
 * behind the whole message, and what in the OCTET STRING that contains the value, may both be there. Absent where nothing was
 * there but padding of zeros.
 */
export interface Surplus {
  readonly _surplus?: BitString;
  readonly _surplusInside?: BitString;
}

/** The place of surplus bits in a value. */
export type SurplusKey = keyof Surplus;

const bitsBehind = /* @__PURE__ */ bitString();

/** Whether values of this kind can keep something: those of SEQUENCE and CHOICE can. */
const isKeeper = (value: unknown): value is { [K in SurplusKey]?: BitString } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);

/** Keeps the `count` bits that are left with `value`. @returns whether it could */
export function keepSurplus(reader: BitReader, value: unknown, key: SurplusKey, count: number): boolean {
  if (!isKeeper(value)) return false;
  value[key] = { bytes: reader.field(count), length: count };
  return true;
}

/** `value` without what it has at `key`, but with accessors as they are, and its prototype. */
function without<T extends object>(value: T, key: SurplusKey): T {
  const { [key]: _, ...others } = Object.getOwnPropertyDescriptors(value as T & Surplus);
  return Object.create(Object.getPrototypeOf(value), others);
}

/** Writes `value` and behind it the bits that it keeps, which must end with an octet. */
export function encodeKeeping<T>(
  writer: BitWriter,
  type: Pick<Type<T>, 'encode'>,
  value: T,
  key: SurplusKey,
): void {
  const kept = isKeeper(value) ? value[key] : undefined;
  if (kept === undefined) {
    type.encode(writer, value);
    return;
  }
  const start = writer.pos;
  type.encode(writer, without(value as T & object, key));
  try {
    const { bytes, length } = checkedBits(kept);
    const padding = -(writer.pos - start) & 7;
    if (length % 8 !== padding)
      refuse(`must be ${padding} bits and whole octets behind this value, not ${length} bits`);
    writer.field(bytes, length);
  } catch (thrown) {
    throw traced(thrown, `.${key}`);
  }
}

/** The JSON of `value`, with the bits that it keeps last. */
export function toJsonKeeping<T>(type: Type<T>, value: T, key: SurplusKey): Json {
  const kept = isKeeper(value) ? value[key] : undefined;
  if (kept === undefined) return type.toJson(value);
  const json = type.toJson(without(value as T & object, key)) as { [key: string]: Json };
  try {
    return { ...json, [key]: bitsBehind.toJson(kept) };
  } catch (thrown) {
    throw traced(thrown, `.${key}`);
  }
}

/** The value of JSON that may have bits at `key`. */
export function fromJsonKeeping<T>(type: Type<T>, json: unknown, key: SurplusKey): T {
  if (!isKeeper(json) || json[key] === undefined) return type.fromJson(json);
  const { [key]: kept, ...others } = json;
  const value = type.fromJson(others);
  try {
    return { ...value, [key]: bitsBehind.fromJson(kept) };
  } catch (thrown) {
    throw traced(thrown, `.${key}`);
  }
}
