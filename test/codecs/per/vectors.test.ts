import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { boolean, per, sequence, type Type } from '../../../src/codecs/per/index.js';
import * as primitives from './primitives.js';
import { type Vector, vectors } from './vectors.js';

const typeOf = (name: string): Type<unknown> => {
  const type = (primitives as Record<string, unknown>)[name];
  if (type === undefined) throw new Error(`no schema for ${name}`);
  return type as Type<unknown>;
};

const both = (type: Type<unknown>, aligned: boolean, value: unknown, hex: string): void => {
  const codec = per(type, { aligned, format: 'V' });
  const octets = fromHex(hex);
  const decoded = codec.decode(octets);
  expect(codec.toJson(decoded)).toEqual(value);
  expect(toHex(codec.encode(decoded))).toBe(hex);
  expect(toHex(codec.encode(codec.fromJson(value)))).toBe(hex);
};

describe('PER of the primitives', () => {
  const byType = new Map<string, Vector[]>();
  for (const vector of vectors) byType.set(vector.type, [...(byType.get(vector.type) ?? []), vector]);

  it.each([...byType])('%s', (name, entries) => {
    const type = typeOf(name);
    const shifted = sequence({ lead: boolean, v: type });
    for (const { value, uper, aper, uperShifted, aperShifted } of entries) {
      both(type, false, value, uper);
      both(type, true, value, aper);
      if (uperShifted !== undefined) both(shifted, false, { lead: true, v: value }, uperShifted);
      if (aperShifted !== undefined) both(shifted, true, { lead: true, v: value }, aperShifted);
    }
  });

  it('covers all vectors', () => {
    expect(vectors).toHaveLength(396);
    expect(byType.size).toBe(Object.keys(primitives).length);
  });
});
