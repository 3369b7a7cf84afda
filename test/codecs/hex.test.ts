import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';

describe('hex', () => {
  it('carries any octets there and back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        expect(fromHex(toHex(bytes))).toEqual(bytes);
      }),
    );
  });

  it('takes either case and separators between octets', () => {
    expect(fromHex('0A:0b-0C 0d\n')).toEqual(Uint8Array.of(10, 11, 12, 13));
  });

  it('takes what other tools put in front', () => {
    for (const text of ['0x0a0b', '0X0A0B', '0x0a:0b']) expect(fromHex(text)).toEqual(Uint8Array.of(10, 11));
    expect(fromHex('0x')).toEqual(new Uint8Array());
  });

  it.each([12, undefined, null, ['0a'], {}, new Uint8Array(2)])('refuses %j, which is no string', value => {
    const run = () => fromHex(value as unknown as string, '--pmk');
    expect(run).toThrow(EncodeError);
    expect(run).toThrow(/^--pmk: is to be a string of hex digits$/);
  });

  it.each([
    ['0x0x0a', "--pmk: 'x' at position 4 is no hex digit"],
    ['0a0x0b', "--pmk: 'x' at position 4 is no hex digit"],
    ['0x0', '--pmk: an odd number of hex digits (1)'],
    ['0g', "--pmk: 'g' at position 2 is no hex digit"],
    ['0 1', "--pmk: ' ' at position 2 is no hex digit"],
    ['012', '--pmk: an odd number of hex digits (3)'],
    ['00\u0007', '--pmk: U+0007 at position 3 is no hex digit'],
    ['0\u0430', '--pmk: U+0430 at position 2 is no hex digit'],
    ['\u{1f511}', '--pmk: U+1F511 at position 1 is no hex digit'],
  ])('says what is wrong with %j', (text, message) => {
    expect(() => fromHex(text, '--pmk')).toThrow(message);
  });

  it('quotes nothing of a key', () => {
    const run = () => fromHex('0a secret', '--pmk', { isKey: true });
    expect(run).toThrow(/^--pmk: the character at position 4 is no hex digit$/);
  });
});
