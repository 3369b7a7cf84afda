import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c, crc32cRegister } from '../../../src/codecs/crc32.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { addWords, complement, pseudoHeaderSum } from '../../../src/codecs/link/checksum.js';

describe('CRC-32C', () => {
  // RFC 3720, B.4, and the check value of the algorithm, the CRC of the nine digits.
  it.each([
    ['00'.repeat(32), 0x8a9136aa],
    ['ff'.repeat(32), 0x62a8ab43],
    ['000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 0x46dd794e],
    ['1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100', 0x113fdb5c],
    ['313233343536373839', 0xe3069283],
    ['', 0],
  ])('%s', (hex, crc) => {
    expect(crc32c(fromHex(hex))).toBe(crc);
  });

  it('may be computed in parts', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), (bytes, at) => {
        const cut = at % (bytes.length + 1);
        const register = crc32cRegister(crc32cRegister(-1, bytes, 0, cut), bytes, cut, bytes.length);
        expect(~register >>> 0).toBe(crc32c(bytes));
      }),
    );
  });
});

describe('the Internet checksum', () => {
  it('is that of the example in RFC 1071, 3', () => {
    expect(complement(addWords(0, fromHex('0001f203f4f5f6f7'), 0, 8))).toBe(0xffff - 0xddf2);
  });

  it('folds as end-around carries do', () => {
    fc.assert(
      fc.property(fc.nat(0x7fffffff), sum => {
        let folded = sum;
        while (folded > 0xffff) folded = (folded & 0xffff) + (folded >>> 16);
        expect(complement(sum)).toBe(0xffff - folded);
      }),
    );
  });

  it('is of no octets all ones', () => {
    expect(complement(0)).toBe(0xffff);
  });

  it('covers all of the length of a pseudo header, whose addresses are both of one kind', () => {
    const addresses = (octets: number) => ({
      source: new Uint8Array(octets).fill(1),
      destination: new Uint8Array(octets).fill(2),
    });
    expect(pseudoHeaderSum(addresses(4), 17, 0x12345)).toBe(17 + 1 + 0x2345 + 2 * 0x0101 + 2 * 0x0202);
    expect(pseudoHeaderSum(addresses(16), 0, 0)).toBe(8 * 0x0101 + 8 * 0x0202);
    for (const octets of [0, 5, 15])
      expect(() => pseudoHeaderSum(addresses(octets), 17, 8)).toThrow('are to be both of 4 or both of 16');
    const mixed = { source: new Uint8Array(4), destination: new Uint8Array(16) };
    expect(() => pseudoHeaderSum(mixed, 17, 8)).toThrow('are to be both of 4 or both of 16');
  });

  it('pads an odd last octet', () => {
    expect(addWords(1, fromHex('000102'), 1, 2)).toBe(0x0101);
    expect(addWords(0, fromHex('0001020304'), 1, 4)).toBe(0x0102 + 0x0300);
    expect(addWords(0, fromHex('0001020304'), 1, 5)).toBe(0x0102 + 0x0304);
  });
});
