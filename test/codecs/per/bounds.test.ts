import { describe, expect, it } from 'vitest';
import { DecodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  bits,
  boolean,
  type Codec,
  choice,
  group,
  integer,
  MAX,
  nullType,
  objectIdentifier,
  octetString,
  openType,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
  unsupported,
} from '../../../src/codecs/per/index.js';
import { aper, uper } from './round-trip.js';

/** Octets from hex digits, with `NNxAA` for `NN` octets of `aa`. */
const octets = (text: string): Uint8Array =>
  fromHex(text.replace(/(\d+)x([0-9a-f]{2}) ?/g, (_, count, octet) => String(octet).repeat(Number(count))));

/** Octets from bits, padded with zeros. */
const packed = (text: string): Uint8Array => bits(text.replaceAll(' ', '')).bytes;

/** How `octets` are refused; they must then be read lax, and give the same error. */
function refusal(codec: Codec<unknown>, octets: Uint8Array): string {
  try {
    codec.decode(octets);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    expect(codec.decode(octets, { lax: true }).error?.message).toBe(error.message);
    return `${error.code}: ${error.message}`;
  }
  return 'accepted';
}

const returned = (codec: Codec<unknown>, octets: Uint8Array): void =>
  expect(toHex(codec.encode(codec.decode(octets))) === toHex(octets)).toBe(true);

describe('the last encoding that is taken, and the next that is not', () => {
  const text = uper<unknown>(octetString());
  it.each([
    ['7f 127x11', '807f 127x11', 'length determinant is longer than needed, at offset 0'],
    ['8080 128x11', '8000', 'length determinant is longer than needed, at offset 0'],
    [
      'c4 65536x11 c1 16384x11 00',
      'c3 49152x11 c1 16384x11 00',
      'fragment is smaller than it could be, at offset 49153',
    ],
    ['c4 65536x11 00', 'c5 81920x11 00', 'fragment is not of 1 to 4 blocks of 16384, at offset 0'],
    ['c1 16384x11 00', 'c0 00', 'fragment is not of 1 to 4 blocks of 16384, at offset 0'],
  ])('a length: %s and %s', (good, bad, reason) => {
    returned(text, octets(good));
    expect(refusal(text, octets(bad))).toBe(`length: T: ${reason}, bit 0`);
  });

  it('a size that has a general length determinant (X.691, 11.9.4.2)', () => {
    const wide = size(2, 65536);
    for (const type of [octetString(wide), sequenceOf(wide, integer(0, 255))])
      for (const codec of [uper<unknown>(type), aper<unknown>(type)]) {
        returned(codec, octets('02 2x11'));
        returned(codec, octets('c4 65536x11 00'));
        for (const bad of ['01 1x11', 'c4 65536x11 01 11'])
          expect(refusal(codec, octets(bad))).toBe(
            'length: T: is not of 2 to 65536 units, at offset 0, bit 0',
          );
      }
    const open = uper<unknown>(octetString(size(2, MAX)));
    returned(open, octets('02 2x11'));
    expect(refusal(open, octets('01 11'))).toBe('length: T: is not of 2 or more units, at offset 0, bit 0');
    const only = uper<unknown>(octetString(size(65536)));
    returned(only, octets('c4 65536x11 00'));
    expect(refusal(only, octets('c3 49152x11 00'))).toBe(
      'length: T: is not of 65536 units, at offset 0, bit 0',
    );
  });

  it('a size with an extension marker, which has one only outside the root', () => {
    for (const type of [octetString(size(2, 5, '...')), sequenceOf(size(2, 5, '...'), integer(0, 255))]) {
      const codec = aper<unknown>(type);
      for (const good of ['00 2x11', '60 5x11', '80 00', '80 01 11', '80 06 6x11', '80 c1 16384x11 00'])
        returned(codec, octets(good));
      for (const bad of ['80 02 2x11', '80 05 5x11'])
        expect(refusal(codec, octets(bad))).toBe(
          'length: T: extension bit set for a size of the root, at offset 0, bit 1',
        );
    }
    // In blocks only the whole says whether it is of the root.
    const large = aper<unknown>(octetString(size(16385, 20000, '...')));
    returned(large, octets('80 c1 16384x11 00'));
    expect(refusal(large, octets('80 c1 16384x11 01 11'))).toBe(
      'length: T: extension bit set for a size of the root, at offset 0, bit 1',
    );
  });

  it('the number of extension additions in its short and its long form', () => {
    const codec = uper<unknown>(sequence({}, '...'));
    const additions = (count: string, last: number): Uint8Array =>
      packed(`1 ${count} ${'1'.padStart(last, '0')} 00000001 10101010`);
    returned(codec, additions('0111111', 64));
    returned(codec, additions('1 01000001', 65));
    expect(refusal(codec, additions('1 01000000', 64))).toBe(
      'length: T: length is not in its short form, at offset 0, bit 1',
    );
  });

  it.each([
    [
      'octets of an integer',
      integer(0, 65536),
      true,
      '80 010000',
      'c0 01000000',
      'length',
      'integer of more than 3 octets',
    ],
    [
      'the first of them',
      integer(0, 65536),
      true,
      '40 0100',
      '40 00ff',
      'value',
      'integer is not in its shortest form',
    ],
    ['the value of one', integer(0, 65536), true, '80 010000', '80 010001', 'value', 'is outside 0..65536'],
    ['the same unaligned', integer(0, 65536), false, '800000', '800080', 'value', 'is outside 0..65536'],
    [
      'the number of octets',
      octetString(size(0, 4)),
      true,
      '80 11111111',
      'a0 1111111111',
      'length',
      'is not of 0 to 4 units',
    ],
  ] as const)('%s', (_, type, aligned, good, bad, code, reason) => {
    const codec = (aligned ? aper : uper)<unknown>(type as Type<unknown>);
    returned(codec, octets(good));
    expect(refusal(codec, octets(bad))).toBe(`${code}: T: ${reason}, at offset 0, bit 0`);
  });

  it('the octets that an integer says it has', () => {
    expect(refusal(aper<unknown>(integer(0, 65536)), octets('80 0100'))).toBe(
      'truncated: T: needs 24 bits, 16 left (claimed by T), at offset 1, bit 0',
    );
  });

  it('the number of an unknown addition', () => {
    const codec = uper<unknown>(sequence({}, '...'));
    const value = (index: number) => ({ _ext: [{ index, value: Uint8Array.of(1) }] });
    expect(codec.decode(codec.encode(value(16382)))).toEqual(value(16382));
    expect(() => codec.encode(value(16383))).toThrow('T: "_ext[0].index" must be 0..16382');
  });

  it('the number of an unknown alternative', () => {
    const codec = uper<unknown>(choice({ a: nullType }, '...'));
    const alternative = (number: string): Uint8Array => packed(`1 ${number} 00000001 10101010`);
    const ones = (count: number): string => '1'.repeat(count);
    returned(codec, alternative('0 111111'));
    returned(codec, alternative('1 00000001 01000000'));
    returned(codec, alternative(`1 00000110 ${ones(48)}`));
    expect(refusal(codec, alternative('1 00000001 00111111'))).toBe(
      'value: T: extension number is not in its shortest form, at offset 0, bit 1',
    );
    expect(refusal(codec, alternative('1 00000010 00000000 11111111'))).toBe(
      'value: T: extension number is not in its shortest form, at offset 0, bit 1',
    );
    expect(refusal(codec, alternative('1 00000000'))).toBe(
      'length: T: an integer of no octets, at offset 0, bit 1',
    );
    expect(refusal(codec, packed('1 1 00000110 00000001'))).toBe(
      'truncated: T: needs 48 bits, 14 left (claimed by T), at offset 1, bit 2',
    );
    expect(refusal(codec, alternative(`1 00000111 00000001${'0'.repeat(48)}`))).toBe(
      'unsupported: T: extension number above 2^48, at offset 0, bit 1',
    );
  });

  it('integers that a number holds exactly, and the next', () => {
    const whole = uper<unknown>(integer(0, MAX));
    expect(whole.decode(fromHex('06ffffffffffff'))).toBe(2 ** 48 - 1);
    expect(whole.decode(fromHex('0701000000000001'))).toBe(2 ** 48 + 1);
    expect(whole.decode(fromHex('071fffffffffffff'))).toBe(Number.MAX_SAFE_INTEGER);
    expect(whole.decode(fromHex('0720000000000001'))).toBe(2n ** 53n + 1n);
  });

  it('an arc of an object identifier', () => {
    const codec = uper<unknown>(objectIdentifier);
    returned(codec, octets('14 2a 18xff 7f'));
    expect(codec.decode(octets('14 2a 18xff 7f'))).toBe(`1.2.${2n ** 133n - 1n}`);
    expect(refusal(codec, octets('15 2a 81 18x80 00'))).toBe(
      'unsupported: T: arc 3 is above 2^133, at offset 0, bit 0',
    );
    expect(refusal(codec, octets('15 2a 19xff 7f'))).toBe(
      'unsupported: T: arc 3 is above 2^133, at offset 0, bit 0',
    );
    expect(refusal(codec, octets('03 2a 80 01'))).toBe(
      'value: T: arc 3 starts with a zero digit, at offset 0, bit 0',
    );
    expect(refusal(codec, octets('04 2a 03 81 81'))).toBe('value: T: arc 4 has no end, at offset 0, bit 0');
    expect(() => codec.encode(`1.2.${2n ** 133n}`)).toThrow('T: an arc must be below 2^133');
  });
});

describe('an open type in blocks', () => {
  /** Fills the first block to its last bit. */
  const type = openType(sequence({ first: octetString(size(16384)), n: integer(0, 5), m: integer(0, 5) }));

  it('has what is wrong at the place where it is in the whole', () => {
    for (const codec of [uper<unknown>(type), aper<unknown>(type)]) {
      returned(codec, octets('c1 16384x11 01 b4'));
      expect(refusal(codec, octets('c1 16384x11 01 e0'))).toBe(
        'value: T.n: is outside 0..5, at offset 16386, bit 0',
      );
      expect(refusal(codec, octets('c1 16384x11 01 bc'))).toBe(
        'value: T.m: is outside 0..5, at offset 16386, bit 3',
      );
    }
  });

  it('has it there in each of the blocks', () => {
    const octet = integer(0, 128);
    const half = 40960;
    const numbers = openType(
      sequence({ a: sequenceOf(size(half), octet), b: sequenceOf(size(half + 1), octet) }),
    );
    for (const codec of [uper<unknown>(numbers), aper<unknown>(numbers)]) {
      // Each number takes an octet; the blocks are of 65536 octets, of 16384 and of one.
      const good = octets('c4 65536x11 c1 16384x11 01 11');
      returned(codec, good);
      for (const [index, offset] of [
        [0, 1],
        [65535, 65536],
        [65536, 65538],
        [81919, 81921],
        [81920, 81923],
      ] as const) {
        const bad = good.slice();
        bad[offset] = 0x81;
        const place = index < half ? `a[${index}]` : `b[${index - half}]`;
        expect(refusal(codec, bad)).toBe(`value: T.${place}: is outside 0..128, at offset ${offset}, bit 0`);
      }
    }
  });
});

describe('list elements without bits', () => {
  const empties = sequenceOf(nullType);

  it('are counted in an open type in blocks too', () => {
    const codec = aper<unknown>(
      sequence({
        inside: openType(sequence({ list: empties, filling: octetString(size(16382)) })),
        list: empties,
      }),
    );
    // 512 inside and 512 behind are 1024.
    returned(codec, octets('c1 8200 16382x11 00 8200'));
    expect(refusal(codec, octets('c1 8200 16382x11 00 8201'))).toMatch(
      /^unsupported: T\.list: more than 1024 list elements that need no bits/,
    );
  });

  it('are counted no more where the open type is kept as octets', () => {
    const codec = aper<unknown>(
      sequence(
        { a: boolean },
        '...',
        group({ list: optional(empties), never: optional(unsupported('Never')) }),
        { after: empties },
      ),
    );
    // A group of 1024 elements and of a member that is not supported, then 1024 elements.
    const kept = 'c08400';
    const message = fromHex(`c0e0 03${kept} 028400`);
    const value = codec.decode(message);
    expect(value).toMatchObject({ a: true, _ext: [{ index: 0, value: fromHex(kept) }] });
    expect((value as { after: unknown[] }).after).toHaveLength(1024);
  });
});
