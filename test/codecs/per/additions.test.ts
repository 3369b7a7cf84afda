import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  boolean,
  group,
  integer,
  octetString,
  optional,
  sequence,
  size,
  unsupported,
} from '../../../src/codecs/per/index.js';
import { aper, uper } from './round-trip.js';

describe('an addition of its own', () => {
  const type = sequence({ a: boolean }, '...', { b: integer(0, 255) }, { c: optional(unsupported('C')) });
  const codec = aper(type);

  it('is kept as octets where the schema leaves its type out', () => {
    // The extension bit, a, two addition bits of which the second is set; an open type of two octets; both.
    for (const [hex, value] of [
      ['c0a002abcd', { a: true, _ext: [{ index: 1, value: fromHex('abcd') }] }],
      ['c0e001ff02abcd', { a: true, b: 255, _ext: [{ index: 1, value: fromHex('abcd') }] }],
    ] as const) {
      const read = codec.decode(fromHex(hex));
      expect(read).toEqual(value);
      expect(toHex(codec.encode(read))).toBe(hex);
      expect(codec.fromJson(codec.toJson(read))).toEqual(value);
    }
  });

  it('is named where it is wrong, and its octets kept under lax decoding, with what follows', () => {
    const { value, error } = codec.decode(fromHex('c0e00002abcd'), { lax: true });
    expect(error).toMatchObject({ code: 'truncated', path: 'T.b', offset: 3, claimedBy: 'T.b' });
    expect(value).toEqual({
      a: true,
      _ext: [
        { index: 0, value: fromHex('') },
        { index: 1, value: fromHex('abcd') },
      ],
    });
  });

  it('is read as far as it goes where the octets end in it', () => {
    const cut = aper(sequence({}, '...', { b: sequence({ x: boolean, y: octetString(size(4)) }) }));
    const { value, error } = cut.decode(fromHex('80800580 01'), { lax: true });
    expect(error).toMatchObject({
      code: 'truncated',
      path: 'T.b',
      claimedBy: 'T.b',
      required: 40,
      available: 16,
    });
    expect(value).toEqual({ b: { x: true } });
  });
});

describe('unknown additions', () => {
  const known = sequence({ a: boolean }, '...', group({ b: boolean }));

  it('of 128 octets and more are counted no more often for the first bit of their length', () => {
    // UNALIGNED, the length stands at once behind the addition bits, and begins with a one.
    for (const length of [127, 128, 300]) {
      const value = { a: true, _ext: [{ index: 1, value: new Uint8Array(length).fill(0xa5) }] };
      for (const codec of [uper<unknown>(known), aper<unknown>(known)]) {
        expect(codec.decode(codec.encode(value))).toEqual(value);
      }
    }
  });

  it('are claimed by their number', () => {
    // 65 addition bits, of which there are 7.
    const codec = aper<unknown>(sequence({}, '...'));
    expect(() => codec.decode(fromHex('c041fe'))).toThrow(
      'T: needs 65 bits, 8 left (claimed by T), at offset 2, bit 0',
    );
    expect(() => codec.decode(fromHex('c0c1'))).toThrow(
      'T: more than 16383 extension additions, at offset 0, bit 1',
    );
  });
});
