import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeEapol,
  decodeEapolKey,
  type EapolKey,
  eapolKey,
  eapolKeyMicInput,
  encodeEapol,
  encodeEapolKey,
  type MicLength,
  withMic,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { checkHostile, failure, hostile } from './support.js';

/** Frame 21 of the reference capture `a`: an M2 with its RSNE. */
const m2 = fromHex(
  `0103007502 010a 0000 0000000000000001 f1d17dbe833c5d772f23a14255b7b0005ba4ee51ba1fbbb49480025152ef9749
   ${'00'.repeat(32)} 250ca8d44b5b12361f30ff5fc6b9746c 0016 30140100000fac040100000fac040100000fac020000`,
);

const octets = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const flags = [
  'smkMessage',
  'encryptedKeyData',
  'request',
  'error',
  'secure',
  'keyMic',
  'keyAck',
  'install',
] as const;
const keys = fc.constantFrom<MicLength>(0, 16, 24, 32).chain(micLength =>
  fc.record<EapolKey>({
    protocolVersion: fc.nat(255),
    descriptorType: fc.nat(255),
    keyInformation: fc.record({
      reserved: fc.nat(3),
      smkMessage: fc.boolean(),
      encryptedKeyData: fc.boolean(),
      request: fc.boolean(),
      error: fc.boolean(),
      secure: fc.boolean(),
      keyMic: fc.boolean(),
      keyAck: fc.boolean(),
      install: fc.boolean(),
      keyIndex: fc.nat(3),
      keyType: fc.nat(1),
      keyDescriptorVersion: fc.nat(7),
    }),
    keyLength: fc.nat(0xffff),
    keyReplayCounter: fc.bigInt(0n, 0xffff_ffff_ffff_ffffn),
    keyNonce: octets(32),
    eapolKeyIv: octets(16),
    keyRsc: octets(8),
    reserved: octets(8),
    keyMic: octets(micLength),
    keyData: fc.uint8Array({ maxLength: 60 }),
    padding: fc.uint8Array({ maxLength: 4 }),
  }),
);

describe('eapolKey', () => {
  it('makes a frame of what is to be in it', () => {
    const { keyMic, keyNonce, keyData } = decodeEapolKey(m2);
    const made = eapolKey({
      protocolVersion: 1,
      keyInformation: { keyMic: true, keyType: 1, keyDescriptorVersion: 2 },
      keyReplayCounter: 1n,
      keyNonce,
      keyMic,
      keyData,
    });
    expect(encodeEapolKey(made)).toEqual(m2);
  });

  it('is a frame with nothing in it', () => {
    const octets = new Uint8Array(99);
    octets.set([2, 3, 0, 95, 2]);
    expect(encodeEapolKey(eapolKey())).toEqual(octets);
    expect(decodeEapolKey(octets)).toEqual(eapolKey());
  });

  it('refuses names that there are not, and takes all that a decoded frame has', () => {
    const misspelt = { keyInformation: { keyType: 1, keyMIC: true } as { keyType: 1 } };
    expect(() => eapolKey(misspelt)).toThrow(EncodeError);
    expect(() => eapolKey(misspelt)).toThrow(/^keyInformation\.keyMIC: is none of reserved, .*keyMic, /);
    expect(() => eapolKey({ replayCounter: 1n } as object)).toThrow(/^replayCounter: is none of protocolV/);
    expect(eapolKey(decodeEapolKey(m2))).toEqual(decodeEapolKey(m2));
  });
});

describe('EAPOL', () => {
  it('keeps the octets behind the body as padding', () => {
    const octets = fromHex('01010002aabb0000');
    const eapol = decodeEapol(octets);
    expect(eapol).toEqual({
      protocolVersion: 1,
      packetType: 1,
      body: fromHex('aabb'),
      padding: fromHex('0000'),
    });
    expect(encodeEapol(eapol)).toEqual(octets);
  });

  it('names the length that claims more than there is', () => {
    expect(failure(() => decodeEapol(fromHex('01010003aabb')))).toMatchObject({
      path: 'EAPOL.body',
      offset: 4,
      required: 3,
      available: 2,
      claimedBy: 'EAPOL.bodyLength',
    });
    const { value, error } = decodeEapol(fromHex('010100'), { lax: true });
    expect(value).toEqual({ protocolVersion: 1, packetType: 1 });
    expect(error?.path).toBe('EAPOL.bodyLength');
  });
});

describe('EAPOL-Key', () => {
  it('reads a message 2', () => {
    expect(m2).toHaveLength(121);
    expect(decodeEapolKey(m2)).toEqual({
      protocolVersion: 1,
      descriptorType: 2,
      keyInformation: {
        reserved: 0,
        smkMessage: false,
        encryptedKeyData: false,
        request: false,
        error: false,
        secure: false,
        keyMic: true,
        keyAck: false,
        install: false,
        keyIndex: 0,
        keyType: 1,
        keyDescriptorVersion: 2,
      },
      keyLength: 0,
      keyReplayCounter: 1n,
      keyNonce: m2.subarray(17, 49),
      eapolKeyIv: new Uint8Array(16),
      keyRsc: new Uint8Array(8),
      reserved: new Uint8Array(8),
      keyMic: fromHex('250ca8d44b5b12361f30ff5fc6b9746c'),
      keyData: fromHex('30140100000fac040100000fac040100000fac020000'),
      padding: new Uint8Array(0),
    });
  });

  it.each(flags)('has %s at the bit of 12.7.2, b', flag => {
    const bit = {
      smkMessage: 13,
      encryptedKeyData: 12,
      request: 11,
      error: 10,
      secure: 9,
      keyMic: 8,
      keyAck: 7,
      install: 6,
    };
    const octets = m2.slice();
    octets.set([(1 << bit[flag]) >> 8, (1 << bit[flag]) & 0xff], 5);
    const { keyInformation } = decodeEapolKey(octets);
    expect(flags.filter(one => keyInformation[one])).toEqual([flag]);
  });

  it('survives encoding and decoding, whatever its MIC length', () => {
    fc.assert(
      fc.property(keys, key => {
        const octets = encodeEapolKey(key);
        expect(decodeEapolKey(octets, { micLength: key.keyMic.length as MicLength })).toEqual(key);
      }),
    );
  });

  it.each([16, 24, 32, 0] as const)('finds out a MIC of %i octets', micLength => {
    const key = { ...decodeEapolKey(m2), keyMic: new Uint8Array(micLength).fill(0xa5) };
    expect(decodeEapolKey(encodeEapolKey(key))).toEqual(key);
  });

  it.each([16, 24, 32, 0] as const)('finds out a MIC of %i octets where no key data follow', micLength => {
    const key = eapolKey({ keyMic: new Uint8Array(micLength).fill(0xa5) });
    const octets = encodeEapolKey(key);
    expect(octets).toHaveLength(83 + micLength);
    expect(decodeEapolKey(octets)).toEqual(key);
    expect(withMic(octets, key.keyMic)).toEqual(octets);
    expect(eapolKeyMicInput(octets, micLength)).toEqual(octets.slice().fill(0, 81, 81 + micLength));
  });

  it('holds as much key data as the length of its body can say', () => {
    for (const micLength of [16, 24, 32, 0]) {
      const most = 0xffff - 79 - micLength;
      const key = eapolKey({ keyMic: new Uint8Array(micLength), keyData: new Uint8Array(most) });
      const octets = encodeEapolKey(key);
      expect(octets.subarray(2, 4)).toEqual(fromHex('ffff'));
      expect(decodeEapolKey(octets).keyData).toHaveLength(most);
      expect(() => encodeEapolKey({ ...key, keyData: new Uint8Array(most + 1) })).toThrow(
        `EAPOL-Key.keyData: is to be at most ${most} octets (Uint8Array)`,
      );
    }
  });

  it('keeps padding apart from key data', () => {
    const key = { ...decodeEapolKey(m2), padding: fromHex('0000ff') };
    const octets = encodeEapolKey(key);
    expect(octets).toHaveLength(124);
    expect(decodeEapolKey(octets)).toEqual(key);
  });

  it('tells where a frame ends too soon, and by which claim', () => {
    expect(failure(() => decodeEapolKey(m2.subarray(0, 40)))).toMatchObject({
      code: 'truncated',
      path: 'EAPOL-Key.keyNonce',
      offset: 17,
      required: 32,
      available: 23,
    });
    expect(failure(() => decodeEapolKey(m2.subarray(0, 120)))).toMatchObject({
      path: 'EAPOL-Key.keyData',
      offset: 99,
      required: 22,
      available: 21,
      claimedBy: 'EAPOL-Key.keyDataLength',
    });
  });

  it('refuses lengths that contradict each other', () => {
    const with16 = (offset: number, value: number, more = 0): Uint8Array => {
      const octets = new Uint8Array(m2.length + more);
      octets.set(m2);
      octets.set([value >> 8, value & 0xff], offset);
      return octets;
    };
    expect(failure(() => decodeEapolKey(with16(2, 118)))).toMatchObject({
      code: 'truncated',
      path: 'EAPOL-Key.body',
      required: 118,
      available: 117,
      claimedBy: 'EAPOL-Key.bodyLength',
    });
    expect(failure(() => decodeEapolKey(with16(2, 118, 1)))).toMatchObject({
      code: 'trailing',
      offset: 121,
      available: 1,
    });
    expect(failure(() => decodeEapolKey(with16(2, 116)))).toMatchObject({
      path: 'EAPOL-Key.keyData',
      required: 22,
      available: 21,
      claimedBy: 'EAPOL-Key.keyDataLength',
    });
    expect(failure(() => decodeEapolKey(with16(2, 95)))).toMatchObject({
      code: 'truncated',
      path: 'EAPOL-Key.keyData',
      required: 22,
      available: 0,
    });
    const short = failure(() => decodeEapolKey(with16(2, 94)));
    expect(short).toMatchObject({
      code: 'length',
      path: 'EAPOL-Key.bodyLength',
      required: 95,
      available: 94,
    });
    expect(short.message).toContain('is 94, and the fixed fields alone take 95 octets');
    expect(failure(() => decodeEapolKey(with16(0, 0x0100)))).toMatchObject({ code: 'value', offset: 1 });
  });

  it('gives what it could read under lax', () => {
    const { value, error } = decodeEapolKey(m2.subarray(0, 40), { lax: true });
    expect(value).toMatchObject({ protocolVersion: 1, keyReplayCounter: 1n });
    expect(value).not.toHaveProperty('keyNonce');
    expect(error?.path).toBe('EAPOL-Key.keyNonce');
    expect(decodeEapolKey(m2, { lax: true })).toEqual({ value: decodeEapolKey(m2) });
    const long = m2.slice();
    long[3] = 118;
    expect(decodeEapolKey(long, { lax: true })).toMatchObject({
      value: decodeEapolKey(m2),
      error: { path: 'EAPOL-Key.body' },
    });
  });

  it('gives what the MIC covers: no MIC, no padding', () => {
    const padded = encodeEapolKey({ ...decodeEapolKey(m2), padding: fromHex('0000') });
    const input = eapolKeyMicInput(padded, 16);
    const expected = m2.slice().fill(0, 81, 97);
    expect(input).toEqual(expected);
    expect(withMic(input, m2.subarray(81, 97))).toEqual(m2);
    expect(() => eapolKeyMicInput(m2.subarray(0, 98), 16)).toThrow(EncodeError);
    expect(() => withMic(m2, new Uint8Array(17))).toThrow(EncodeError);
  });

  it('refuses values that do not fit, by name', () => {
    const key = decodeEapolKey(m2);
    const refused = (change: object): string => {
      try {
        encodeEapolKey({ ...key, ...change });
      } catch (error) {
        if (error instanceof EncodeError) return error.path;
        throw error;
      }
      return 'accepted';
    };
    expect(refused({ keyMic: new Uint8Array(15) })).toBe('EAPOL-Key.keyMic');
    expect(refused({ keyData: new Uint8Array(0xffff) })).toBe('EAPOL-Key.keyData');
    expect(refused({ keyLength: 0x10000 })).toBe('EAPOL-Key.keyLength');
    for (const keyReplayCounter of [-1n, 1n << 64n, -1, 0.5, '0x1', '-1', '', 'none'])
      expect(refused({ keyReplayCounter })).toBe('EAPOL-Key.keyReplayCounter');
    for (const keyReplayCounter of [7n, 7, '7'])
      expect(encodeEapolKey({ ...key, keyReplayCounter: keyReplayCounter as never })).toEqual(
        encodeEapolKey({ ...key, keyReplayCounter: 7n }),
      );
    expect(refused({ keyInformation: { ...key.keyInformation, keyIndex: 4 } })).toBe(
      'EAPOL-Key.keyInformation.keyIndex',
    );
    expect(refused({ keyNonce: undefined })).toBe('EAPOL-Key.keyNonce');
  });

  it('returns or throws DecodeError for hostile octets, and gives back what it takes', () => {
    expect(checkHostile(hostile([m2]), octets => decodeEapolKey(octets), encodeEapolKey)).toBeGreaterThan(50);
    expect(checkHostile(hostile([m2]), octets => decodeEapol(octets), encodeEapol)).toBeGreaterThan(50);
  });
});

describe('an EAPOL-Key frame that is read where it lies', () => {
  it('gives what the layout gives, and is refused where the layout refuses it', () => {
    const changes = fc.array(fc.tuple(fc.nat(m2.length - 1), fc.nat(0xff)), { maxLength: 6 });
    const length = fc.option(fc.nat(m2.length + 4), { nil: m2.length });
    fc.assert(
      fc.property(
        changes,
        length,
        fc.constantFrom<MicLength>(0, 16, 24, 32),
        (changed, length, micLength) => {
          const bytes = new Uint8Array(length);
          bytes.set(m2.subarray(0, length));
          for (const [at, octet] of changed) if (at < length) bytes[at] = octet;
          const { value, error } = decodeEapolKey(bytes, { micLength, lax: true });
          if (error === undefined) expect(decodeEapolKey(bytes, { micLength })).toEqual(value);
          else expect(() => decodeEapolKey(bytes, { micLength })).toThrow(error.message);
        },
      ),
    );
  });
});
