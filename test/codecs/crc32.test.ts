import { crc32 as zlibCrc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from '../../src/codecs/crc32.js';

it('crc32 is that of zlib, at once and in two parts', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
      const crc = zlibCrc32(bytes);
      expect(crc32(bytes)).toBe(crc);
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(crc);
    }),
  );
});
