import { describe, expectTypeOf, it } from 'vitest';
import {
  type BitString,
  bitString,
  boolean,
  choice,
  containing,
  enumerated,
  group,
  type Infer,
  integer,
  MAX,
  nullType,
  type objectIdentifier,
  octetString,
  openTypeBy,
  optional,
  per,
  sequence,
  sequenceOf,
  size,
  type UnknownAddition,
  type UnknownAlternative,
  unsupported,
  withDefault,
} from '../../../src/codecs/per/index.js';

const options = { aligned: false, format: 'T' };

describe('inferred types', () => {
  it('of the simple types', () => {
    const small = integer(0, 7);
    const only = integer(5);
    const extensible = integer(0, 15, '...');
    const semi = integer(0, MAX);
    const band = enumerated('band2dot4', 'band5', '...', 'band60');
    const closed = enumerated('reject', 'ignore');
    const key = bitString(size(256));
    const octets = octetString();
    const held = containing(sequence({ a: boolean }));
    expectTypeOf<Infer<typeof small>>().toEqualTypeOf<number>();
    expectTypeOf<Infer<typeof only>>().toEqualTypeOf<5>();
    expectTypeOf<Infer<typeof extensible>>().toEqualTypeOf<number | bigint>();
    expectTypeOf<Infer<typeof semi>>().toEqualTypeOf<number | bigint>();
    expectTypeOf<Infer<typeof band>>().toEqualTypeOf<
      'band2dot4' | 'band5' | 'band60' | { readonly enumExt: number }
    >();
    expectTypeOf<Infer<typeof closed>>().toEqualTypeOf<'reject' | 'ignore'>();
    expectTypeOf<Infer<typeof key>>().toEqualTypeOf<BitString>();
    expectTypeOf<Infer<typeof octets>>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<Infer<typeof held>>().toEqualTypeOf<{ a: boolean }>();
    expectTypeOf<Infer<typeof boolean>>().toEqualTypeOf<boolean>();
    expectTypeOf<Infer<typeof nullType>>().toEqualTypeOf<null>();
    expectTypeOf<Infer<typeof objectIdentifier>>().toEqualTypeOf<string>();
  });

  it('of SEQUENCE, with what may be absent', () => {
    const plain = sequence({ a: boolean, b: optional(integer(0, 7)), c: withDefault(integer(0, 15), 5) });
    const extended = sequence(
      { 'a-r13': integer(0, 3) },
      '...',
      { e: boolean },
      group({ b: optional(integer(0, 7)), c: octetString() }),
      { x: optional(nullType), y: enumerated('true') },
    );
    const late = sequence(
      { d: withDefault(boolean, true) },
      '...',
      { e: withDefault(boolean, true) },
      group({ f: withDefault(boolean, true), g: boolean }),
    );
    const partly = sequence({ measConfig: optional(unsupported('MeasConfig')), id: integer(0, 3) });
    expectTypeOf<Infer<typeof plain>>().toEqualTypeOf<{
      a: boolean;
      b?: number;
      c?: number;
      readonly _defaults?: readonly 'c'[];
    }>();
    expectTypeOf<Infer<typeof late>['_defaults']>().toEqualTypeOf<readonly ('d' | 'e' | 'f')[] | undefined>();
    expectTypeOf<Infer<typeof extended>>().toEqualTypeOf<{
      'a-r13': number;
      e?: boolean;
      b?: number;
      c?: Uint8Array;
      x?: null;
      y?: 'true';
      readonly _ext?: readonly UnknownAddition[];
      readonly _additions?: number;
    }>();
    expectTypeOf<Infer<typeof partly>>().toEqualTypeOf<{ measConfig?: never; id: number }>();
  });

  it('of CHOICE and SEQUENCE OF', () => {
    const closed = choice({ release: nullType, setup: sequence({ n: integer(0, 7) }) });
    const extensible = choice({ a: boolean }, '...', { c: integer(0, 7) });
    const list = sequenceOf(size(1, 32), integer(0, 7));
    expectTypeOf<Infer<typeof closed>>().toEqualTypeOf<
      | { readonly choice: 'release'; readonly value: null }
      | { readonly choice: 'setup'; readonly value: { n: number } }
    >();
    expectTypeOf<Infer<typeof extensible>>().toEqualTypeOf<
      | { readonly choice: 'a'; readonly value: boolean }
      | { readonly choice: 'c'; readonly value: number }
      | UnknownAlternative
    >();
    expectTypeOf<Infer<typeof list>>().toEqualTypeOf<readonly number[]>();
  });

  it('of an open type chosen by another component', () => {
    const field = sequence({
      id: integer(0, 65535),
      criticality: enumerated('reject', 'ignore', 'notify'),
      value: openTypeBy('id', {
        1: { type: 'BOOLEAN', of: boolean },
        4: { type: 'Cause', of: enumerated('unspecified') },
      }),
    });
    type Field = Infer<typeof field>;
    expectTypeOf<Field>().toEqualTypeOf<
      | { id: 1; criticality: Criticality; value: { readonly type: 'BOOLEAN'; readonly value: boolean } }
      | { id: 4; criticality: Criticality; value: { readonly type: 'Cause'; readonly value: 'unspecified' } }
      | { id: number; criticality: Criticality; value: { readonly type: null; readonly value: Uint8Array } }
    >();
    const good: Field = { id: 4, criticality: 'ignore', value: { type: 'Cause', value: 'unspecified' } };
    expectTypeOf(good).toExtend<Field>();
    // @ts-expect-error id 1 is a BOOLEAN
    const wrongType: Field = { id: 1, criticality: 'ignore', value: { type: 'Cause', value: 'unspecified' } };
    // @ts-expect-error a BOOLEAN is not 5
    const wrongValue: Field = { id: 1, criticality: 'ignore', value: { type: 'BOOLEAN', value: 5 } };
    expectTypeOf([wrongType, wrongValue]).toExtend<Field[]>();
  });

  it('refuses wrong values', () => {
    const message = sequence(
      {
        tid: integer(0, 3),
        status: enumerated('success', 'failure'),
        list: optional(sequenceOf(size(1, 2), octetString(size(6)))),
        config: choice({ release: nullType, setup: boolean }),
      },
      '...',
      { later: optional(boolean) },
    );
    const codec = per(message, options);
    type Value = Parameters<typeof codec.encode>[0];
    const right: Value = { tid: 1, status: 'success', config: { choice: 'setup', value: true } };
    expectTypeOf<Value>().toEqualTypeOf<Infer<typeof message>>();
    const decoded = codec.decode(new Uint8Array([0x20]));
    expectTypeOf(decoded).toEqualTypeOf<Infer<typeof message>>();
    const wrong: Value[] = [
      // @ts-expect-error config is mandatory
      { tid: 1, status: 'success' },
      // @ts-expect-error not a number
      { ...right, tid: '1' },
      // @ts-expect-error no such value
      { ...right, status: 'succes' },
      // @ts-expect-error no such component
      { ...right, lst: [] },
      // @ts-expect-error a list of octet strings
      { ...right, list: ['00'] },
      // @ts-expect-error release is NULL
      { ...right, config: { choice: 'release', value: true } },
      // @ts-expect-error no such alternative
      { ...right, config: { choice: 'reset', value: null } },
      // @ts-expect-error an addition of another type
      { ...right, later: 1 },
      // @ts-expect-error absent, not undefined
      { ...right, list: undefined },
    ];
    expectTypeOf(wrong).toEqualTypeOf<Value[]>();
  });

  it('of a SEQUENCE of 30 components, half of them OPTIONAL', () => {
    const flag = optional(enumerated('true'));
    const long = sequence(
      {
        a1: boolean,
        a2: boolean,
        a3: boolean,
        a4: boolean,
        a5: boolean,
        b1: flag,
        b2: flag,
        b3: flag,
        b4: flag,
        b5: flag,
        c1: integer(0, 7),
        c2: integer(0, 7),
        c3: integer(0, 7),
        c4: integer(0, 7),
        c5: integer(0, 7),
      },
      '...',
      group({ d1: flag, d2: flag, d3: flag, d4: flag, d5: flag }),
      group({ e1: flag, e2: flag, e3: flag, e4: flag, e5: flag }),
      group({ f1: flag, f2: flag, f3: flag, f4: flag, f5: octetString() }),
    );
    type Long = Infer<typeof long>;
    expectTypeOf<Long['c5']>().toEqualTypeOf<number>();
    expectTypeOf<Long['f5']>().toEqualTypeOf<Uint8Array | undefined>();
    expectTypeOf<keyof Long>().toExtend<string>();
  });
});

type Criticality = 'reject' | 'ignore' | 'notify';
