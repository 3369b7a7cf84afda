import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodeGsmtap,
  encodeGsmtap,
  GSMTAP_LTE_RRC,
  GSMTAP_LTE_RRC_CHANNEL,
  type Gsmtap,
} from '../../../src/codecs/link/gsmtap.js';
import { decodeError, encodeError, expectHostileSafe } from './hostile.js';

const rrc: Gsmtap = {
  type: GSMTAP_LTE_RRC,
  timeslot: 0,
  pcsBand: false,
  uplink: true,
  arfcn: 0x1234,
  signalDbm: -91,
  signalNoiseDb: 12,
  frameNumber: 0xfffffffe,
  subType: GSMTAP_LTE_RRC_CHANNEL.ulDcch,
  antenna: 1,
  subSlot: 2,
  reserved: 0,
  payload: fromHex('1200'),
};
const extended: Gsmtap = { ...rrc, headerExtension: fromHex('01020304') };

describe('GSMTAP', () => {
  it('reads and writes each field', () => {
    const bytes = fromHex('02 04 0d 00 5234 a5 0c fffffffe 03 01 02 00 1200');
    expect(decodeGsmtap(bytes)).toEqual(rrc);
    expect(encodeGsmtap(rrc)).toEqual(bytes);
    const longer = fromHex('02 05 0d 00 5234 a5 0c fffffffe 03 01 02 00 01020304 1200');
    expect(decodeGsmtap(longer)).toEqual(extended);
    expect(encodeGsmtap(extended)).toEqual(longer);
  });

  it('says what is wrong', () => {
    const bytes = encodeGsmtap(extended);
    expect(decodeError(() => decodeGsmtap(bytes.subarray(0, 9)))).toMatchObject({
      path: 'GSMTAP.frameNumber',
      offset: 8,
      required: 4,
      available: 1,
    });
    expect(decodeError(() => decodeGsmtap(bytes.subarray(0, 18)))).toMatchObject({
      path: 'GSMTAP.headerExtension',
      offset: 16,
      required: 4,
      available: 2,
      claimedBy: 'GSMTAP.headerWords',
    });
    bytes[1] = 3;
    expect(decodeError(() => decodeGsmtap(bytes))).toMatchObject({
      code: 'length',
      path: 'GSMTAP.headerWords',
      offset: 1,
    });
    bytes[0] = 3;
    expect(decodeError(() => decodeGsmtap(bytes))).toMatchObject({
      code: 'unsupported',
      path: 'GSMTAP.version',
    });
  });

  it.each<[string, unknown]>([
    ['GSMTAP: is to be an object', null],
    ['GSMTAP.signalDbm: is to be an integer from -128 to 127', { ...rrc, signalDbm: 200 }],
    ['GSMTAP.channel.arfcn: is to be an integer from 0 to 16383', { ...rrc, arfcn: 0x4000 }],
    [
      'GSMTAP.headerExtension: is to be a multiple of 4 octets up to 1004',
      { ...rrc, headerExtension: new Uint8Array(3) },
    ],
    [
      'GSMTAP.headerExtension: is to be a multiple of 4 octets up to 1004',
      { ...rrc, headerExtension: new Uint8Array(1008) },
    ],
  ])('refuses a value: %s', (message, value) => {
    expect(encodeError(() => encodeGsmtap(value as Gsmtap))).toContain(message);
  });

  it('has a header of up to 255 words', () => {
    const longest: Gsmtap = { ...rrc, headerExtension: new Uint8Array(1004).fill(5) };
    expect(decodeGsmtap(encodeGsmtap(longest))).toMatchObject(longest);
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      { decode: b => decodeGsmtap(b), lax: b => decodeGsmtap(b, { lax: true }), encode: encodeGsmtap },
      [encodeGsmtap(rrc), encodeGsmtap(extended)],
    );
  });
});
