import { describe, expect, it } from 'vitest';
import { type EapolKey, eapolKey, encodeEapolKey } from '../../src/codecs/dot11/index.js';
import { EncodeError } from '../../src/codecs/error.js';
import { fromHex } from '../../src/codecs/hex.js';
import {
  eapolMic,
  eapolMicValid,
  messageOf,
  openKeyData,
  signEapolKey,
  wrapKeyData,
} from '../../src/crypto/index.js';

/** An EAPOL-Key frame with the key information as on the wire. */
function keyFrame(information: number, more: Partial<EapolKey> = {}): EapolKey {
  const bit = (n: number): boolean => ((information >> n) & 1) === 1;
  return eapolKey({
    keyInformation: {
      reserved: information >> 14,
      smkMessage: bit(13),
      encryptedKeyData: bit(12),
      request: bit(11),
      error: bit(10),
      secure: bit(9),
      keyMic: bit(8),
      keyAck: bit(7),
      install: bit(6),
      keyIndex: (information >> 4) & 3,
      keyType: (information >> 3) & 1,
      keyDescriptorVersion: information & 7,
    },
    keyLength: 16,
    keyReplayCounter: 1n,
    ...more,
  });
}

const nonce = { keyNonce: new Uint8Array(32).fill(7) };
const withData = { ...nonce, keyData: new Uint8Array(22) };

describe('messageOf', () => {
  it.each([
    ['M1', 0x008a, nonce],
    ['M2', 0x010a, withData],
    // Later supplicants set the secure bit on the M2 of a re-key; its key information is then that of M4.
    ['M2', 0x030a, withData],
    ['M3', 0x13ca, withData],
    ['M4', 0x030a, {}],
    // WPA: no secure bit on M4.
    ['M4', 0x0109, {}],
    // Key data alone do not make an M2, which has a nonce.
    ['M4', 0x030a, { keyData: withData.keyData }],
    // Some supplicants repeat the nonce of M2 in M4.
    ['M4', 0x030a, nonce],
    ['M3', 0x01c9, withData],
    ['G1', 0x1382, withData],
    ['G1', 0x0391, withData],
    ['G2', 0x0302, {}],
    ['request', 0x0b02, {}],
    ['request', 0x0f09, {}],
    // What asks for an answer is no request, which comes from the supplicant.
    ['M1', 0x088a, nonce],
    ['M3', 0x1bca, withData],
    ['G1', 0x1b82, withData],
  ] as const)('tells %s by key information %i, nonce and key data', (message, information, more) => {
    expect(messageOf(keyFrame(information, more))).toBe(message);
  });
});

describe('the MIC of an EAPOL-Key frame', () => {
  const kck = new Uint8Array(16).fill(3);
  const frame = encodeEapolKey(keyFrame(0x010a, withData));

  it.each(['hmac-md5', 'hmac-sha1-128', 'aes-128-cmac', 'hmac-sha256-128'] as const)(
    'is written and checked: %s',
    algorithm => {
      const signed = signEapolKey(algorithm, kck, frame);
      expect(eapolMicValid(algorithm, kck, signed)).toBe(true);
      expect(eapolMicValid(algorithm, kck, Uint8Array.of(...signed, 0, 0))).toBe(true);
      for (const at of [0, 20, 81, 96, 98, signed.length - 1]) {
        const altered = signed.slice();
        altered[at]! ^= 1;
        expect(eapolMicValid(algorithm, kck, altered)).toBe(false);
      }
      expect(eapolMicValid(algorithm, new Uint8Array(16), signed)).toBe(false);
    },
  );

  it('is not that of exchanged parameters, nor of a KCK or a frame of another length', () => {
    expect(() => eapolMic('hmac-sha1-128', frame, kck)).toThrow(
      `kck: must be 16 octets long, not ${frame.length}`,
    );
    for (const check of [signEapolKey, eapolMicValid]) {
      expect(() => check('hmac-sha1-128', frame, kck)).toThrow(EncodeError);
      expect(() => check('hmac-sha384-192', kck, frame)).toThrow('kck: must be 24 octets long, not 16');
      expect(() => check('hmac-sha1-128', kck, frame.subarray(0, 98))).toThrow(EncodeError);
    }
  });
});

describe('openKeyData', () => {
  const kek = new Uint8Array(16).fill(9);
  const plain = fromHex('30140100000fac040100000fac040100000fac020000dd00');

  it('opens AES key wrap, and says where it does not open', () => {
    const keyData = wrapKeyData({ algorithm: 'aes-key-wrap', kek }, plain);
    expect(openKeyData(kek, keyFrame(0x13ca, { keyData }))).toEqual(plain);
    expect(openKeyData(new Uint8Array(16), keyFrame(0x13ca, { keyData }))).toBeUndefined();
  });

  it('opens RC4 under descriptor version 1', () => {
    const eapolKeyIv = new Uint8Array(16).fill(1);
    const keyData = wrapKeyData({ algorithm: 'rc4', kek, iv: eapolKeyIv }, plain);
    expect(openKeyData(kek, keyFrame(0x13c9, { keyData, eapolKeyIv }))).toEqual(plain);
  });

  it("opens WPA's G1, which does not say that it is wrapped", () => {
    const eapolKeyIv = new Uint8Array(16).fill(1);
    const keyData = wrapKeyData({ algorithm: 'rc4', kek, iv: eapolKeyIv }, plain);
    const g1 = keyFrame(0x0391, { keyData, eapolKeyIv, descriptorType: 254 });
    expect(openKeyData(kek, g1)).toEqual(plain);
    expect(openKeyData(kek, { ...g1, descriptorType: 2 })).toEqual(keyData);
  });

  it('gives what is not wrapped as it is, as in M2 and M3 of WPA', () => {
    expect(openKeyData(kek, keyFrame(0x010a, { keyData: plain }))).toEqual(plain);
    for (const information of [0x0109, 0x01c9])
      expect(openKeyData(kek, keyFrame(information, { keyData: plain, descriptorType: 254 }))).toEqual(plain);
  });
});
