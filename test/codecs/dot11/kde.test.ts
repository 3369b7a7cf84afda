import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeKeyData,
  encodeKeyData,
  findElement,
  findKde,
  type KeyDataItem,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { checkHostile, expectUpToCut, failure, hostile } from './support.js';

const gtk = '0839a513b9c5d277b8471b8eca1ecf3d';

const samples: readonly [string, KeyDataItem][] = [
  [
    `dd16000fac010100${gtk}`,
    { kde: 'GTK', keyId: 1, tx: false, reservedBits: 0, reserved: 0, gtk: fromHex(gtk) },
  ],
  [
    'dd07000fac01fe7faa',
    { kde: 'GTK', keyId: 2, tx: true, reservedBits: 31, reserved: 127, gtk: fromHex('aa') },
  ],
  ['dd0a000fac03020000000001', { kde: 'MAC address', macAddress: fromHex('020000000001') }],
  [`dd14000fac04${gtk}`, { kde: 'PMKID', pmkid: fromHex(gtk) }],
  ['dd08000fac0700000e10', { kde: 'Lifetime', lifetime: 3600 }],
  [
    `dd1c000fac090400010000000000${gtk}`,
    { kde: 'IGTK', keyId: 4, ipn: fromHex('010000000000'), igtk: fromHex(gtk) },
  ],
  ['dd06000fac0a0100', { kde: 'Key ID', keyId: 1, reservedBits: 0, reserved: 0 }],
  ['dd07000fac0d510600', { kde: 'OCI', operatingClass: 81, primaryChannel: 6, frequencySegment1Channel: 0 }],
  [
    `dd1c000fac0e0600010000000000${gtk}`,
    { kde: 'BIGTK', keyId: 6, bipn: fromHex('010000000000'), bigtk: fromHex(gtk) },
  ],
  [
    `dd1b000fac101e010203040506${gtk}`,
    {
      kde: 'MLO GTK',
      keyId: 2,
      tx: true,
      reserved: 1,
      linkId: 1,
      pn: fromHex('010203040506'),
      gtk: fromHex(gtk),
    },
  ],
  [
    `dd1d000fac11040001000000000021${gtk}`,
    {
      kde: 'MLO IGTK',
      keyId: 4,
      ipn: fromHex('010000000000'),
      reserved: 1,
      linkId: 2,
      igtk: fromHex(gtk),
    },
  ],
  [
    `dd1d000fac120600010000000000f0${gtk}`,
    {
      kde: 'MLO BIGTK',
      keyId: 6,
      bipn: fromHex('010000000000'),
      reserved: 0,
      linkId: 15,
      bigtk: fromHex(gtk),
    },
  ],
  [
    'dd12000fac1371020000aa0001 30020100 f40120'.replaceAll(' ', ''),
    {
      kde: 'MLO Link',
      linkId: 1,
      rsnePresent: true,
      rsnxePresent: true,
      reserved: 1,
      macAddress: fromHex('020000aa0001'),
      elements: [
        { element: 'RSN', version: 1 },
        {
          element: 'RSNX',
          fieldLength: 0,
          protectedTwtOperations: false,
          saeHashToElement: true,
          reserved: 0,
          moreCapabilities: new Uint8Array(0),
        },
      ],
    },
  ],
  ['dd06000fac05aabb', { kde: 'unknown', oui: '00-0F-AC', type: 5, body: fromHex('aabb') }],
  ['dd040017f200', { kde: 'unknown', oui: '00-17-F2', type: 0, body: new Uint8Array(0) }],
  ['dd0a0050f20101000050f202', { element: 'WPA', version: 1, groupCipher: '00-50-F2:2' }],
  ['30020100', { element: 'RSN', version: 1 }],
  ['dd', { kde: 'padding', octets: fromHex('dd') }],
  ['dd000000', { kde: 'padding', octets: fromHex('dd000000') }],
];

describe('key data', () => {
  it('is searched for an element or a KDE', () => {
    const items = decodeKeyData(fromHex(`30020100dd16000fac010100${gtk}dd07000fac01fe7faadd00`));
    expect(findKde(items, 'GTK')?.gtk).toEqual(fromHex(gtk));
    expect(findKde(items, 'PMKID')).toBeUndefined();
    expect(findElement(items, 'RSN')?.version).toBe(1);
    expect(findElement(items, 'WPA')).toBeUndefined();
  });

  it.each(samples)('%s, both ways', (hex, item) => {
    expect(decodeKeyData(fromHex(hex))).toEqual([item]);
    expect(encodeKeyData([item])).toEqual(fromHex(hex));
  });

  it('writes reserved bits as 0 where a value leaves them out', () => {
    const octets = encodeKeyData([
      { kde: 'GTK', keyId: 1, tx: true, gtk: fromHex('aa') },
      { kde: 'Key ID', keyId: 1 },
    ]);
    expect(octets).toEqual(fromHex('dd07000fac010500aa dd06000fac0a0100'));
  });

  it('reads elements, KDEs and padding one behind the other', () => {
    const plain = fromHex(`30020100 dd16000fac010100${gtk} f40120 dd0000`);
    const items = decodeKeyData(plain);
    expect(items.map(item => ('kde' in item ? item.kde : item.element))).toEqual([
      'RSN',
      'GTK',
      'RSNX',
      'padding',
    ]);
    expect(encodeKeyData(items)).toEqual(plain);
  });

  it('names the KDE and the field that are too short', () => {
    expect(failure(() => decodeKeyData(fromHex('30020100 dd05000fac0101')))).toMatchObject({
      code: 'truncated',
      path: 'keyData[1].GTK.reserved',
      offset: 11,
      required: 1,
      available: 0,
    });
    expect(failure(() => decodeKeyData(fromHex('dd02000f')))).toMatchObject({
      path: 'keyData[0].unknown.oui',
    });
    expect(failure(() => decodeKeyData(fromHex('dd08000fac0100'))).claimedBy).toBe('keyData[0].length');
  });

  it('keeps under lax what does not fit, and goes on', () => {
    const plain = fromHex('dd05000fac0101 dd02000f dd06000fac0a0200 dd0001');
    const { value, error } = decodeKeyData(plain, { lax: true });
    expect(value).toEqual([
      { kde: 'unknown', oui: '00-0F-AC', type: 1, body: fromHex('01') },
      { element: 'unknown', id: 0xdd, body: fromHex('000f') },
      { kde: 'Key ID', keyId: 2, reservedBits: 0, reserved: 0 },
      { kde: 'padding', octets: fromHex('dd0001') },
    ]);
    expect(error?.path).toBe('keyData[0].GTK.reserved');
    expect(encodeKeyData(value)).toEqual(plain);
  });

  it('refuses padding that is not zero', () => {
    expect(failure(() => decodeKeyData(fromHex('30020100dd000001')))).toMatchObject({
      code: 'value',
      path: 'keyData[1].padding',
      offset: 7,
    });
  });

  it('refuses values that do not fit, by name', () => {
    const refused = (item: unknown): string => {
      try {
        encodeKeyData([item as KeyDataItem]);
      } catch (error) {
        if (error instanceof EncodeError) return error.path;
        throw error;
      }
      return 'accepted';
    };
    const key = { kde: 'GTK', keyId: 1, tx: true, reserved: 0, gtk: fromHex(gtk) };
    expect(refused({ ...key, keyId: 4 })).toBe('keyData[0].GTK.keyId');
    expect(refused({ ...key, tx: 1 })).toBe('keyData[0].GTK.tx');
    expect(refused({ ...key, gtk: new Uint8Array(250) })).toBe('keyData[0]');
    expect(refused({ kde: 'PMKID', pmkid: new Uint8Array(15) })).toBe('keyData[0].PMKID.pmkid');
    expect(refused({ kde: 'none' })).toBe('keyData[0].kde');
    expect(refused({ kde: 'padding' })).toBe('keyData[0].octets');
  });

  it('returns or throws DecodeError for hostile octets, and gives back what it takes', () => {
    const whole = fromHex(samples.map(([hex]) => hex).join(''));
    const inputs = hostile([whole, ...samples.map(([hex]) => fromHex(hex))]);
    expect(checkHostile(inputs, octets => decodeKeyData(octets), encodeKeyData)).toBeGreaterThan(50);
    fc.assert(
      fc.property(inputs, octets => {
        expectUpToCut(encodeKeyData(decodeKeyData(octets, { lax: true }).value), octets);
      }),
    );
  });
});
