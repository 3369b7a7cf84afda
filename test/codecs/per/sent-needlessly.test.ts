/** What X.691 has senders leave out, and some do not: values that are the default, addition groups without members. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import {
  bitString,
  bits,
  boolean,
  type Codec,
  group,
  integer,
  octetString,
  optional,
  sequence,
  size,
  withDefault,
} from '../../../src/codecs/per/index.js';
import { aper, uper } from './round-trip.js';

const octetsOf = (text: string): Uint8Array => bits(text.replaceAll(' ', '')).bytes;

/** The value of octets, after it gave them again: itself, a copy of it, and its JSON. */
function read<T>(codec: Codec<T>, text: string): T {
  const octets = octetsOf(text);
  const hex = toHex(octets);
  const value = codec.decode(octets);
  expect(toHex(codec.encode(value))).toBe(hex);
  expect(toHex(codec.encode(structuredClone(value)))).toBe(hex);
  expect(toHex(codec.encode(codec.fromJson(JSON.parse(JSON.stringify(codec.toJson(value))))))).toBe(hex);
  return value;
}

const WithDefaults = sequence({
  n: withDefault(integer(0, 7), 3),
  o: withDefault(octetString(size(1)), Uint8Array.of(9)),
  b: withDefault(bitString(size(2)), bits('01')),
});
const Late = sequence(
  { r: withDefault(boolean, false) },
  '...',
  { n: withDefault(integer(0, 7), 3) },
  group({ g: withDefault(integer(0, 7), 3), h: optional(boolean) }),
);

/** Its second component alone, with the default. */
const ONE_SENT = '010 00001001';

describe('a value that is the default', () => {
  it('is that value and no other of its type', () => {
    const codec = uper<unknown>(
      sequence({
        n: withDefault(integer(0, 7), 3),
        big: withDefault(integer(0, 2n ** 64n), 2n ** 60n),
        b: withDefault(bitString(size(1, 8)), bits('01')),
        o: withDefault(octetString(size(1, 2)), Uint8Array.of(9)),
      }),
    );
    // The presence bits alone, for they are all the default.
    expect(toHex(codec.encode({ n: 3n, big: 2n ** 60n, b: bits('01'), o: Uint8Array.of(9) }))).toBe('00');
    for (const value of [
      { n: 4 },
      { big: 2n ** 60n + 1n },
      { big: 5 },
      { b: bits('010') },
      { b: bits('11') },
      { o: Uint8Array.of(9, 0) },
      { o: Uint8Array.of(8) },
    ])
      expect(codec.decode(codec.encode(value))).toEqual(value);
    for (const [path, value] of [
      ['T.n', { n: {} }],
      ['T.n', { n: null }],
      ['T.n', { n: Uint8Array.of(3) }],
      ['T.b', { b: null }],
      ['T.b', { b: 1 }],
      ['T.b', { b: {} }],
      ['T.b', { b: { bytes: bits('01').bytes } }],
      ['T.b', { b: { length: 2 } }],
      ['T.o', { o: null }],
      ['T.o', { o: '09' }],
      ['T.o', { o: { bytes: Uint8Array.of(9), length: 8 } }],
    ] as const)
      expect(() => codec.encode(value), path).toThrow(`${path}: must be`);
  });

  it('is read, and written where it was sent', () => {
    expect(read(uper(WithDefaults), ONE_SENT)).toEqual({ o: Uint8Array.of(9), _defaults: ['o'] });
    expect(read(uper(WithDefaults), '111 011 00001001 01')).toEqual({
      n: 3,
      o: Uint8Array.of(9),
      b: bits('01'),
      _defaults: ['n', 'o', 'b'],
    });
    expect(read(uper(WithDefaults), '101 100 00')).toEqual({ n: 4, b: bits('00') });
  });

  it('is so among the additions', () => {
    // The extension bit, r, two addition bits, and n in an octet; then the group in an octet too, with g and h.
    expect(read(uper(Late), '1 1 0 0000001 10 00000001 01100000')).toEqual({
      r: false,
      n: 3,
      _defaults: ['r', 'n'],
    });
    expect(read(uper(Late), '1 0 0000001 11 00000001 01100000 00000001 11011100')).toEqual({
      n: 3,
      g: 3,
      h: true,
      _defaults: ['n', 'g'],
    });
    expect(read(uper(Late), '1 0 0000001 01 00000001 10011000')).toEqual({ g: 3, _defaults: ['g'] });
  });

  it('is named in JSON', () => {
    const codec = uper(WithDefaults);
    const json = { o: { hex: '09' }, _defaults: ['o'] };
    expect(codec.toJson(codec.decode(octetsOf(ONE_SENT)))).toEqual(json);
    expect(codec.encode(codec.fromJson(json))).toEqual(octetsOf(ONE_SENT));
  });

  it('is sent no more where it is not named, nor if it is not there', () => {
    const codec = uper(WithDefaults);
    const { _defaults, ...value } = codec.decode(octetsOf(ONE_SENT));
    expect(toHex(codec.encode(value))).toBe('00');
    expect(toHex(codec.encode({ _defaults: _defaults! }))).toBe('00');
    expect(codec.encode({ o: Uint8Array.of(8), _defaults: _defaults! })).toEqual(octetsOf('010 00001000'));
  });

  it.each([
    ['no array', 'o', '"_defaults" must be an array'],
    ['a component that is not there', ['x'], '"_defaults" must name components that have a default'],
    ['no name', [1], '"_defaults" must name components that have a default'],
  ])('cannot be named by %s', (_, _defaults, message) => {
    const codec = uper<unknown>(WithDefaults);
    const value = { o: Uint8Array.of(9), _defaults };
    expect(() => codec.encode(value)).toThrow(message);
    expect(() => codec.toJson(value)).toThrow(message);
    expect(() => codec.fromJson({ _defaults })).toThrow(message);
  });

  it('is named by no SEQUENCE without defaults', () => {
    const codec = uper<unknown>(sequence({ a: boolean, b: optional(boolean) }, '...'));
    expect(() => codec.encode({ a: true, _defaults: [] })).toThrow("has no component '_defaults'");
    expect(() => sequence({ _defaults: boolean })).toThrow(TypeError);
  });

  it('is there when a later part is not', () => {
    const codec = uper(sequence({ n: withDefault(integer(0, 7), 3), o: octetString(size(2)) }));
    const { value, error } = codec.decode(octetsOf('1 011 11111111'), { lax: true });
    expect(error).toMatchObject({ code: 'truncated', path: 'T.o' });
    expect(value).toEqual({ n: 3, _defaults: ['n'] });
  });

  it('is there when a later part of its addition group is not', () => {
    const group2 = group({ n: withDefault(integer(0, 7), 3), o: octetString(size(2)) });
    const codec = uper(sequence({ r: withDefault(boolean, false) }, '...', group2));
    // The extension bit, r, a group of three octets, n, and what is left of o.
    const { value, error } = codec.decode(octetsOf('1 1 0 0000000 1 00000011 1 011 11111111'), { lax: true });
    expect(error).toMatchObject({ code: 'truncated' });
    expect(value).toEqual({ r: false, n: 3, _defaults: ['r', 'n'] });
  });

  it('gives any octets again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), fc.boolean(), (octets, aligned) => {
        const codec = aligned ? aper(Late) : uper(Late);
        let value: ReturnType<typeof codec.decode>;
        try {
          value = codec.decode(octets);
        } catch {
          return;
        }
        expect(toHex(codec.encode(value))).toBe(toHex(octets));
        expect(toHex(codec.encode(codec.fromJson(codec.toJson(value))))).toBe(toHex(octets));
      }),
      { numRuns: 20000 },
    );
  });
});

/** The extension bit, a, two addition bits, and the first group in an octet. */
const EMPTY = '1 0 0000001 10 00000001 00000000';

describe('an addition group without members', () => {
  const Grouped = sequence(
    { a: boolean },
    '...',
    group({ b: optional(boolean) }),
    group({ c: optional(integer(0, 255)), d: optional(boolean) }),
  );

  it('is kept as octets', () => {
    expect(read(uper(Grouped), EMPTY)).toEqual({
      a: false,
      _ext: [{ index: 0, value: Uint8Array.of(0) }],
    });
    expect(read(uper(Grouped), '1 0 0000001 11 00000001 00000000 00000001 01100000')).toEqual({
      a: false,
      d: true,
      _ext: [{ index: 0, value: Uint8Array.of(0) }],
    });
  });

  it('has to go before a member comes to it', () => {
    const codec = uper(Grouped);
    const value = codec.decode(octetsOf(EMPTY));
    expect(() => codec.encode({ ...value, b: true })).toThrow('"_ext[0]" is there by name too');
    const { _ext, ...others } = value;
    expect(codec.decode(codec.encode({ ...others, b: true }))).toEqual({ a: false, b: true });
  });

  it('lets what follows be read, under lax decoding too', () => {
    const codec = uper(sequence({ g: Grouped, tail: integer(0, 255) }));
    const { value, error } = codec.decode(octetsOf(`${EMPTY} 00010`), { lax: true });
    expect(error).toMatchObject({ code: 'truncated', path: 'T.tail' });
    expect(value).toEqual({ g: { a: false, _ext: [{ index: 0, value: Uint8Array.of(0) }] } });
    expect(codec.decode(octetsOf(`${EMPTY} 00010010`))).toMatchObject({ tail: 18 });
  });
});
