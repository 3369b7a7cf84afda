import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  decodeElements,
  type Element,
  encodeElement,
  encodeElements,
  findElement,
  rsnCapabilities,
} from '../../../src/codecs/dot11/index.js';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { checkHostile, expectUpToCut, failure, hostile } from './support.js';

const rsne = fromHex(
  '302a 0100 000fac04 0100 000fac04 0100 000fac06 c000 0100 0f0e0d0c0b0a09080706050403020100 000fac06',
);
const subelements = '0106020000000001 03026130 0503510600';
const fte = (micLength: number): Uint8Array => {
  const octets = fromHex(`0001${'a1'.repeat(micLength)}${'b2'.repeat(32)}${'c3'.repeat(32)}${subelements}`);
  return Uint8Array.of(55, octets.length, ...octets);
};

/** One of each, with its octets. */
const samples: readonly [string, Element][] = [
  ['0003616263', { element: 'SSID', ssid: fromHex('616263') }],
  ['01028284', { element: 'Supported Rates', rates: fromHex('8284') }],
  ['03010b', { element: 'DS Parameter Set', currentChannel: 11 }],
  [
    '3603a1b201',
    {
      element: 'Mobility Domain',
      mobilityDomainIdentifier: fromHex('a1b2'),
      ftCapabilityAndPolicy: { reserved: 0, resourceRequestProtocol: false, fastBssTransitionOverDs: true },
    },
  ],
  ['380503e8030000', { element: 'Timeout Interval', timeoutIntervalType: 3, timeoutIntervalValue: 1000 }],
  [
    '4c100400 010000000000 a1a2a3a4a5a6a7a8',
    {
      element: 'Management MIC',
      keyId: 4,
      ipn: fromHex('010000000000'),
      mic: fromHex('a1a2a3a4a5a6a7a8'),
    },
  ],
  [
    'f40120',
    {
      element: 'RSNX',
      fieldLength: 0,
      protectedTwtOperations: false,
      saeHashToElement: true,
      reserved: 0,
      moreCapabilities: new Uint8Array(0),
    },
  ],
  [
    'f4022201',
    {
      element: 'RSNX',
      fieldLength: 2,
      protectedTwtOperations: false,
      saeHashToElement: true,
      reserved: 0,
      moreCapabilities: fromHex('01'),
    },
  ],
  ['dd050050f20211', { element: 'Vendor Specific', oui: '00-50-F2', content: fromHex('0211') }],
  [
    'dd16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202',
    {
      element: 'WPA',
      version: 1,
      groupCipher: '00-50-F2:2',
      pairwiseCiphers: ['00-50-F2:2'],
      akms: ['00-50-F2:2'],
    },
  ],
  ['ff03231122', { element: 'unknown', id: 255, extensionId: 35, body: fromHex('1122') }],
  ['2a0104', { element: 'unknown', id: 42, body: fromHex('04') }],
  ['ff00', { element: 'unknown', id: 255, body: new Uint8Array(0) }],
];

describe('elements', () => {
  it.each(samples)('%s, both ways', (hex, element) => {
    expect(decodeElements(fromHex(hex))).toEqual([element]);
    expect(encodeElement(element)).toEqual(fromHex(hex));
  });

  it('reads an RSNE with all of its fields', () => {
    const [element] = decodeElements(rsne);
    expect(element).toEqual({
      element: 'RSN',
      version: 1,
      groupCipher: '00-0F-AC:4',
      pairwiseCiphers: ['00-0F-AC:4'],
      akms: ['00-0F-AC:6'],
      capabilities: rsnCapabilities({
        managementFrameProtectionCapable: true,
        managementFrameProtectionRequired: true,
      }),
      pmkids: [fromHex('0f0e0d0c0b0a09080706050403020100')],
      groupManagementCipher: '00-0F-AC:6',
    });
  });

  it.each([
    [0, 'preauthentication', true],
    [1, 'noPairwise', true],
    [2, 'ptksaReplayCounters', 1],
    [5, 'gtksaReplayCounters', 2],
    [6, 'managementFrameProtectionRequired', true],
    [7, 'managementFrameProtectionCapable', true],
    [8, 'jointMultiBandRsna', true],
    [9, 'peerKeyEnabled', true],
    [10, 'sppAMsduCapable', true],
    [11, 'sppAMsduRequired', true],
    [12, 'pbac', true],
    [13, 'extendedKeyId', true],
    [14, 'ocvc', true],
    [15, 'reserved', true],
  ] as const)('has RSN capability bit %i as %s', (bit, name, value) => {
    const octets = rsne.slice();
    octets.set([(1 << bit) & 0xff, (1 << bit) >> 8], 20);
    const rsn = findElement(decodeElements(octets), 'RSN');
    expect(rsn?.capabilities).toEqual(rsnCapabilities({ [name]: value }));
    expect(encodeElements([rsn!])).toEqual(octets);
  });

  it('takes an RSNE that ends behind any field, and in no other place', () => {
    const ends: number[] = [];
    for (let length = 0; length <= rsne.length - 2; length++) {
      const octets = rsne.slice(0, 2 + length);
      octets[1] = length;
      const { value, error } = decodeElements(octets, { lax: true });
      expect(encodeElements(value)).toEqual(octets);
      if (error === undefined) ends.push(length);
      else expect(value[0]).toMatchObject({ element: 'unknown', id: 48 });
    }
    expect(ends).toEqual([2, 6, 12, 18, 20, 38, 42]);
  });

  it('refuses an RSNE with a gap', () => {
    expect(() => encodeElements([{ element: 'RSN', version: 1, akms: ['00-0F-AC:2'] }])).toThrow(
      'elements[0].RSN.akms: is only there behind groupCipher',
    );
    expect(() => encodeElements([{ element: 'RSN', version: 1, more: fromHex('00') }])).toThrow(
      'elements[0].RSN.more: is only there behind groupCipher',
    );
  });

  /** Wireshark, hostapd and wpa_supplicant read them all, and pass over what is behind. */
  it.each([
    ['RSN', `${toHex(rsne)}aabb`, 'aabb'],
    ['WPA', 'dd18 0050f201 0100 0050f202 0100 0050f202 0100 0050f202 0000', undefined],
    ['WPA', 'dd19 0050f201 0100 0050f202 0100 0050f202 0100 0050f202 0000cc', 'cc'],
    ['Mobility Domain', '3605a1b2010102', '0102'],
    ['Timeout Interval', '3806 03e803000000', '00'],
  ] as const)('keeps what follows the fields of %s, which is extensible: %s', (name, hex, more) => {
    const octets = fromHex(hex);
    octets[1] = octets.length - 2;
    const element = findElement(decodeElements(octets), name);
    expect(element?.more).toEqual(more === undefined ? undefined : fromHex(more));
    expect(encodeElements([element!])).toEqual(octets);
    // With what was known before, it reads as it did.
    if (name === 'RSN') expect(element).toEqual({ ...decodeElements(rsne)[0], more: fromHex('aabb') });
  });

  it('takes a Management MIC of 8 or 16 octets, and no other', () => {
    for (let length = 0; length <= 20; length++) {
      const element = { element: 'Management MIC', keyId: 5, ipn: new Uint8Array(6) } as const;
      const octets = fromHex(`4c000500${'00'.repeat(6 + length)}`);
      octets[1] = octets.length - 2;
      if (length === 8 || length === 16) {
        const value = { ...element, mic: new Uint8Array(length) };
        expect(decodeElements(octets)).toEqual([value]);
        expect(encodeElements([value])).toEqual(octets);
      } else {
        expect(failure(() => decodeElements(octets)).path).toBe('elements[0].Management MIC.mic');
        expect(() => encodeElements([{ ...element, mic: new Uint8Array(length) }])).toThrow(
          'elements[0].Management MIC.mic: is to be 8 or 16 octets (Uint8Array)',
        );
      }
    }
  });

  it('names the list that claims more than its element has', () => {
    const octets = fromHex('0000 300c 0100 000fac04 0200 000fac04');
    expect(failure(() => decodeElements(octets))).toMatchObject({
      path: 'elements[1].RSN.pairwiseCiphers',
      offset: 12,
      required: 8,
      available: 4,
      claimedBy: 'elements[1].RSN.pairwiseCiphersCount',
    });
  });

  it('names the element that is longer than the octets', () => {
    expect(failure(() => decodeElements(fromHex('000161 0103aa')))).toMatchObject({
      code: 'truncated',
      path: 'elements[1].body',
      offset: 5,
      required: 3,
      available: 1,
      claimedBy: 'elements[1].length',
    });
    expect(failure(() => decodeElements(fromHex('00')))).toMatchObject({
      path: 'elements[0].length',
      offset: 1,
    });
    expect(decodeElements(fromHex('000161 0103aa'), { lax: true })).toMatchObject({
      value: [{ element: 'SSID' }],
      error: { path: 'elements[1].body' },
    });
  });

  it('keeps what does not fit its format under lax', () => {
    const octets = fromHex('0302aabb 000161');
    expect(failure(() => decodeElements(octets))).toMatchObject({
      code: 'trailing',
      path: 'elements[0].DS Parameter Set',
      offset: 3,
    });
    const { value, error } = decodeElements(octets, { lax: true });
    expect(value).toEqual([
      { element: 'unknown', id: 3, body: fromHex('aabb') },
      { element: 'SSID', ssid: fromHex('61') },
    ]);
    expect(error?.code).toBe('trailing');
    expect(encodeElements(value)).toEqual(octets);
  });

  it('refuses values that do not fit, by name', () => {
    const refused = (element: unknown): string => {
      try {
        encodeElements([element as Element]);
      } catch (error) {
        if (error instanceof EncodeError) return error.path;
        throw error;
      }
      return 'accepted';
    };
    expect(refused({ element: 'SSID', ssid: new Uint8Array(33) })).toBe('elements[0].SSID.ssid');
    expect(refused({ element: 'DS Parameter Set', currentChannel: 256 })).toBe(
      'elements[0].DS Parameter Set.currentChannel',
    );
    expect(refused({ element: 'Vendor Specific', oui: '0050F2', content: rsne })).toBe(
      'elements[0].Vendor Specific.oui',
    );
    expect(refused({ element: 'unknown', id: 1, body: new Uint8Array(256) })).toBe('elements[0]');
    expect(refused({ element: 'unknown', id: 256, body: rsne })).toBe('elements[0].id');
    expect(refused({ element: 'unknown', id: 1, extensionId: 1, body: rsne })).toBe(
      'elements[0].extensionId',
    );
    for (const element of ['none', 'toString', '__proto__', 48])
      expect(refused({ element })).toBe('elements[0].element');
    expect(refused({ element: 'RSN', version: 1, groupCipher: '00-0F-AC:256' })).toBe(
      'elements[0].RSN.groupCipher',
    );
  });

  it('survives encoding and decoding of random RSNEs', () => {
    const suite = fc.tuple(fc.uint8Array({ minLength: 3, maxLength: 3 }), fc.nat(255)).map(
      ([oui, type]) =>
        `${toHex(oui)
          .toUpperCase()
          .replace(/..(?!$)/g, '$&-')}:${type}`,
    );
    const element = fc.record({
      element: fc.constant('RSN' as const),
      version: fc.nat(0xffff),
      groupCipher: suite,
      pairwiseCiphers: fc.array(suite, { maxLength: 5 }),
      akms: fc.array(suite, { maxLength: 5 }),
      capabilities: fc.record({ ocvc: fc.boolean(), gtksaReplayCounters: fc.nat(3) }).map(rsnCapabilities),
      pmkids: fc.array(fc.uint8Array({ minLength: 16, maxLength: 16 }), { maxLength: 3 }),
      groupManagementCipher: fc.option(suite, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(element, { maxLength: 3 }), elements => {
        expect(decodeElements(encodeElements(elements))).toEqual(elements);
      }),
    );
  });

  describe('of which many do not fit their format', () => {
    const badFte = fte(16);
    badFte[badFte.length - 4] = 9;
    /** Empty RSN, a Timeout Interval that is too short, and a subelement that is too long for its element. */
    const bad = ['3000', '3801ff', toHex(badFte)];
    const items = Array.from({ length: 40 }, (_, i) => bad[i % bad.length]!);

    it('are all kept, with the first error', () => {
      for (let first = 0; first < bad.length; first++) {
        const octets = fromHex(['000161', ...items.slice(first), '000162'].join(''));
        const { value, error } = decodeElements(octets, { lax: true });
        expect(value.map(({ element }) => element)).toEqual([
          'SSID',
          ...items.slice(first).map(() => 'unknown'),
          'SSID',
        ]);
        expect(encodeElements(value)).toEqual(octets);
        const alone = failure(() => decodeElements(octets));
        expect(error?.toJSON()).toEqual(alone.toJSON());
        expect(error?.path.startsWith('elements[1].')).toBe(true);
      }
    });

    it('cost no more errors than one', async () => {
      let made = 0;
      class Counted extends Error {
        constructor(message?: string) {
          super(message);
          made++;
        }
      }
      vi.stubGlobal('Error', Counted);
      vi.resetModules();
      try {
        const { decodeElements } = await import('../../../src/codecs/dot11/index.js');
        const errorsOf = (list: readonly string[]): number => {
          made = 0;
          expect(decodeElements(fromHex(list.join('')), { lax: true }).error).toBeDefined();
          return made;
        };
        for (const one of bad) {
          const ofOne = errorsOf([one]);
          expect(ofOne).toBeGreaterThan(0);
          expect(errorsOf([one, ...items])).toBe(ofOne);
        }
      } finally {
        vi.unstubAllGlobals();
        vi.resetModules();
      }
    });
  });

  it('returns or throws DecodeError for hostile octets, and gives back what it takes', () => {
    const inputs = hostile([rsne, fte(16), fte(24), ...samples.map(([hex]) => fromHex(hex))]);
    expect(checkHostile(inputs, octets => decodeElements(octets), encodeElements)).toBeGreaterThan(50);
    fc.assert(
      fc.property(inputs, octets => {
        expectUpToCut(encodeElements(decodeElements(octets, { lax: true }).value), octets);
      }),
    );
  });
});
