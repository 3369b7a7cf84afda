import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/index.js';
import { scenarios, simulate } from '../../src/flows/index.js';
import { validate, validator } from '../../src/validate/index.js';

const key = new Uint8Array(32);

/** As JavaScript calls it, which has no types. */
const call = (own: unknown, ...operands: unknown[]): unknown =>
  (own as (...operands: unknown[]) => unknown)(...operands);

describe('what is validated', () => {
  it.each([
    ['the name of a capture', 'own.pcap', 'String'],
    ['its octets', new Uint8Array(100), 'Uint8Array'],
    ['a buffer', new ArrayBuffer(100), 'ArrayBuffer'],
    ['a promise', Promise.resolve([]), 'Promise'],
    ['nothing', null, 'Null'],
    ['no operand', undefined, 'Undefined'],
  ])('is refused at once where it is %s', (_, packets, kind) => {
    expect(() => call(validate, packets)).toThrow(
      new TypeError(`packets are to be those of readCapture or decodeCapture, not ${kind}`),
    );
  });

  it('is refused where one is no packet', async () => {
    const message = 'packets are to be those of readCapture or decodeCapture, not Uint8Array';
    expect(() => call(validator().packet, new Uint8Array(100))).toThrow(new TypeError(message));
    const { report } = call(validate, [new Uint8Array(100)]) as ReturnType<typeof validate>;
    await expect(report()).rejects.toThrow(new TypeError(message));
    expect(() => call(validator().packet, undefined)).toThrow(TypeError);
    // As fromJson gives it.
    const [packet] = simulate(scenarios[0]!).packets;
    const fromText = { ...packet, time: `${packet!.time}` };
    expect(() => call(validator().packet, fromText)).toThrow(
      /^packet\.time is to be a bigint: BigInt\(time\)/,
    );
  });

  it('may come from a list, a generator, and one that is asynchronous', async () => {
    const [packet] = simulate(scenarios[0]!).packets;
    const one = [packet!];
    const lists = [
      one,
      one.values(),
      new Set(one),
      (async function* () {
        yield* one;
      })(),
    ];
    for (const packets of lists) expect((await validate(packets).report()).packets).toBe(1);
  });
});

describe('names that there are not', () => {
  it.each([
    ['an option', { key: {} }, 'key: is none of keys, rules, showKeys, captures, capture, limits'],
    [
      'a kind of keys',
      { keys: { pmk: key } },
      'keys.pmk: is none of pmks, passphrases, kenbs, kasmes, earfcns',
    ],
    [
      'a limit',
      { limits: { suspension: 5 } },
      'limits.suspension: is none of suspensionMs, sessions, networks',
    ],
    ['one of all objects', { keys: { toString: 1 } }, 'keys.toString: is none of'],
    ['no options', null, 'options: is to be an object'],
    ['no keys', { keys: null }, 'keys: is to be an object'],
    ['no limits', { limits: null }, 'limits: is to be an object'],
    ['no names of captures', { captures: null }, 'captures: is to be an array'],
    ['no rules', { rules: [null] }, 'rules[0]: is to be an object'],
    ['a limit that is no number', { limits: { suspensionMs: Symbol('x') } }, 'not symbol'],
    ['no list of keys', { keys: { pmks: {} } }, 'keys.pmks: is to be an array'],
    ['a list with a hole', { keys: { kenbs: Array(1) } }, 'keys.kenbs[0]: is to be an object'],
    ['a hole among numbers', { keys: { earfcns: Array(1) } }, 'keys.earfcns[0]: must be an integer'],
    ['null for a key', { keys: { kasmes: [null] } }, 'keys.kasmes[0]: is to be an object'],
    ['null for a passphrase', { keys: { passphrases: [null] } }, 'keys.passphrases[0]: is to be an object'],
    [
      'a name that is no text',
      { keys: { pmks: [{ name: Symbol('x'), pmk: key }] } },
      'pmks[0].name: is to be text',
    ],
    [
      'a source that is no text',
      { keys: { pmks: [{ name: 'x', source: {}, pmk: key }] } },
      'pmks[0].source: is to be text',
    ],
    [
      'a key in the place of a number, which is not shown',
      { keys: { kasmes: [{ name: 'x', kasme: key, uplinkNasCount: 'ab'.repeat(32) }] } },
      'keys.kasmes[0].uplinkNasCount: must be an integer from 0 to 4294967295, not string',
    ],
  ])('are refused for %s', (_, options, message) => {
    for (const of of [() => call(validator, options), () => call(validate, [], options)]) {
      expect(of).toThrow(EncodeError);
      expect(of).toThrow(message);
    }
  });
});

describe('what is simulated', () => {
  it('is refused where it is the name of a scenario', () => {
    expect(() => call(simulate, 'rekey-option-2')).toThrow(
      new TypeError('a scenario is to be one of `scenarios`, not String'),
    );
    expect(() => call(simulate, undefined)).toThrow(TypeError);
  });

  it('is refused with a parameter in the place of an option', () => {
    expect(() => call(simulate, scenarios[0], { ues: 3 })).toThrow(EncodeError);
    expect(() => call(simulate, scenarios[0], { ues: 3 })).toThrow('ues: is none of seed, overrides');
  });
});
