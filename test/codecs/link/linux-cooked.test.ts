import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  decodeLinuxCookedV1,
  decodeLinuxCookedV2,
  encodeLinuxCookedV1,
  encodeLinuxCookedV2,
} from '../../../src/codecs/link/linux-cooked.js';
import { decodeError, expectHostileSafe } from './hostile.js';

const v1 = fromHex('0004 0001 0006 020000000001 0000 0800 45');
const v2 = fromHex('0800 0000 00000003 0001 04 06 020000000001 0000 45');

describe('Linux cooked', () => {
  it('reads version 1', () => {
    expect(decodeLinuxCookedV1(v1)).toEqual({
      packetType: 4,
      arpHardwareType: 1,
      addressLength: 6,
      address: fromHex('0200000000010000'),
      protocol: 0x0800,
      payload: fromHex('45'),
    });
  });

  it('reads version 2', () => {
    expect(decodeLinuxCookedV2(v2)).toEqual({
      protocol: 0x0800,
      reserved: 0,
      interfaceIndex: 3,
      arpHardwareType: 1,
      packetType: 4,
      addressLength: 6,
      address: fromHex('0200000000010000'),
      payload: fromHex('45'),
    });
  });

  it('says what is missing', () => {
    expect(decodeError(() => decodeLinuxCookedV1(v1.subarray(0, 10)))).toMatchObject({
      path: 'Linux cooked v1.address',
      offset: 6,
      required: 8,
      available: 4,
    });
  });

  it('survives hostile octets', () => {
    expectHostileSafe(
      {
        decode: decodeLinuxCookedV1,
        lax: b => decodeLinuxCookedV1(b, { lax: true }),
        encode: encodeLinuxCookedV1,
      },
      [v1],
    );
    expectHostileSafe(
      {
        decode: decodeLinuxCookedV2,
        lax: b => decodeLinuxCookedV2(b, { lax: true }),
        encode: encodeLinuxCookedV2,
      },
      [v2],
    );
  });
});
