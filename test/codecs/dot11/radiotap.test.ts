import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeRadiotap, type RadiotapFields, radiotapHeader } from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { checkHostile, failure, hostile } from './support.js';

/** TSFT, flags, rate, channel and signal; a second present word with signal and antenna. */
const twoWords = fromHex('0000 2200 2f0000a0 20080000 00000000 8877665544332211 10 0c 6c09a000 d8 d7 01 00');

describe('radiotap', () => {
  it('reads fields at their alignment', () => {
    const octets = fromHex('0000 1700 2f000000 8877665544332211 10 0c 6c09a000 d8 aabb');
    expect(decodeRadiotap(octets)).toEqual({
      header: { version: 0, pad: 0, length: 23, present: [0x2f], octets: octets.subarray(0, 23) },
      fields: {
        tsft: 0x1122334455667788n,
        flags: 0x10,
        rate: 12,
        channel: { frequency: 2412, flags: 0xa0 },
        antennaSignal: -40,
      },
      antennas: [],
    });
  });

  it('reads further present words of its own namespace', () => {
    const { header, fields, antennas } = decodeRadiotap(twoWords);
    expect(header.present).toEqual([0xa000002f, 0x820]);
    expect(fields).toMatchObject({ tsft: 0x1122334455667788n, antennaSignal: -40 });
    expect(antennas).toEqual([{ antennaSignal: -41, antenna: 1 }]);
  });

  it('passes over a vendor namespace, as long as it says', () => {
    // Flags; then a vendor namespace with 3 octets; then, in the radiotap namespace again, rate.
    const octets = fromHex('0000 1c00 020000c0 ffff00a0 04000000 10 00 aabbcc 01 0300 ddeeff 0c');
    const { fields, antennas, stoppedAt } = decodeRadiotap(octets);
    expect(fields).toEqual({ flags: 0x10 });
    expect(antennas).toEqual([{ rate: 12 }]);
    expect(stoppedAt).toBeUndefined();
  });

  it('passes over several vendor namespaces, whose words it does not read', () => {
    // Flags; a vendor with 1 octet and, in a further word, another with none; then rate.
    const octets = fromHex(
      '0000 2a00 020000c0 ffffffc0 ffffff80 04000000 10 00 aabbcc 01 0100 dd 00 aabbcc 02 0000 0c',
    );
    octets[2] = octets.length;
    const { fields, antennas } = decodeRadiotap(octets);
    expect(fields).toEqual({ flags: 0x10 });
    expect(antennas).toEqual([]);
    octets[15] = 0xa0;
    expect(decodeRadiotap(octets).antennas).toEqual([{ rate: 12 }]);
  });

  it('counts the bits of all words up to that of unknown size', () => {
    const octets = fromHex('0000 0d00 000000a0 00000010 10');
    expect(decodeRadiotap(octets)).toMatchObject({ fields: {}, antennas: [{}], stoppedAt: 32 + 28 });
  });

  it('may be longer than 255 octets', () => {
    const octets = new Uint8Array(0x102);
    octets.set([0, 0, 0x02, 0x01]);
    expect(decodeRadiotap(octets).header.length).toBe(0x102);
    expect(decodeRadiotap(Uint8Array.of(...octets, 1, 2)).header.octets).toEqual(octets);
  });

  it('stops at a field of unknown size, and keeps its octets', () => {
    const octets = fromHex('0000 0d00 02000010 10 deadbeef');
    expect(decodeRadiotap(octets)).toMatchObject({
      header: { octets },
      fields: { flags: 0x10 },
      stoppedAt: 28,
    });
  });

  it('reads nothing behind a field of unknown size, not in further present words either', () => {
    const { fields, antennas, stoppedAt } = decodeRadiotap(
      fromHex('0000 1300 020000b0 20000000 10 deadbeef d8 00'),
    );
    expect({ fields, antennas, stoppedAt }).toEqual({ fields: { flags: 0x10 }, antennas: [], stoppedAt: 28 });
  });

  /** The alignments of radiotap.org. Flags, of one octet, are in front. */
  it.each([
    ['fhss', 4, 2, 2],
    ['xChannel', 18, 4, 8],
    ['mcs', 19, 1, 3],
    ['aMpduStatus', 20, 4, 8],
    ['vht', 21, 2, 12],
    ['timestamp', 22, 8, 12],
    ['he', 23, 2, 12],
    ['heMu', 24, 2, 12],
    ['heMuOtherUser', 25, 2, 6],
    ['lSig', 27, 2, 4],
  ] as const)('has %s, bit %i, at a multiple of %i octets', (name, bit, alignment, size) => {
    const octets = new Uint8Array(Math.ceil(9 / alignment) * alignment + size).fill(0xee);
    octets.set([0, 0, octets.length, 0, 0x02, 0, 0, 0, 0x10]);
    octets[4 + (bit >> 3)]! |= 1 << (bit & 7);
    const field = octets.subarray(-size).fill(0xaa);
    expect(decodeRadiotap(octets).fields).toEqual({ flags: 0x10, [name]: field });
    expect(radiotapHeader({ flags: 0x10, [name]: field }).length).toBe(octets.length);
  });

  it('names what the length leaves no room for', () => {
    expect(failure(() => decodeRadiotap(fromHex('0000 0b00 08000000 6c09c0')))).toMatchObject({
      path: 'radiotap.fields.channel',
      offset: 8,
      required: 4,
      available: 3,
      claimedBy: 'radiotap.length',
    });
    // TSFT would be at 16.
    expect(failure(() => decodeRadiotap(fromHex('0000 0d00 01000080 00000000 00')))).toMatchObject({
      path: 'radiotap.fields.tsft',
      offset: 13,
      required: 8,
      available: 0,
    });
    expect(failure(() => decodeRadiotap(fromHex('0000 0800 00000080')))).toMatchObject({
      path: 'radiotap.present',
    });
    expect(failure(() => decodeRadiotap(fromHex('0000 0900 00000000')))).toMatchObject({
      path: 'radiotap.header',
      required: 9,
      available: 8,
    });
    expect(failure(() => decodeRadiotap(fromHex('0000 0700 00000000')))).toMatchObject({
      code: 'length',
      offset: 2,
      required: 8,
      available: 7,
    });
    expect(failure(() => decodeRadiotap(fromHex('0100 0800 00000000')))).toMatchObject({
      code: 'unsupported',
      message: 'radiotap.version: is 1, and only 0 is decoded, at offset 0',
    });
    const short = failure(() => decodeRadiotap(fromHex('0000 0800 000000')));
    expect(short).toMatchObject({ path: 'radiotap.header', required: 8, available: 7, claimedBy: undefined });
    expect(decodeRadiotap(fromHex('0000 0b00 08000000 6c09c0'), { lax: true })).toMatchObject({
      value: { header: { length: 11 }, fields: {} },
      error: { path: 'radiotap.fields.channel' },
    });
  });

  it('writes what it reads', () => {
    const u8 = fc.nat(0xff);
    const u16 = fc.nat(0xffff);
    const s8 = fc.integer({ min: -128, max: 127 });
    const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const all: { [K in keyof RadiotapFields]-?: fc.Arbitrary<NonNullable<RadiotapFields[K]>> } = {
      tsft: fc.bigInt(0n, 0xffff_ffff_ffff_ffffn),
      flags: u8,
      rate: u8,
      channel: fc.record({ frequency: u16, flags: u16 }),
      fhss: octets(2),
      antennaSignal: s8,
      antennaNoise: s8,
      lockQuality: u16,
      txAttenuation: u16,
      dbTxAttenuation: u16,
      txPower: s8,
      antenna: u8,
      dbAntennaSignal: u8,
      dbAntennaNoise: u8,
      rxFlags: u16,
      txFlags: u16,
      rtsRetries: u8,
      dataRetries: u8,
      xChannel: octets(8),
      mcs: octets(3),
      aMpduStatus: octets(8),
      vht: octets(12),
      timestamp: octets(12),
      he: octets(12),
      heMu: octets(12),
      heMuOtherUser: octets(6),
      zeroLengthPsdu: u8,
      lSig: octets(4),
    };
    fc.assert(
      fc.property(fc.record(all, { requiredKeys: [] }), value => {
        expect(decodeRadiotap(radiotapHeader(value)).fields).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.record(all), value => {
        const { fields, header } = decodeRadiotap(radiotapHeader(value));
        expect(fields).toEqual(value);
        expect(header.present).toEqual([0x0fff_ffff]);
      }),
    );
    expect(radiotapHeader()).toEqual(fromHex('0000080000000000'));
  });

  it('refuses values that do not fit, by name', () => {
    for (const antennaSignal of [128, -129, 0.5])
      expect(() => radiotapHeader({ antennaSignal })).toThrow('radiotap.antennaSignal: is to be');
    for (const tsft of [-1n, 1n << 64n, 1 as never, '1' as never])
      expect(() => radiotapHeader({ tsft })).toThrow(EncodeError);
    expect(decodeRadiotap(radiotapHeader({ tsft: 0n, rate: 0 })).fields).toEqual({ tsft: 0n, rate: 0 });
    expect(() => radiotapHeader({ channel: { frequency: 2412.5, flags: 0 } })).toThrow(
      'radiotap.channel.frequency',
    );
    expect(() => radiotapHeader({ mcs: new Uint8Array(4) })).toThrow(
      'radiotap.mcs: is to be 3 octets, not 4',
    );
    expect(() => radiotapHeader({ he: 'aa' as never })).toThrow('radiotap.he: is to be octets');
    expect(() => radiotapHeader({ channel: 2412 as never })).toThrow('radiotap.channel: is to be an object');
  });

  it('refuses names that there are not', () => {
    const eht: object = { eht: new Uint8Array(4) };
    expect(() => radiotapHeader(eht)).toThrow('radiotap.eht: is none of tsft, flags, ');
    const channel = { frequency: 2412, flags: 0, index: 1 };
    expect(() => radiotapHeader({ channel })).toThrow('radiotap.channel.index: is none of frequency, flags');
    expect(() => radiotapHeader(Object.create({ constructor: 1 }) as object)).toThrow(EncodeError);
  });

  it('returns or throws DecodeError for hostile octets', () => {
    const inputs = hostile([twoWords, fromHex('0000 1700 2f000000 8877665544332211 10 0c 6c09a000 d8')]);
    expect(checkHostile(inputs, octets => decodeRadiotap(octets))).toBeGreaterThan(20);
  });
});
