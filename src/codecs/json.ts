import { EncodeError } from './error.js';
import { fromHex, toHex } from './hex.js';
import { isOctets } from './is-octets.js';

/**
 * A value of an octet-aligned format in the JSON form that the commands print: octets as `{"hex": "…"}`,
 * integers that JSON cannot hold exactly as decimal strings. So it does with packets, and with lists of them, whose times are such.
 */
export function toJson(value: unknown): unknown {
  if (isOctets(value)) return { hex: toHex(value) };
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, toJson(part)]));
}

/**
 * The value that `json` stands for: the reverse of {@link toJson}, but for decimal strings, which the
 * encoders of 64-bit fields take as they are.
 * @throws EncodeError with the path of a `hex` that is none, or that is more than 64 levels down
 */
export function fromJson(json: unknown, path = 'value'): unknown {
  return fromJsonWithin(json, path, MAX_LEVELS);
}

/** More than any format has. */
const MAX_LEVELS = 64;

function fromJsonWithin(json: unknown, path: string, levels: number): unknown {
  if (typeof json !== 'object' || json === null) return json;
  if (levels === 0) throw new EncodeError(path, `is nested more than ${MAX_LEVELS} levels deep`);
  if (Array.isArray(json)) return json.map((part, i) => fromJsonWithin(part, `${path}[${i}]`, levels - 1));
  const entries = Object.entries(json);
  if (entries.length === 1 && entries[0]![0] === 'hex') return fromHex(entries[0]![1], `${path}.hex`);
  return Object.fromEntries(
    entries.map(([name, part]) => [name, fromJsonWithin(part, `${path}.${name}`, levels - 1)]),
  );
}

/** A value that an encoder is given, and what the encoder reads of it. */
interface Watched {
  readonly proxy: unknown;
  /** @throws EncodeError for a member that was not read */
  refuseUnread(path: string): void;
}

function watch(value: object): Watched {
  const read = new Map<string | symbol, Watched | undefined>();
  const proxy = new Proxy(value, {
    get(target, name, receiver) {
      const part: unknown = Reflect.get(target, name, receiver);
      if (!Object.hasOwn(target, name)) return part;
      if (!read.has(name))
        read.set(
          name,
          typeof part === 'object' && part !== null && !isOctets(part) ? watch(part) : undefined,
        );
      return read.get(name)?.proxy ?? part;
    },
  });
  return {
    proxy,
    refuseUnread(path) {
      const isList = Array.isArray(value);
      for (const name of Object.keys(value)) {
        if (!read.has(name)) throw new EncodeError(path, `has no member '${name}'`);
        read.get(name)?.refuseUnread(isList ? `${path}[${name}]` : `${path}.${name}`);
      }
    },
  };
}

/**
 * What `encode` makes of a value from JSON, of which it must have read every member: one under a name that the format does not
 * know, a misspelt one, would else be left out without a word.
 * @param path names the value in errors
 * @throws EncodeError as `encode` does, and for a member that it did not read
 */
export function encodeAll<V, R>(value: V, path: string, encode: (value: V) => R): R {
  if (typeof value !== 'object' || value === null || isOctets(value)) return encode(value);
  const watched = watch(value);
  const encoded = encode(watched.proxy as V);
  watched.refuseUnread(path);
  return encoded;
}
