import { unsafe } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import {
  decryptBlock,
  encryptBlock,
  lentInverseSchedule,
  lentSchedule,
  putSchedule,
  wordsOfSchedule,
} from '../../src/crypto/aes-block.js';
import { newWords, putWords, type Words, word } from '../../src/crypto/aes-word.js';

const expandKey = (key: Uint8Array): Uint32Array => {
  const schedule = new Uint32Array(wordsOfSchedule(key.length));
  putSchedule(schedule, key);
  return schedule;
};

const on = (cipher: typeof encryptBlock, schedule: Uint32Array, block: Uint8Array): string => {
  const words = newWords();
  cipher(schedule, word(block, 0), word(block, 4), word(block, 8), word(block, 12), words);
  return hexOf(words);
};

const hexOf = (words: Words): string => {
  const out = new Uint8Array(16);
  putWords(out, 0, words);
  return toHex(out);
};

/** The cipher of @noble/ciphers gives an object. */
const others =
  (cipher: typeof unsafe.encrypt): typeof encryptBlock =>
  (schedule, s0, s1, s2, s3, out) => {
    const words = cipher(schedule, s0, s1, s2, s3);
    out.set([words.s0, words.s1, words.s2, words.s3]);
  };

/** FIPS 197, Appendix C: keys are 00, 01, 02 … */
const examples = [
  [16, '69c4e0d86a7b0430d8cdb78070b4c55a'],
  [24, 'dda97ca4864cdfe06eaf70a0ec0d7191'],
  [32, '8ea2b7ca516745bfeafc49904b496089'],
] as const;
const PLAINTEXT = '00112233445566778899aabbccddeeff';

describe('the AES block cipher', () => {
  it.each(examples)('is that of FIPS 197, Appendix C, with a key of %i octets', (length, ciphertext) => {
    const key = Uint8Array.from({ length }, (_, i) => i);
    expect(on(encryptBlock, expandKey(key), fromHex(PLAINTEXT))).toBe(ciphertext);
    expect(on(decryptBlock, lentInverseSchedule(key), fromHex(ciphertext))).toBe(PLAINTEXT);
  });

  it.each([
    ['2b7e151628aed2a6abf7158809cf4f3c', 'd014f9a8c9ee2589e13f0cc8b6630ca6'],
    ['8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b', 'e98ba06f448c773c8ecc720401002202'],
    ['603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4', 'fe4890d1e6188d0b046df344706c631e'],
  ])('expands the key %s as FIPS 197, Appendix A, does', (key, lastRoundKey) => {
    expect(hexOf(Int32Array.from(expandKey(fromHex(key)).slice(-4)))).toBe(lastRoundKey);
  });

  it('keeps the schedules of many keys apart', () => {
    const keys = Array.from({ length: 100 }, (_, i) => new Uint8Array([16, 24, 32][i % 3]!).fill(i));
    const schedules = keys.map(key => expandKey(key));
    expect(schedules).toEqual(keys.map(key => unsafe.expandKeyLE(key)));
  });

  it('agrees with another implementation, both ways, under any key', () => {
    const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const key = fc.constantFrom(16, 24, 32).chain(octets);
    fc.assert(
      fc.property(key, octets(16), (key, block) => {
        expect(expandKey(key)).toEqual(unsafe.expandKeyLE(key));
        expect(lentSchedule(key)).toEqual(unsafe.expandKeyLE(key));
        expect(lentInverseSchedule(key)).toEqual(unsafe.expandKeyDecLE(key));
        expect(on(encryptBlock, expandKey(key), block)).toBe(
          on(others(unsafe.encrypt), unsafe.expandKeyLE(key), block),
        );
        expect(on(decryptBlock, lentInverseSchedule(key), block)).toBe(
          on(others(unsafe.decrypt), unsafe.expandKeyDecLE(key), block),
        );
      }),
    );
  });
});
