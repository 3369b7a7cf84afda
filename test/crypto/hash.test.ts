import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/codecs/hex.js';
import { digest, type HashName, hmac, lentDigest, lentHmac, lentHmacs } from '../../src/crypto/hash.js';
import { kdfHash, prfSha1 } from '../../src/crypto/prf.js';

const names: readonly HashName[] = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'];

const octets = (length: number, from = 1): Uint8Array => Uint8Array.from({ length }, (_, i) => i * 29 + from);

const reference = (name: HashName, key: Uint8Array, message: Uint8Array): string =>
  createHmac(name, key).update(message).digest('hex');

describe.each(names)('%s', name => {
  // Around the ends of blocks of 64 and 128 octets and of what padding leaves of them.
  const lengths = [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 300];

  it('is that of Node for a message of any length, in any parts', () => {
    for (const length of lengths) {
      const message = octets(length);
      const expected = createHash(name).update(message).digest('hex');
      expect(toHex(digest(name, message))).toBe(expected);
      expect(toHex(digest(name, message.subarray(0, 1), message.subarray(1)))).toBe(expected);
      expect(toHex(lentDigest(name, octets(length + 9), length))).toBe(expected);
    }
  });

  it('makes the HMAC of Node, whatever the key and message before', () => {
    for (const keyLength of [0, 16, 64, 65, 128, 129, 16])
      for (const from of [1, 1, 2])
        for (const length of lengths) {
          const key = octets(keyLength, from);
          const message = octets(length);
          const expected = reference(name, key, message);
          expect(toHex(hmac(name, key, message.subarray(0, 3), message.subarray(3)))).toBe(expected);
          expect(toHex(lentHmac(name, key, octets(length + 9), length))).toBe(expected);
        }
  });

  it('takes a key that was written into for another', () => {
    const key = octets(16);
    hmac(name, key, octets(5));
    key[3]!++;
    expect(toHex(hmac(name, key, octets(5)))).toBe(reference(name, key, octets(5)));
    // A key ends where its zeros begin as far as HMAC can tell.
    expect(hmac(name, octets(8), octets(5))).toEqual(
      hmac(name, Uint8Array.of(...octets(8), 0, 0), octets(5)),
    );
  });

  it('makes the HMAC of Node under more keys in turn than it remembers, some of which start alike', () => {
    const keys = Array.from({ length: 100 }, (_, i) => Uint8Array.of(i % 40, ...octets(15 + (i % 3), i)));
    for (let round = 0; round < 2; round++)
      for (const key of keys)
        expect(toHex(hmac(name, key, octets(70)))).toBe(reference(name, key, octets(70)));
  });

  it('makes the HMACs of messages that start alike, others in between', () => {
    for (const shared of [0, 5, 63, 64, 130, 256]) {
      const key = octets(20);
      const message = octets(shared + 3);
      const next = lentHmacs(name, key, message, message.length, shared);
      for (let i = 0; i < 3; i++) {
        message[shared] = i;
        expect(toHex(next())).toBe(reference(name, key, message));
        hmac(name, Uint8Array.of(key[0]!, i), octets(100));
      }
    }
  });
});

const text = (label: string): Uint8Array => new TextEncoder().encode(label);

it.each(['a label', 'é, € and 😀'])(
  'PRF and KDF number their blocks and hold the label in UTF-8: %s',
  label => {
    const key = octets(32);
    const data = octets(76);
    const blocks = Array.from({ length: 256 }, (_, i) =>
      reference('sha1', key, Uint8Array.of(...text(label), 0, ...data, i)),
    ).join('');
    expect(toHex(prfSha1(key, label, data, 5120))).toBe(blocks);
    expect(toHex(prfSha1(key, label, data, 48))).toBe(blocks.slice(0, 96));

    // 8191 octets are 256 blocks, so that the counter needs its second octet.
    const bits = 8191 * 8;
    const all = Array.from({ length: 256 }, (_, i) => {
      const message = [(i + 1) & 255, (i + 1) >> 8, ...text(label), ...data, bits & 255, bits >> 8];
      return reference('sha256', key, Uint8Array.from(message));
    }).join('');
    expect(toHex(kdfHash('sha256', key, label, data, 8191))).toBe(all.slice(0, 2 * 8191));
  },
);
