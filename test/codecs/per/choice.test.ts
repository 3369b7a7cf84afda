import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  boolean,
  choice,
  integer,
  nullType,
  octetString,
  sequence,
  sequenceOf,
  size,
} from '../../../src/codecs/per/index.js';
import { aper, uper } from './round-trip.js';

const Part = sequence({ x: boolean, y: octetString(size(4)) });
const type = sequence({ c: choice({ a: nullType, part: Part }, '...', { late: Part }) });

describe('CHOICE', () => {
  it.each([
    // One bit of extension, one of the index, the part in two octets of five.
    ['of the root', '6001', { choice: 'part', value: { x: true } }, 'T.c.part.y'],
    ['behind the marker', '8005 8001', { choice: 'late', value: { x: true } }, 'T.c.late'],
    ['unknown', '8203 01', { choice: null }, 'T.c.extension 2'],
  ])('under lax decoding has what there is of an alternative: %s', (_, hex, value, path) => {
    const { value: read, error } = aper(type).decode(fromHex(hex), { lax: true });
    expect(error).toMatchObject({ code: 'truncated', path });
    expect(read).toEqual({ c: value });
  });

  it.each([[-1], [2 ** 48], [1.5], ['1'], [null], [undefined]] as const)(
    'is not of an unknown alternative of the number %s',
    extIndex => {
      const codec = uper<unknown>(type);
      const value = { c: { choice: null, extIndex, value: Uint8Array.of(0) } };
      const json = { c: { choice: null, extIndex, value: { hex: '00' } } };
      const reason = 'T.c: "extIndex" must be the number of an extension alternative';
      expect(() => codec.encode(value)).toThrow(reason);
      expect(() => codec.toJson(value)).toThrow(reason);
      expect(() => codec.fromJson(json)).toThrow(reason);
    },
  );

  it('has unknown alternatives up to 2^48, and only with a marker', () => {
    const codec = uper<unknown>(choice({ a: nullType }, '...'));
    const last = { choice: null, extIndex: 2 ** 48 - 1, value: Uint8Array.of(0) };
    expect(codec.decode(codec.encode(last))).toEqual(last);
    expect(() => codec.encode({ ...last, value: new Uint8Array() })).toThrow(
      'T: an unknown alternative must have one octet at least',
    );
    expect(() => uper<unknown>(choice({ a: nullType })).encode(last)).toThrow('T: "choice" must be one of a');
  });

  it('refuses what is no object, with its place', () => {
    const codec = uper<unknown>(sequenceOf(choice({ a: boolean, n: integer(0, 7) })));
    const good = { choice: 'a', value: true };
    for (const wrong of [undefined, null, 5, 'a']) {
      expect(() => codec.encode([good, wrong])).toThrow('T[1]: must be { choice, value }');
      expect(() => codec.toJson([good, wrong])).toThrow('T[1]: must be { choice, value }');
      expect(() => codec.fromJson([good, wrong])).toThrow('T[1]: must be { choice, value }');
    }
    expect(() => codec.fromJson([good, { choice: 'n', value: 'seven' }])).toThrow(
      'T[1].n: must be an integer',
    );
  });
});
