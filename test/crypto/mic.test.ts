import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import captured from '../../fixtures/vectors/captured-frames.json' with { type: 'json' };
import keys from '../../fixtures/vectors/keys.json' with { type: 'json' };
import rfc from '../../fixtures/vectors/rfc.json' with { type: 'json' };
import { fromHex, toHex } from '../../src/codecs/hex.js';
import { aesCmac, aesKey } from '../../src/crypto/aes.js';
import { keyDescriptorVersion, micAlgorithmFor } from '../../src/crypto/akm.js';
import { eapolMic, equalConstantTime } from '../../src/crypto/mic.js';

describe('EAPOL-Key MIC', () => {
  it.each(keys.eapolMic)('under KCK $kck', v => {
    const kck = fromHex(v.kck);
    const frame = fromHex(v.frameWithZeroMic);
    expect(toHex(eapolMic('hmac-md5', kck, frame))).toBe(v.version1HmacMd5);
    expect(toHex(eapolMic('hmac-sha1-128', kck, frame))).toBe(v.version2HmacSha1);
    expect(toHex(eapolMic('aes-128-cmac', kck, frame))).toBe(v.version3AesCmac);
    expect(toHex(eapolMic('hmac-sha256-128', kck, frame))).toBe(v.version0HmacSha256);
  });

  // RFC 4231, test case 1: HMAC pads a key shorter than its block with zeros, so that 4 zeros change nothing.
  it('is HMAC-SHA-384 and -512, truncated, for the longer KCKs', () => {
    const key = (octets: number) => new Uint8Array(octets).fill(0x0b, 0, 20);
    const message = new TextEncoder().encode('Hi There');
    expect(toHex(eapolMic('hmac-sha384-192', key(24), message))).toBe(
      'afd03944d84895626b0825f4ab46907f15f9dadbe4101ec6',
    );
    expect(toHex(eapolMic('hmac-sha512-256', key(32), message))).toBe(
      '87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde',
    );
    expect(() => eapolMic('hmac-sha384-192', new Uint8Array(16), message)).toThrow(
      'kck: must be 24 octets long, not 16',
    );
  });

  const frames = captured.handshakes.flatMap(h => h.eapol.map(e => ({ ...h, ...e })));

  it.each(frames)('of $capture frame $frame ($message)', v => {
    const frame = fromHex(v.octets);
    const mic = frame.slice(81, 97);
    frame.fill(0, 81, 97);
    const algorithm = micAlgorithmFor(v.akm, keyDescriptorVersion({ akm: v.akm, cipher: '00-0F-AC:4' }))!;
    expect(equalConstantTime(eapolMic(algorithm, fromHex(v.kck), frame), mic)).toBe(v.valid);
  });

  it('has frames of both verdicts to check', () => {
    expect(new Set(frames.map(f => f.valid))).toContain(true);
    expect(frames.length).toBeGreaterThan(8);
  });
});

describe('AES-CMAC', () => {
  it.each(rfc.rfc4493)('RFC 4493: $mac', v => {
    expect(toHex(aesCmac(fromHex(v.key), fromHex(v.message)))).toBe(v.mac);
  });

  it.each(rfc.rfc4493)('with a key prepared once, whatever becomes of its octets: $mac', v => {
    const octets = fromHex(v.key);
    const key = aesKey(octets);
    octets.fill(0);
    for (let i = 0; i < 2; i++) expect(toHex(aesCmac(key, fromHex(v.message)))).toBe(v.mac);
    // A key that was expanded elsewhere.
    const { length, schedule } = key;
    expect(toHex(aesCmac({ length, schedule }, fromHex(v.message)))).toBe(v.mac);
  });
});

describe('equalConstantTime', () => {
  it('is equality', () => {
    const bytes = fc.uint8Array({ maxLength: 4, max: 2 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        expect(equalConstantTime(a, b)).toBe(toHex(a) === toHex(b));
      }),
    );
  });
});
