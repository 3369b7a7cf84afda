import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import annex from '../../fixtures/vectors/ieee80211-annex.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { checkBip, protectBip } from '../../src/crypto/bip.js';
import { cipherSuite } from '../../src/crypto/cipher-suite.js';

describe('BIP', () => {
  it.each(annex.bip)('$cipher: $source', v => {
    const key = fromHex(v.igtk);
    const mpdu = protectBip(v.cipher, key, fromHex(v.clear), BigInt(v.ipn), v.keyId);
    expect(toHex(mpdu)).toBe(v.protected);
    expect(checkBip(v.cipher, key, mpdu)).toEqual({ ipn: BigInt(v.ipn), keyId: v.keyId, valid: true });
  });

  it.each(captured.bip)('$capture frame $frame', v => {
    const mpdu = fromHex(v.mpdu);
    const expected = { ipn: BigInt(v.ipn), keyId: v.keyId, valid: true };
    expect(checkBip('00-0F-AC:6', fromHex(v.igtk), mpdu)).toEqual(expected);
    expect(checkBip('00-0F-AC:6', new Uint8Array(16), mpdu)).toEqual({ ...expected, valid: false });
  });

  const clear = fromHex('c0000000ffffffffffff0200000000000200000000000900 0200'.replaceAll(' ', ''));

  it.each(['00-0F-AC:6', '00-0F-AC:11', '00-0F-AC:12', '00-0F-AC:13'])('%s: a flipped bit', cipher => {
    const key = Uint8Array.from({ length: cipherSuite(cipher)!.keyLength }, (_, i) => i);
    const mpdu = protectBip(cipher, key, clear, 0x010203040506n, 5);
    expect(checkBip(cipher, key, mpdu)).toEqual({ ipn: 0x010203040506n, keyId: 5, valid: true });
    // Sequence control, duration, retry, power management and more data are not covered; see `masked`.
    const covered = [0, 4, 9, 10, 15, 16, 21, 24, 25, 28, 30, 35, mpdu.length - 1];
    fc.assert(
      fc.property(fc.constantFrom(...covered), fc.nat(7), (octet, bit) => {
        // Type and version make it another kind of frame; the beacon subtype masks the time stamp.
        fc.pre(octet !== 0 || (bit > 3 && bit !== 6));
        const flipped = mpdu.slice();
        flipped[octet]! ^= 1 << bit;
        expect(checkBip(cipher, key, flipped)?.valid).toBe(false);
      }),
    );
    const masked = mpdu.slice();
    masked[1]! ^= 0x38;
    masked[2]! ^= 0xff;
    masked[23]! ^= 0xff;
    expect(checkBip(cipher, key, masked)?.valid).toBe(true);
  });

  it('gives both octets of the key ID', () => {
    const key = new Uint8Array(16);
    const mpdu = protectBip('00-0F-AC:6', key, clear, 1n, 4);
    expect(checkBip('00-0F-AC:6', key, mpdu.with(29, 2))).toEqual({ ipn: 1n, keyId: 0x204, valid: false });
  });

  it('is of a body that is nothing else', () => {
    const key = new Uint8Array(16).fill(5);
    const mpdu = protectBip('00-0F-AC:6', key, clear.subarray(0, 24), 7n, 4);
    expect(mpdu).toHaveLength(24 + 18);
    expect(checkBip('00-0F-AC:6', key, mpdu)).toEqual({ ipn: 7n, keyId: 4, valid: true });
  });

  it('masks the time stamp of a beacon', () => {
    const key = new Uint8Array(16).fill(3);
    const beacon = fromHex(
      `80000000ffffffffffff020000000000020000000000090 0${'11'.repeat(8)}64001104`.replaceAll(' ', ''),
    );
    const mpdu = protectBip('00-0F-AC:6', key, beacon, 1n, 6);
    expect(mpdu.slice(0, beacon.length)).toEqual(beacon);
    mpdu[24]! ^= 0xff;
    expect(checkBip('00-0F-AC:6', key, mpdu)?.valid).toBe(true);
    mpdu[32]! ^= 0xff;
    expect(checkBip('00-0F-AC:6', key, mpdu)?.valid).toBe(false);
  });

  it('finds no MME where there is none', () => {
    const key = new Uint8Array(16);
    expect(checkBip('00-0F-AC:6', key, clear)).toBeUndefined();
    expect(checkBip('00-0F-AC:6', key, new Uint8Array(10))).toBeUndefined();
    expect(checkBip('00-0F-AC:11', key, protectBip('00-0F-AC:6', key, clear, 1n, 4))).toBeUndefined();
    // A vendor's element as long as an MME; and an MME that says to be longer than it is.
    const mpdu = protectBip('00-0F-AC:6', key, clear, 1n, 4);
    expect(checkBip('00-0F-AC:6', key, mpdu.with(26, 221))).toBeUndefined();
    expect(checkBip('00-0F-AC:6', key, mpdu.with(27, 24))).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), mpdu => {
        const result = checkBip('00-0F-AC:6', key, mpdu);
        expect(result?.valid ?? false).toBe(false);
      }),
    );
  });

  it.each<[string, () => unknown]>([
    ['cipher', () => checkBip('00-0F-AC:4', new Uint8Array(16), clear)],
    ['igtk', () => checkBip('00-0F-AC:12', new Uint8Array(16), clear)],
    ['keyId', () => protectBip('00-0F-AC:6', new Uint8Array(16), clear, 1n, 3)],
    ['ipn', () => protectBip('00-0F-AC:6', new Uint8Array(16), clear, 1n << 48n, 4)],
    [
      'mpdu',
      () => protectBip('00-0F-AC:6', new Uint8Array(16), Uint8Array.of(8, ...clear.subarray(1)), 1n, 4),
    ],
  ])('refuses a wrong %s', (path, run) => {
    expect(run).toThrow(new RegExp(`^${path}: `));
  });
});
