import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodeSctp,
  encodeSctp,
  SCTP_DATA_FLAG,
  SCTP_PARAMETER,
  type Sctp,
  type SctpChunk,
  verifySctpChecksum,
  XWAP_PORT,
  XWAP_PPID,
} from '../../../src/codecs/link/sctp.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const init = {
  initiateTag: 0xa1b2c3d4,
  advertisedReceiverWindowCredit: 0x00100000,
  numberOfOutboundStreams: 2,
  numberOfInboundStreams: 0xffff,
  initialTsn: 0xfffffffe,
} as const;
const heartbeatInfo = { type: SCTP_PARAMETER.heartbeatInfo, value: fromHex('0102030405') };

/** Each chunk of RFC 9260 and its octets. */
const chunks: readonly (readonly [SctpChunk, string])[] = [
  [
    {
      chunk: 'DATA',
      flags: SCTP_DATA_FLAG.beginning | SCTP_DATA_FLAG.ending,
      tsn: 0xfffffffe,
      streamIdentifier: 1,
      streamSequenceNumber: 7,
      payloadProtocolIdentifier: XWAP_PPID,
      userData: fromHex('000102'),
    },
    '00 03 0013 fffffffe 0001 0007 0000003a 000102 00',
  ],
  [
    {
      chunk: 'INIT',
      flags: 0,
      ...init,
      parameters: [
        { type: SCTP_PARAMETER.ipv4Address, value: fromHex('0a000001') },
        { type: SCTP_PARAMETER.supportedAddressTypes, value: fromHex('0005') },
        { type: 0x8000, value: new Uint8Array(0) },
      ],
    },
    '01 00 0028 a1b2c3d4 00100000 0002 ffff fffffffe 00050008 0a000001 000c0006 0005 0000 80000004',
  ],
  [
    {
      chunk: 'INIT ACK',
      flags: 0,
      ...init,
      parameters: [{ type: SCTP_PARAMETER.stateCookie, value: fromHex('c0ffee') }],
    },
    '02 00 001b a1b2c3d4 00100000 0002 ffff fffffffe 00070007 c0ffee 00',
  ],
  [
    {
      chunk: 'SACK',
      flags: 0,
      cumulativeTsnAck: 0xffffffff,
      advertisedReceiverWindowCredit: 4096,
      gapAckBlocks: [
        { start: 2, end: 3 },
        { start: 5, end: 0xffff },
      ],
      duplicateTsns: [0xfffffff0, 1, 0xfffffff0],
    },
    '03 00 0024 ffffffff 00001000 0002 0003 0002 0003 0005 ffff fffffff0 00000001 fffffff0',
  ],
  [{ chunk: 'HEARTBEAT', flags: 0, parameters: [heartbeatInfo] }, '04 00 000d 00010009 0102030405 000000'],
  [
    { chunk: 'HEARTBEAT ACK', flags: 0, parameters: [heartbeatInfo] },
    '05 00 000d 00010009 0102030405 000000',
  ],
  [
    { chunk: 'ABORT', flags: 1, causes: [{ type: 12, value: fromHex('62796521') }] },
    '06 01 000c 000c0008 62796521',
  ],
  [{ chunk: 'SHUTDOWN', flags: 0, cumulativeTsnAck: 5 }, '07 00 0008 00000005'],
  [{ chunk: 'SHUTDOWN ACK', flags: 0 }, '08 00 0004'],
  [
    { chunk: 'ERROR', flags: 0, causes: [{ type: 1, value: fromHex('00020000') }] },
    '09 00 000c 00010008 00020000',
  ],
  [{ chunk: 'COOKIE ECHO', flags: 0, cookie: fromHex('c0ffee') }, '0a 00 0007 c0ffee 00'],
  [{ chunk: 'COOKIE ACK', flags: 0 }, '0b 00 0004'],
  [{ chunk: 'SHUTDOWN COMPLETE', flags: 1 }, '0e 01 0004'],
  [{ chunk: 'unknown', flags: 0x80, type: 0xc1, value: fromHex('01') }, 'c1 80 0005 01 000000'],
];
const packet = (...of: readonly SctpChunk[]): Sctp => ({
  sourcePort: 4000,
  destinationPort: XWAP_PORT,
  verificationTag: 0xcafe0001,
  chunks: of,
});
const HEADER = '0fa0 8e6e cafe0001 00000000';
const data = chunks[0]![0] as SctpChunk & { chunk: 'DATA' };

describe('SCTP', () => {
  it.each(chunks.map(([chunk, hex]) => [chunk.chunk, chunk, hex] as const))(
    'reads and writes %s',
    (_, chunk, hex) => {
      const value: Sctp = { ...packet(chunk), checksum: 0 };
      expect(encodeSctp(value)).toEqual(fromHex(HEADER + hex));
      expect(decodeSctp(fromHex(HEADER + hex))).toEqual(value);
    },
  );

  it('bundles all of them', () => {
    const value: Sctp = { ...packet(...chunks.map(([chunk]) => chunk)), checksum: 0 };
    const bytes = encodeSctp(value);
    expect(bytes).toEqual(fromHex(HEADER + chunks.map(([, hex]) => hex).join('')));
    expect(decodeSctp(bytes)).toEqual(value);
  });

  it.each([
    ['sourcePort', 16],
    ['destinationPort', 16],
    ['verificationTag', 32],
    ['checksum', 32],
  ] as const)('has a header whose %s is of %i bits', (name, bits) => {
    const written = (value: number) => encodeSctp({ ...packet(data), checksum: 1, [name]: value });
    expect(decodeSctp(written(2 ** bits - 1))[name]).toBe(2 ** bits - 1);
    for (const value of [2 ** bits, -1, 0.5])
      expect(encodeError(() => written(value))).toBe(
        `SCTP.${name}: is to be an integer from 0 to ${2 ** bits - 1}`,
      );
  });

  it('computes and verifies CRC-32C, least significant octet first', () => {
    const bytes = encodeSctp(packet(data));
    expect(verifySctpChecksum(bytes)).toBe('good');
    const { checksum } = decodeSctp(bytes);
    expect(new DataView(bytes.buffer).getUint32(8, true)).toBe(checksum);
    bytes[bytes.length - 2]! ^= 1;
    expect(verifySctpChecksum(bytes)).toBe('bad');
    expect(decodeSctp(bytes).checksum).toBe(checksum);
    expect(verifySctpChecksum(encodeSctp({ ...packet(data), checksum: (checksum! ^ 1) >>> 0 }))).toBe('bad');
  });

  it('keeps padding that is not zero, and padding that the length of a chunk counts', () => {
    const odd = fromHex(`${HEADER} 00 03 0013 00000000 0000 0000 00000000 000102 ff`);
    expect(decodeSctp(odd).chunks[0]).toMatchObject({ padding: fromHex('ff') });
    expect(encodeSctp(decodeSctp(odd))).toEqual(odd);
    const counted = fromHex(`${HEADER} 04 00 0010 00010009 0102030405 000000`);
    expect(decodeSctp(counted).chunks[0]).toEqual({
      chunk: 'HEARTBEAT',
      flags: 0,
      parameters: [{ ...heartbeatInfo, padding: new Uint8Array(3) }],
    });
    expect(encodeSctp(decodeSctp(counted))).toEqual(counted);
    const inner = fromHex(`${HEADER} 04 00 0014 00010009 0102030405 000100 80000004`);
    expect(decodeSctp(inner).chunks[0]).toMatchObject({
      parameters: [{ padding: fromHex('000100') }, { type: 0x8000 }],
    });
    expect(encodeSctp(decodeSctp(inner))).toEqual(inner);
  });

  it.each([
    ['0fa08e6e', { path: 'SCTP.header', offset: 0, required: 12, available: 4 }],
    [`${HEADER} 0003`, { path: 'SCTP.chunks[0]', offset: 12, required: 4, available: 2 }],
    [`${HEADER} 0003 0003`, { code: 'length', path: 'SCTP.chunks[0].length', offset: 14 }],
    [
      `${HEADER} 0b000004 0003 0014 00000000`,
      { path: 'SCTP.chunks[1]', offset: 16, required: 20, available: 8, claimedBy: 'SCTP.chunks[1].length' },
    ],
    [`${HEADER} 0a00 0005 aa`, { path: 'SCTP.chunks[0].padding', offset: 17, required: 3, available: 0 }],
    [
      `${HEADER} 0003 000a 00000000 0000 0000`,
      {
        path: 'SCTP.chunks[0].streamSequenceNumber',
        offset: 22,
        required: 2,
        available: 0,
        claimedBy: 'SCTP.chunks[0].length',
      },
    ],
    [
      `${HEADER} 0003 0010 00000000 0000 0000 00000000`,
      { code: 'length', path: 'SCTP.chunks[0].length', offset: 14 },
    ],
    [`${HEADER} 0b00 0008 00000000`, { code: 'trailing', path: 'SCTP.chunks[0]', offset: 16, available: 4 }],
    [
      `${HEADER} 0300 0014 00000000 00000000 0002 0000 00000000`,
      {
        path: 'SCTP.chunks[0].gapAckBlocks',
        offset: 28,
        required: 8,
        available: 4,
        claimedBy: 'SCTP.chunks[0].numberOfGapAckBlocks',
      },
    ],
    [
      `${HEADER} 0300 0014 00000000 00000000 0000 0000 00000000`,
      { code: 'trailing', path: 'SCTP.chunks[0]', offset: 28 },
    ],
    [
      `${HEADER} 0400 000c 0001 000c 00000000`,
      {
        path: 'SCTP.chunks[0].parameters[0]',
        offset: 16,
        required: 12,
        available: 8,
        claimedBy: 'SCTP.chunks[0].parameters[0].length',
      },
    ],
    // The length of a parameter that another follows, and of its padding.
    [
      `${HEADER} 0400 000c 0001 000d 00000000`,
      {
        path: 'SCTP.chunks[0].parameters[0]',
        offset: 16,
        required: 13,
        available: 8,
        claimedBy: 'SCTP.chunks[0].parameters[0].length',
      },
    ],
    [
      `${HEADER} 0400 000b 0001 0005 0000 00 00`,
      {
        path: 'SCTP.chunks[0].parameters[0]',
        offset: 16,
        required: 8,
        available: 7,
        claimedBy: 'SCTP.chunks[0].parameters[0].length',
      },
    ],
    [
      `${HEADER} 0900 0008 0001 0003`,
      { code: 'length', path: 'SCTP.chunks[0].causes[0].length', offset: 18 },
    ],
    [
      `${HEADER} 0900 000e 0001 0008 00000000 0001 0000`,
      {
        path: 'SCTP.chunks[0].causes[1]',
        offset: 24,
        required: 4,
        available: 2,
        claimedBy: 'SCTP.chunks[0].length',
      },
    ],
  ])('refuses %s', (hex, expected) => {
    expect(decodeError(() => decodeSctp(fromHex(hex)))).toMatchObject(expected);
  });

  it('takes parameters of the first and the last type', () => {
    for (const type of [0, 65535]) {
      const value = packet({ chunk: 'HEARTBEAT', flags: 0, parameters: [{ type, value: fromHex('0102') }] });
      expect(decodeSctp(encodeSctp(value)).chunks).toEqual(value.chunks);
    }
  });

  it('gives the chunks before the error', () => {
    const { value, error } = decodeSctp(fromHex(`${HEADER} 0b000004 00`), { lax: true });
    expect(value.chunks).toEqual([{ chunk: 'COOKIE ACK', flags: 0 }]);
    expect(error?.path).toBe('SCTP.chunks[1]');
  });

  it.each<[string, unknown]>([
    ['SCTP: is to be an object', undefined],
    ['SCTP.chunks: is to be an array', { ...packet(), chunks: data }],
    ['SCTP.chunks[0]: is to be an object', { ...packet(), chunks: [0] }],
    [
      'SCTP.chunks[0].chunk: is to be unknown or one of DATA, INIT',
      packet({ ...data, chunk: 'toString' } as never),
    ],
    ['SCTP.chunks[0].tsn: is to be an integer from 0 to 4294967295', packet({ ...data, tsn: -1 })],
    ['SCTP.chunks[0].userData: is to be at least 1 octet', packet({ ...data, userData: new Uint8Array(0) })],
    ['SCTP.chunks[0].padding: is to be 1 octets, not 2', packet({ ...data, padding: new Uint8Array(2) })],
    ['SCTP.chunks[0]: is to be at most 65535 octets', packet({ ...data, userData: new Uint8Array(65530) })],
    [
      'SCTP.chunks: are to be at most 65523 octets together',
      packet({ ...data, userData: new Uint8Array(65510) }),
    ],
    ['SCTP.chunks[0].flags: is to be an integer from 0 to 255', packet({ ...data, flags: 256 })],
    ...[65536, -1, 1.5, '1'].map((type): [string, unknown] => [
      'SCTP.chunks[0].parameters[0].type: is to be an integer',
      packet({ chunk: 'HEARTBEAT', parameters: [{ type: type as number, value: new Uint8Array(0) }] }),
    ]),
    ...['aa', new Uint8Array(65532)].map((value): [string, unknown] => [
      'SCTP.chunks[0].parameters[0].value: is to be at most 65531 octets (Uint8Array)',
      packet({ chunk: 'HEARTBEAT', parameters: [{ type: 1, value: value as Uint8Array }] }),
    ]),
    [
      'SCTP.chunks[0].parameters: is to be an array',
      packet({ chunk: 'HEARTBEAT', parameters: 'none' as never }),
    ],
    [
      'SCTP.chunks[0].parameters[0].padding: is to be left out or 3 octets',
      packet({ chunk: 'HEARTBEAT', parameters: [{ ...heartbeatInfo, padding: new Uint8Array(2) }] }),
    ],
    [
      'SCTP.chunks[0].gapAckBlocks[0].end: is to be an integer from 0 to 65535',
      packet({
        ...(chunks[3]![0] as SctpChunk & { chunk: 'SACK' }),
        gapAckBlocks: [{ start: 0, end: 65536 }],
      }),
    ],
    [
      'SCTP.chunks[0].gapAckBlocks[0].start: is to be an integer from 0 to 65535',
      packet({
        ...(chunks[3]![0] as SctpChunk & { chunk: 'SACK' }),
        gapAckBlocks: [{ start: -1, end: 1 }],
      }),
    ],
    [
      'SCTP.chunks[0].duplicateTsns[1]: is to be an integer from 0 to 4294967295',
      packet({ ...(chunks[3]![0] as SctpChunk & { chunk: 'SACK' }), duplicateTsns: [1, -1] }),
    ],
    ['SCTP.verificationTag: is to be an integer', { ...packet(data), verificationTag: 2 ** 32 }],
  ])('refuses a value: %s', (message, value) => {
    expect(encodeError(() => encodeSctp(value as Sctp))).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeSctp(b), lax: b => decodeSctp(b, { lax: true }), encode: encodeSctp },
      [...chunks.map(([chunk]) => packet(chunk)), packet(chunks[4]![0], chunks[1]![0])].map(encodeSctp),
    );
  });

  it('has no more octets than an IP datagram, decoded or encoded', () => {
    const most = encodeSctp(packet({ ...data, userData: new Uint8Array(65504) }));
    expect(most).toHaveLength(65532);
    expect(encodeSctp(decodeSctp(most))).toEqual(most);
    const more = Uint8Array.of(...most, 0xff, 0, 0, 4);
    expect(decodeError(() => decodeSctp(more))).toMatchObject({ code: 'length', path: 'SCTP', offset: 0 });
    expect(decodeSctp(more, { lax: true }).error).toMatchObject({ code: 'length' });
  });
});
