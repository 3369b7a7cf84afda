import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  bits,
  boolean,
  containing,
  octetString,
  openType,
  optional,
  per,
  sequence,
  sequenceOf,
  size,
} from '../../../src/codecs/per/index.js';
import { uper } from './round-trip.js';

describe('bits behind an encoding', () => {
  it('are kept, where the codec is told to', () => {
    const type = sequence({ a: boolean, c: optional(containing(sequence({ b: boolean }))) });
    const codec = per(type, { aligned: false, format: 'T', surplus: 'keep' });
    for (const hex of ['00', '01', '0000', '01ff', 'c0600000', 'c0602f3fe000ff', 'c0afffc0ff']) {
      const octets = fromHex(hex);
      const value = codec.decode(octets);
      expect(toHex(codec.encode(value))).toBe(hex);
      expect(toHex(codec.encode(structuredClone(value)))).toBe(hex);
      expect(toHex(codec.encode(codec.fromJson(JSON.parse(JSON.stringify(codec.toJson(value))))))).toBe(hex);
    }
    expect(codec.decode(fromHex('00'))).toEqual({ a: false });
    expect(codec.decode(fromHex('01ff'))).toEqual({ a: false, _surplus: bits('00000111111111') });
    expect(codec.toJson(codec.decode(fromHex('c0afffc0ff')))).toEqual({
      a: true,
      c: { b: true, _surplusInside: { bits: '011111111111111' } },
      _surplus: { bits: '00000011111111' },
    });
    const contained = per(containing(sequence({ b: boolean })), {
      aligned: true,
      format: 'T',
      surplus: 'keep',
    });
    expect(toHex(contained.encode(contained.decode(fromHex('0280ffee'))))).toBe('0280ffee');
    const bare = per(boolean, { aligned: false, format: 'T', surplus: 'keep' });
    expect(() => bare.decode(fromHex('8000'))).toThrow('T: 1 octet too many');
    const list = per(sequenceOf(boolean), { aligned: false, format: 'T', surplus: 'keep' });
    expect(() => list.decode(fromHex('000000'))).toThrow('T: 2 octets too many');
    // X.691, 11.2 has no room for more in an open type, as an addition is.
    const open = per(sequence({ o: openType(sequence({ b: boolean })) }), {
      aligned: false,
      format: 'T',
      surplus: 'keep',
    });
    expect(() => open.decode(fromHex('028000'))).toThrow('T.o: 1 octet too many, at offset 2, bit 0');
    expect(() => open.encode(null as never)).toThrow('T: must be an object');
  });

  it('are written only where they end with an octet, and where the codec is told to', () => {
    const type = sequence({ a: octetString(size(1, 4)), c: optional(containing(sequence({ b: boolean }))) });
    const keeping = per(type, { aligned: false, format: 'T', surplus: 'keep' });
    const encode = (codec: typeof keeping, value: object) => codec.encode(value as { a: Uint8Array });
    const a = Uint8Array.of(0xff);
    expect(toHex(encode(keeping, { a, _surplus: bits('1111111111111') }))).toBe('1fffff');
    expect(toHex(encode(keeping, { a, _surplus: bits('00000') }))).toBe('1fe0');
    for (const text of ['', '1', '1111', '111111', '11111111'])
      expect(() => encode(keeping, { a, _surplus: bits(text) })).toThrow(
        `T._surplus: must be 5 bits and whole octets behind this value, not ${text.length} bits`,
      );
    expect(() => encode(keeping, { a, _surplus: '11111' })).toThrow('T._surplus: must be { bytes');
    expect(() => keeping.fromJson({ a: { hex: 'ff' }, _surplus: '11111' })).toThrow(
      'T._surplus: must be {"bits": text}',
    );
    expect(() => keeping.toJson({ a, _surplus: '11111' } as unknown as { a: Uint8Array })).toThrow(
      'T._surplus: must be { bytes',
    );
    const refusing = uper(type);
    const kept = { b: true, _surplusInside: bits('1111111') };
    expect(toHex(encode(keeping, { a, c: kept }))).toBe('9fe03fe0');
    expect(() => encode(refusing, { a, _surplus: bits('11111') })).toThrow("T: has no component '_surplus'");
    expect(() => encode(refusing, { a, c: kept })).toThrow("T.c: has no component '_surplusInside'");
    expect(() => refusing.fromJson({ a: { hex: 'ff' }, _surplus: { bits: '' } })).toThrow(
      "T: has no component '_surplus'",
    );
    expect(() => sequence({ _surplus: boolean })).toThrow(TypeError);
  });

  it('are kept beside the number of addition bits that came with it', () => {
    const type = sequence({ a: boolean }, '...', { x: boolean });
    const codec = per(type, { aligned: false, format: 'T', surplus: 'keep' });
    const octets = fromHex(
      `${toHex(uper(sequence({ a: boolean }, '...', { x: boolean }, { y: boolean }, { z: boolean })).encode({ a: true, x: true }))}ff`,
    );
    expect(codec.encode(codec.decode(octets))).toEqual(octets);
  });
});
