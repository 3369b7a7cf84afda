import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DESCRIPTOR_TYPE, decodeEapolKey, encodeEapolKey } from '../../../src/codecs/dot11/eapol-key.js';
import { eapolMicValid, openKeyData } from '../../../src/crypto/handshake.js';
import { encodeKeyFrame, readKeyFrame } from '../../../src/flows/wlan/key-frame.js';
import { keyFrameFormat } from '../../../src/flows/wlan/rsn.js';

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });
const policy = (akm: string) => ({
  akm,
  pairwiseCipher: '00-0F-AC:4',
  groupCipher: '00-0F-AC:4',
  groupManagementCipher: undefined,
});

describe('EAPOL-Key frames of handshakes', () => {
  it('are those of the codec, with a MIC and encrypted key data where there are keys', () => {
    const fields = fc.record({
      protocolVersion: fc.constantFrom(1, 2),
      keyType: fc.constantFrom<0 | 1>(0, 1),
      install: fc.boolean(),
      keyAck: fc.boolean(),
      secure: fc.boolean(),
      keyLength: fc.nat(32),
      keyReplayCounter: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
      keyNonce: maybe(octets(32)),
      keyRsc: maybe(fc.bigInt({ min: 0n, max: 2n ** 48n - 1n })),
      keyData: maybe(fc.uint8Array({ maxLength: 80 })),
      kck: maybe(octets(16)),
      kek: maybe(octets(16)),
    });
    fc.assert(
      fc.property(fc.constantFrom('00-0F-AC:1', '00-0F-AC:2', '00-0F-AC:5'), fields, (akm, given) => {
        const format = keyFrameFormat(policy(akm));
        const frame = encodeKeyFrame(format, given);
        const key = decodeEapolKey(frame, { micLength: 16 });
        expect(encodeEapolKey(key)).toEqual(new Uint8Array(frame));
        expect(readKeyFrame(frame, format)).toEqual(key);
        const { keyInformation: info } = key;
        expect(info).toEqual({
          reserved: 0,
          smkMessage: false,
          encryptedKeyData: given.kek !== undefined,
          request: false,
          error: false,
          secure: given.secure,
          keyMic: given.kck !== undefined,
          keyAck: given.keyAck,
          install: given.install,
          keyIndex: 0,
          keyType: given.keyType,
          keyDescriptorVersion: format.keyDescriptorVersion,
        });
        expect(key.descriptorType).toBe(DESCRIPTOR_TYPE.rsn);
        expect(key.protocolVersion).toBe(given.protocolVersion);
        expect(key.keyLength).toBe(given.keyLength);
        expect(key.keyReplayCounter).toBe(given.keyReplayCounter);
        expect(key.keyNonce).toEqual(given.keyNonce ?? new Uint8Array(32));
        expect(key.keyRsc.reduceRight((pn, octet) => pn * 256n + BigInt(octet), 0n)).toBe(given.keyRsc ?? 0n);
        const keyData = given.keyData ?? new Uint8Array(0);
        const clear = given.kek === undefined ? key.keyData : openKeyData(given.kek, key)!;
        expect(clear.subarray(0, keyData.length)).toEqual(keyData);
        if (given.kck === undefined) expect(key.keyMic).toEqual(new Uint8Array(16));
        else expect(eapolMicValid(format.micAlgorithm, given.kck, frame)).toBe(true);
      }),
    );
  });
});
