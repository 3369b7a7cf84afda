import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodePdcpLteFraming,
  encodePdcpLteFraming,
  isPdcpLteFraming,
  PDCP_LTE_CHANNEL,
  type PdcpLteFraming,
} from '../../../src/codecs/link/pdcp-lte-framing.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const value: PdcpLteFraming = {
  noHeader: false,
  plane: 'signalling',
  rohcCompression: false,
  tags: [
    { tag: 'sequenceNumberLength', value: 5 },
    { tag: 'direction', value: 1 },
    { tag: 'logicalChannelType', value: PDCP_LTE_CHANNEL.dcch },
    { tag: 'channelId', value: 1 },
    { tag: 'ueId', value: 1 },
  ],
  payload: fromHex('0105e2a4fdf3192a399d4df694'),
};
const hex = '706463702d6c7465 00 01 00 0205 0301 0401 0d0001 0e0001 01 0105e2a4fdf3192a399d4df694';
const user: PdcpLteFraming = {
  noHeader: true,
  plane: 'user',
  rohcCompression: true,
  tags: (
    [
      'ueId',
      'channelId',
      'rohcProfile',
      'rohcUdpChecksum',
      'rohcRnd',
      'rohcMode',
      'rohcLargeCid',
      'rohcCidInclusion',
      'rohcIpVersion',
      'bcchTransport',
      'ueId',
    ] as const
  ).map((tag, i) => ({ tag, value: i })),
  payload: new Uint8Array(0),
};

describe('PDCP-LTE framing', () => {
  it('reads and writes what Wireshark reads', () => {
    expect(decodePdcpLteFraming(fromHex(hex))).toEqual(value);
    expect(encodePdcpLteFraming(value)).toEqual(fromHex(hex));
    expect(isPdcpLteFraming(fromHex(hex))).toBe(true);
    expect(isPdcpLteFraming(fromHex('706463702d6c74'))).toBe(false);
  });

  it('keeps the order and repetition of tags', () => {
    expect(decodePdcpLteFraming(encodePdcpLteFraming(user))).toEqual(user);
  });

  it.each([
    ['7064', { path: 'PDCP-LTE.signature', required: 8, available: 2 }],
    ['706463702d6c7466', { code: 'value', path: 'PDCP-LTE.signature' }],
    ['706463702d6c7465 00', { path: 'PDCP-LTE.header', required: 11, available: 9 }],
    ['706463702d6c7465 020100', { code: 'value', path: 'PDCP-LTE.noHeader', offset: 8 }],
    ['706463702d6c7465 000300', { code: 'value', path: 'PDCP-LTE.plane', offset: 9 }],
    ['706463702d6c7465 000102', { code: 'value', path: 'PDCP-LTE.rohcCompression', offset: 10 }],
    ['706463702d6c7465 000100 0205', { path: 'PDCP-LTE.tags[1]', offset: 13, required: 1, available: 0 }],
    [
      '706463702d6c7465 000100 0d00',
      { path: 'PDCP-LTE.tags[0].value', offset: 12, required: 2, available: 1 },
    ],
    ['706463702d6c7465 000100 0f', { code: 'unsupported', path: 'PDCP-LTE.tags[0]', offset: 11 }],
  ])('refuses %s', (octets, expected) => {
    expect(decodeError(() => decodePdcpLteFraming(fromHex(octets)))).toMatchObject(expected);
  });

  it.each<[string, unknown]>([
    ['PDCP-LTE: is to be an object', null],
    ['PDCP-LTE.plane: is to be signalling or user', { ...value, plane: 1 }],
    ['PDCP-LTE.noHeader: is to be true or false', { ...value, noHeader: 0 }],
    [
      'PDCP-LTE.tags[0].tag: is to be one of sequenceNumberLength',
      { ...value, tags: [{ tag: 'payload', value: 1 }] },
    ],
    [
      'PDCP-LTE.tags[0].value: is to be an integer from 0 to 255',
      { ...value, tags: [{ tag: 'direction', value: 256 }] },
    ],
    [
      'PDCP-LTE.tags[0].value: is to be an integer from 0 to 65535',
      { ...value, tags: [{ tag: 'ueId', value: 65536 }] },
    ],
  ])('refuses a value: %s', (message, wrong) => {
    expect(encodeError(() => encodePdcpLteFraming(wrong as PdcpLteFraming))).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      {
        decode: b => decodePdcpLteFraming(b),
        lax: b => decodePdcpLteFraming(b, { lax: true }),
        encode: encodePdcpLteFraming,
      },
      [value, user].map(encodePdcpLteFraming),
    );
  });
});
