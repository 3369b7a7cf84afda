import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import keys from '../../fixtures/vectors/keys.json' with { type: 'json' };
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex, toHex } from '../../src/codecs/hex.js';
import {
  type AlgorithmType,
  deriveAlgorithmKey,
  deriveKenb,
  deriveKenbStar,
  deriveLwipPsk,
  deriveNh,
  deriveSKwt,
  FC,
  kdf,
} from '../../src/crypto/kdf3gpp.js';

const typeOf: Record<string, AlgorithmType> = { KRRCenc: 'rrc-enc', KRRCint: 'rrc-int', KUPenc: 'up-enc' };

describe('the 3GPP key hierarchy', () => {
  it.each(keys['3gpp'])('derives everything from KASME $kasme', v => {
    const kasme = fromHex(v.kasme);
    const kenb = deriveKenb(kasme, v.uplinkNasCount);
    expect(toHex(kenb)).toBe(v.kenb);
    const nh1 = deriveNh(kasme, { syncInput: kenb });
    const nh2 = deriveNh(kasme, { syncInput: nh1 });
    expect([toHex(nh1), toHex(nh2)]).toEqual([v.nh1, v.nh2]);
    const kenbStar = deriveKenbStar(kenb, { pci: v.pci, earfcnDl: v.earfcnDl });
    expect(toHex(kenbStar)).toBe(v.kenbStarFromKenb);
    expect(toHex(deriveKenbStar(nh2, { pci: v.pci, earfcnDl: v.earfcnDl }))).toBe(v.kenbStarFromNh2);
    for (const [name, key] of Object.entries(v.algorithmKeysOfKenb)) {
      const [type, identity] = name.split('-');
      expect(toHex(deriveAlgorithmKey(kenb, typeOf[type!]!, Number(identity)))).toBe(key);
    }
    expect(toHex(deriveSKwt(kenb, v.wtCounter))).toBe(v.sKwtOfKenb);
    expect(toHex(deriveSKwt(kenbStar, v.wtCounter))).toBe(v.sKwtOfKenbStarFromKenb);
  });

  const key = Uint8Array.from({ length: 32 }, (_, i) => i);

  it('agrees with a public implementation of TS 33.401 Annex A, under that FC', () => {
    expect(toHex(deriveKenb(key, 258))).toBe(
      '5df775f16633b7e14575d47423c64d2062b6c8a5f10f3db6c234cbbf4dbe3237',
    );
    expect(toHex(deriveKenbStar(key, { pci: 42, earfcnDl: 6300 }))).toBe(
      'f93166c8f78f1df39674bae749e42483fb6c7310aba47a0250b58a7fc1b50c20',
    );
    expect(toHex(deriveKenbStar(key, { pci: 42, earfcnDl: 70000 }))).toBe(
      '3618729a2dc241123c1e08bc76aa2828bd3a1c67c6317116c53148c470bd33b2',
    );
    expect(toHex(deriveAlgorithmKey(key, 'nas-enc', 2))).toBe('4eb6379f81a769c754e9dc2534ff77b9');
    expect(toHex(deriveLwipPsk(key, 0x0123))).toBe(
      'b870389602b0611f4c63b886f434ef0b4fa53866b894e5fe3d2f1507d31d77bf',
    );
    expect(toHex(deriveSKwt(key, 0x0123, 0x1f))).toBe(
      '8f008e0d6d0e9fd9b179cb6bc1f2059e903c9d514818dcebd2b6027ff16f6944',
    );
  });

  it('takes another FC for S-KWT and LWIP-PSK', () => {
    expect(deriveSKwt(key, 1, FC.lwipPsk)).toEqual(deriveLwipPsk(key, 1));
    expect(deriveLwipPsk(key, 1, FC.sKwt)).toEqual(deriveSKwt(key, 1));
    expect(deriveSKwt(key, 1, 0xff)).toEqual(kdf(key, 0xff, Uint8Array.of(0, 1)));
  });

  it('takes any number of parameters, of any length', () => {
    const parameters = [
      new Uint8Array(0),
      Uint8Array.of(1),
      new Uint8Array(300).fill(2),
      Uint8Array.of(3, 4),
    ];
    for (let count = 0; count <= parameters.length; count++) {
      const given = parameters.slice(0, count);
      const mac = createHmac('sha256', key).update(Uint8Array.of(0x6a));
      for (const one of given) mac.update(one).update(Uint8Array.of(one.length >> 8, one.length));
      expect(toHex(kdf(key, 0x6a, ...given))).toBe(mac.digest('hex'));
    }
    const longest = new Uint8Array(0xffff).fill(5);
    const mac = createHmac('sha256', key)
      .update(Uint8Array.of(1))
      .update(longest)
      .update(Uint8Array.of(255, 255));
    expect(toHex(kdf(key, 1, longest))).toBe(mac.digest('hex'));
  });

  const big = (value: bigint): number => value as unknown as number;

  it.each<[path: string, range: string, () => unknown]>([
    ['kasme', '32', () => deriveKenb(key.slice(1), 0)],
    ['uplinkNasCount', '4294967295', () => deriveKenb(key, 2 ** 32)],
    ['syncInput', '32', () => deriveNh(key, { syncInput: key.slice(1) })],
    ['kenbOrNh', '32', () => deriveKenbStar(key.slice(1), { pci: 0, earfcnDl: 0 })],
    ['pci', '0 to 503', () => deriveKenbStar(key, { pci: 504, earfcnDl: 0 })],
    ['earfcnDl', '0 to 262143', () => deriveKenbStar(key, { pci: 0, earfcnDl: 262144 })],
    ['algorithmIdentity', '0 to 15', () => deriveAlgorithmKey(key, 'rrc-enc', 16)],
    ['kasme', '32', () => deriveAlgorithmKey(key.slice(16), 'nas-int', 2)],
    ['kenb', '32', () => deriveAlgorithmKey(key.slice(16), 'up-int', 2)],
    ['kenb', '32', () => deriveSKwt(key.slice(0, 16), 0)],
    ['wtCounter', '0 to 65535', () => deriveSKwt(key, 65536)],
    ['wtCounter', '0 to 65535', () => deriveSKwt(key, -1)],
    ['wtCounter', 'must be a number from 0 to 65535, not a bigint', () => deriveSKwt(key, big(2n))],
    ['lwipCounter', 'must be a number from 0 to 65535, not a bigint', () => deriveLwipPsk(key, big(2n))],
    ['uplinkNasCount', 'must be a number', () => deriveKenb(key, big(0n))],
    ['pci', 'must be a number', () => deriveKenbStar(key, { pci: big(1n), earfcnDl: 1 })],
    ['algorithmIdentity', 'must be a number', () => deriveAlgorithmKey(key, 'rrc-int', big(2n))],
    ['wtCounter', '0 to 65535', () => deriveSKwt(key, 1.5)],
    ['lwipCounter', '0 to 65535', () => deriveLwipPsk(key, 65536)],
    ['fc', '0 to 255', () => deriveSKwt(key, 0, 0x100)],
    ['P0.length', '65535', () => kdf(key, FC.kenb, new Uint8Array(65536))],
  ])('refuses a %s out of range', (path, range, derive) => {
    expect(derive).toThrow(EncodeError);
    expect(derive).toThrow(range);
    expect(derive).toThrow(`${path}: `);
  });

  it('keeps keys out of its errors', () => {
    expect(() => deriveKenb(key.slice(1), 0)).toThrow(/^kasme: must be 32 octets long, not 31$/);
  });
});
