import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../src/codecs/error.js';
import {
  bitString,
  boolean,
  choice,
  containing,
  enumerated,
  integer,
  lazy,
  MAX,
  nullType,
  objectIdentifier,
  octetString,
  openType,
  openTypeBy,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
  unsupported,
  withDefault,
} from '../../../src/codecs/per/index.js';
import { aper, uper } from './round-trip.js';

/** A type that holds lists of itself. */
const Tree: Type<unknown> = sequence({
  leaf: boolean,
  below: sequenceOf(
    size(1, 4),
    lazy(() => Tree),
  ),
});

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `v${i}`);

/** Types with the fewest bits that a value of them takes, UNALIGNED and ALIGNED, padding not counted. */
const least: readonly [asn1: string, type: Type<unknown>, unaligned: number, aligned: number][] = [
  ['BOOLEAN', boolean, 1, 1],
  ['INTEGER (0..7)', integer(0, 7), 3, 3],
  ['INTEGER (0..254)', integer(0, 254), 8, 8],
  ['INTEGER (0..255)', integer(0, 255), 8, 8],
  ['INTEGER (0..256)', integer(0, 256), 9, 16],
  ['INTEGER (0..65535)', integer(0, 65535), 16, 16],
  // ALIGNED: two bits of a length of one to three octets, and one octet.
  ['INTEGER (0..65536)', integer(0, 65536), 17, 10],
  ['INTEGER (0..4294967295)', integer(0, 2 ** 32 - 1), 32, 10],
  ['INTEGER (0..MAX)', integer(0, MAX), 16, 16],
  ['INTEGER', integer(), 16, 16],
  ['INTEGER (0..7, ...)', integer(0, 7, '...'), 4, 4],
  // Outside the root a length and one octet are enough.
  ['INTEGER (0..4294967295, ...)', integer(0, 2 ** 32 - 1, '...'), 17, 11],
  ['ENUMERATED of 5', enumerated(...numbers(5)), 3, 3],
  ['ENUMERATED of 300', enumerated(...numbers(300)), 9, 16],
  ['ENUMERATED of 5 and more', enumerated(...numbers(5), '...'), 4, 4],
  // A later value takes a bit, and six more for its number.
  ['ENUMERATED of 300 and more', enumerated(...numbers(300), '...'), 8, 8],
  ['OCTET STRING (SIZE (6))', octetString(size(6)), 48, 48],
  ['OCTET STRING (SIZE (2..5))', octetString(size(2, 5)), 18, 18],
  ['OCTET STRING (SIZE (2..MAX))', octetString(size(2, MAX)), 24, 24],
  ['OCTET STRING (SIZE (1..256))', octetString(size(1, 256)), 16, 16],
  ['OCTET STRING (SIZE (0..256))', octetString(size(0, 256)), 9, 16],
  ['OCTET STRING', octetString(), 8, 8],
  ['BIT STRING (SIZE (9))', bitString(size(9)), 9, 9],
  ['BIT STRING (SIZE (1..160))', bitString(size(1, 160)), 9, 9],
  // Outside the root none may be there, and its number says so in an octet.
  ['BIT STRING (SIZE (32, ...))', bitString(size(32, '...')), 9, 9],
  ['BIT STRING (SIZE (4, ...))', bitString(size(4, '...')), 5, 5],
  ['OBJECT IDENTIFIER', objectIdentifier, 16, 16],
  ['an open type', openType(sequence({ a: octetString(size(6)) })), 8, 8],
  ['an OCTET STRING that contains', containing(sequence({ a: octetString(size(6)) })), 8, 8],
  [
    'SEQUENCE { a INTEGER (0..3), b BOOLEAN OPTIONAL, c INTEGER (0..7) DEFAULT 1 }',
    sequence({ a: integer(0, 3), b: optional(boolean), c: withDefault(integer(0, 7), 1) }),
    4,
    4,
  ],
  [
    'SEQUENCE { a INTEGER (0..3), ..., b BOOLEAN }',
    sequence({ a: integer(0, 3) }, '...', { b: boolean }),
    3,
    3,
  ],
  [
    'SEQUENCE { id INTEGER (0..255), value an open type }',
    sequence({ id: integer(0, 255), value: openTypeBy('id', {}) }),
    16,
    16,
  ],
  ['SEQUENCE (SIZE (2..4)) OF INTEGER (0..7)', sequenceOf(size(2, 4), integer(0, 7)), 8, 8],
  ['SEQUENCE (SIZE (0..4)) OF INTEGER (0..7)', sequenceOf(size(0, 4), integer(0, 7)), 3, 3],
  ['CHOICE of three', choice({ a: octetString(size(6)), b: integer(0, 7), c: integer(0, 15) }), 5, 5],
  ['CHOICE of NULL and more', choice({ a: octetString(size(6)), b: integer(0, 7) }, '...'), 5, 5],
  // A later alternative: a bit, seven of its number, and the length of its open type.
  [
    'CHOICE of long ones and more',
    choice({ a: octetString(size(6)), b: octetString(size(7)) }, '...'),
    16,
    16,
  ],
  // The alternative behind the marker takes more than its own bits.
  ['CHOICE of a long one and NULL', choice({ a: octetString(size(6)) }, '...', { b: nullType }), 16, 16],
  ['SEQUENCE { n INTEGER (0..7), x unsupported }', sequence({ n: integer(0, 7), x: unsupported('X') }), 3, 3],
  // A tree with one tree in it; those inside that are not counted, as there would be no end.
  ['Tree', Tree, 6, 6],
];

describe('a count that the octets cannot hold', () => {
  it.each(least)('is refused by the fewest bits of an element: %s', (_, type, ...bits) => {
    for (const [i, codecOf] of [uper, aper].entries()) {
      const codec = codecOf<unknown>(sequenceOf(size(0, 65535), type));
      let error: unknown;
      try {
        codec.decode(Uint8Array.of(0xff, 0xff, 0));
      } catch (thrown) {
        error = thrown;
      }
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject({
        code: 'truncated',
        path: 'T',
        offset: 2,
        required: 65535 * bits[i]!,
        available: 8,
        claimedBy: 'T',
      });
    }
  });

  it('is not refused where the octets hold just as many', () => {
    const later = enumerated(...numbers(300), '...');
    for (const codec of [uper<unknown>(sequenceOf(later)), aper<unknown>(sequenceOf(later))]) {
      const eight = Array.from({ length: 8 }, () => ({ enumExt: 0 }));
      const octets = codec.encode(eight);
      expect(octets).toHaveLength(9);
      expect(codec.decode(octets)).toEqual(eight);
    }
    const strings = uper<unknown>(sequenceOf(bitString(size(32, '...'))));
    const none = Array.from({ length: 8 }, () => ({ bytes: new Uint8Array(), length: 0 }));
    expect(strings.encode(none)).toHaveLength(10);
    expect(strings.decode(strings.encode(none))).toEqual(none);
    const nulls = sequenceOf(size(0, 255), nullType);
    expect(uper<unknown>(nulls).decode(Uint8Array.of(3))).toEqual([null, null, null]);
  });
});
