import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  boolean,
  type Codec,
  choice,
  enumerated,
  group,
  integer,
  lazy,
  nullType,
  objectIdentifier,
  octetString,
  openType,
  optional,
  per,
  sequence,
  sequenceOf,
  size,
  type Type,
  unsupported,
} from '../../../src/codecs/per/index.js';
import * as primitives from './primitives.js';
import { vectors } from './vectors.js';

const typeOf = (name: string): Type<unknown> =>
  (primitives as unknown as Record<string, Type<unknown>>)[name]!;

/** What a decoder may do with any octets: give a value that encodes to them again, or a DecodeError with a place. */
const survives = (codec: Codec<unknown>, octets: Uint8Array, name = ''): void => {
  let value: unknown;
  try {
    value = codec.decode(octets);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    if (!error.path.startsWith('V') || error.offset > octets.length || error.bit === undefined) {
      throw new Error(`no place in ${JSON.stringify(error)}`);
    }
    const lax = codec.decode(octets, { lax: true });
    if (lax.error === undefined) throw new Error('lax sees no error');
    return;
  }
  const again = toHex(codec.encode(value));
  if (again !== toHex(octets)) throw new Error(`${name} ${toHex(octets)} came back as ${again}`);
};

const short = vectors.flatMap(({ name, type, uper, aper }) =>
  uper.length > 80
    ? []
    : [
        {
          name: `${name} UPER`,
          codec: per(typeOf(type), { aligned: false, format: 'V' }),
          octets: fromHex(uper),
        },
        {
          name: `${name} APER`,
          codec: per(typeOf(type), { aligned: true, format: 'V' }),
          octets: fromHex(aper),
        },
      ],
);

const flipped = (octets: Uint8Array, bit: number): Uint8Array => {
  const copy = octets.slice();
  copy[bit >> 3]! ^= 0x80 >> (bit & 7);
  return copy;
};

describe('hostile octets', () => {
  it('survives the flip of any bit', () => {
    expect(short).toHaveLength(2 * 358);
    for (const { name, codec, octets } of short) {
      for (let bit = 0; bit < octets.length * 8; bit++) {
        survives(codec, flipped(octets, bit), name);
      }
    }
  });

  it('survives truncation at any bit', () => {
    for (const { name, codec, octets } of short) {
      for (let bits = 0; bits < octets.length * 8; bits++) {
        const cut = octets.slice(0, (bits + 7) >> 3);
        if (bits % 8 !== 0) cut[cut.length - 1]! &= 0xff00 >> (bits % 8);
        survives(codec, cut, name);
      }
    }
  });

  it('survives truncation and flips of the long vectors', () => {
    const long = vectors.filter(({ uper }) => uper.length > 80);
    expect(long).toHaveLength(38);
    for (const { type, aper, uper } of long) {
      for (const [aligned, hex] of [
        [true, aper],
        [false, uper],
      ] as const) {
        const codec = per(typeOf(type), { aligned, format: 'V' });
        const octets = fromHex(hex);
        const step = Math.max(1, octets.length >> 3);
        for (let at = 0; at < octets.length; at += step) {
          survives(codec, octets.subarray(0, at));
          survives(codec, flipped(octets, at * 8 + (at % 8)));
        }
        for (let bit = 0; bit < 32; bit++) survives(codec, flipped(octets, bit));
      }
    }
  });

  it('survives random octets in every type', () => {
    const types = Object.values(primitives) as Type<unknown>[];
    fc.assert(
      fc.property(
        fc.constantFrom(...types),
        fc.boolean(),
        fc.uint8Array({ maxLength: 40 }),
        (type, aligned, octets) => survives(per(type, { aligned, format: 'V' }), octets),
      ),
      { numRuns: 5000 },
    );
  });

  const refused = (type: Type<unknown>, aligned: boolean, hex: string): DecodeError => {
    try {
      per(type, { aligned, format: 'V' }).decode(fromHex(hex));
    } catch (error) {
      if (error instanceof DecodeError) return error;
      throw error;
    }
    throw new Error(`${hex} was accepted`);
  };

  it('refuses a count that the rest cannot hold before it reads an element', () => {
    const error = refused(sequenceOf(size(0, 65535), octetString(size(6))), true, 'ffff0102');
    expect(error).toMatchObject({
      code: 'truncated',
      path: 'V',
      offset: 2,
      bit: 0,
      required: 65535 * 48,
      available: 16,
      claimedBy: 'V',
    });
    expect(refused(octetString(), false, 'bfff00')).toMatchObject({ required: 16383 * 8, available: 8 });
    expect(refused(octetString(), false, 'c400')).toMatchObject({ required: 65536 * 8, available: 8 });
    expect(refused(primitives.SeqExtUnknown, false, 'd0ff')).toMatchObject({ code: 'truncated', path: 'V' });
  });

  it('bounds elements that need no bits', () => {
    const nulls = sequenceOf(size(0, 65535), nullType);
    expect(refused(nulls, true, 'ffff0000')).toMatchObject({ code: 'unsupported', path: 'V' });
    expect(refused(sequenceOf(size(0, 65535), integer(5)), false, 'ffff')).toMatchObject({
      code: 'unsupported',
    });
    const nested = sequenceOf(size(0, 65535), sequenceOf(size(1000), nullType));
    expect(refused(nested, true, '0002')).toMatchObject({ code: 'unsupported', path: 'V[1]' });
    const codec = per(nulls, { aligned: true, format: 'V' });
    const most = Array.from({ length: 1024 }, () => null);
    expect(codec.decode(codec.encode(most))).toEqual(most);
    expect(() => codec.encode([...most, null])).toThrow('V: more than 1024');
  });

  // Work that grew with the square would end with the time limit of any test.
  it('takes time and memory in proportion to the input', () => {
    const blocks = new Uint8Array(400_000).fill(0xc4);
    for (const type of [octetString(), integer(), sequenceOf(boolean), objectIdentifier, openType(boolean)]) {
      for (const aligned of [true, false]) {
        survives(per<unknown>(type, { aligned, format: 'V' }), blocks);
      }
    }
  });

  type Filter = { readonly not?: Filter };
  const filter: Type<Filter> = sequence({ not: optional(lazy((): Type<Filter> => filter)) });
  type Wrapped = { readonly in?: Wrapped };
  const wrapped: Type<Wrapped> = sequence({ in: optional(openType(lazy((): Type<Wrapped> => wrapped))) });

  it('follows recursive types to a limit, both ways', () => {
    const codec = per(filter, { aligned: false, format: 'F' });
    const deep = (levels: number): Filter => (levels === 0 ? {} : { not: deep(levels - 1) });
    expect(codec.decode(codec.encode(deep(64)))).toEqual(deep(64));
    expect(codec.fromJson(codec.toJson(deep(64)))).toEqual(deep(64));
    expect(() => codec.encode(deep(65))).toThrow(/^F(\.not){65}: nested more than 64 levels/);
    expect(() => codec.fromJson(deep(65))).toThrow('nested more than 64 levels');
    expect(refused(filter, false, 'ff'.repeat(9))).toMatchObject({
      code: 'nesting',
      path: `V${'.not'.repeat(65)}`,
      offset: 8,
      bit: 1,
    });
    // As many beside one another as there are.
    const forest: Type<unknown> = sequence({ trees: sequenceOf(lazy(() => forest)) });
    const wide = per(forest, { aligned: false, format: 'F' });
    const trees = { trees: Array.from({ length: 200 }, () => ({ trees: [] })) };
    expect(wide.decode(wide.encode(trees))).toEqual(trees);
    expect(wide.fromJson(wide.toJson(trees))).toEqual(trees);
    const open = per(wrapped, { aligned: true, format: 'W' });
    const nest = (levels: number): Wrapped => (levels === 0 ? {} : { in: nest(levels - 1) });
    expect(open.decode(open.encode(nest(60)))).toEqual(nest(60));
  });

  it('names the place and who claimed the length', () => {
    const message = sequence({ a: boolean, list: sequenceOf(openType(sequence({ x: integer(0, 65535) }))) });
    expect(refused(message, true, '80020201020101')).toMatchObject({
      code: 'truncated',
      path: 'V.list[1].x',
      offset: 6,
      bit: 0,
      required: 16,
      available: 8,
      claimedBy: 'V.list[1]',
    });
    // The type asks for six octets; of three to eight, those that are there do.
    const fixed = refused(octetString(size(6)), true, '0102');
    expect(fixed).toMatchObject({ required: 48, available: 16 });
    expect(fixed.claimedBy).toBeUndefined();
    expect(refused(octetString(size(3, 8)), true, '60 0102'.replace(' ', ''))).toMatchObject({
      required: 48,
      available: 16,
      claimedBy: 'V',
    });
    for (const type of [octetString(), openType(octetString())])
      expect(refused(type, true, `c1${'00'.repeat(100)}`)).toMatchObject({
        code: 'truncated',
        required: 16384 * 8,
        available: 800,
        claimedBy: 'V',
      });
    // Nine bits in an open type of one octet, behind which there are more.
    const nine = openType(
      sequence(Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`b${i}`, boolean]))),
    );
    for (const aligned of [true, false]) {
      const error = refused(sequence({ nine, behind: integer(0, 255) }), aligned, '01ffff');
      expect(error).toMatchObject({ path: 'V.nine.b8', offset: 2, required: 1, available: 0 });
      expect(error.message).toContain('needs 1 bit, 0 left (claimed by V.nine)');
    }
    expect(refused(boolean, false, '8000')).toMatchObject({ code: 'trailing', offset: 1, bit: 0 });
    expect(refused(primitives.ChExt, false, '8002ff')).toMatchObject({ path: 'V.c', claimedBy: 'V.c' });
    expect(refused(primitives.SeqGroup, false, 'e06001')).toMatchObject({ code: 'truncated', path: 'V' });
    expect(refused(primitives.SeqExtUnknown, true, 'a02002ff')).toMatchObject({ path: 'V._ext[0]' });
  });

  it('places a fault inside a fragmented open type where its octet lies', () => {
    const type = sequence({ octets: octetString(size(16384)), last: sequenceOf(size(2), integer(0, 4)) });
    const codec = per(openType(type), { aligned: true, format: 'V' });
    const octets = codec.encode({ octets: new Uint8Array(16384), last: [1, 4] });
    expect(octets).toHaveLength(1 + 16384 + 1 + 1);
    octets[16386] = 0b00111100;
    expect(refused(openType(type), true, toHex(octets))).toMatchObject({
      path: 'V.last[1]',
      offset: 16386,
      bit: 3,
    });
  });

  it.each([
    ['a length longer than needed', octetString(), '800104', 'length'],
    [
      'a fragment smaller than it could be',
      octetString(),
      `c1${'00'.repeat(16384)}c1${'00'.repeat(16384)}00`,
      'length',
    ],
    ['a fragment of five blocks', octetString(), 'c5', 'length'],
    ['an integer of more octets than needed', integer(), '020001', 'value'],
    ['a negative one', integer(), '02ff80', 'value'],
    ['an integer of no octets', integer(), '00', 'length'],
    ['an extension number below 64 in the long form', primitives.EnumExt0, 'c04fc0', 'value'],
    ['an extension bit for a value of the root', primitives.IntExt, '808000', 'value'],
    ['an extension bit for a size of the root', primitives.OctExt, '820d141b2200', 'length'],
    ['an extension bit without an addition', primitives.SeqExtUnknown, '8000', 'value'],
    ['an unknown addition of no octets', primitives.SeqExtUnknown, 'a02000', 'length'],
    ['an unknown alternative of no octets', primitives.ChExt, 'a000', 'length'],
    ['an open type of no octets of an unknown type', primitives.OpenList, '000100090000', 'length'],
    ['padding that is not zero', boolean, '81', 'value'],
    ['an octet too many', boolean, '8000', 'trailing'],
    ['an octet too many in an open type', openType(boolean), '028000', 'trailing'],
    ['no octet where there must be one', nullType, '', 'truncated'],
    ['a value beyond the range', integer(0, 4), 'a0', 'value'],
    ['an index beyond the values', enumerated('a', 'b', 'c'), 'c0', 'value'],
    ['an index beyond the alternatives', choice({ a: nullType, b: nullType, c: nullType }), 'c0', 'value'],
    ['an arc that starts with a zero digit', objectIdentifier, '022a80', 'value'],
    ['an arc without an end', objectIdentifier, '022a81', 'value'],
    ['an object identifier of no octets', objectIdentifier, '00', 'length'],
  ] as const)('refuses %s', (_, type, hex, code) => {
    expect(refused(type as Type<unknown>, false, hex)).toMatchObject({ code, format: 'V' });
  });

  it('refuses padding in front of an aligned field that is not zero', () => {
    expect(refused(primitives.Ch2, true, '81c8')).toMatchObject({
      code: 'value',
      path: 'V.b',
      offset: 0,
      bit: 1,
    });
  });
});

describe('types that the schema leaves out', () => {
  const type = sequence(
    { a: boolean, measConfig: optional(unsupported('MeasConfig')) },
    '...',
    group({ b: optional(boolean), c: optional(unsupported('C')) }),
  );
  const codec = per(type, { aligned: false, format: 'U' });

  it('are an error of their own in the root', () => {
    expect(() => codec.decode(fromHex('60'))).toThrow('U.measConfig: MeasConfig is not supported');
  });

  it('leave the octets of the addition around them, and the rest', () => {
    const octets = fromHex('a0 20 3c 00');
    const value = codec.decode(octets);
    expect(value).toEqual({ a: true, _ext: [{ index: 0, value: fromHex('e0') }] });
    expect(codec.encode(value)).toEqual(octets);
    expect(codec.fromJson(codec.toJson(value))).toEqual(value);
  });

  it('have no values', () => {
    const wrong = { a: true, measConfig: {} } as never;
    for (const run of [codec.encode, codec.toJson, codec.fromJson])
      expect(() => run(wrong)).toThrow('U.measConfig: MeasConfig is not supported');
  });
});
