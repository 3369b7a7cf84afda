import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeIpv4, encodeIpv4, type Ipv4, verifyIpv4Checksum } from '../../../src/codecs/link/ipv4.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const known = fromHex('45000015000040004011b8bfc0a80001c0a800c7aa');
const value: Ipv4 = {
  dscp: 0,
  ecn: 0,
  identification: 0,
  reservedFlag: false,
  dontFragment: true,
  moreFragments: false,
  fragmentOffset: 0,
  timeToLive: 64,
  protocol: 17,
  checksum: 0xb8bf,
  source: fromHex('c0a80001'),
  destination: fromHex('c0a800c7'),
  payload: fromHex('aa'),
};
const rich: Ipv4 = {
  ...value,
  dscp: 46,
  ecn: 1,
  reservedFlag: true,
  dontFragment: false,
  moreFragments: true,
  fragmentOffset: 0x1fff,
  checksum: 0x1234,
  options: fromHex('94040000'),
  padding: fromHex('0000'),
};

describe('IPv4', () => {
  it('reads and writes each field', () => {
    expect(decodeIpv4(known)).toEqual(value);
    expect(encodeIpv4(value)).toEqual(known);
    expect(encodeIpv4(rich)).toEqual(
      fromHex('46b90019 0000bfff 40111234 c0a80001 c0a800c7 94040000 aa 0000'),
    );
    expect(decodeIpv4(encodeIpv4(rich))).toEqual(rich);
  });

  it('computes the checksum of a header where it is left out, and writes a wrong one as given', () => {
    // The header that explanations of this checksum take as their example: 115 octets in all, checksum b861.
    const { checksum: _, ...open } = value;
    const bytes = encodeIpv4({ ...open, payload: new Uint8Array(95) });
    expect(decodeIpv4(bytes).checksum).toBe(0xb861);
    expect(verifyIpv4Checksum(bytes)).toBe('good');
    const wrong = encodeIpv4({ ...value, checksum: 0xb860 });
    expect(verifyIpv4Checksum(wrong)).toBe('bad');
    expect(decodeIpv4(wrong).checksum).toBe(0xb860);
    const { checksum: __, ...richOpen } = rich;
    expect(verifyIpv4Checksum(encodeIpv4(richOpen))).toBe('good');
  });

  it('is written of what it is to carry alone', () => {
    const [source, destination] = [Uint8Array.of(192, 0, 2, 1), Uint8Array.of(192, 0, 2, 2)];
    const { checksum, ...read } = decodeIpv4(
      encodeIpv4({ protocol: 17, source, destination, payload: Uint8Array.of(1) }),
    );
    expect(read).toEqual({
      dscp: 0,
      ecn: 0,
      identification: 0,
      reservedFlag: false,
      dontFragment: false,
      moreFragments: false,
      fragmentOffset: 0,
      timeToLive: 64,
      protocol: 17,
      source,
      destination,
      payload: Uint8Array.of(1),
    });
    // 0x4500 + 21 + 0x4011 + 2 * 0xc000 + 0x0201 + 0x0202, folded and complemented.
    expect(checksum).toBe(0xf6d4);
  });

  it.each([
    ['', { path: 'IPv4.version', offset: 0, required: 1, available: 0 }],
    ['65', { code: 'unsupported', path: 'IPv4.version' }],
    ['44', { code: 'length', path: 'IPv4.headerLength' }],
    ['450000', { path: 'IPv4.header', offset: 0, required: 20, available: 3 }],
    ['4500001300000000000000000000000000000000', { code: 'length', path: 'IPv4.totalLength', offset: 2 }],
    [
      '460000180000000000000000000000000000000000',
      { path: 'IPv4.options', offset: 20, required: 4, available: 1, claimedBy: 'IPv4.headerLength' },
    ],
    [
      '450000160000000000000000000000000000000000',
      { path: 'IPv4.payload', offset: 20, required: 2, available: 1, claimedBy: 'IPv4.totalLength' },
    ],
  ])('refuses %s', (hex, expected) => {
    expect(decodeError(() => decodeIpv4(fromHex(hex)))).toMatchObject(expected);
  });

  it('has options of 40 octets, and as much in it as its total length can say', () => {
    const most = {
      protocol: 17,
      source: new Uint8Array(4).fill(1),
      destination: new Uint8Array(4).fill(2),
      options: new Uint8Array(40).fill(1),
      payload: new Uint8Array(0xffff - 60).fill(3),
    };
    const bytes = encodeIpv4(most);
    expect(bytes.subarray(0, 4)).toEqual(fromHex('4f00ffff'));
    expect(decodeIpv4(bytes)).toMatchObject(most);
    expect(verifyIpv4Checksum(bytes)).toBe('good');
  });

  it('verifies no header that is not whole', () => {
    expect(decodeError(() => verifyIpv4Checksum(known.subarray(0, 19)))).toMatchObject({ required: 20 });
    expect(decodeError(() => verifyIpv4Checksum(encodeIpv4(rich).subarray(0, 23)))).toMatchObject({
      required: 24,
      claimedBy: 'IPv4.headerLength',
    });
  });

  it.each<[string, unknown]>([
    ['IPv4: is to be an object', 4],
    ['IPv4.options: is to be a multiple of 4 octets up to 40', { ...value, options: new Uint8Array(3) }],
    ['IPv4.options: is to be a multiple of 4 octets up to 40', { ...value, options: new Uint8Array(44) }],
    ['IPv4.payload: is to be at most 65515 octets', { ...value, payload: new Uint8Array(65516) }],
    ['IPv4.dscp: is to be an integer from 0 to 63', { ...value, dscp: 64 }],
    ['IPv4.fragmentOffset: is to be an integer from 0 to 8191', { ...value, fragmentOffset: 8192 }],
    ['IPv4.source: is to be 4 octets, not 16', { ...value, source: new Uint8Array(16) }],
    ['IPv4.checksum: is to be an integer from 0 to 65535', { ...value, checksum: -1 }],
  ])('refuses a value: %s', (message, wrong) => {
    expect(encodeError(() => encodeIpv4(wrong as Ipv4))).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeIpv4(b), lax: b => decodeIpv4(b, { lax: true }), encode: encodeIpv4 },
      [known, encodeIpv4(rich)],
    );
  });
});
