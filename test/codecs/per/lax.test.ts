import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  boolean,
  integer,
  octetString,
  openType,
  optional,
  per,
  sequence,
  sequenceOf,
  size,
} from '../../../src/codecs/per/index.js';
import * as primitives from './primitives.js';

describe('lax decoding', () => {
  const message = sequence({
    id: integer(0, 255),
    fields: sequenceOf(primitives.OpenField),
    tail: optional(octetString(size(4))),
  });
  const codec = per(message, { aligned: true, format: 'M' });
  const field = '0005 00 01 90';

  it('gives the whole value and no error for what is right', () => {
    const octets = fromHex(`0007 01 ${field}`);
    expect(codec.decode(octets, { lax: true })).toEqual({ value: codec.decode(octets) });
  });

  it('gives the fields before the octets end', () => {
    const { value, error } = codec.decode(fromHex(`0007 02 ${field} 0005 00`), { lax: true });
    expect(value).toEqual({
      id: 7,
      fields: [
        { id: 5, criticality: 'reject', value: { type: 'OpInt', value: 9 } },
        { id: 5, criticality: 'reject' },
      ],
    });
    expect(error).toMatchObject({ code: 'truncated', path: 'M.fields[1].value' });
  });

  it('gives the elements before the octets end, of however many there should be', () => {
    const list = per(sequence({ list: sequenceOf(size(0, 65535), primitives.OpenField) }), {
      aligned: true,
      format: 'M',
    });
    const { value, error } = list.decode(fromHex(`ffff ${field} ${field} 0005`), { lax: true });
    expect(error).toMatchObject({ code: 'truncated', path: 'M.list', claimedBy: 'M.list' });
    const whole = { id: 5, criticality: 'reject', value: { type: 'OpInt', value: 9 } };
    expect(value).toEqual({ list: [whole, whole, { id: 5 }] });
    const numbers = per(sequenceOf(integer(0, 65535)), { aligned: true, format: 'M' });
    expect(numbers.decode(fromHex('0300010002ff'), { lax: true }).value).toEqual([1, 2]);
  });

  it('goes past an open type that does not hold its type, and keeps its octets', () => {
    const { value, error } = codec.decode(fromHex(`0007 02 0004 00 01 80 ${field}`), { lax: true });
    expect(value.fields).toEqual([
      { id: 4, criticality: 'reject', value: { type: null, value: fromHex('80') } },
      { id: 5, criticality: 'reject', value: { type: 'OpInt', value: 9 } },
    ]);
    expect(error).toMatchObject({ code: 'truncated', path: 'M.fields[0].value.b' });
  });

  it('gives what a cut open type holds', () => {
    const open = per(sequence({ a: openType(sequence({ b: boolean, c: octetString() })) }), {
      aligned: true,
      format: 'M',
    });
    const { value, error } = open.decode(fromHex('0a 80 08 0102'), { lax: true });
    expect(value).toEqual({ a: { b: true } });
    expect(error).toMatchObject({ code: 'truncated', path: 'M.a' });
  });

  it('gives what a cut open type of an information object set holds, by the name of its type', () => {
    const { value, error } = codec.decode(fromHex('0007 01 0004 00 03 80'), { lax: true });
    expect(value.fields).toEqual([
      { id: 4, criticality: 'reject', value: { type: 'OpSeq', value: { a: true } } },
    ]);
    expect(error).toMatchObject({ code: 'truncated', path: 'M.fields[0].value' });
  });

  it('goes past what is readable: range, padding, octets behind the end', () => {
    const pair = per(sequence({ a: integer(0, 4), b: boolean }), { aligned: false, format: 'P' });
    expect(pair.decode(fromHex('f1ff'), { lax: true })).toMatchObject({
      value: { a: 7, b: true },
      error: { code: 'value', path: 'P.a' },
    });
    expect(pair.decode(fromHex('10ff'), { lax: true })).toMatchObject({
      value: { a: 0, b: true },
      error: { code: 'trailing' },
    });
  });

  it('has an empty value where nothing could be read', () => {
    const single = per(primitives.IntR256, { aligned: false, format: 'P' });
    const { value, error } = single.decode(new Uint8Array(), { lax: true });
    expect([value, error?.code]).toEqual([{}, 'truncated']);
  });
});
