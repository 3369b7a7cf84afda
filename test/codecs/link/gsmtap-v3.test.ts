import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodeGsmtapV3,
  encodeGsmtapV3,
  GSMTAP_V3_LTE_RRC,
  GSMTAP_V3_LTE_RRC_CHANNEL,
  type GsmtapV3,
} from '../../../src/codecs/link/gsmtap-v3.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

/** With the time and the channel, as SCAT writes it: the header counts nine words, and has two octets less. */
const SCAT = fromHex('03000009 0403 000b 0000000c 000000006553f100 000003e8 00020004 0000073a fffe 1200');
const PADDED = fromHex(
  '03000009 0403 000b 0000000c 000000006553f100 000003e8 00020004 0000073a fffe 0000 1200',
);
const rrc: GsmtapV3 = {
  reserved: 0,
  type: GSMTAP_V3_LTE_RRC,
  subType: GSMTAP_V3_LTE_RRC_CHANNEL.ulDcch,
  metadata: [
    { tag: 0, value: fromHex('000000006553f100000003e8') },
    { tag: 2, value: fromHex('0000073a') },
  ],
  hasEndTag: true,
  isPadded: false,
  payload: fromHex('1200'),
};
const bare: GsmtapV3 = { ...rrc, metadata: [], hasEndTag: false };
const untagged: GsmtapV3 = { ...bare, metadata: [{ tag: 1, value: fromHex('41') }], isPadded: true };
/** The end tag is the end of the last word. */
const even: GsmtapV3 = { ...rrc, metadata: [{ tag: 5, value: fromHex('002a') }] };

describe('GSMTAP version 3', () => {
  it('reads and writes each field', () => {
    for (const [bytes, value] of [
      [SCAT, rrc],
      [PADDED, { ...rrc, isPadded: true }],
      [fromHex('03000002 0403 000b 1200'), bare],
      [fromHex('03000004 0403 000b 00010001 41000000 1200'), untagged],
      [fromHex('03000004 0403 000b 00050002 002a fffe 1200'), even],
    ] as const) {
      expect(decodeGsmtapV3(bytes)).toEqual(value);
      expect(encodeGsmtapV3(value)).toEqual(bytes);
    }
  });

  it('says what is wrong', () => {
    const faulty = (hex: string) => decodeError(() => decodeGsmtapV3(fromHex(hex)));
    expect(faulty('0204')).toMatchObject({ code: 'truncated', path: 'GSMTAP v3.header' });
    expect(faulty('02040d00 0000 0000')).toMatchObject({ code: 'unsupported', path: 'GSMTAP v3.version' });
    expect(faulty('03000001 0403 000b')).toMatchObject({
      code: 'length',
      path: 'GSMTAP v3.headerWords',
      offset: 2,
    });
    expect(faulty('03000003 0403 000b 00020002 0000')).toMatchObject({ path: 'GSMTAP v3.headerWords' });
    expect(faulty('03000004 0403 000b 00020001 01020304')).toMatchObject({
      code: 'length',
      path: 'GSMTAP v3.metadata[1]',
      offset: 13,
    });
    expect(faulty('03000004 0403 000b 00020004 01')).toMatchObject({
      code: 'truncated',
      path: 'GSMTAP v3.metadata[0].value',
      required: 4,
      available: 1,
    });
  });

  it.each<[string, unknown]>([
    ['GSMTAP v3: is to be an object', null],
    ['GSMTAP v3.isPadded: is to be true', { ...untagged, isPadded: false }],
    ['GSMTAP v3.isPadded: is to be true', { ...rrc, payload: fromHex('00000506') }],
    ['GSMTAP v3.isPadded: is to be false', { ...bare, isPadded: true }],
    [
      'GSMTAP v3.metadata[0].tag: is that of the end',
      { ...rrc, metadata: [{ tag: 0xfffe, value: new Uint8Array() }] },
    ],
    [
      'GSMTAP v3.metadata[0].value.length: is to be an integer from 0 to 65535',
      { ...rrc, metadata: [{ tag: 1, value: new Uint8Array(0x10000) }] },
    ],
    [
      'GSMTAP v3.headerWords: is to be an integer from 0 to 65535',
      { ...rrc, metadata: new Array(5).fill({ tag: 1, value: new Uint8Array(0xffff) }) },
    ],
    ['GSMTAP v3.type: is to be an integer from 0 to 65535', { ...rrc, type: 0x10000 }],
    ['GSMTAP v3.hasEndTag: is to be true or false', { ...rrc, hasEndTag: 1 }],
  ])('refuses a value: %s', (message, value) => {
    expect(encodeError(() => encodeGsmtapV3(value as GsmtapV3))).toContain(message);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeGsmtapV3(b), lax: b => decodeGsmtapV3(b, { lax: true }), encode: encodeGsmtapV3 },
      [SCAT, PADDED, encodeGsmtapV3(bare), encodeGsmtapV3(untagged)],
    );
  });
});
