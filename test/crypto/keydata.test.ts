import { createCipheriv } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import annex from '../../fixtures/vectors/ieee80211-annex.json' with { type: 'json' };
import keys from '../../fixtures/vectors/keys.json' with { type: 'json' };
import rfc from '../../fixtures/vectors/rfc.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { unwrapKeyData, wrapKeyData } from '../../src/crypto/keydata.js';
import { rc4 } from '../../src/crypto/rc4.js';

const aes = (kek: string) => ({ algorithm: 'aes-key-wrap', kek: fromHex(kek) }) as const;

describe('key data under AES key wrap', () => {
  it.each(rfc.rfc3394)('RFC 3394, $section', v => {
    expect(toHex(wrapKeyData(aes(v.kek), fromHex(v.data)))).toBe(v.wrapped);
    expect(toHex(unwrapKeyData(aes(v.kek), fromHex(v.wrapped))!)).toBe(v.data);
  });

  it.each(keys.keyWrap)('under KEK $kek', v => {
    expect(toHex(wrapKeyData(aes(v.kek), fromHex(v.keyData)))).toBe(v.wrapped);
    expect(toHex(unwrapKeyData(aes(v.kek), fromHex(v.wrapped))!)).toBe(v.keyData);
  });

  const m3 = captured.handshakes.flatMap(h =>
    h.eapol.filter(e => e.message === 'M3').map(e => ({ ...h, ...e })),
  );

  it.each(m3)('opens the M3 of $capture, frame $frame, and wraps it again', v => {
    const frame = fromHex(v.octets);
    const keyData = frame.subarray(99);
    const plain = unwrapKeyData(aes(v.kek), keyData)!;
    expect(toHex(plain)).toContain(v.keyDataPlain);
    expect(wrapKeyData(aes(v.kek), plain)).toEqual(keyData);
  });

  it('pads with 0xdd and zeros to a multiple of 8, at least 16', () => {
    const kek = fromHex(rfc.rfc3394[0]!.kek);
    const how = { algorithm: 'aes-key-wrap', kek } as const;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), data => {
        const plain = unwrapKeyData(how, wrapKeyData(how, data))!;
        expect(plain.length % 8).toBe(0);
        expect(plain.length).toBe(Math.max(16, Math.ceil(data.length / 8) * 8));
        expect(plain.subarray(0, data.length)).toEqual(data);
        if (plain.length > data.length) expect(toHex(plain.subarray(data.length))).toMatch(/^dd(00)*$/);
      }),
      { numRuns: 50 },
    );
  });

  it('gives nothing under a wrong key, for a flipped bit, or for a length that it does not give', () => {
    const { kek, wrapped } = rfc.rfc3394[0]!;
    expect(unwrapKeyData(aes(`ff${kek.slice(2)}`), fromHex(wrapped))).toBeUndefined();
    for (let bit = 0; bit < wrapped.length * 4; bit++) {
      const flipped = fromHex(wrapped);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      expect(unwrapKeyData(aes(kek), flipped)).toBeUndefined();
    }
    for (const length of [0, 1, 8, 16, 23])
      expect(unwrapKeyData(aes(kek), new Uint8Array(length))).toBeUndefined();
  });

  /** AES-128 key wrap of any initial value, with as few blocks of 8 octets as there are (RFC 3394, 2.2.1). */
  const wrapWith = (kek: Uint8Array, initial: Uint8Array, plaintext: Uint8Array): Uint8Array => {
    const cipher = createCipheriv('aes-128-ecb', kek, null).setAutoPadding(false);
    const out = Uint8Array.of(...initial, ...plaintext);
    for (let step = 0, t = 1; step < 6; step++)
      for (let at = 8; at < out.length; at += 8, t++) {
        const block = cipher.update(Uint8Array.of(...out.subarray(0, 8), ...out.subarray(at, at + 8)));
        block[7]! ^= t;
        out.set(block.subarray(0, 8));
        out.set(block.subarray(8), at);
      }
    return out;
  };

  it('gives nothing where a bit of the initial value is another', () => {
    const { kek, data, wrapped } = rfc.rfc3394[0]!;
    const initial = (bit?: number): Uint8Array => {
      const octets = new Uint8Array(8).fill(0xa6);
      if (bit !== undefined) octets[bit >> 3]! ^= 1 << (bit & 7);
      return octets;
    };
    expect(toHex(wrapWith(fromHex(kek), initial(), fromHex(data)))).toBe(wrapped);
    for (let bit = 0; bit < 64; bit++)
      expect(
        unwrapKeyData(aes(kek), wrapWith(fromHex(kek), initial(bit), fromHex(data))),
        `bit ${bit}`,
      ).toBeUndefined();
    // One block of 8 octets is too few to wrap (2.2).
    const short = wrapWith(fromHex(kek), initial(), fromHex(data.slice(0, 16)));
    expect(short).toHaveLength(16);
    expect(unwrapKeyData(aes(kek), short)).toBeUndefined();
  });

  it('refuses a KEK of the wrong length', () => {
    expect(() =>
      unwrapKeyData({ algorithm: 'aes-key-wrap', kek: new Uint8Array(15) }, new Uint8Array(24)),
    ).toThrow('kek: must be 16 or 24 or 32 octets long, not 15');
  });
});

describe('key data under RC4', () => {
  it.each(annex.rc4)('RC4: $source', v => {
    expect(toHex(rc4(fromHex(v.key), fromHex(v.data)))).toBe(v.output);
  });

  it('drops the first 256 octets of the key stream of IV || KEK', () => {
    const kek = Uint8Array.from({ length: 16 }, (_, i) => i);
    const iv = Uint8Array.from({ length: 16 }, (_, i) => 0xf0 ^ i);
    const stream = rc4(Uint8Array.of(...iv, ...kek), new Uint8Array(276));
    const how = { algorithm: 'rc4', kek, iv } as const;
    expect(wrapKeyData(how, new Uint8Array(20))).toEqual(stream.slice(256));
    const data = fromHex('dd06000fac010100');
    expect(unwrapKeyData(how, wrapKeyData(how, data))).toEqual(data);
    expect(() => wrapKeyData({ ...how, iv: iv.slice(1) }, data)).toThrow(
      'iv: must be 16 octets long, not 15',
    );
  });
});
