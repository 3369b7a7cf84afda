import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  bitString,
  bits,
  bitsToText,
  boolean,
  byNumber,
  choice,
  enumerated,
  integer,
  MAX,
  MIN,
  nullType,
  objectIdentifier,
  octetString,
  openType,
  per,
  sequence,
  sequenceOf,
  size,
} from '../../../src/codecs/per/index.js';
import { aper, returns, uper } from './round-trip.js';

/** The bits of X.691, 11.5, spelt out: another way to the same octets. */
const constrainedBits = (value: bigint, lower: bigint, upper: bigint, aligned: boolean): string => {
  const range = upper - lower + 1n;
  const offset = value - lower;
  const text = offset.toString(2);
  const width = range === 1n ? 0 : (range - 1n).toString(2).length;
  if (width === 0) return '';
  if (!aligned || range < 256n) return text.padStart(width, '0');
  if (range === 256n) return text.padStart(8, '0');
  if (range <= 65536n) return text.padStart(16, '0');
  const octets = Math.ceil(text.length / 8);
  const lengthWidth = Math.ceil(Math.log2(Math.ceil(width / 8)));
  const length = (octets - 1).toString(2).padStart(lengthWidth, '0').padEnd(8, '0');
  return length + text.padStart(octets * 8, '0');
};

const packed = (text: string): Uint8Array =>
  text === '' ? new Uint8Array(1) : bits(text.padEnd(Math.ceil(text.length / 8) * 8, '0')).bytes;

describe('INTEGER', () => {
  it('encodes every range class as the standard spells it', () => {
    const bound = fc.oneof(
      fc.bigInt({ min: -70000n, max: 70000n }),
      fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }),
      fc.constantFrom(0n, 1n, 2n ** 31n, 2n ** 32n, 2n ** 53n, 2n ** 63n, 2n ** 64n),
    );
    fc.assert(
      fc.property(fc.tuple(bound, bound), fc.nat({ max: 1000 }), (bounds, at) => {
        const [lower, upper] = bounds[0] < bounds[1] ? bounds : [bounds[1], bounds[0]];
        const type = integer(lower, upper);
        const value = lower + ((upper - lower) * BigInt(at)) / 1000n;
        const plain = Number.isSafeInteger(Number(value)) ? Number(value) : value;
        for (const aligned of [false, true]) {
          const codec = per(type, { aligned, format: 'T' });
          const octets = codec.encode(value);
          expect(toHex(octets)).toBe(toHex(packed(constrainedBits(value, lower, upper, aligned))));
          expect(codec.decode(octets)).toBe(plain);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('keeps values of any size', () => {
    const types = [integer(), integer(-5, MAX), integer(MIN, 10n ** 40n), integer(0, 15, '...')];
    const value = fc.oneof(fc.integer(), fc.bigInt({ min: -5n, max: 2n ** 200n }), fc.maxSafeInteger());
    fc.assert(
      fc.property(fc.constantFrom(...types), value, (type, given) => {
        const plain = Number.isSafeInteger(Number(given)) ? Number(given) : given;
        fc.pre(type !== types[1] || plain >= -5);
        fc.pre(type !== types[2] || plain <= 10n ** 40n);
        returns(type, plain);
      }),
      { numRuns: 300 },
    );
    returns(integer(), 2n ** 131072n);
    expect(
      uper(integer())
        .encode(2n ** 131072n)
        .subarray(0, 3),
    ).toEqual(Uint8Array.of(0xc1, 1, 0));
  });

  it('keeps values beyond 2^53 whose bound and offset are below', () => {
    const most = Number.MAX_SAFE_INTEGER;
    for (const type of [integer(most - 1, MAX), integer(most - 1, 2n ** 53n + 70000n)])
      for (const value of [most - 1, most, 2n ** 53n, 2n ** 53n + 1n]) {
        returns<unknown>(type, value);
        expect(aper<unknown>(type).decode(aper<unknown>(type).encode(value))).toBe(value);
      }
  });

  it('takes two octets for 65536 values of the root behind an extension bit', () => {
    expect(toHex(aper(integer(0, 65535, '...')).encode(5))).toBe('000005');
    expect(toHex(uper(integer(0, 65535, '...')).encode(5))).toBe('000280');
  });

  it('shows integers beyond 2^53 as text in JSON', () => {
    const codec = uper(integer(0, 2n ** 64n - 1n));
    expect(codec.toJson(2n ** 64n - 1n)).toBe('18446744073709551615');
    expect(codec.fromJson('18446744073709551615')).toBe(2n ** 64n - 1n);
    expect(codec.fromJson('7')).toBe(7);
    expect(() => codec.fromJson(2 ** 60)).toThrow('T: must be an integer, beyond 2^53 as a string');
  });

  it('refuses what is no integer of the range', () => {
    const codec = uper(sequence({ n: integer(0, 7) }));
    expect(() => codec.encode({ n: 8 })).toThrow(new EncodeError('T.n', 'must be in 0..7'));
    expect(() => codec.encode({ n: 1.5 })).toThrow(new EncodeError('T.n', 'must be an integer in 0..7'));
    expect(() => codec.encode({ n: -1 })).toThrow(new EncodeError('T.n', 'must be in 0..7'));
    for (const text of ['7x', 'x7', '7.0', ''])
      expect(() => codec.fromJson({ n: text })).toThrow('T.n: must be an integer');
    expect(() => integer(1.5, 7)).toThrow(TypeError);
    expect(() => integer(0, 7.5)).toThrow(TypeError);
    expect(() => uper(integer(1, MAX)).encode(0)).toThrow('T: must be in 1..MAX');
    expect(() => integer(3, 2)).toThrow(TypeError);
    expect(() => integer(0, 2 ** 60)).toThrow(TypeError);
  });
});

describe('strings and lists', () => {
  const lengths = [
    0, 1, 127, 128, 16383, 16384, 16385, 32768, 49152, 65535, 65536, 65537, 81920, 131072, 150000,
  ];

  it.each(lengths)('of %i units survive in fragments', count => {
    // No block is like another.
    const octets = Uint8Array.from({ length: count }, (_, i) => (i * 7 + (i >>> 8) * 3) & 0xff);
    returns(octetString(), octets);
    const text = Array.from({ length: count }, (_, i) => ((i * i) % 3) & 1).join('');
    returns(bitString(), bits(text));
    expect(bitsToText(bits(text))).toBe(text);
    const list = Array.from({ length: count }, (_, i) => i % 7);
    returns(sequenceOf(integer(0, 7)), list);
    returns(openType(octetString(size(0, 200000))), octets);
    returns(octetString(size(0, 65536)), octets.subarray(0, 65536));
    returns(octetString(size(2, 5, '...')), octets);
  });

  it('needs no octet boundary for a string without octets', () => {
    const type = sequence({ a: octetString(size(0, 3)), b: integer(0, 15) });
    expect(toHex(aper(type).encode({ a: new Uint8Array(), b: 15 }))).toBe('3c');
    returns<unknown>(type, { a: new Uint8Array(), b: 15 });
    returns<unknown>(sequence({ a: bitString(size(0, 20)), b: boolean }), { a: bits(''), b: true });
  });

  it('aligns a string of fixed size above 16 bits only', () => {
    const hex = (width: number) =>
      toHex(
        aper(sequence({ a: boolean, b: bitString(size(width)) })).encode({
          a: true,
          b: bits('1'.repeat(width)),
        }),
      );
    expect(hex(16)).toBe('ffff80');
    expect(hex(17)).toBe('80ffff80');
    // What follows in the same octet is none of its bits.
    const before = sequence({ a: bitString(size(17)), b: integer(0, 127) });
    returns<unknown>(before, { a: bits(`${'01'.repeat(8)}1`), b: 127 });
    expect(aper(before).decode(fromHex('5555ff')).a).toEqual(bits(`${'01'.repeat(8)}1`));
  });

  it('refuses a size outside the constraint', () => {
    expect(() => uper(octetString(size(6))).encode(new Uint8Array(5))).toThrow(
      'T: must be of 6 octets, is of 5',
    );
    expect(() => uper(bitString(size(1, 8))).encode(bits(''))).toThrow('T: must be of 1 to 8 bits, is of 0');
    expect(() => uper(sequenceOf(size(2, MAX), boolean)).encode([true])).toThrow(
      '2 or more elements, is of 1',
    );
    expect(() => size(-1)).toThrow(TypeError);
    expect(() => size(3, 2)).toThrow(TypeError);
    expect(() => size(0, 1.5)).toThrow(TypeError);
  });

  it('refuses a bit string whose octets do not match its length', () => {
    const codec = uper(bitString());
    expect(() => codec.encode({ bytes: new Uint8Array(2), length: 8 })).toThrow(
      'T: 8 bits must be in 1 octets',
    );
    expect(() => codec.encode({ bytes: Uint8Array.of(0xff), length: 7 })).toThrow('the last 1 bits');
    expect(() => codec.encode({ bytes: new Uint8Array(), length: -1 })).toThrow('T: must be { bytes');
    expect(() => bits('012')).toThrow(TypeError);
  });

  it('gives a part of the input where octets lie on octet boundaries', () => {
    const input = fromHex('0401020304');
    expect(uper(octetString()).decode(input).buffer).toBe(input.buffer);
  });
});

describe('ENUMERATED, CHOICE, OBJECT IDENTIFIER', () => {
  it('numbers the extension values and alternatives from 0, unknown ones by their number', () => {
    for (const number of [0, 5, 63, 64, 255, 256, 2 ** 40]) {
      returns<unknown>(enumerated('a', '...'), { enumExt: number });
      returns<unknown>(choice({ a: boolean }, '...'), {
        choice: null,
        extIndex: number,
        value: Uint8Array.of(1),
      });
    }
    expect(uper(enumerated('a', '...', 'x')).fromJson({ enumExt: 0 })).toBe('x');
  });

  it('orders names by their numbers', () => {
    expect(byNumber({ c: 7, a: 0, b: 3 })).toEqual(['a', 'b', 'c']);
  });

  it('refuses what is none of them', () => {
    const codec = uper(sequence({ e: enumerated('a', 'b', '...'), c: choice({ x: nullType, y: boolean }) }));
    const good = { e: 'a', c: { choice: 'x', value: null } } as const;
    expect(() => codec.encode({ ...good, e: 'c' as 'a' })).toThrow(
      'T.e: must be one of a, b, or { enumExt: number }',
    );
    expect(() => codec.encode({ ...good, c: { choice: 'z' as 'x', value: null } })).toThrow(
      'T.c: "choice" must be one of x, y',
    );
    expect(() => codec.encode({ ...good, c: { choice: 'y', value: 1 as unknown as boolean } })).toThrow(
      'T.c.y: must be true or false',
    );
    for (const e of ['c', { enumExt: -1 }, { enumExt: 2 ** 48 }, { enumExt: 0.5 }, { enumExt: '1' }])
      for (const run of [codec.encode, codec.toJson, codec.fromJson])
        expect(() => run({ ...good, e } as never)).toThrow(
          'T.e: must be one of a, b, or { enumExt: number }',
        );
    returns<unknown>(enumerated('a', '...'), { enumExt: 2 ** 48 - 1 });
    expect(() => enumerated()).toThrow(TypeError);
    expect(() => enumerated('a', 'a')).toThrow(TypeError);
    expect(() => choice({})).toThrow(TypeError);
    expect(() => choice({ a: boolean }, '...', { a: boolean })).toThrow(TypeError);
  });

  it('keeps object identifiers, arcs of 128 bits among them', () => {
    const uuid = '2.25.329800735698586629295641978511506172918';
    for (const oid of ['0.0', '0.39.1', '1.39', '2.0', '2.39.0.127.128', '2.999.3', uuid]) {
      returns(objectIdentifier, oid);
    }
    returns(objectIdentifier, `1.3.${Array.from({ length: 9000 }, (_, i) => 100 + i).join('.')}`);
    for (const oid of ['', '1', '3.1', '1.40', '1.3.', '1.03', 'x1.3', '1.3x', 1.3, `1.3.${2n ** 134n}`]) {
      expect(() => uper(objectIdentifier).encode(oid as string)).toThrow(EncodeError);
    }
  });
});
