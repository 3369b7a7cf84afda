import { refuse, traced } from './fault.js';
import { type BitReader, maxEmptyElements } from './reader.js';
import { anySize, checkCount, readCount, type Size, sizeBits, writeCount } from './size.js';
import type { Type } from './type.js';
import type { BitWriter } from './writer.js';

/**
 * SEQUENCE OF: `sequenceOf(size(1, 32), DRB)` is `SEQUENCE (SIZE (1..32)) OF DRB`. A length that the
 * rest of the octets cannot hold, at the fewest bits an element takes, is refused before an element is
 * read. X.691, clause 20.
 */
export function sequenceOf<T>(element: Type<T>): Type<readonly T[]>;
/** `SEQUENCE (SIZE (…)) OF element`. */
export function sequenceOf<T>(constraint: Size, element: Type<T>): Type<readonly T[]>;
export function sequenceOf<T>(first: Size | Type<T>, second?: Type<T>): Type<readonly T[]> {
  const element = second ?? (first as Type<T>);
  const constraint = second === undefined ? anySize() : (first as Size);
  const { decode: read, encode: writeOne } = element;
  const widths: [number?, number?] = [];
  const widthOf = (aligned: boolean): number => {
    const slot = aligned ? 1 : 0;
    widths[slot] ??= element.minBits(aligned);
    return widths[slot];
  };

  const claim = (reader: BitReader, count: number): void => {
    const width = widthOf(reader.aligned);
    // What is there of a list that the end of the octets cuts is still to be read.
    if (!reader.tolerant) reader.need(count * width, true);
    if (width > 0) return;
    reader.empties += count;
    if (reader.empties > maxEmptyElements) {
      reader.fail('unsupported', `more than ${maxEmptyElements} list elements that need no bits`);
    }
  };

  const write = (writer: BitWriter, list: readonly T[], from: number, count: number): void => {
    let i = from;
    try {
      for (; i < from + count; i++) writeOne(writer, list[i]!);
    } catch (thrown) {
      throw traced(thrown, `[${i}]`);
    }
  };

  return {
    decode(reader) {
      const list: T[] = [];
      const extended = constraint.extensible && reader.bit() === 1;
      const at = reader.pos;
      let count = readCount(reader, constraint, extended);
      let more = reader.more;
      let total = count;
      for (;;) {
        claim(reader, count);
        try {
          while (list.length < total) list.push(read(reader));
        } catch (thrown) {
          throw traced(thrown, `[${list.length}]`, list, list.length);
        }
        if (!more) return list;
        count = reader.nextLength(count);
        more = reader.more;
        total += count;
        checkCount(reader, constraint, extended, total, at);
      }
    },
    encode(writer, value) {
      if (!Array.isArray(value)) refuse('must be an array');
      if (widthOf(writer.aligned) === 0) writer.empties += value.length;
      if (writer.empties > maxEmptyElements) {
        refuse(`more than ${maxEmptyElements} list elements that need no bits`);
      }
      if (writeCount(writer, constraint, value.length, 'elements')) write(writer, value, 0, value.length);
      else writer.counted(value.length, (from, count) => write(writer, value, from, count));
    },
    toJson: value => eachTraced(arrayOf(value), item => element.toJson(item)),
    fromJson: json => eachTraced(arrayOf(json as readonly unknown[]), item => element.fromJson(item)),
    minBits(aligned) {
      return sizeBits(constraint, element.minBits(aligned), aligned);
    },
    shape: () => ({ kind: 'SEQUENCE OF', size: constraint, element }),
  };
}

const arrayOf = <A>(value: readonly A[]): readonly A[] =>
  Array.isArray(value) ? value : refuse('must be an array');

function eachTraced<A, B>(items: readonly A[], convert: (item: A) => B): B[] {
  return items.map((item, i) => {
    try {
      return convert(item);
    } catch (thrown) {
      throw traced(thrown, `[${i}]`);
    }
  });
}
