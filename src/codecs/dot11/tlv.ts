import { arrayOf } from '../check.js';
import { type OnError, raise } from '../decoder.js';
import { DecodeError, EncodeError, nested, ofItem, reasonIn } from '../error.js';
import { type Cursor, type Field, type Layout, UNFIT } from '../layout/index.js';
import { type OctetWriter, openWriter } from '../layout/octet-writer.js';

/** Octets of an element's header: its identifier and its length (9.4.2.1). */
const HEADER_LENGTH = 2;
/** The longest body that the length octet can say. */
const MAX_BODY = 255;

/**
 * Octets of the body of the element, subelement or KDE in front of which `at` is.
 * @param list the path of the list
 * @param index its place in it
 * @throws DecodeError where the octets end before it does
 */
function bodyLength(at: Cursor, list: string, index: number): number {
  const available = at.end - at.offset - HEADER_LENGTH;
  // Where less than a header is left this is no number, or behind the end: more than is available.
  const required = at.bytes[at.offset + 1]!;
  if (required <= available) return required;
  if (at.quiet) throw UNFIT;
  const { format } = at;
  const path = `${list}[${index}]`;
  const offset = at.offset - at.start;
  throw new DecodeError(
    available < 0
      ? {
          code: 'truncated',
          format,
          path: `${path}.length`,
          offset: offset + 1,
          required: 1,
          available: 0,
        }
      : {
          code: 'truncated',
          format,
          path: `${path}.body`,
          offset: offset + HEADER_LENGTH,
          required,
          available,
          claimedBy: `${path}.length`,
        },
  );
}

/** How a body of a known identifier is read and written; a {@link Layout} with the tag of its union is one. */
export type BodyFormat<V> = Pick<Layout<V>, 'format' | 'interpret' | 'measure' | 'write'>;

/** What a list holds; `O` is what is asked of its reader. */
export interface ListFormat<T, O> {
  /** The path of the list. */
  readonly path: string;
  /** The format of the body from `start` up to `end`, or nothing where it is to be kept as it is. */
  formatOf(id: number, bytes: Uint8Array, start: number, end: number, options: O): BodyFormat<T> | undefined;
  /** The item of a body that is kept as it is. */
  unknown(id: number, body: Uint8Array): T;
}

/**
 * Reads a list of elements, subelements or KDEs, from `at` to its end, into `items`.
 * @param onError gets the first error of the list; where it does not throw it, the others are not even made
 */
export function readTlvs<T, O>(
  list: ListFormat<T, O>,
  items: T[],
  at: Cursor,
  options: O,
  onError: OnError,
): void {
  const { bytes } = at;
  let { quiet } = at;
  while (at.offset < at.end) {
    const id = bytes[at.offset]!;
    const length = bodyLength(at, list.path, items.length);
    const start = at.offset + HEADER_LENGTH;
    const end = start + length;
    const known = list.formatOf(id, bytes, start, end, options);
    if (known === undefined) items.push(list.unknown(id, bytes.subarray(start, end)));
    else
      try {
        items.push(known.interpret(bytes, start, end, quiet));
      } catch (error) {
        if (error instanceof DecodeError) {
          const path = `${list.path}[${items.length}].${known.format}`;
          onError(nested(error, at.format, path, start - at.start));
          quiet = true;
        } else if (error !== UNFIT || at.quiet) throw error;
        items.push(list.unknown(id, bytes.subarray(start, end)));
      }
    at.offset = end;
  }
}

/**
 * Writes the element, subelement or KDE of `id` that has `value` in its body.
 * @param path its place, which an error of the body gets in front
 * @throws EncodeError for what the body cannot hold, and for a body of more than 255 octets
 */
export function writeTlv<V>(
  to: OctetWriter,
  id: number,
  path: string,
  body: Pick<BodyFormat<V>, 'measure' | 'write'>,
  value: V,
): void {
  if (!Number.isInteger(id) || id < 0 || id > 255)
    throw new EncodeError(`${path}.id`, 'is to be an integer from 0 to 255');
  const header = to.reserve(HEADER_LENGTH);
  let length: number;
  try {
    length = body.measure(value);
    const at = to.reserve(length);
    body.write(to.bytes, at, value);
  } catch (error) {
    throw error instanceof EncodeError ? new EncodeError(`${path}.${error.path}`, reasonIn(error)) : error;
  }
  if (length > MAX_BODY) throw new EncodeError(path, `is to have at most ${MAX_BODY} octets, not ${length}`);
  to.bytes[header] = id;
  to.bytes[header + 1] = length;
}

/**
 * Writes the items of a list one behind the other.
 * @param path of the list, which `writeItem` gets for that of the item: errors get the item's number behind it
 * @throws EncodeError for what is no array, and as `writeItem` does
 */
export function writeItems<T>(
  to: OctetWriter,
  items: readonly T[],
  path: string,
  writeItem: (to: OctetWriter, item: T, path: string) => void,
): void {
  arrayOf(items, path);
  let i = 0;
  try {
    for (; i < items.length; i++) writeItem(to, items[i]!, path);
  } catch (error) {
    throw ofItem(error, path, i);
  }
}

/** The octets of a list: see {@link writeItems}. */
export function itemOctets<T>(
  items: readonly T[],
  path: string,
  writeItem: (to: OctetWriter, item: T, path: string) => void,
): Uint8Array<ArrayBuffer> {
  const to = openWriter();
  try {
    writeItems(to, items, path, writeItem);
    return to.octets();
  } finally {
    to.close();
  }
}

/** The items of a list up to the end of the format that holds it. */
export const listField = <T, O>(
  list: Omit<ListFormat<T, O>, 'path'>,
  options: O,
  writeItem: (to: OctetWriter, item: T, path: string) => void,
): Field<readonly T[]> => ({
  size: undefined,
  read: at => {
    const value: T[] = [];
    readTlvs({ ...list, path: `${at.format}.${at.name}` }, value, at, options, raise);
    return value;
  },
  measure: (value, path) => itemOctets(value, path, writeItem).length,
  write: (bytes, offset, value, path) => {
    const octets = itemOctets(value, path, writeItem);
    bytes.set(octets, offset);
    return offset + octets.length;
  },
});
