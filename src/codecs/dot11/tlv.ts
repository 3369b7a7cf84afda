import { DecodeError, EncodeError, nested } from '../error.js';
import type { Layout } from '../layout/index.js';

/** A list that could be read in part: the items, those that do not fit their format as unknown ones, and the first error. */
export interface LaxList<T> {
  readonly value: T[];
  readonly error?: DecodeError;
}

/** Takes an error: throws it (strict), or notes it down (lax). */
export type OnError = (error: DecodeError) => void;

/** The strict way with an error. */
export const raise: OnError = error => {
  throw error;
};

/** Runs a list reader the lax way. What it pushed onto the list before it threw is kept. */
export function gather<T>(read: (items: T[], onError: OnError) => void): LaxList<T> {
  const value: T[] = [];
  let first: DecodeError | undefined;
  try {
    read(value, error => {
      first ??= error;
    });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    first ??= error;
  }
  return first === undefined ? { value } : { value, error: first };
}

/** Octets of an element's header: its identifier and its length (9.4.2.1). */
const HEADER_LENGTH = 2;
/** The longest body that the length octet can say. */
const MAX_BODY = 255;

/**
 * The body of the element, subelement or KDE that starts at `offset`.
 * @param path its place in the list: `elements[2]`
 * @throws DecodeError where the octets end before it does
 */
export function bodyAt(bytes: Uint8Array, offset: number, format: string, path: string): Uint8Array {
  const left = bytes.length - offset;
  if (left < HEADER_LENGTH)
    throw new DecodeError({
      code: 'truncated',
      format,
      path: `${path}.length`,
      offset: offset + 1,
      required: 1,
      available: 0,
    });
  const required = bytes[offset + 1]!;
  const available = left - HEADER_LENGTH;
  if (required > available)
    throw new DecodeError({
      code: 'truncated',
      format,
      path: `${path}.body`,
      offset: offset + HEADER_LENGTH,
      required,
      available,
      claimedBy: `${path}.length`,
    });
  return bytes.subarray(offset + HEADER_LENGTH, offset + HEADER_LENGTH + required);
}

/** How a body of a known identifier is read and written; a {@link Layout} with the tag of its union is one. */
export type BodyFormat<V> = Pick<Layout<V>, 'format' | 'interpret' | 'encode'>;

/** What a list holds, and where it is. */
export interface ListFormat<T> {
  /** The format that errors name. */
  readonly format: string;
  /** The path of the list in it. */
  readonly path: string;
  /** The format of a body, or nothing where it is to be kept as it is. */
  formatOf(id: number, body: Uint8Array): BodyFormat<T> | undefined;
  /** The item of a body that is kept as it is. */
  unknown(id: number, body: Uint8Array): T;
}

/** Reads a list of elements, subelements or KDEs, from offset `from` to the end of `bytes`, into `items`. */
export function readTlvs<T>(
  list: ListFormat<T>,
  items: T[],
  bytes: Uint8Array,
  onError: OnError,
  from = 0,
): void {
  for (let offset = from; offset < bytes.length; ) {
    const path = `${list.path}[${items.length}]`;
    const id = bytes[offset]!;
    const body = bodyAt(bytes, offset, list.format, path);
    const known = list.formatOf(id, body);
    if (known === undefined) items.push(list.unknown(id, body));
    else
      try {
        items.push(known.interpret(body));
      } catch (error) {
        if (!(error instanceof DecodeError)) throw error;
        onError(nested(error, list.format, `${path}.${known.format}`, offset + HEADER_LENGTH));
        items.push(list.unknown(id, body));
      }
    offset += HEADER_LENGTH + body.length;
  }
}

/**
 * The octets of an element, subelement or KDE of `id`, its body written by `encode`.
 * @param path its place in the list, which an error of the body gets in front: `elements[2]`
 * @throws EncodeError for what the body cannot hold, and for a body of more than 255 octets
 */
export function writeTlv(id: number, path: string, encode: () => Uint8Array): Uint8Array {
  if (!Number.isInteger(id) || id < 0 || id > 255)
    throw new EncodeError(`${path}.id`, 'is to be an integer from 0 to 255');
  const body = encodeWithin(path, encode);
  if (body.length > MAX_BODY)
    throw new EncodeError(path, `is to have at most ${MAX_BODY} octets, not ${body.length}`);
  const bytes = new Uint8Array(HEADER_LENGTH + body.length);
  bytes[0] = id;
  bytes[1] = body.length;
  bytes.set(body, HEADER_LENGTH);
  return bytes;
}

/** Runs `encode` on a part of a larger value, and gives its errors the path of that part in front. */
export function encodeWithin<T>(path: string, encode: () => T): T {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    throw new EncodeError(`${path}.${error.path}`, error.message.slice(error.path.length + 2));
  }
}

/** `value` if it is octets. @throws EncodeError */
export function octetsOf(value: unknown, path: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw new EncodeError(path, 'is to be octets (Uint8Array)');
  return value;
}

/** `value` if it is an array. @throws EncodeError */
export function listOf<T>(value: readonly T[], path: string): readonly T[] {
  if (!Array.isArray(value)) throw new EncodeError(path, 'is to be an array');
  return value;
}

/** `parts` one behind the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
