import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import {
  bitString,
  boolean,
  choice,
  enumerated,
  integer,
  nullType,
  objectIdentifier,
  octetString,
  openType,
  openTypeBy,
  optional,
  sequence,
  sequenceOf,
} from '../../../src/codecs/per/index.js';
import { uper } from './round-trip.js';

describe('JSON with a member that is not of its type', () => {
  it.each<[path: string, value: object]>([
    ['T.one', { one: { choice: 'a', value: true, more: 1 } }],
    ['T.one', { one: { choice: null, extIndex: 1, value: { hex: '00' }, more: 1 } }],
    ['T.one', { one: { choice: null, extIndex: 1, value: { hex: '00', more: 1 } } }],
    ['T.bits', { bits: { bits: '01', more: 1 } }],
    ['T.later', { later: { enumExt: 3, more: 1 } }],
    ['T.chosen', { id: 1, chosen: { type: 'BOOLEAN', value: true, more: 1 } }],
    ['T', { _ext: [{ index: 0, hex: '00', more: 1 }] }],
  ])('at %s is refused: %j', (path, json) => {
    const codec = uper(
      sequence(
        {
          one: optional(choice({ a: boolean }, '...')),
          bits: optional(bitString()),
          later: optional(enumerated('a', '...')),
          id: optional(integer(0, 3)),
          chosen: optional(openTypeBy('id', { 1: { type: 'BOOLEAN', of: boolean } })),
        },
        '...',
      ),
    );
    expect(() => codec.fromJson(json)).toThrow(`${path}: has no member 'more'`);
    const without: unknown = JSON.parse(JSON.stringify(json).replace(',"more":1', ''));
    expect(codec.toJson(codec.fromJson(without))).toEqual(without);
  });
});

describe('a value that is not of its type', () => {
  it('is refused with the place of what is wrong, by toJson and by encode', () => {
    const type = sequence(
      {
        flag: optional(boolean),
        none: optional(nullType),
        number: optional(integer(0, 7)),
        large: optional(integer()),
        octets: optional(octetString()),
        bits: optional(bitString()),
        name: optional(enumerated('a', 'b')),
        later: optional(enumerated('a', '...')),
        oid: optional(objectIdentifier),
        list: optional(sequenceOf(boolean)),
        one: optional(choice({ a: boolean }, '...')),
        inner: optional(sequence({ x: boolean })),
        open: optional(openType(sequence({ x: boolean }))),
        id: optional(integer(0, 3)),
        chosen: optional(openTypeBy('id', { 1: { type: 'BOOLEAN', of: boolean } })),
      },
      '...',
      { added: boolean },
    );
    const codec = uper<unknown>(type);
    const messageOf = (run: () => unknown): string => {
      try {
        run();
      } catch (error) {
        if (error instanceof EncodeError) return error.message;
        throw error;
      }
      return 'taken';
    };
    for (const [path, value] of [
      ['T', null],
      ['T', 5],
      ['T', []],
      ['T', { other: 1 }],
      ['T.flag', { flag: 1 }],
      ['T.none', { none: 0 }],
      ['T.number', { number: 1.5 }],
      ['T.large', { large: {} }],
      ['T.octets', { octets: 'zz' }],
      ['T.octets', { octets: [1] }],
      ['T.bits', { bits: {} }],
      ['T.bits', { bits: { bytes: Uint8Array.of(1), length: 20 } }],
      ['T.name', { name: 'c' }],
      ['T.name', { name: { enumExt: 1 } }],
      ['T.later', { later: null }],
      ['T.oid', { oid: 5 }],
      ['T.list', { list: {} }],
      ['T.list[1]', { list: [true, 'true'] }],
      ['T.one', { one: null }],
      ['T.one', { one: {} }],
      ['T.one.a', { one: { choice: 'a' } }],
      ['T.one', { one: { choice: null, extIndex: 1, value: '00' } }],
      ['T.one', { one: { choice: null, value: Uint8Array.of(0) } }],
      ['T.inner', { inner: null }],
      ['T.inner.x', { inner: { x: null } }],
      ['T.inner', { inner: { x: true, y: true } }],
      ['T.open.x', { open: { x: 0 } }],
      ['T.chosen', { id: 1, chosen: null }],
      ['T.chosen', { id: 1, chosen: { type: null, value: '00' } }],
      ['T.chosen', { id: 1, chosen: { type: 'BOOLEAN' } }],
      ['T.chosen', { id: 2, chosen: { type: 'BOOLEAN', value: true } }],
      ['T.added', { added: 'true' }],
      ['T', { _ext: {} }],
      ['T', { _additions: '3' }],
    ] as const) {
      const shown = messageOf(() => codec.toJson(value));
      expect(shown.startsWith(`${path}: `), `${shown} at ${path}`).toBe(true);
      expect(messageOf(() => codec.encode(value)).startsWith(`${path}: `)).toBe(true);
    }
  });
});
