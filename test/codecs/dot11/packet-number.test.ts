import fc from 'fast-check';
import { expect, it } from 'vitest';
import { packetNumberOctets, packetNumberOf } from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';

const MOST = (1n << 48n) - 1n;

it('a packet number is in octets with the least significant first', () => {
  expect(packetNumberOf(fromHex('010203040506'))).toBe(0x0605_0403_0201n);
  expect(packetNumberOctets(0x0605_0403_0201n)).toEqual(fromHex('010203040506'));
  expect(packetNumberOctets(MOST, 8)).toEqual(fromHex('ffffffffffff0000'));
  // What Key RSC has behind it does not count.
  expect(packetNumberOf(fromHex('0100000000000100'))).toBe(1n);
  fc.assert(
    fc.property(fc.bigInt(0n, MOST), fc.constantFrom(6 as const, 8 as const), (number, length) => {
      const octets = packetNumberOctets(number, length);
      expect(octets).toHaveLength(length);
      expect(packetNumberOf(octets)).toBe(number);
    }),
  );
});

it('octets that are none, and numbers that do not fit, are refused', () => {
  for (const octets of [fromHex('0102030405'), fromHex('01020304050607'), '010203040506' as never])
    expect(() => packetNumberOf(octets)).toThrow(EncodeError);
  for (const number of [-1n, MOST + 1n, 1 as never])
    expect(() => packetNumberOctets(number)).toThrow(EncodeError);
  expect(() => packetNumberOctets(1n, 7 as never)).toThrow(EncodeError);
});
