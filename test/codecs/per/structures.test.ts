import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  bitString,
  bits,
  boolean,
  type Codec,
  choice,
  containing,
  enumerated,
  group,
  integer,
  MAX,
  nullType,
  octetString,
  openType,
  openTypeBy,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
  withDefault,
} from '../../../src/codecs/per/index.js';
import type { BitWriter } from '../../../src/codecs/per/writer.js';
import * as primitives from './primitives.js';
import { aper, returns, uper } from './round-trip.js';

describe('SEQUENCE', () => {
  it('sends a default of a simple type not of itself, of another when it is there', () => {
    const type = sequence({
      n: withDefault(integer(0, 7), 3),
      o: withDefault(octetString(size(1)), Uint8Array.of(9)),
      b: withDefault(bitString(size(2)), bits('01')),
      s: withDefault(sequence({ x: boolean }), { x: true }),
    });
    const codec = uper(type);
    expect(toHex(uper(sequence({ n: withDefault(integer(0, MAX), 5n) })).encode({ n: 5 }))).toBe('00');
    expect(toHex(codec.encode({ n: 3, o: Uint8Array.of(9), b: bits('01') }))).toBe('00');
    expect(codec.decode(Uint8Array.of(0))).toEqual({});
    expect(codec.decode(codec.encode({ s: { x: true } }))).toEqual({ s: { x: true } });
    returns<unknown>(type, { n: 4, o: Uint8Array.of(8), b: bits('11'), s: { x: false } });
    const later = uper(sequence({}, '...', { n: withDefault(integer(0, 7), 3) }));
    expect(toHex(later.encode({ n: 3 }))).toBe('00');
  });

  it('keeps unknown additions beside known ones', () => {
    const index = fc.uniqueArray(fc.integer({ min: 2, max: 200 }), { maxLength: 5 });
    fc.assert(
      fc.property(index, fc.option(fc.boolean()), fc.option(fc.boolean()), (indices, e, c) => {
        const value = {
          a: 1,
          ...(e === null ? {} : { e }),
          ...(c === null ? {} : { c }),
          ...(indices.length === 0
            ? {}
            : {
                _ext: indices.sort((x, y) => x - y).map(index => ({ index, value: Uint8Array.of(index) })),
              }),
        };
        returns<unknown>(primitives.SeqMix, value);
      }),
      { numRuns: 200 },
    );
  });

  it('writes the number of addition bits back that it read', () => {
    const known = (count: number) =>
      sequence({ a: boolean }, '...', ...Array.from({ length: count }, (_, i) => ({ [`x${i}`]: boolean })));
    for (const [sent, own] of [
      [1, 7],
      [7, 1],
      [70, 2],
      [2, 70],
      [64, 65],
    ] as const) {
      const octets = uper<unknown>(known(sent)).encode({ a: true, x0: true });
      const codec = uper<unknown>(known(own));
      const value = codec.decode(octets) as object;
      expect(value).toEqual({ a: true, x0: true, _additions: sent });
      const json = JSON.parse(JSON.stringify(codec.toJson(value)));
      expect(json).toEqual(value);
      for (const copy of [value, { ...value }, structuredClone(value), codec.fromJson(json)])
        expect(codec.encode(copy)).toEqual(octets);
      // Those that this schema would write are not told of.
      const ofThis = codec.encode({ a: true, x0: true });
      expect(Object.keys(codec.decode(ofThis) as object)).toEqual(['a', 'x0']);
      expect(codec.encode({ ...value, _additions: undefined })).toEqual(ofThis);
    }
  });

  it('writes as many addition bits as a changed value needs', () => {
    const type = sequence({ a: boolean }, '...', { x: boolean }, { y: boolean }, { z: boolean });
    const codec = uper(type);
    const older = codec.decode(
      uper(sequence({ a: boolean }, '...', { x: boolean })).encode({ a: true, x: true }),
    );
    expect(older).toEqual({ a: true, x: true, _additions: 1 });
    const later = { ...older, y: false };
    expect(codec.encode(later)).toEqual(codec.encode({ a: true, x: true, y: false }));
    const { x: _, ...none } = older;
    expect(codec.encode(none)).toEqual(codec.encode({ a: true }));
    expect(codec.fromJson(codec.toJson(none))).toEqual(none);
    const most = codec.encode({ ...older, _additions: 0x3fff });
    expect(most).toHaveLength(Math.ceil((3 + 16 + 0x3fff + 16) / 8));
    expect(codec.decode(most)).toEqual({ ...older, _additions: 0x3fff });
  });

  it('refuses a number of addition bits that is none', () => {
    const codec = uper(sequence({ a: boolean }, '...', { x: boolean }));
    const closed = uper<unknown>(sequence({ a: boolean }));
    for (const _additions of [0, -1, 1.5, 0x4000, Number.NaN, '3', null, [3]] as never[])
      for (const value of [
        { a: true, _additions },
        { a: true, x: true, _additions },
      ])
        for (const run of [codec.encode, codec.toJson, codec.fromJson])
          expect(() => run(value)).toThrow('T: "_additions" must be an integer in 1..16383');
    expect(() => closed.encode({ a: true, _additions: 3 })).toThrow("T: has no component '_additions'");
    expect(() => closed.fromJson({ a: true, _additions: 3 })).toThrow("T: has no component '_additions'");
    expect(() => sequence({ _additions: boolean })).toThrow(TypeError);
  });

  it('encodes the components in the order of the type, whatever that of the value is', () => {
    const codec = uper(
      sequence({ a: boolean, b: optional(integer(0, 7)), c: integer(0, 15) }, '...', { d: boolean }),
    );
    const octets = codec.encode({ a: true, b: 5, c: 9, d: true });
    expect(codec.encode({ d: true, c: 9, b: 5, a: true })).toEqual(octets);
    expect(codec.encode({ a: true, c: 9, b: 5, d: true })).toEqual(octets);
    expect(codec.encode({ a: true, b: undefined, c: 9 } as never)).toEqual(codec.encode({ c: 9, a: true }));
    class Accessors {
      get a() {
        return true;
      }
      get b() {
        return 5;
      }
      get c() {
        return 9;
      }
      get d() {
        return true;
      }
    }
    expect(codec.encode(new Accessors())).toEqual(octets);
  });

  it('takes an object without components for nothing, but no other thing', () => {
    const codec = uper(sequence({ a: optional(boolean), b: withDefault(integer(0, 7), 5) }, '...'));
    const otherRealm = runInNewContext('({})') as object;
    for (const empty of [{}, Object.create(null) as object, otherRealm, new (class {})(), { a: undefined }])
      expect(toHex(codec.encode(empty))).toBe('00');
    for (const other of [
      new Map([['a', true]]),
      new Set(),
      new Date(),
      new DataView(new ArrayBuffer(1)),
      new Uint8Array(0),
      new ArrayBuffer(1),
      /a/,
      runInNewContext('new Map()') as object,
    ]) {
      expect(() => codec.encode(other), `${other}`).toThrow(
        /^T: must be an object with components, not [A-Z]/,
      );
      expect(() => codec.toJson(other)).toThrow(EncodeError);
    }
  });

  it('refuses a value that is not one of the type', () => {
    const codec = uper(
      sequence(
        { a: boolean, list: sequenceOf(size(0, 7), integer(0, 7)) },
        '...',
        group({ b: boolean, c: boolean }),
      ),
    );
    const good = { a: true, list: [1] };
    const wrong =
      (value: unknown): (() => unknown) =>
      () =>
        codec.encode(value as typeof good);
    expect(wrong({ a: true })).toThrow('T.list: is mandatory');
    expect(wrong({ a: undefined, list: [1] })).toThrow('T.a: is mandatory');
    expect(wrong({ ...good, list: [1, 8] })).toThrow('T.list[1]: must be in 0..7');
    expect(wrong({ ...good, lst: [] })).toThrow("T: has no component 'lst'");
    expect(wrong({ ...good, b: true })).toThrow('T.c: is mandatory');
    expect(wrong(null)).toThrow('T: must be an object');
    expect(wrong({ ...good, list: {} })).toThrow('T.list: must be an array');
    expect(wrong({ ...good, _ext: [{ index: 1 }] })).toThrow('T: "_ext[0].value" must be a Uint8Array');
    expect(wrong({ ...good, _ext: [{ index: 1, value: Uint8Array.of() }] })).toThrow(
      'T: "_ext[0].value" must have one octet at least',
    );
    expect(wrong({ ...good, _ext: [{ index: -1, value: Uint8Array.of(1) }] })).toThrow(
      '"_ext[0].index" must be',
    );
    expect(wrong({ ...good, b: true, c: true, _ext: [{ index: 0, value: Uint8Array.of(1) }] })).toThrow(
      'T: "_ext[0]" is there by name too',
    );
    expect(toHex(codec.encode({ ...good, _ext: [] }))).toBe(toHex(codec.encode(good)));
  });

  it('refuses JSON of another shape, with its path', () => {
    const codec = uper(primitives.OpenList);
    const field = (value: unknown) => [{ id: 4, criticality: 'reject', value: { type: 'OpSeq', value } }];
    expect(() => codec.fromJson({})).toThrow('T: must be an array');
    expect(() => codec.fromJson(field({ a: 1 }))).toThrow('T[0].value.a: must be true or false');
    expect(() => codec.fromJson(field({ d: 1 }))).toThrow("T[0].value: has no component 'd'");
    expect(() => uper(octetString()).fromJson({ hex: '0' })).toThrow('T: "hex" must be pairs of hex digits');
    for (const wrong of ['00', null, { hex: 0 }])
      expect(() => uper(octetString()).fromJson(wrong)).toThrow('T: must be {"hex": text}');
    expect(() => codec.fromJson([{ criticality: 'reject', value: { type: 'NULL', value: null } }])).toThrow(
      'T[0].id: is mandatory',
    );
    expect(() => uper(bitString()).fromJson({ bits: '02' })).toThrow('T: "bits" must be of 0 and 1');
    for (const entry of [null, { hex: '00' }, { index: '0', hex: '00' }])
      expect(() => uper(primitives.SeqExtUnknown).fromJson({ a: true, _ext: [entry] })).toThrow(
        'T: "_ext" must be a list of {"index": number, "hex": text}',
      );
    expect(() => uper(nullType).fromJson(0)).toThrow('T: must be null');
    expect(() => uper(primitives.SeqExtUnknown).fromJson({ a: true, _ext: 1 })).toThrow(
      'T: "_ext" must be an array',
    );
  });

  it('refuses a schema with a name twice, or one that every object has', () => {
    expect(() => sequence({ a: boolean }, '...', { a: boolean })).toThrow(TypeError);
    expect(() => sequence({ constructor: boolean })).toThrow(TypeError);
    expect(() => sequence({ value: openTypeBy('id', {}), id: boolean })).toThrow("'id', which does not come");
    expect(() => sequence({ a: boolean, value: openTypeBy('id', {}), id: boolean })).toThrow(
      "'id', which does not come",
    );
    expect(() => sequence({ id: boolean }, '...', { value: openTypeBy('id', {}) })).toThrow(TypeError);
  });
});

describe('open types', () => {
  it('start their alignment anew and are at least one octet', () => {
    const type = sequence({ lead: boolean, o: openType(sequence({ a: boolean, b: octetString(size(3)) })) });
    expect(toHex(aper(type).encode({ lead: true, o: { a: true, b: fromHex('010203') } }))).toBe(
      '800480010203',
    );
    expect(toHex(uper(openType(nullType)).encode(null))).toBe('0100');
    returns<unknown>(containing(type), { lead: false, o: { a: true, b: fromHex('010203') } });
  });

  it.each([1, 127, 128, 16383, 16384, 40000])('put %i octets behind their length, at any bit', count => {
    const contents = Uint8Array.from({ length: count }, (_, i) => i * 7 + 1);
    for (let lead = 0; lead < 8; lead++) {
      const value = { lead: bits('1'.repeat(lead)), contents, behind: true };
      const around = (contents: Type<Uint8Array>) =>
        uper(sequence({ lead: bitString(size(lead)), contents, behind: boolean }));
      const octets = around(openType(octetString(size(count)))).encode(value);
      expect(toHex(octets) === toHex(around(octetString()).encode(value))).toBe(true);
    }
  });

  it('hold the type that the other component chooses', () => {
    const codec = aper(primitives.OpenField);
    const wrong = { id: 1, criticality: 'reject', value: { type: 'NULL', value: null } };
    expect(() => codec.encode(wrong as Parameters<typeof codec.encode>[0])).toThrow(
      `T.value: "type" must be 'BOOLEAN' or null where id is 1`,
    );
    const byName = sequence({
      kind: choice({ a: nullType }),
      name: enumerated('first', 'second'),
      serial: integer(0, 2n ** 64n),
      v: openTypeBy('name', { first: { type: 'BOOLEAN', of: boolean } }),
      w: openTypeBy('serial', { 7: { type: 'BOOLEAN', of: boolean } }),
    });
    const flag = { type: 'BOOLEAN', value: true };
    const named = { kind: { choice: 'a', value: null }, name: 'first', serial: 7, v: flag, w: flag };
    returns<unknown>(byName as Type<unknown>, named);
    const other = uper<unknown>(byName as Type<unknown>);
    expect(() => other.encode({ ...named, name: 'second' })).toThrow(
      'T.v: "type" must be null where name is "second"',
    );
    expect(() => other.encode({ ...named, serial: 2n ** 60n })).toThrow(
      `T.w: "type" must be null where serial is ${2n ** 60n}`,
    );
    const raw = { id: 1, criticality: 'reject', value: { type: null, value: fromHex('80') } } as const;
    expect(codec.decode(codec.encode(raw))).toEqual({ ...raw, value: { type: 'BOOLEAN', value: true } });
    const unknown = { ...raw, id: 9 };
    expect(codec.decode(codec.encode(unknown))).toEqual(unknown);
    expect(codec.fromJson(codec.toJson(unknown))).toEqual(unknown);
    const any = codec as Codec<unknown>;
    for (const value of [5, 'BOOLEAN', null]) {
      expect(() => any.encode({ ...raw, value })).toThrow('T.value: must be { type, value }');
      expect(() => any.toJson({ ...raw, value })).toThrow('T.value: must be { type, value }');
      expect(() => any.fromJson({ ...raw, value })).toThrow('T.value: must be {"type": …, "value": …}');
    }
    expect(() => any.encode({ ...unknown, value: { type: null, value: fromHex('') } })).toThrow(
      'T.value: the value of type null must have one octet at least',
    );
  });
});

describe('encoding', () => {
  const octet = integer(0, 255);
  /** Writes the length of another message of the same codec. */
  const measuring: Type<number> = {
    ...octet,
    encode(writer, value) {
      const length = value === 0 ? 0 : codec.encode({ a: Uint8Array.of(1, 2), b: value - 1 }).length;
      if (value === 9) throw new RangeError('nine');
      octet.encode(writer, length);
    },
  };
  const codec = uper(sequence({ a: octetString(), b: measuring }));
  const a = Uint8Array.of(5);

  it('may lead to another encoding of the same codec', () => {
    expect(toHex(codec.encode({ a, b: 2 }))).toBe('010504');
  });

  it('is not disturbed by one that failed', () => {
    expect(() => codec.encode({ a, b: 10 })).toThrow(RangeError);
    expect(toHex(codec.encode({ a, b: 1 }))).toBe('010504');
  });

  it('leaves nothing in the octets that the next one writes into', () => {
    const writers = new Set<BitWriter>();
    const traced: Type<number> = {
      ...octet,
      encode(writer, value) {
        writers.add(writer);
        if (value === 9) throw new RangeError('nine');
        octet.encode(writer, value);
      },
    };
    const inner = openType(sequence({ flag: boolean, key: octetString() }));
    const codec = uper(sequence({ flag: boolean, inner, key: octetString(), behind: traced }));
    // Beyond 127 octets the contents of an open type are written twice.
    for (const [count, behind] of [
      [32, 1],
      [200, 1],
      [3000, 1],
      [32, 9],
    ] as const) {
      const key = new Uint8Array(count).fill(0xff);
      const value = { flag: true, inner: { flag: true, key }, key, behind };
      if (behind === 9) expect(() => codec.encode(value)).toThrow(RangeError);
      else expect(codec.encode(value).length).toBeGreaterThan(2 * count);
      expect(writers.size).toBe(1);
      const [writer] = writers;
      expect(writer!.pos).toBe(0);
      writer!.pos = writer!.capacity * 8;
      expect(
        writer!.complete().every(octet => octet === 0),
        `${count} octets`,
      ).toBe(true);
      writer!.pos = 0;
    }
  });

  it('keeps no room for longer ones than most are', () => {
    const writers = new Set<BitWriter>();
    const octets: Type<Uint8Array> = octetString();
    const traced: Type<Uint8Array> = {
      ...octets,
      encode(writer, value) {
        writers.add(writer);
        octets.encode(writer, value);
      },
    };
    const codec = uper(traced);
    for (const length of [100, 0x3000, 100]) codec.encode(new Uint8Array(length));
    expect(writers.size).toBe(1);
    for (const length of [0x10000, 100]) codec.encode(new Uint8Array(length));
    expect(writers.size).toBe(2);
  });

  it('gives octets of its own each time', () => {
    const first = codec.encode({ a, b: 0 });
    codec.encode({ a: Uint8Array.of(7), b: 0 });
    expect(toHex(first)).toBe('010500');
  });
});
