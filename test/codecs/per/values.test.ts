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
  containing,
  enumerated,
  group,
  integer,
  MAX,
  MIN,
  nullType,
  objectIdentifier,
  octetString,
  openType,
  openTypeBy,
  optional,
  per,
  sequence,
  sequenceOf,
  size,
  type Type,
  withDefault,
} from '../../../src/codecs/per/index.js';
import * as primitives from './primitives.js';

const uper = <T>(type: Type<T>) => per(type, { aligned: false, format: 'T' });
const aper = <T>(type: Type<T>) => per(type, { aligned: true, format: 'T' });

/** Encodes, decodes and encodes again, also by way of JSON, in both variants and from bit 0 and bit 1. */
const returns = <T>(type: Type<T>, value: T): void => {
  const shifted = sequence({ lead: boolean, v: type });
  for (const codec of [uper(type), aper(type)]) {
    const text = JSON.stringify(codec.toJson(value));
    const octets = codec.encode(value);
    const decoded = codec.decode(octets);
    expect(JSON.stringify(codec.toJson(decoded)) === text).toBe(true);
    expect(toHex(codec.encode(decoded)) === toHex(octets)).toBe(true);
    expect(toHex(codec.encode(codec.fromJson(JSON.parse(text)))) === toHex(octets)).toBe(true);
  }
  for (const codec of [uper<unknown>(shifted), aper<unknown>(shifted)]) {
    const given = { lead: true, v: value };
    const octets = codec.encode(given);
    const decoded = codec.decode(octets);
    expect(JSON.stringify(codec.toJson(decoded)) === JSON.stringify(codec.toJson(given))).toBe(true);
    expect(toHex(codec.encode(decoded)) === toHex(octets)).toBe(true);
  }
};

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
    const octets = Uint8Array.from({ length: count }, (_, i) => (i * 7) & 0xff);
    returns(octetString(), octets);
    const text = Array.from({ length: count }, (_, i) => ((i * i) % 3) & 1).join('');
    returns(bitString(), bits(text));
    expect(bitsToText(bits(text))).toBe(text);
    const list = Array.from({ length: count }, (_, i) => i % 8);
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
  });

  it('refuses a bit string whose octets do not match its length', () => {
    const codec = uper(bitString());
    expect(() => codec.encode({ bytes: new Uint8Array(2), length: 8 })).toThrow(
      'T: 8 bits must be in 1 octets',
    );
    expect(() => codec.encode({ bytes: Uint8Array.of(0xff), length: 7 })).toThrow('the last 1 bits');
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
    for (const oid of ['', '1', '3.1', '1.40', '1.3.', '1.03', `1.3.${2n ** 134n}`]) {
      expect(() => uper(objectIdentifier).encode(oid)).toThrow(EncodeError);
    }
  });
});

describe('SEQUENCE', () => {
  it('sends a default of a simple type never, of another when it is there', () => {
    const type = sequence({
      n: withDefault(integer(0, 7), 3),
      o: withDefault(octetString(size(1)), Uint8Array.of(9)),
      b: withDefault(bitString(size(2)), bits('01')),
      s: withDefault(sequence({ x: boolean }), { x: true }),
    });
    const codec = uper(type);
    expect(toHex(uper(sequence({ n: withDefault(integer(0, MAX), 5n) })).encode({ n: 5 }))).toBe('00');
    expect(toHex(codec.encode({ n: 3, o: Uint8Array.of(9), b: bits('01') }))).toBe('00');
    expect(codec.decode(Uint8Array.of(0))).toEqual({});
    expect(codec.decode(codec.encode({ s: { x: true } }))).toEqual({ s: { x: true } });
    returns<unknown>(type, { n: 4, o: Uint8Array.of(8), b: bits('11'), s: { x: false } });
    expect(() => codec.decode(fromHex('4090'))).toThrow('T.o: is the default, which must not be sent');
    const later = uper(sequence({}, '...', { n: withDefault(integer(0, 7), 3) }));
    expect(toHex(later.encode({ n: 3 }))).toBe('00');
    expect(() => later.decode(fromHex('8080b000'))).toThrow('T.n: is the default, which must not be sent');
  });

  it('keeps unknown additions beside known ones', () => {
    const index = fc.uniqueArray(fc.integer({ min: 2, max: 200 }), { maxLength: 5 });
    fc.assert(
      fc.property(index, fc.option(fc.boolean()), fc.option(fc.boolean()), (indices, e, c) => {
        const value = {
          a: 1,
          ...(e === null ? {} : { e }),
          ...(c === null ? {} : { c }),
          ...(indices.length === 0
            ? {}
            : {
                _ext: indices.sort((x, y) => x - y).map(index => ({ index, value: Uint8Array.of(index) })),
              }),
        };
        returns<unknown>(primitives.SeqMix, value);
      }),
      { numRuns: 200 },
    );
  });

  it('writes the number of addition bits back that it read', () => {
    const known = (count: number) =>
      sequence({ a: boolean }, '...', ...Array.from({ length: count }, (_, i) => ({ [`x${i}`]: boolean })));
    for (const [sent, own] of [
      [1, 7],
      [7, 1],
      [70, 2],
      [2, 70],
      [64, 65],
    ] as const) {
      const octets = uper<unknown>(known(sent)).encode({ a: true, x0: true });
      const codec = uper<unknown>(known(own));
      const value = codec.decode(octets);
      expect(value).toEqual({ a: true, x0: true });
      expect(codec.encode(value)).toEqual(octets);
      expect(codec.encode(codec.fromJson(codec.toJson(value)))).toEqual(
        uper<unknown>(known(own)).encode({ a: true, x0: true }),
      );
    }
  });

  it('encodes the components in the order of the type, whatever that of the value is', () => {
    const codec = uper(
      sequence({ a: boolean, b: optional(integer(0, 7)), c: integer(0, 15) }, '...', { d: boolean }),
    );
    const octets = codec.encode({ a: true, b: 5, c: 9, d: true });
    expect(codec.encode({ d: true, c: 9, b: 5, a: true })).toEqual(octets);
    expect(codec.encode({ a: true, c: 9, b: 5, d: true })).toEqual(octets);
    expect(codec.encode({ a: true, b: undefined, c: 9 } as never)).toEqual(codec.encode({ c: 9, a: true }));
    class Accessors {
      get a() {
        return true;
      }
      get b() {
        return 5;
      }
      get c() {
        return 9;
      }
      get d() {
        return true;
      }
    }
    expect(codec.encode(new Accessors())).toEqual(octets);
  });

  it('refuses a value that is not one of the type', () => {
    const codec = uper(
      sequence(
        { a: boolean, list: sequenceOf(size(0, 7), integer(0, 7)) },
        '...',
        group({ b: boolean, c: boolean }),
      ),
    );
    const good = { a: true, list: [1] };
    const wrong =
      (value: unknown): (() => unknown) =>
      () =>
        codec.encode(value as typeof good);
    expect(wrong({ a: true })).toThrow('T.list: is mandatory');
    expect(wrong({ ...good, list: [1, 8] })).toThrow('T.list[1]: must be in 0..7');
    expect(wrong({ ...good, lst: [] })).toThrow("T: has no component 'lst'");
    expect(wrong({ ...good, b: true })).toThrow('T.c: is mandatory');
    expect(wrong(null)).toThrow('T: must be an object');
    expect(wrong({ ...good, list: {} })).toThrow('T.list: must be an array');
    expect(wrong({ ...good, _ext: [{ index: 1 }] })).toThrow('T: "_ext[0].value" must be a Uint8Array');
    expect(wrong({ ...good, _ext: [{ index: -1, value: Uint8Array.of(1) }] })).toThrow(
      '"_ext[0].index" must be',
    );
    expect(wrong({ ...good, b: true, c: true, _ext: [{ index: 0, value: Uint8Array.of(1) }] })).toThrow(
      'T: "_ext[0]" is there by name too',
    );
    expect(toHex(codec.encode({ ...good, _ext: [] }))).toBe(toHex(codec.encode(good)));
  });

  it('refuses JSON of another shape, with its path', () => {
    const codec = uper(primitives.OpenList);
    const field = (value: unknown) => [{ id: 4, criticality: 'reject', value: { type: 'OpSeq', value } }];
    expect(() => codec.fromJson({})).toThrow('T: must be an array');
    expect(() => codec.fromJson(field({ a: 1 }))).toThrow('T[0].value.a: must be true or false');
    expect(() => codec.fromJson(field({ d: 1 }))).toThrow("T[0].value: has no component 'd'");
    expect(() => uper(octetString()).fromJson({ hex: '0' })).toThrow('T: "hex" must be pairs of hex digits');
    expect(() => uper(octetString()).fromJson('00')).toThrow('T: must be {"hex": text}');
    expect(() => uper(bitString()).fromJson({ bits: '02' })).toThrow('T: "bits" must be of 0 and 1');
    expect(() => uper(nullType).fromJson(0)).toThrow('T: must be null');
    expect(() => uper(primitives.SeqExtUnknown).fromJson({ a: true, _ext: 1 })).toThrow(
      'T: "_ext" must be an array',
    );
  });

  it('refuses a schema with a name twice, or one that every object has', () => {
    expect(() => sequence({ a: boolean }, '...', { a: boolean })).toThrow(TypeError);
    expect(() => sequence({ constructor: boolean })).toThrow(TypeError);
    expect(() => sequence({ value: openTypeBy('id', {}), id: boolean })).toThrow("'id', which does not come");
    expect(() => sequence({ id: boolean }, '...', { value: openTypeBy('id', {}) })).toThrow(TypeError);
  });
});

describe('open types', () => {
  it('start their alignment anew and are at least one octet', () => {
    const type = sequence({ lead: boolean, o: openType(sequence({ a: boolean, b: octetString(size(3)) })) });
    expect(toHex(aper(type).encode({ lead: true, o: { a: true, b: fromHex('010203') } }))).toBe(
      '800480010203',
    );
    expect(toHex(uper(openType(nullType)).encode(null))).toBe('0100');
    returns<unknown>(containing(type), { lead: false, o: { a: true, b: fromHex('010203') } });
  });

  it.each([1, 127, 128, 16383, 16384, 40000])('put %i octets behind their length, at any bit', count => {
    const contents = Uint8Array.from({ length: count }, (_, i) => i * 7 + 1);
    for (let lead = 0; lead < 8; lead++) {
      const value = { lead: bits('1'.repeat(lead)), contents, behind: true };
      const around = (contents: Type<Uint8Array>) =>
        uper(sequence({ lead: bitString(size(lead)), contents, behind: boolean }));
      const octets = around(openType(octetString(size(count)))).encode(value);
      expect(toHex(octets) === toHex(around(octetString()).encode(value))).toBe(true);
    }
  });

  it('hold the type that the other component chooses', () => {
    const codec = aper(primitives.OpenField);
    const wrong = { id: 1, criticality: 'reject', value: { type: 'NULL', value: null } };
    expect(() => codec.encode(wrong as Parameters<typeof codec.encode>[0])).toThrow(
      `T.value: "type" must be 'BOOLEAN' or null where id is 1`,
    );
    const raw = { id: 1, criticality: 'reject', value: { type: null, value: fromHex('80') } } as const;
    expect(codec.decode(codec.encode(raw))).toEqual({ ...raw, value: { type: 'BOOLEAN', value: true } });
    const unknown = { ...raw, id: 9 };
    expect(codec.decode(codec.encode(unknown))).toEqual(unknown);
    expect(codec.fromJson(codec.toJson(unknown))).toEqual(unknown);
  });

  it('keep what is behind an encoding, where the codec is told to', () => {
    const type = sequence({ a: boolean, c: optional(containing(sequence({ b: boolean }))) });
    const codec = per(type, { aligned: false, format: 'T', surplus: 'keep' });
    for (const hex of ['00', '01', '0000', '01ff', 'c0600000', 'c0602f3fe000ff']) {
      const octets = fromHex(hex);
      expect(toHex(codec.encode(codec.decode(octets)))).toBe(hex);
    }
    expect(codec.decode(fromHex('01ff'))).toEqual({ a: false });
    const contained = per(containing(sequence({ b: boolean })), {
      aligned: true,
      format: 'T',
      surplus: 'keep',
    });
    expect(toHex(contained.encode(contained.decode(fromHex('0280ffee'))))).toBe('0280ffee');
    const bare = per(boolean, { aligned: false, format: 'T', surplus: 'keep' });
    expect(() => bare.decode(fromHex('8000'))).toThrow('T: 1 octet too many');
  });
});

describe('encoding', () => {
  const octet = integer(0, 255);
  /** Writes the length of another message of the same codec. */
  const measuring: Type<number> = {
    ...octet,
    encode(writer, value) {
      const length = value === 0 ? 0 : codec.encode({ a: Uint8Array.of(1, 2), b: value - 1 }).length;
      if (value === 9) throw new RangeError('nine');
      octet.encode(writer, length);
    },
  };
  const codec = uper(sequence({ a: octetString(), b: measuring }));
  const a = Uint8Array.of(5);

  it('may lead to another encoding of the same codec', () => {
    expect(toHex(codec.encode({ a, b: 2 }))).toBe('010504');
  });

  it('is not disturbed by one that failed', () => {
    expect(() => codec.encode({ a, b: 10 })).toThrow(RangeError);
    expect(toHex(codec.encode({ a, b: 1 }))).toBe('010504');
  });

  it('gives octets of its own each time', () => {
    const first = codec.encode({ a, b: 0 });
    codec.encode({ a: Uint8Array.of(7), b: 0 });
    expect(toHex(first)).toBe('010500');
  });
});
