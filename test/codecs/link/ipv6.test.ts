import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import { decodeIpv6, encodeIpv6, type Ipv6, ipv6Fragment } from '../../../src/codecs/link/ipv6.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const source = fromHex('20010db8000000000000000000000001');
const destination = fromHex('20010db8000000000000000000000002');
const plain: Ipv6 = {
  trafficClass: 0xb8,
  flowLabel: 0xabcde,
  hopLimit: 64,
  source,
  destination,
  nextHeader: 17,
  payload: fromHex('aabb'),
};
/** Hop-by-hop options, routing, AH, and the fragment header of a first fragment. */
const long: Ipv6 = {
  ...plain,
  extensionHeaders: [
    { type: 0, body: fromHex('050200000000') },
    { type: 43, body: new Uint8Array(22) },
    { type: 51, body: fromHex('0000 00000001 00000002 aabbccddeeff00112233445566778899').subarray(0, 22) },
    { type: 44, body: fromHex('00 0001 deadbeef') },
  ],
  padding: fromHex('00'),
};
const laterFragment: Ipv6 = {
  ...plain,
  extensionHeaders: [{ type: 44, body: fromHex('00 0008 deadbeef') }],
  nextHeader: 60,
  payload: fromHex('aabbcc'),
};

describe('IPv6', () => {
  it('reads and writes each field', () => {
    const bytes = fromHex(
      `6b8abcde 0002 11 40 ${'20010db8000000000000000000000001'} ${'20010db8000000000000000000000002'} aabb`,
    );
    expect(decodeIpv6(bytes)).toEqual(plain);
    expect(encodeIpv6(plain)).toEqual(bytes);
  });

  it('is written of what it is to carry alone', () => {
    const [source, destination] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)];
    const payload = Uint8Array.of(1);
    const read = decodeIpv6(encodeIpv6({ nextHeader: 17, source, destination, payload }));
    expect(read).toMatchObject({ trafficClass: 0, flowLabel: 0, hopLimit: 64, nextHeader: 17, payload });
  });

  it('walks the extension headers and keeps them', () => {
    const bytes = encodeIpv6(long);
    expect(decodeIpv6(bytes)).toEqual(long);
    expect(bytes[6]).toBe(0);
    expect(bytes.subarray(40, 48)).toEqual(fromHex('2b00 050200000000'));
    expect(bytes.subarray(48, 50)).toEqual(fromHex('3302'));
    expect(bytes.subarray(72, 74)).toEqual(fromHex('2c04'));
    expect(bytes.subarray(96, 104)).toEqual(fromHex('11 00 0001 deadbeef'));
    expect(ipv6Fragment(long)).toEqual({
      fragmentOffset: 0,
      moreFragments: true,
      identification: 0xdeadbeef,
    });
    expect(ipv6Fragment(plain)).toBeUndefined();
  });

  it('goes on behind the header of a first fragment', () => {
    const first: Ipv6 = {
      ...plain,
      extensionHeaders: [
        { type: 44, body: fromHex('00 0001 deadbeef') },
        { type: 60, body: fromHex('010400000000') },
      ],
    };
    expect(decodeIpv6(encodeIpv6(first))).toEqual(first);
  });

  it.each([
    ['the shortest', 0, 6],
    ['the longest', 60, 2046],
    ['the shortest authentication header', 51, 6],
    ['an authentication header of 12 octets', 51, 10],
    ['the longest authentication header', 51, 1026],
  ])('has extension headers of all sizes: %s', (_, type, length) => {
    const packet: Ipv6 = { ...plain, extensionHeaders: [{ type, body: new Uint8Array(length).fill(3) }] };
    expect(decodeIpv6(encodeIpv6(packet))).toEqual(packet);
  });

  it('has a payload as long as its length can say', () => {
    const packet: Ipv6 = { ...plain, payload: new Uint8Array(0xffff).fill(1) };
    expect(decodeIpv6(encodeIpv6(packet))).toEqual(packet);
  });

  it('takes what is behind the header of a later fragment as payload', () => {
    expect(decodeIpv6(encodeIpv6(laterFragment))).toEqual(laterFragment);
    expect(ipv6Fragment(laterFragment)).toEqual({
      fragmentOffset: 1,
      moreFragments: false,
      identification: 0xdeadbeef,
    });
  });

  it('says what is missing', () => {
    const bytes = encodeIpv6(plain);
    expect(decodeError(() => decodeIpv6(fromHex('45')))).toMatchObject({
      code: 'unsupported',
      path: 'IPv6.version',
    });
    expect(decodeError(() => decodeIpv6(bytes.subarray(0, 39)))).toMatchObject({
      path: 'IPv6.header',
      required: 40,
    });
    expect(decodeError(() => decodeIpv6(bytes.subarray(0, 41)))).toMatchObject({
      path: 'IPv6.payload',
      offset: 40,
      required: 2,
      available: 1,
      claimedBy: 'IPv6.payloadLength',
    });
    const [cut, grown] = [encodeIpv6(long), encodeIpv6(long)];
    cut[5] = 20;
    expect(decodeError(() => decodeIpv6(cut))).toMatchObject({
      path: 'IPv6.extensionHeaders[1]',
      offset: 48,
      required: 24,
      available: 12,
      claimedBy: 'IPv6.extensionHeaders[1].length',
    });
    grown[5] = 3;
    expect(decodeError(() => decodeIpv6(grown))).toMatchObject({
      path: 'IPv6.extensionHeaders[0]',
      required: 8,
      available: 3,
      claimedBy: 'IPv6.payloadLength',
    });
  });

  it.each<[string, unknown]>([
    [
      'IPv6.extensionHeaders[0].type: is to be one of 0, 43',
      { ...plain, extensionHeaders: [{ type: 17, body: new Uint8Array(6) }] },
    ],
    [
      'IPv6.extensionHeaders[0].body: is to be 2 octets less than a multiple of 8 from 8 to 2048',
      { ...plain, extensionHeaders: [{ type: 0, body: new Uint8Array(8) }] },
    ],
    ...(
      [
        [0, 'from 8 to 2048', [0, 2, 2054]],
        [51, 'multiple of 4 from 8 to 1028', [2, 5, 1030]],
      ] as const
    ).flatMap(([type, sizes, wrong]) =>
      wrong.map((length): [string, unknown] => [
        sizes,
        { ...plain, extensionHeaders: [{ type, body: new Uint8Array(length) }] },
      ]),
    ),
    [
      'IPv6.extensionHeaders[0].body: is to be 7 octets, not 6',
      { ...plain, extensionHeaders: [{ type: 44, body: new Uint8Array(6) }] },
    ],
    ['IPv6.payload: is to be at most 65535 octets', { ...plain, payload: new Uint8Array(65536) }],
    ['IPv6.flowLabel: is to be an integer from 0 to 1048575', { ...plain, flowLabel: 0x100000 }],
    ['IPv6.nextHeader: is to be an integer from 0 to 255', { ...plain, nextHeader: 256 }],
  ])('refuses a value: %s', (message, value) => {
    expect(encodeError(() => encodeIpv6(value as Ipv6))).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeIpv6(b), lax: b => decodeIpv6(b, { lax: true }), encode: encodeIpv6 },
      [plain, long, laterFragment].map(encodeIpv6),
    );
  });
});
