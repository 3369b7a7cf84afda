import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import keys from '../../fixtures/vectors/keys.json' with { type: 'json' };
import annexC from '../../fixtures/vectors/ts33401-annex-c.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { eea2, eia2, type PdcpSecurityInput, pdcpCipher, pdcpMacI } from '../../src/crypto/pdcp-security.js';

const inputOf = (v: { count: number; bearer: number; direction: number }): PdcpSecurityInput => ({
  count: v.count,
  bearer: v.bearer,
  direction: v.direction === 0 ? 0 : 1,
});

describe('128-EEA2 and 128-EIA2', () => {
  it.each(annexC)('$algorithm of TS 33.401 Annex C, $bits bits', v => {
    const run = v.algorithm === 'EEA2' ? eea2 : eia2;
    expect(toHex(run(fromHex(v.key), inputOf(v), fromHex(v.data), v.bits))).toBe(v.output);
  });

  // TS 33.401, C.2.1 and C.2.4: messages that end within an octet.
  it.each([
    ['2bd6459f82c5b300952c49104881ff48', 0x38a6f056, 0x18, 0, 58, '3332346263393840', '118c6eb8'],
    [
      '7e5e94431e11d73828d739cc6ced4573',
      0x36af6144,
      0x18,
      1,
      254,
      'b3d3c9170a4e1632f60f861013d22d84b726b6a278d802d1eeaf1321ba5929dc',
      '1f60b01d',
    ],
  ] as const)('EIA2 under %s', (key, count, bearer, direction, bits, message, mac) => {
    expect(toHex(eia2(fromHex(key), { count, bearer, direction }, fromHex(message), bits))).toBe(mac);
  });

  it.each(keys.pdcp)('COUNT $count, BEARER $bearer, DIRECTION $direction', v => {
    const key = fromHex(v.key);
    const message = fromHex(v.message);
    expect(toHex(eia2(key, inputOf(v), message))).toBe(v.eia2);
    expect(toHex(eea2(key, inputOf(v), message))).toBe(v.eea2);
    expect(toHex(pdcpMacI(2, key, inputOf(v), message))).toBe(v.eia2);
    expect(toHex(pdcpCipher(2, key, inputOf(v), fromHex(v.eea2)))).toBe(v.message);
  });

  it('undoes itself, for any number of bits', () => {
    const key = new Uint8Array(16).fill(9);
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(7), (data, less) => {
        const bits = data.length * 8 - less;
        const input = { count: 0xffffffff, bearer: 31, direction: 1 } as const;
        const clear = eea2(key, input, eea2(key, input, data, bits), bits);
        const masked = data.slice();
        masked[masked.length - 1]! &= 0xff << less;
        expect(clear).toEqual(masked);
        // The bits after the message are no part of it.
        expect(eia2(key, input, data, bits)).toEqual(eia2(key, input, masked, bits));
      }),
    );
  });

  it('takes no octet behind the bits', () => {
    const key = new Uint8Array(16).fill(9);
    const input = { count: 7, bearer: 1, direction: 0 } as const;
    const data = new Uint8Array(40).fill(0xff);
    for (const bits of [0, 1, 8, 13, 128, 129, 200]) {
      const own = data.slice(0, Math.ceil(bits / 8));
      expect(eea2(key, input, data, bits)).toEqual(eea2(key, input, own, bits));
      expect(eea2(key, input, data, bits)).toHaveLength(own.length);
      expect(eia2(key, input, data, bits)).toEqual(eia2(key, input, own, bits));
    }
  });

  it('has null algorithms', () => {
    const input = { count: 1, bearer: 0, direction: 0 } as const;
    const data = fromHex('00112233');
    expect(pdcpCipher(0, new Uint8Array(16), input, data)).toEqual(data);
    expect(pdcpMacI(0, new Uint8Array(16), input, data)).toEqual(new Uint8Array(4));
  });

  it.each<[string, () => unknown]>([
    ['key', () => eea2(new Uint8Array(32), { count: 0, bearer: 0, direction: 0 }, new Uint8Array(1))],
    ['count', () => eia2(new Uint8Array(16), { count: 2 ** 32, bearer: 0, direction: 0 }, new Uint8Array(1))],
    ['bearer', () => eea2(new Uint8Array(16), { count: 0, bearer: 32, direction: 0 }, new Uint8Array(1))],
    ['bits', () => eea2(new Uint8Array(16), { count: 0, bearer: 0, direction: 0 }, new Uint8Array(1), 9)],
    [
      'identity',
      () => pdcpCipher(1 as 0, new Uint8Array(16), { count: 0, bearer: 0, direction: 0 }, new Uint8Array(1)),
    ],
    [
      'identity',
      () => pdcpMacI(3 as 0, new Uint8Array(16), { count: 0, bearer: 0, direction: 0 }, new Uint8Array(1)),
    ],
  ])('refuses a wrong %s', (path, run) => {
    expect(run).toThrow(new RegExp(`^${path}: `));
  });
});
