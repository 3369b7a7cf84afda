import { describe, expect, it } from 'vitest';
import { akmSelectors, akmSuite, keyDescriptorVersion, micAlgorithmFor } from '../../src/crypto/akm.js';
import { cipherSuite } from '../../src/crypto/cipher-suite.js';
import { micLengthOf } from '../../src/crypto/mic.js';

describe('AKM suites', () => {
  // IEEE 802.11-2020, Table 12-10, and hostapd's wpa_kck_len, wpa_kek_len, wpa_mic_len, wpa_eapol_key_mic.
  it.each([
    ['00-0F-AC:1', 'sha1', 16, 16, 16, 2, 'hmac-sha1-128'],
    ['00-0F-AC:2', 'sha1', 16, 16, 16, 2, 'hmac-sha1-128'],
    ['00-0F-AC:3', 'sha256', 16, 16, 16, 3, 'aes-128-cmac'],
    ['00-0F-AC:4', 'sha256', 16, 16, 16, 3, 'aes-128-cmac'],
    ['00-0F-AC:5', 'sha256', 16, 16, 16, 3, 'aes-128-cmac'],
    ['00-0F-AC:6', 'sha256', 16, 16, 16, 3, 'aes-128-cmac'],
    ['00-0F-AC:8', 'sha256', 16, 16, 16, 0, 'aes-128-cmac'],
    ['00-0F-AC:9', 'sha256', 16, 16, 16, 0, 'aes-128-cmac'],
    ['00-0F-AC:11', 'sha256', 16, 16, 16, 0, 'hmac-sha256-128'],
    ['00-0F-AC:12', 'sha384', 24, 32, 24, 0, 'hmac-sha384-192'],
    ['00-0F-AC:13', 'sha384', 24, 32, 24, 0, 'hmac-sha384-192'],
    ['00-0F-AC:18', 'sha256', 16, 16, 16, 0, 'hmac-sha256-128'],
    ['00-0F-AC:22', 'sha384', 24, 32, 24, 0, 'hmac-sha384-192'],
    ['00-0F-AC:23', 'sha384', 24, 32, 24, 0, 'hmac-sha384-192'],
    ['00-0F-AC:24', 'sha256', 16, 16, 16, 0, 'hmac-sha256-128'],
    ['00-0F-AC:25', 'sha256', 16, 16, 16, 0, 'hmac-sha256-128'],
    ['00-50-F2:1', 'sha1', 16, 16, 16, 2, 'hmac-sha1-128'],
    ['00-50-F2:2', 'sha1', 16, 16, 16, 2, 'hmac-sha1-128'],
  ] as const)(
    '%s: KDF %s, KCK %i, KEK %i, MIC %i, version %i, %s',
    (akm, hash, kck, kek, mic, version, how) => {
      const suite = akmSuite(akm)!;
      expect(suite).toMatchObject({
        selector: akm,
        hash,
        kckLength: kck,
        kekLength: kek,
        micLength: mic,
      });
      expect(keyDescriptorVersion({ akm, cipher: '00-0F-AC:4' })).toBe(version);
      const algorithm = micAlgorithmFor(akm, version);
      expect(algorithm).toBe(how);
      expect(micLengthOf(algorithm!)).toBe(mic);
    },
  );

  it.each(
    (
      [
        [32, 'sha256', 16, 16, 'hmac-sha256-128'],
        [48, 'sha384', 24, 32, 'hmac-sha384-192'],
        [64, 'sha512', 32, 32, 'hmac-sha512-256'],
      ] as const
    ).flatMap(row => [
      ['OWE', '00-0F-AC:18', ...row] as const,
      ['SAE with group-dependent hash', '00-0F-AC:24', ...row] as const,
      ['FT over SAE with group-dependent hash', '00-0F-AC:25', ...row] as const,
    ]),
  )('%s (%s) with a PMK of %i octets', (name, akm, pmkLength, hash, kck, kek, how) => {
    expect(akmSuite(akm, pmkLength)).toMatchObject({
      selector: akm,
      name,
      hash,
      kckLength: kck,
      kekLength: kek,
      micLength: kck,
      pmkLength,
      pmkidKey: undefined,
    });
    expect(micAlgorithmFor(akm, 0, pmkLength)).toBe(how);
  });

  it('asks for a PMK of 48 octets, and makes the PMKID of it, for 802.1X with SHA-384', () => {
    expect(akmSuite('00-0F-AC:23')).toMatchObject({ pmkLength: 48, pmkidKey: 'pmk', isFt: false });
  });

  it('knows the FT suites', () => {
    expect(akmSelectors.filter(s => akmSuite(s)!.isFt)).toEqual([
      '00-0F-AC:3',
      '00-0F-AC:4',
      '00-0F-AC:9',
      '00-0F-AC:13',
      '00-0F-AC:22',
      '00-0F-AC:25',
    ]);
    expect([48, 64].map(length => akmSuite('00-0F-AC:25', length)!.isFt)).toEqual([true, true]);
    expect(akmSuite('00-0F-AC:24', 48)!.isFt).toBe(false);
  });

  it('takes version 1 for TKIP, and versions 1 to 3 without knowing the suite', () => {
    expect(keyDescriptorVersion({ akm: '00-0F-AC:2', cipher: '00-0F-AC:2' })).toBe(1);
    expect(keyDescriptorVersion({ akm: '00-50-F2:2', cipher: '00-50-F2:2' })).toBe(1);
    expect(keyDescriptorVersion({ akm: '00-0F-AC:6', cipher: '00-0F-AC:2' })).toBe(3);
    expect([0, 1, 2, 3, 4, 7].map(v => micAlgorithmFor(undefined, v))).toEqual([
      undefined,
      'hmac-md5',
      'hmac-sha1-128',
      'aes-128-cmac',
      undefined,
      undefined,
    ]);
    expect(micAlgorithmFor('00-0F-AC:2', 0)).toBeUndefined();
  });

  it('does not know others', () => {
    expect(akmSuite('00-0F-AC:7')).toBeUndefined();
    expect(akmSuite('toString')).toBeUndefined();
    expect(() => keyDescriptorVersion({ akm: '00-0F-AC:7', cipher: '00-0F-AC:4' })).toThrow(
      /^akm: 00-0F-AC:7 is none of 00-0F-AC:1, /,
    );
  });
});

describe('cipher suites', () => {
  it.each([
    ['00-0F-AC:1', 'WEP-40', 5, 4],
    ['00-0F-AC:2', 'TKIP', 32, 4],
    ['00-0F-AC:4', 'CCMP-128', 16, 8],
    ['00-0F-AC:5', 'WEP-104', 13, 4],
    ['00-0F-AC:6', 'BIP-CMAC-128', 16, 8],
    ['00-0F-AC:8', 'GCMP-128', 16, 16],
    ['00-0F-AC:9', 'GCMP-256', 32, 16],
    ['00-0F-AC:10', 'CCMP-256', 32, 16],
    ['00-0F-AC:11', 'BIP-GMAC-128', 16, 16],
    ['00-0F-AC:12', 'BIP-GMAC-256', 32, 16],
    ['00-0F-AC:13', 'BIP-CMAC-256', 32, 16],
    ['00-50-F2:2', 'TKIP', 32, 4],
    ['00-50-f2:4', 'CCMP-128', 16, 8],
  ])('%s is %s', (selector, name, keyLength, micLength) => {
    expect(cipherSuite(selector)).toMatchObject({
      selector: selector.toUpperCase(),
      name,
      keyLength,
      micLength,
    });
  });

  it.each(['00-0F-AC:0', '00-0F-AC:7', '00-0F-AC:14', '00-50-F2:6', '00-50-F2:8', '00-0F-AC', '', '1:2:3'])(
    '%j is none that protects frames',
    selector => {
      expect(cipherSuite(selector)).toBeUndefined();
    },
  );
});
