/** Encodings of whole messages that another implementation made: the ASN.1 compiler of Erlang/OTP 25, options `uper` and `per`. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  bitString,
  bits,
  boolean,
  choice,
  enumerated,
  group,
  integer,
  MIN,
  nullType,
  objectIdentifier,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
  withDefault,
} from '../../../src/codecs/per/index.js';
import { aper, uper } from './round-trip.js';

/** Part ::= SEQUENCE { id INTEGER (1..32), key BIT STRING (SIZE (17)) OPTIONAL, ... } */
const Part = sequence({ id: integer(1, 32), key: optional(bitString(size(17))) }, '...');

const root = {
  a: boolean,
  list: sequenceOf(size(1, 5), Part),
  c: choice({ x: nullType, y: octetString(size(1, 300)) }, '...', { z: sequence({ n: integer(0, 100000) }) }),
};

/**
 * Message ::= SEQUENCE { a BOOLEAN, list SEQUENCE (SIZE (1..5)) OF Part,
 *   c CHOICE { x NULL, y OCTET STRING (SIZE (1..300)), ..., z SEQUENCE { n INTEGER (0..100000) } },
 *   ..., later INTEGER (MIN..7), [[ g ENUMERATED {e0, e1, ..., e2} OPTIONAL, h OCTET STRING ]] }
 */
const Message = sequence(
  root,
  '...',
  { later: integer(MIN, 7) },
  group({ g: optional(enumerated('e0', 'e1', '...', 'e2')), h: octetString() }),
);

/** The same, of a version without the additions. */
const Earlier = sequence(root, '...');

/**
 * Values ::= SEQUENCE { b BIT STRING (SIZE (1..160, ...)), i INTEGER (0..10000000000),
 *   s SEQUENCE (SIZE (2, ...)) OF INTEGER (0..255, ...), o OBJECT IDENTIFIER, m OCTET STRING (SIZE (2)),
 *   e ENUMERATED {f0, f1, f2}, d INTEGER (0..255) DEFAULT 7 }
 */
const Values = sequence({
  b: bitString(size(1, 160, '...')),
  i: integer(0, 10_000_000_000),
  s: sequenceOf(size(2, '...'), integer(0, 255, '...')),
  o: objectIdentifier,
  m: octetString(size(2)),
  e: enumerated('f0', 'f1', 'f2'),
  d: withDefault(integer(0, 255), 7),
});

const x = { choice: 'x', value: null } as const;
const z = (n: number) => ({ choice: 'z', value: { n } }) as const;

const cases: readonly [type: Type<unknown>, value: object, uper: string, aper: string][] = [
  [Message, { a: true, list: [{ id: 1 }], c: x }, '4000', '4000'],
  [
    Message,
    {
      a: false,
      list: [{ id: 32, key: bits('01010101010101011') }, { id: 2 }, { id: 3, key: bits('0'.repeat(17)) }],
      c: { choice: 'y', value: Uint8Array.of(1, 2, 3) },
    },
    '13f555581440000404020406',
    '13f0555581440000200002010203',
  ],
  [
    Message,
    { a: true, list: [{ id: 17, key: bits('1'.repeat(17)) }], c: z(100000), later: -129 },
    'c30ffffc001e1a8000180c0bfdfc',
    'c300ffffc00004800186a003000302ff7f',
  ],
  [
    Message,
    { a: true, list: [{ id: 5 }], c: z(255), later: 7, g: 'e2', h: Uint8Array.of(0xab, 0xcd) },
    'c048003007f800381008382e000aaf3400',
    'c048000200ff038002010705c00002abcd',
  ],
  [
    Message,
    {
      a: false,
      list: [{ id: 5 }],
      c: { choice: 'y', value: Uint8Array.of(0x77) },
      later: 0,
      h: new Uint8Array(),
    },
    '804400ee07020100020000',
    '80440000770380020100020000',
  ],
  [
    Values,
    { b: bits('1'), i: 0, s: [0, 255], o: '1.3.6.1', m: Uint8Array.of(0x12, 0x34), e: 'f0' },
    '00200000000000ff032b0601123400',
    '00008000000000ff032b0601123400',
  ],
  [
    Values,
    {
      b: bits('1111000011110000101'),
      i: 1e10,
      s: [256, -1],
      o: '2.999.3',
      m: Uint8Array.of(0, 0),
      e: 'f2',
      d: 8,
    },
    '84bc3c2ca817c800810080407fc0e20dc0c0002080',
    '8480f0f0b002540be400400201008001ff0388370300008008',
  ],
  [
    Values,
    {
      b: bits('0'.repeat(161)),
      i: 65536,
      s: [1, 2, 3],
      o: '0.39',
      m: Uint8Array.of(255, 255),
      e: 'f1',
      d: 255,
    },
    'e028400000000000000000000000000000000000000000000800040c0202018093ffffbfe0',
    'c080a100000000000000000000000000000000000000002001000080030001000200030127ffff40ff',
  ],
];

describe('messages encoded elsewhere', () => {
  it.each(cases)('are read and written: case %#', (type, value, unaligned, aligned) => {
    for (const [codec, hex] of [
      [uper(type), unaligned],
      [aper(type), aligned],
    ] as const) {
      expect(toHex(codec.encode(value))).toBe(hex);
      expect(codec.decode(fromHex(hex))).toEqual(value);
    }
  });

  it('are written again by an earlier version, with the additions that it does not know', () => {
    for (const [type, { later, h }, unaligned, aligned] of cases as [
      Type<unknown>,
      Record<string, unknown>,
      string,
      string,
    ][]) {
      if (type !== (Message as Type<unknown>)) continue;
      for (const [codec, hex] of [
        [uper(Earlier), unaligned],
        [aper(Earlier), aligned],
      ] as const) {
        const read = codec.decode(fromHex(hex));
        expect(read._ext?.map(({ index }) => index)).toEqual(
          later === undefined ? undefined : h === undefined ? [0] : [0, 1],
        );
        expect(toHex(codec.encode(read))).toBe(hex);
      }
    }
  });
});
