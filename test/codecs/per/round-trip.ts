import { expect } from 'vitest';
import { toHex } from '../../../src/codecs/hex.js';
import { boolean, per, sequence, type Type } from '../../../src/codecs/per/index.js';

/** A codec of the unaligned variant, and of the aligned one. */
export const uper = <T>(type: Type<T>) => per(type, { aligned: false, format: 'T' });
export const aper = <T>(type: Type<T>) => per(type, { aligned: true, format: 'T' });

/** Encodes, decodes and encodes again, also by way of JSON, in both variants and from bit 0 and bit 1. */
export const returns = <T>(type: Type<T>, value: T): void => {
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
