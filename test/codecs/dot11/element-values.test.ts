/** What the values of elements and key data may be: users write them as JSON. */
import { describe, expect, it } from 'vitest';
import {
  decodeElements,
  decodeKeyData,
  type Element,
  encodeElements,
  encodeKeyData,
  type KeyDataItem,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex } from '../../../src/codecs/hex.js';

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof EncodeError) return error.message;
    throw error;
  }
  return 'accepted';
};
const refused = (element: unknown): string => message(() => encodeElements([element as Element]));
const octets = (length: number): Uint8Array => new Uint8Array(length);

describe('a suite as text', () => {
  const rsn = (groupCipher: unknown) => ({ element: 'RSN', version: 1, groupCipher }) as Element;

  it.each([
    ['00-0F-AC:0', '000fac00'],
    ['00-0F-AC:255', '000facff'],
    ['50-6F-9A:2', '506f9a02'],
    ['FF-FF-FF:10', 'ffffff0a'],
  ])('%s, both ways', (text, hex) => {
    expect(encodeElements([rsn(text)])).toEqual(fromHex(`30060100${hex}`));
    expect(decodeElements(fromHex(`30060100${hex}`))).toEqual([rsn(text)]);
  });

  it('may have its digits in lower case', () => {
    expect(encodeElements([rsn('00-0f-ac:4')])).toEqual(encodeElements([rsn('00-0F-AC:4')]));
  });

  it.each([
    ['', '00-0F-AC', '00-0F-AC:', '00-0F-AC:256', '00-0F-AC:1000', '00-0F-AC:4 ', '00-0F-AC:-1'],
    ['00-0F-AC:x', '00-0F-AC:1x', '00-0F-AC:/', '00-0F-AC-4', '000FAC:4', '00:0F-AC:4', '00-0F:AC:4'],
    ['0G-0F-AC:4', 'G0-0F-AC:4', '00-0G-AC:4', '00-G0-AC:4', '00-0F-AG:4', '00-0F-GC:4'],
    [4, null, true, ['00-0F-AC:4'], fromHex('000fac04')],
  ])('is not one of %s, …', (...texts) => {
    for (const text of texts)
      expect(refused(rsn(text)), `${text}`).toBe(
        'elements[0].RSN.groupCipher: is to be as 00-0F-AC:4, its type at most 255',
      );
  });

  it('in a list is named by its place, and what is no list too', () => {
    const all = { ...rsn('00-0F-AC:4'), pairwiseCiphers: ['00-0F-AC:4', '00-0F-AC'] } as Element;
    expect(refused(all)).toMatch(/^elements\[0\]\.RSN\.pairwiseCiphers\[1\]: is to be as /);
    expect(refused({ ...all, pairwiseCiphers: '00-0F-AC:4' })).toBe(
      'elements[0].RSN.pairwiseCiphers: is to be an array',
    );
    expect(refused({ ...all, pairwiseCiphers: Array(62).fill('00-0F-AC:4') })).toBe(
      'elements[0]: is to have at most 255 octets, not 256',
    );
  });
});

describe('an organization as text', () => {
  const vendor = (oui: unknown) => ({ element: 'Vendor Specific', oui, content: octets(0) });

  it('is written', () => {
    expect(encodeElements([vendor('00-50-f2') as Element])).toEqual(fromHex('dd030050f2'));
  });

  it.each([
    ['00-50-F2-', '00-50-F', '00-50-F2:', '0050F2', '00:50:F2', '00-50:F2', '00:50-F2'],
    ['G0-50-F2', '00-5G-F2', '00-50-FG', '', 0x0050f2, null, [...'00-50-F2']],
  ])('is not one of %s, …', (...texts) => {
    for (const text of texts)
      expect(refused(vendor(text)), `${text}`).toBe('elements[0].Vendor Specific.oui: is to be as 00-0F-AC');
  });
});

describe('a value within its bounds', () => {
  const ft = { element: 'Fast BSS Transition', rsnxeUsed: true, elementCount: 0, mic: octets(16) } as const;
  const withSubelement = (subelement: object) =>
    ({ ...ft, anonce: octets(32), snonce: octets(32), subelements: [subelement] }) as unknown as Element;
  const gtk = { kde: 'GTK', keyId: 3, tx: false, reservedBits: 31, reserved: 255, gtk: octets(32) } as const;

  it.each<[string, Element, string]>([
    ['SSID of 32 octets', { element: 'SSID', ssid: octets(32) }, `0020${'00'.repeat(32)}`],
    [
      'element of 255 octets',
      { element: 'Vendor Specific', oui: '00-00-00', content: octets(252) },
      `ddff${'00'.repeat(255)}`,
    ],
    ['extension 0', { element: 'unknown', id: 255, extensionId: 0, body: octets(0) }, 'ff0100'],
    ['extension 255', { element: 'unknown', id: 255, extensionId: 255, body: octets(1) }, 'ff02ff00'],
  ])('is taken: %s', (_, element, hex) => {
    expect(encodeElements([element])).toEqual(fromHex(hex));
    expect(decodeElements(fromHex(hex))).toEqual([element]);
  });

  it.each([
    ['R0KH-ID of 1 octet', { subelement: 'R0KH-ID', r0khId: octets(1) }],
    ['R0KH-ID of 48 octets', { subelement: 'R0KH-ID', r0khId: octets(48) }],
    ['BIGTK', { subelement: 'BIGTK', keyId: 6, bipn: octets(6), keyLength: 16, wrappedKey: octets(24) }],
    ['one that is not decoded', { subelement: 'unknown', id: 7, body: fromHex('aabb') }],
    ['one without octets', { subelement: 'unknown', id: 255, body: octets(0) }],
  ])('is taken in a subelement: %s', (_, subelement) => {
    const [read] = decodeElements(encodeElements([withSubelement(subelement)]));
    expect(read).toMatchObject({ subelements: [subelement] });
  });

  it.each<[unknown, string]>([
    [{ element: 'SSID', ssid: 'lwa' }, 'SSID.ssid: is to be 0 to 32 octets (Uint8Array)'],
    [
      withSubelement({ subelement: 'R0KH-ID', r0khId: octets(0) }),
      'Fast BSS Transition.subelements[0].R0KH-ID.r0khId: is to be 1 to 48 octets (Uint8Array)',
    ],
    [
      withSubelement({ subelement: 'R0KH-ID', r0khId: octets(49) }),
      'Fast BSS Transition.subelements[0].R0KH-ID.r0khId: is to be 1 to 48 octets (Uint8Array)',
    ],
    [withSubelement(undefined as never), 'Fast BSS Transition.subelements[0]: is to be an object'],
    [withSubelement(null as never), 'Fast BSS Transition.subelements[0]: is to be an object'],
    [
      withSubelement({ subelement: 'none' }),
      'Fast BSS Transition.subelements[0].subelement: is no subelement of this element',
    ],
    [
      withSubelement({ subelement: 'unknown', id: 9 }),
      'Fast BSS Transition.subelements[0].body: is to be octets (Uint8Array)',
    ],
    [{ element: 'unknown', id: -1, body: octets(0) }, 'id: is to be an integer from 0 to 255'],
    [{ element: 'unknown', id: 1.5, body: octets(0) }, 'id: is to be an integer from 0 to 255'],
    [{ element: 'unknown', id: '1', body: octets(0) }, 'id: is to be an integer from 0 to 255'],
  ])('is refused: %o', (element, reason) => {
    expect(refused(element)).toBe(`elements[0].${reason}`);
  });

  it('is refused beyond them as extension', () => {
    for (const extensionId of [-1, 256, 0.5, '1', null])
      expect(refused({ element: 'unknown', id: 255, extensionId, body: octets(0) })).toBe(
        'elements[0].extensionId: is to be an integer from 0 to 255',
      );
  });

  it.each([
    ['keyId', [-1, 4, 0.5, '1', null, undefined], 3],
    ['reservedBits', [-1, 32, 0.5, '1'], 31],
    ['reserved', [-1, 256, 0.5, '1'], 255],
  ] as const)('of some bits of an octet, %s, is refused beyond them', (name, values, most) => {
    expect(decodeKeyData(encodeKeyData([gtk]))).toEqual([gtk]);
    for (const value of values)
      expect(message(() => encodeKeyData([{ ...gtk, [name]: value } as KeyDataItem]))).toBe(
        `keyData[0].GTK.${name}: is to be an integer from 0 to ${most}`,
      );
  });
});

describe('what is too short for what it begins with', () => {
  it('is no WPA element for the octet that follows', () => {
    expect(decodeElements(fromHex('dd030050f2 010182'))).toEqual([
      { element: 'Vendor Specific', oui: '00-50-F2', content: octets(0) },
      { element: 'Supported Rates', rates: fromHex('82') },
    ]);
  });

  it('is no KDE for the octet that follows', () => {
    expect(decodeKeyData(fromHex('dd03000fac 0400 dd04000fac04'), { lax: true }).value).toEqual([
      { element: 'unknown', id: 0xdd, body: fromHex('000fac') },
      { element: 'unknown', id: 4, body: octets(0) },
      { kde: 'unknown', oui: '00-0F-AC', type: 4, body: octets(0) },
    ]);
  });

  it('is told with the octets that it lacks', () => {
    const { error } = decodeElements(fromHex('0001'), { lax: true });
    expect(error).toMatchObject({ path: 'elements[0].body', offset: 2, required: 1, available: 0 });
    expect(decodeElements(fromHex('000161 0001'), { lax: true }).error?.offset).toBe(5);
  });
});
