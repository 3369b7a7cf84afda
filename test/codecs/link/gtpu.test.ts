import { describe, expect, it } from 'vitest';
import { loadFormat } from '../../../src/cli/formats.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  decodeGtpU,
  encodeGtpU,
  GTPU_EXTENSION_HEADER,
  type GtpInformationElement,
  type GtpU,
} from '../../../src/codecs/link/gtpu.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const gPdu = { message: 'gPdu', payload: fromHex('a0b0') } as const;
const elements: readonly GtpInformationElement[] = [
  { element: 'recovery', restartCounter: 0 },
  { element: 'tunnelEndpointIdentifierDataI', teid: 0xdeadbeef },
  { element: 'gtpUPeerAddress', address: fromHex('0a000001') },
  { element: 'extensionHeaderTypeList', types: fromHex('8340') },
  { element: 'privateExtension', extensionIdentifier: 10415, value: fromHex('01') },
  { element: 'unknown', type: 200, value: fromHex('aabb') },
];

const cases: readonly (readonly [string, GtpU, string])[] = [
  ['a G-PDU', { teid: 0x01020304, spare: 0, content: gPdu }, '30 ff 0002 01020304 a0b0'],
  [
    'a G-PDU with a sequence number',
    { teid: 1, spare: 0, sequenceNumber: 0xfffe, content: gPdu },
    '32 ff 0006 00000001 fffe 00 00 a0b0',
  ],
  [
    'a G-PDU with an N-PDU number, the spare bit set, and what is not to be evaluated',
    {
      teid: 1,
      spare: 1,
      nPduNumber: 9,
      unevaluated: { sequenceNumber: 0x1234, nPduNumber: 0, nextExtensionHeaderType: 0x85 },
      content: gPdu,
    },
    '39 ff 0006 00000001 1234 09 85 a0b0',
  ],
  [
    'a G-PDU with an empty header list, and two numbers alike that are not to be evaluated',
    {
      teid: 1,
      spare: 0,
      extensionHeaders: [],
      unevaluated: { sequenceNumber: 5, nPduNumber: 5, nextExtensionHeaderType: 0 },
      content: gPdu,
    },
    '34 ff 0006 00000001 0005 05 00 a0b0',
  ],
  [
    'a G-PDU with extension headers, known and unknown',
    {
      teid: 1,
      spare: 0,
      extensionHeaders: [
        { type: GTPU_EXTENSION_HEADER.xwRanContainer, content: fromHex('000102030405') },
        { type: GTPU_EXTENSION_HEADER.pdcpPduNumber, content: fromHex('0abc') },
        { type: 0x7f, content: fromHex('ffff') },
      ],
      content: gPdu,
    },
    '34 ff 0016 00000001 0000 00 83 02 000102030405 c0 01 0abc 7f 01 ffff 00 a0b0',
  ],
  [
    'an Xw RAN container without a T-PDU',
    {
      teid: 1,
      spare: 0,
      extensionHeaders: [{ type: GTPU_EXTENSION_HEADER.xwRanContainer, content: fromHex('0001') }],
      content: { message: 'gPdu', payload: new Uint8Array(0) },
    },
    '34 ff 0008 00000001 0000 00 83 01 0001 00',
  ],
  [
    'the E flag without a header',
    { teid: 1, spare: 0, extensionHeaders: [], content: gPdu },
    '34 ff 0006 00000001 0000 00 00 a0b0',
  ],
  [
    'an echo request',
    { teid: 0, spare: 0, sequenceNumber: 1, content: { message: 'echoRequest', informationElements: [] } },
    '32 01 0004 00000000 0001 00 00',
  ],
  [
    'an echo response',
    {
      teid: 0,
      spare: 0,
      sequenceNumber: 1,
      content: { message: 'echoResponse', informationElements: [elements[0]!] },
    },
    '32 02 0006 00000000 0001 00 00 0e00',
  ],
  [
    'an error indication',
    {
      teid: 0,
      spare: 0,
      sequenceNumber: 0,
      content: { message: 'errorIndication', informationElements: [elements[1]!, elements[2]!] },
    },
    '32 1a 0010 00000000 0000 00 00 10deadbeef 850004 0a000001',
  ],
  [
    'an end marker',
    { teid: 7, spare: 0, content: { message: 'endMarker', informationElements: [] } },
    '30 fe 0000 00000007',
  ],
  [
    'every information element',
    {
      teid: 0,
      spare: 0,
      content: { message: 'supportedExtensionHeadersNotification', informationElements: elements },
    },
    '30 1f 001d 00000000 0e00 10deadbeef 8500040a000001 8d028340 ff000328af01 c80002aabb',
  ],
  [
    'an information element of the first type with a length, and a private extension without a value',
    {
      teid: 0,
      spare: 0,
      content: {
        message: 'endMarker',
        informationElements: [
          { element: 'unknown', type: 128, value: new Uint8Array(0) },
          { element: 'privateExtension', extensionIdentifier: 1, value: new Uint8Array(0) },
          { element: 'gtpUPeerAddress', address: fromHex('20010db8000000000000000000000001') },
        ],
      },
    },
    '30 fe 001b 00000000 800000 ff00020001 850010 20010db8000000000000000000000001',
  ],
  [
    'an unknown message',
    { teid: 0, spare: 0, content: { message: 'unknown', messageType: 100, payload: fromHex('01') } },
    '30 64 0001 00000000 01',
  ],
];

describe('GTP-U', () => {
  it.each(cases)('reads and writes %s', (_, value, hex) => {
    expect(encodeGtpU(value)).toEqual(fromHex(hex));
    expect(decodeGtpU(fromHex(hex))).toEqual(value);
  });

  it('has as much in it as its lengths can say', () => {
    const payload = new Uint8Array(0xffff - 4 - 1020).fill(7);
    const longest: GtpU = {
      teid: 1,
      spare: 0,
      extensionHeaders: [{ type: 1, content: new Uint8Array(1018).fill(8) }],
      content: { message: 'gPdu', payload },
    };
    const octets = encodeGtpU(longest);
    expect(octets.subarray(2, 4)).toEqual(fromHex('ffff'));
    expect(decodeGtpU(octets)).toEqual(longest);
    const types = { element: 'extensionHeaderTypeList', types: new Uint8Array(255).fill(9) } as const;
    const listed: GtpU = {
      ...longest,
      content: { message: 'supportedExtensionHeadersNotification', informationElements: [types] },
    };
    expect(decodeGtpU(encodeGtpU(listed))).toEqual(listed);
  });

  it.each([
    ['30ff', { path: 'GTP-U.header', required: 8, available: 2 }],
    ['50ff000000000000', { code: 'unsupported', path: 'GTP-U.version' }],
    ['20ff000000000000', { code: 'unsupported', path: 'GTP-U.protocolType' }],
    [
      '30ff000200000000 01',
      { path: 'GTP-U.content', offset: 8, required: 2, available: 1, claimedBy: 'GTP-U.length' },
    ],
    ['30ff000000000000 01', { code: 'trailing', offset: 8, available: 1 }],
    ['32ff000200000000 0001', { path: 'GTP-U.sequenceNumber', offset: 8, required: 4, available: 2 }],
    [
      '34ff000400000000 00000083',
      { path: 'GTP-U.extensionHeaders[0]', offset: 12, required: 1, available: 0 },
    ],
    [
      '34ff000500000000 00000083 00',
      { code: 'length', path: 'GTP-U.extensionHeaders[0].length', offset: 12 },
    ],
    [
      '34ff000800000000 00000083 02000000',
      {
        path: 'GTP-U.extensionHeaders[0]',
        offset: 12,
        required: 8,
        available: 4,
        claimedBy: 'GTP-U.extensionHeaders[0].length',
      },
    ],
    [
      '3002000100000000 0e',
      { path: 'GTP-U.content.informationElements[0]', offset: 8, required: 2, available: 1 },
    ],
    [
      '3002000300000000 0e00 01',
      { code: 'unsupported', path: 'GTP-U.content.informationElements[1].type', offset: 10 },
    ],
    [
      '301a000500000000 850002 0102',
      { code: 'length', path: 'GTP-U.content.informationElements[0].length', offset: 9 },
    ],
    [
      '301a000400000000 ff000101',
      { code: 'length', path: 'GTP-U.content.informationElements[0].length', offset: 9 },
    ],
    [
      '301a000300000000 c80001',
      {
        path: 'GTP-U.content.informationElements[0]',
        offset: 11,
        required: 1,
        available: 0,
        claimedBy: 'GTP-U.content.informationElements[0].length',
      },
    ],
  ])('refuses %s', (hex, expected) => {
    expect(decodeError(() => decodeGtpU(fromHex(hex)))).toMatchObject(expected);
  });

  const value = cases[0]![1];
  const signalling = (element: unknown): unknown => ({
    ...value,
    content: { message: 'echoResponse', informationElements: [element] },
  });
  it.each<[string, unknown]>([
    ['GTP-U: is to be an object', null],
    ['GTP-U.content: is to be an object', { teid: 0 }],
    [
      'GTP-U.content.message: is to be gPdu, unknown or one of echoRequest',
      { teid: 0, content: { message: 'x', payload: fromHex('') } },
    ],
    [
      'GTP-U.content.messageType: is to be none that has a name: 255',
      { teid: 0, content: { message: 'unknown', messageType: 255 } },
    ],
    ...[1, 2, 26, 31, 254].map((messageType): [string, unknown] => [
      `GTP-U.content.messageType: is to be none that has a name: ${messageType}`,
      { teid: 0, content: { message: 'unknown', messageType, payload: new Uint8Array(0) } },
    ]),
    [
      'GTP-U.content: is to be at most 65535 octets',
      { ...value, sequenceNumber: 1, content: { message: 'gPdu', payload: new Uint8Array(65532) } },
    ],
    [
      'GTP-U.unevaluated: is to be left out',
      { ...value, unevaluated: { sequenceNumber: 1, nPduNumber: 0, nextExtensionHeaderType: 0 } },
    ],
    [
      'GTP-U.extensionHeaders[0].content: is to be 2, 6, 10',
      { ...value, extensionHeaders: [{ type: 1, content: new Uint8Array(4) }] },
    ],
    [
      'GTP-U.extensionHeaders[0].content: is to be 2, 6, 10',
      { ...value, extensionHeaders: [{ type: 1, content: new Uint8Array(1022) }] },
    ],
    [
      'GTP-U.extensionHeaders[0].type: is to be an integer from 1 to 255',
      { ...value, extensionHeaders: [{ type: 0, content: new Uint8Array(2) }] },
    ],
    ['GTP-U.sequenceNumber: is to be an integer from 0 to 65535', { ...value, sequenceNumber: 65536 }],
    [
      'GTP-U.content: is to be at most 65535 octets',
      { ...value, content: { message: 'gPdu', payload: new Uint8Array(65536) } },
    ],
    ['GTP-U.content.informationElements[0]: is to be an object', signalling(1)],
    ['GTP-U.content.informationElements[0].element: is to be the name', signalling({})],
    [
      'GTP-U.content.informationElements[0].address: is to be 4 or 16 octets',
      signalling({ element: 'gtpUPeerAddress', address: new Uint8Array(5) }),
    ],
    [
      'GTP-U.content.informationElements[0].types: is to be at most 255',
      signalling({ element: 'extensionHeaderTypeList', types: new Uint8Array(256) }),
    ],
    [
      'GTP-U.content.informationElements[0].type: is to be none that has a name: 133',
      signalling({ element: 'unknown', type: 133, value: new Uint8Array(0) }),
    ],
    [
      'GTP-U.content.informationElements[0].type: is to be an integer from 128 to 255',
      signalling({ element: 'unknown', type: 14, value: new Uint8Array(0) }),
    ],
  ])('refuses a value: %s', (message, wrong) => {
    expect(encodeError(() => encodeGtpU(wrong as GtpU))).toContain(message);
  });

  it.each([
    ['32ff0008000000010180002845000000', 'sequenceNumber'],
    ['31ff0008000000010180002845000000', 'nPduNumber'],
    ['34ff000a00000001018000c001000500ffff', 'extensionHeaders'],
  ])('gives JSON with what a flag has evaluated, and takes it again: %s', async (hex, name) => {
    const { decode, encode } = await loadFormat('gtp-u');
    const json = decode(fromHex(hex)) as { readonly unevaluated: object };
    expect(json).toHaveProperty(name);
    expect(toHex(encode(json))).toBe(hex);
    const number = name === 'extensionHeaders' ? 'nextExtensionHeaderType' : name;
    const twice = { ...json, unevaluated: { ...json.unevaluated, [number]: 1 } };
    expect(() => encode(twice)).toThrow(`GTP-U.unevaluated.${number}: is to be an integer from 0 to 0`);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeGtpU(b), lax: b => decodeGtpU(b, { lax: true }), encode: encodeGtpU },
      cases.map(([, one]) => encodeGtpU(one)),
    );
  });
});
