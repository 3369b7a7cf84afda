import fc from 'fast-check';
import { describe, expect, expectTypeOf, it, vi } from 'vitest';
import { DecodeError, EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  bits,
  counted,
  flag,
  type Infer,
  layout,
  octets,
  rest,
  u8,
  u16be,
  u16le,
  u32be,
  u32le,
  u64be,
  u64le,
} from '../../../src/codecs/layout/index.js';

const sample = layout('Sample', {
  kind: u8,
  control: bits(u16be, { reserved: 2, urgent: flag, window: 12, last: flag }),
  little: u16le,
  wide: u32be,
  wideLittle: u32le,
  counter: u64be,
  counterLittle: u64le,
  address: octets(6),
  body: counted(u16be),
  padding: rest,
});

const named = fromHex(
  '01 9003 0201 00000004 05000000 0000000000000006 0700000000000000 0a0b0c0d0e0f 0002 aabb 00',
);

const failure = (run: () => unknown): DecodeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
};

describe('layout', () => {
  it('reads each kind of field where the declaration puts it', () => {
    expect(sample.decode(named)).toEqual({
      kind: 1,
      control: { reserved: 2, urgent: false, window: 0x801, last: true },
      little: 0x0102,
      wide: 4,
      wideLittle: 5,
      counter: 6n,
      counterLittle: 7n,
      address: fromHex('0a0b0c0d0e0f'),
      body: fromHex('aabb'),
      padding: fromHex('00'),
    });
  });

  it('writes what it read', () => {
    expect(sample.encode(sample.decode(named))).toEqual(named);
  });

  it('infers the value type', () => {
    expectTypeOf<Infer<typeof sample>['counter']>().toEqualTypeOf<bigint>();
    expectTypeOf<Infer<typeof sample>['body']>().toEqualTypeOf<Uint8Array>();
    expectTypeOf<Infer<typeof sample>['control']>().toEqualTypeOf<{
      reserved: number;
      urgent: boolean;
      window: number;
      last: boolean;
    }>();
  });

  it('says how much a field needs, how much there is, and who claimed it', () => {
    expect(failure(() => sample.decode(named.subarray(0, 4)))).toMatchObject({
      code: 'truncated',
      path: 'Sample.little',
      offset: 3,
      required: 2,
      available: 1,
    });
    const claims = named.slice();
    claims[36] = 9;
    expect(failure(() => sample.decode(claims))).toMatchObject({
      code: 'truncated',
      path: 'Sample.body',
      offset: 37,
      required: 9,
      available: 3,
      claimedBy: 'Sample.bodyLength',
    });
    expect(failure(() => sample.decode(named.subarray(0, 36)))).toMatchObject({
      path: 'Sample.bodyLength',
      required: 2,
      available: 1,
    });
  });

  it('refuses trailing octets', () => {
    expect(failure(() => layout('Pair', { a: u8, b: u8 }).decode(fromHex('010203')))).toMatchObject({
      code: 'trailing',
      path: 'Pair',
      offset: 2,
      available: 1,
    });
  });

  it('gives the fields before the damage under lax', () => {
    const { value, error } = sample.decode(named.subarray(0, 4), { lax: true });
    expect(Object.keys(value)).toEqual(['kind', 'control']);
    expect(error?.path).toBe('Sample.little');
    expect(sample.decode(named, { lax: true }).error).toBeUndefined();
  });

  it.each([
    ['kind', 256, 'Sample.kind: is to be an integer from 0 to 255'],
    ['kind', 1.5, 'Sample.kind: is to be an integer from 0 to 255'],
    ['counter', -1n, 'Sample.counter: is to be an integer from 0 to 18446744073709551615'],
    ['counter', 1n << 64n, 'Sample.counter: is to be an integer from 0 to 18446744073709551615'],
    ['address', new Uint8Array(5), 'Sample.address: is to be 6 octets, not 5'],
    ['address', 'aabb', 'Sample.address: is to be octets (Uint8Array)'],
    ['body', new Uint8Array(65536), 'Sample.body: is to be at most 65535 octets, not 65536'],
    [
      'control',
      { reserved: 4, urgent: false, window: 0, last: false },
      'Sample.control.reserved: is to be an integer from 0 to 3',
    ],
    [
      'control',
      { reserved: 0, urgent: 1, window: 0, last: false },
      'Sample.control.urgent: is to be true or false',
    ],
    ['control', undefined, 'Sample.control: is to be an object'],
  ])('refuses to encode %s: %s', (field, wrong, message) => {
    const value = { ...sample.decode(named), [field]: wrong } as Infer<typeof sample>;
    expect(() => sample.encode(value)).toThrow(
      new EncodeError(message.split(': ')[0]!, message.split(': ')[1]!),
    );
  });

  it('refuses a declaration whose bits do not fill the integer', () => {
    expect(() => bits(u8, { a: 3 })).toThrow(RangeError);
  });

  it('reads the same with and without generated code, or fails the same', () => {
    const outcome = (read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): unknown => {
      try {
        return { value: read(bytes) };
      } catch (error) {
        if (error instanceof DecodeError) return error.details;
        throw error;
      }
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), noise => {
        for (const bytes of [noise, Uint8Array.from([...named.subarray(0, 35), 0, ...noise])])
          expect(outcome(sample.decode, bytes)).toEqual(outcome(sample.interpret, bytes));
      }),
    );
  });

  it('carries every value there and back', () => {
    const max = (octetsWide: number): fc.Arbitrary<number> =>
      fc.integer({ min: 0, max: 2 ** (8 * octetsWide) - 1 });
    const wide = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n });
    const value: fc.Arbitrary<Infer<typeof sample>> = fc.record({
      kind: max(1),
      control: fc.record({
        reserved: fc.integer({ min: 0, max: 3 }),
        urgent: fc.boolean(),
        window: fc.integer({ min: 0, max: 4095 }),
        last: fc.boolean(),
      }),
      little: max(2),
      wide: max(4),
      wideLittle: max(4),
      counter: wide,
      counterLittle: wide,
      address: fc.uint8Array({ minLength: 6, maxLength: 6 }),
      body: fc.uint8Array({ maxLength: 50 }),
      padding: fc.uint8Array({ maxLength: 8 }),
    });
    fc.assert(
      fc.property(value, v => {
        expect(sample.decode(sample.encode(v))).toEqual(v);
      }),
    );
  });
});

describe('on a platform that forbids generated code', () => {
  it('tries to generate some once, however many layouts there are', async () => {
    let attempts = 0;
    const refuse = (): never => {
      attempts++;
      throw new EvalError('unsafe-eval');
    };
    vi.resetModules();
    const fresh = await import('../../../src/codecs/layout/index.js');
    vi.stubGlobal('Function', new Proxy(Function, { construct: refuse, apply: refuse }));
    try {
      for (const name of ['A', 'B', 'C'])
        expect(fresh.layout(name, { a: fresh.u8 }).decode(Uint8Array.of(5))).toEqual({ a: 5 });
    } finally {
      vi.unstubAllGlobals();
      // What has learned that none may be generated is for no other test.
      vi.resetModules();
    }
    expect(attempts).toBe(1);
  });
});
