import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import wycheproof from '../../fixtures/vectors/wycheproof-aes-ccm.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { aesKey } from '../../src/crypto/aes.js';
import { openCcm, sealCcm } from '../../src/crypto/ccm.js';

describe('AES-CCM', () => {
  it('agrees with Wycheproof', () => {
    const seen = { valid: 0, invalid: 0 };
    for (const v of wycheproof) {
      const [key, nonce, aad, msg] = [v.key, v.nonce, v.aad, v.msg].map(h => fromHex(h)) as [
        Uint8Array,
        Uint8Array,
        Uint8Array,
        Uint8Array,
      ];
      const tagLength = v.tag.length / 2;
      const opened = openCcm(aesKey(key), nonce, aad, fromHex(v.ct + v.tag), tagLength);
      if (v.result === 'valid') {
        expect(opened, `test ${v.tcId}`).toEqual(msg);
        expect(toHex(sealCcm(key, nonce, aad, msg, tagLength)), `test ${v.tcId}`).toBe(v.ct + v.tag);
        seen.valid++;
      } else {
        expect(opened, `test ${v.tcId}`).toBeUndefined();
        seen.invalid++;
      }
    }
    expect(seen).toEqual({ valid: 190, invalid: 54 });
  });

  // RFC 3610, packet vector 1.
  it('agrees with RFC 3610', () => {
    const sealed = sealCcm(
      fromHex('c0c1c2c3c4c5c6c7c8c9cacbcccdcecf'),
      fromHex('00000003020100a0a1a2a3a4a5'),
      fromHex('0001020304050607'),
      fromHex('08090a0b0c0d0e0f101112131415161718191a1b1c1d1e'),
      8,
    );
    expect(toHex(sealed)).toBe('588c979a61c663d2f066d0c2c0f989806d5f6b61dac38417e8d12cfdf926e0');
  });

  const bytes = (minLength: number, maxLength: number) => fc.uint8Array({ minLength, maxLength });
  const parameters = [
    bytes(16, 16),
    fc.constantFrom(7, 12, 13).chain(n => bytes(n, n)),
    bytes(0, 40),
    bytes(0, 70),
    fc.constantFrom(4, 8, 16),
  ] as const;

  it('opens what it sealed, wherever the octets are in their buffer', () => {
    fc.assert(
      fc.property(...parameters, fc.nat(3), (key, nonce, aad, text, tagLength, shift) => {
        const sealed = sealCcm(key, nonce, aad, text, tagLength);
        expect(sealed).toHaveLength(text.length + tagLength);
        const moved = new Uint8Array(sealed.length + shift);
        moved.set(sealed, shift);
        expect(openCcm(key, nonce, aad, moved.subarray(shift), tagLength)).toEqual(text);
      }),
    );
  });

  it('opens nothing after a flipped bit', () => {
    fc.assert(
      fc.property(...parameters, fc.nat(), (key, nonce, aad, text, tagLength, at) => {
        const parts = [nonce.slice(), aad.slice(), sealCcm(key, nonce, aad, text, tagLength)] as const;
        const whole = parts.reduce((n, p) => n + p.length, 0) * 8;
        let bit = at % whole;
        for (const part of parts) {
          if (bit < part.length * 8) {
            part[bit >> 3]! ^= 1 << (bit & 7);
            break;
          }
          bit -= part.length * 8;
        }
        expect(openCcm(key, ...parts, tagLength)).toBeUndefined();
      }),
    );
  });

  it.each([
    ['nonce', () => sealCcm(new Uint8Array(16), new Uint8Array(14), new Uint8Array(0), new Uint8Array(0), 8)],
    ['nonce', () => openCcm(new Uint8Array(16), new Uint8Array(6), new Uint8Array(0), new Uint8Array(9), 8)],
    ['key', () => sealCcm(new Uint8Array(15), new Uint8Array(13), new Uint8Array(0), new Uint8Array(0), 8)],
    [
      'tagLength',
      () => sealCcm(new Uint8Array(16), new Uint8Array(13), new Uint8Array(0), new Uint8Array(0), 5),
    ],
    [
      'aad',
      () => sealCcm(new Uint8Array(16), new Uint8Array(13), new Uint8Array(0xff00), new Uint8Array(0), 8),
    ],
    [
      'plaintext',
      () => sealCcm(new Uint8Array(16), new Uint8Array(13), new Uint8Array(0), new Uint8Array(65536), 8),
    ],
  ])('refuses a wrong %s', (path, run) => {
    expect(run).toThrow(new RegExp(`^${path}: must be`));
  });

  it('opens nothing that is shorter than its tag', () => {
    const run = (n: number) =>
      openCcm(new Uint8Array(16), new Uint8Array(13), new Uint8Array(0), new Uint8Array(n), 8);
    expect([0, 7, 8].map(run)).toEqual([undefined, undefined, undefined]);
  });
});
