import { gcm } from '@noble/ciphers/aes.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { openGcm, sealGcm } from '../../src/crypto/gcm.js';

describe('AES-GCM', () => {
  // Test cases 4 and 16 of "The Galois/Counter Mode of Operation" (McGrew and Viega), appendix B.
  const plaintext = fromHex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  );
  const aad = fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const nonce = fromHex('cafebabefacedbaddecaf888');
  const key = 'feffe9928665731c6d6a8f9467308308';

  it.each([
    [
      key,
      '42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091',
      '5bc94fbc3221a5db94fae95ae7121a47',
    ],
    [
      key + key,
      '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662',
      '76fc6ece0f4e1768cddf8853bb2d551b',
    ],
  ])('seals and opens as published, under %s', (hex, ciphertext, tag) => {
    const sealed = sealGcm(fromHex(hex), nonce, aad, plaintext);
    expect(toHex(sealed)).toBe(ciphertext + tag);
    expect(openGcm(fromHex(hex), nonce, aad, sealed)).toEqual(plaintext);
  });

  it('is that of @noble/ciphers, for all lengths', () => {
    const octets = (least: number, most = least) => fc.uint8Array({ minLength: least, maxLength: most });
    fc.assert(
      fc.property(
        fc.oneof(octets(16), octets(24), octets(32)),
        octets(12),
        octets(0, 70),
        octets(0, 200),
        (k, n, a, text) => {
          const sealed = sealGcm(k, n, a, text);
          expect(sealed).toEqual(gcm(k, n, a).encrypt(text));
          expect(openGcm(k, n, a, sealed)).toEqual(text);
        },
      ),
    );
  });

  it('opens nothing that is changed in a bit, or shorter than a tag', () => {
    const sealed = sealGcm(fromHex(key), nonce, aad, plaintext);
    for (let bit = 0; bit < 8 * sealed.length; bit++) {
      const changed = sealed.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(openGcm(fromHex(key), nonce, aad, changed)).toBeUndefined();
    }
    for (let length = 0; length < 17; length++)
      expect(openGcm(fromHex(key), nonce, aad, sealed.slice(0, length))).toBeUndefined();
  });
});
