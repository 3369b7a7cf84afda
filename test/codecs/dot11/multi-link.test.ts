import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeElements,
  type Element,
  encodeElement,
  encodeElements,
  findMultiLink,
} from '../../../src/codecs/dot11/index.js';
import { fromHex } from '../../../src/codecs/hex.js';
import { checkHostile, expectUpToCut, failure, hostile } from './support.js';

const MLD = fromHex('020000000100');

const samples: readonly [string, Element][] = [
  [
    // A beacon.
    'ff 0e 6b 3001 0b 020000000100 01 02 0300',
    {
      element: 'Multi-Link',
      commonInfo: {
        mldMacAddress: MLD,
        linkIdInfo: 1,
        bssParametersChangeCount: 2,
        mldCapabilitiesAndOperations: 3,
      },
      linkInfo: [],
    },
  ],
  [
    // All fields of Common Info, reserved bits, and what a later edition may put behind.
    'ff 19 6b f8ff 16 020000000100 01 02 0300 0400 0500 06 0700 8899aabb',
    {
      element: 'Multi-Link',
      commonInfo: {
        reserved: 0xf808,
        mldMacAddress: MLD,
        linkIdInfo: 1,
        bssParametersChangeCount: 2,
        mediumSynchronizationDelay: 3,
        emlCapabilities: 4,
        mldCapabilitiesAndOperations: 5,
        apMldId: 6,
        extendedMldCapabilitiesAndOperations: 7,
        more: fromHex('8899aabb'),
      },
      linkInfo: [],
    },
  ],
  [
    // A request: the station on link 1, and on link 2 with every field of STA Info; then a subelement that is not known.
    'ff 3b 6b 0000 07 020000000100 000d 3100 07226aff32a697 31040102 001b f21f 17226aff32a698 6400 0102030405060708 0102 aabb 05 cc 3104 dd03aabbcc',
    {
      element: 'Multi-Link',
      commonInfo: { mldMacAddress: MLD },
      linkInfo: [
        {
          subelement: 'Per-STA Profile',
          staInfo: { linkId: 1, completeProfile: true, macAddress: fromHex('226aff32a697') },
          profile: fromHex('310401 02'),
        },
        {
          subelement: 'Per-STA Profile',
          staInfo: {
            linkId: 2,
            completeProfile: true,
            nstrBitmapSize: true,
            reserved: 1,
            macAddress: fromHex('226aff32a698'),
            beaconInterval: 100,
            tsfOffset: fromHex('0102030405060708'),
            dtimInfo: fromHex('0102'),
            nstrIndicationBitmap: fromHex('aabb'),
            bssParametersChangeCount: 5,
            more: fromHex('cc'),
          },
          profile: fromHex('3104'),
        },
        { subelement: 'unknown', id: 0xdd, body: fromHex('aabbcc') },
      ],
    },
  ],
];

const octetsOf = (hex: string): Uint8Array => fromHex(hex.replaceAll(' ', ''));

describe('the Multi-Link element', () => {
  it.each(samples)('%s, both ways', (hex, element) => {
    expect(decodeElements(octetsOf(hex))).toEqual([element]);
    expect(encodeElement(element)).toEqual(octetsOf(hex));
  });

  it('is kept as octets in its other variants', () => {
    const probe = fromHex('ff056b01000101');
    expect(decodeElements(probe)).toEqual([
      { element: 'unknown', id: 255, extensionId: 107, body: fromHex('01000101') },
    ]);
    expect(findMultiLink(decodeElements(probe))).toBeUndefined();
  });

  it('goes on in Fragment elements', () => {
    const profile = (length: number) => ({
      subelement: 'Per-STA Profile' as const,
      staInfo: { linkId: 1, completeProfile: true, macAddress: fromHex('226aff32a697') },
      profile: Uint8Array.from({ length }, (_, i) => i),
    });
    const whole = [profile(150), { ...profile(200), staInfo: { linkId: 2, completeProfile: false } }];
    // The body, made from two elements that hold one of the profiles each.
    const [first, second] = whole.map(one =>
      encodeElement({ element: 'Multi-Link', commonInfo: { mldMacAddress: MLD }, linkInfo: [one] }),
    ) as [Uint8Array, Uint8Array];
    const body = Uint8Array.of(...first.subarray(2), ...second.subarray(2 + 10));
    const octets = Uint8Array.of(
      255,
      255,
      ...body.subarray(0, 255),
      242,
      body.length - 255,
      ...body.subarray(255),
    );
    const elements = decodeElements(octets);
    expect(elements.map(({ element }) => element)).toEqual(['Multi-Link', 'unknown']);
    expect(encodeElements(elements)).toEqual(octets);
    expect(findMultiLink(elements)!.linkInfo).toEqual(whole);
    expect(findMultiLink(elements.slice(0, 1))!.linkInfo).toEqual(whole.slice(0, 1));
    // A fragment that is cut short.
    const cut = { element: 'unknown', id: 242, body: Uint8Array.of(1) } as const;
    expect(findMultiLink([elements[0]!, cut])!.linkInfo).toEqual(whole.slice(0, 1));
  });

  it('names the field that does not fit', () => {
    const told = (hex: string) => failure(() => decodeElements(octetsOf(hex)));
    expect(told('ff 03 6b 3001')).toMatchObject({
      code: 'truncated',
      path: 'elements[0].Multi-Link.commonInfo',
    });
    expect(told('ff 04 6b 3001 00')).toMatchObject({
      code: 'value',
      path: 'elements[0].Multi-Link.commonInfo',
    });
    expect(told('ff 0b 6b 3001 07 020000000100 01')).toMatchObject({
      code: 'truncated',
      path: 'elements[0].Multi-Link.commonInfo.linkIdInfo',
    });
    expect(() =>
      encodeElement({ element: 'Multi-Link', commonInfo: { mldMacAddress: MLD, reserved: 1 }, linkInfo: [] }),
    ).toThrow('commonInfo.reserved: is to have only bit 3, and bits from 11 up');
    for (const linkId of [16, -1, 0.5, '1' as never])
      expect(() =>
        encodeElement({
          element: 'Multi-Link',
          commonInfo: { mldMacAddress: MLD },
          linkInfo: [
            {
              subelement: 'Per-STA Profile',
              staInfo: { linkId, completeProfile: true },
              profile: new Uint8Array(0),
            },
          ],
        }),
      ).toThrow('linkId: is to be an integer from 0 to 15');
    const linkInfo = [undefined as never];
    expect(() =>
      encodeElement({ element: 'Multi-Link', commonInfo: { mldMacAddress: MLD }, linkInfo }),
    ).toThrow('Multi-Link.linkInfo[0]: is to be an object');
  });

  it('is read up to its end or refused, whatever the octets', () => {
    const inputs = hostile(samples.map(([, element]) => encodeElement(element)));
    expect(checkHostile(inputs, octets => decodeElements(octets), encodeElements)).toBeGreaterThan(20);
    fc.assert(
      fc.property(inputs, octets => {
        expectUpToCut(encodeElements(decodeElements(octets, { lax: true }).value), octets);
      }),
    );
  });
});
