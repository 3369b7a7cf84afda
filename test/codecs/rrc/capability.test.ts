/** UE capability transfer: the messages, what they contain, and the WLAN MAC address in it (TS 36.331, 5.6.3). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { bits, type Codec } from '../../../src/codecs/per/index.js';
import { UEEUTRACapability } from '../../../src/codecs/rrc/ie/capability/ue-eutra-capability.js';
import {
  DlDcch,
  decodeUeEutraCapability,
  encodeUeEutraCapability,
  lwaParametersOf,
  reconfigurationComplete,
  type UeCapability,
  UeEutraCapability,
  type ULDCCHMessage,
  UlDcch,
  ueCapabilityEnquiry,
  ueCapabilityInformation,
  wlanMacAddressOf,
} from '../../../src/codecs/rrc/index.js';
import { wireshark } from '../../wireshark.js';
import { leftOf } from './collected.js';
import { fieldsOf } from './drawn.js';
import { deepOf } from './levels.js';
import { shownOf } from './pdml.js';
import { type CapabilityVector, capabilityVectors, vectorsIn } from './vectors.js';

/** Messages that phones and an eNB sent. */
const collected = vectorsIn<{
  readonly name: string;
  readonly channel: 'dlDcch' | 'ulDcch';
  readonly uper: string;
}>('rrc-capability-collected.json');

const codecs: Readonly<Record<CapabilityVector['pdu'], Codec<never>>> = {
  'DL-DCCH-Message': DlDcch as Codec<never>,
  'UL-DCCH-Message': UlDcch as Codec<never>,
  'UE-EUTRA-Capability': UeEutraCapability as Codec<never>,
};

const address = fromHex('025545000001');

/** A UECapabilityInformation with containers of these octets. */
const informationOf = (...containers: readonly [rat: 'eutra' | 'utra' | 'nr', octets: Uint8Array][]) =>
  ({
    message: {
      choice: 'c1',
      value: {
        choice: 'ueCapabilityInformation',
        value: {
          'rrc-TransactionIdentifier': 0,
          criticalExtensions: {
            choice: 'c1',
            value: {
              choice: 'ueCapabilityInformation-r8',
              value: {
                'ue-CapabilityRAT-ContainerList': containers.map(([rat, octets]) => ({
                  'rat-Type': rat,
                  'ueCapabilityRAT-Container': octets,
                })),
              },
            },
          },
        },
      },
    },
  }) satisfies ULDCCHMessage;

/** The containers of a UECapabilityInformation. */
function containersOf({ message }: ULDCCHMessage) {
  if (message.choice !== 'c1' || message.value.choice !== 'ueCapabilityInformation')
    throw new Error('another');
  const { criticalExtensions } = message.value.value;
  if (criticalExtensions.choice !== 'c1') throw new Error('no c1');
  if (criticalExtensions.value.choice !== 'ueCapabilityInformation-r8') throw new Error('a spare');
  return criticalExtensions.value.value['ue-CapabilityRAT-ContainerList'];
}

/** The container that a builder makes. */
const containerOf = (capability: UeCapability): Uint8Array =>
  containersOf(ueCapabilityInformation(capability))[0]!['ueCapabilityRAT-Container'];

describe('what an ASN.1 compiler encodes', () => {
  it.each(capabilityVectors)('is written and read: $name', ({ pdu, value, uper }) => {
    const codec = codecs[pdu];
    expect(toHex(codec.encode(codec.fromJson(value)))).toBe(uper);
    const decoded = codec.decode(fromHex(uper));
    expect(codec.toJson(decoded)).toEqual(value);
    expect(toHex(codec.encode(decoded))).toBe(uper);
  });

  it('is an enquiry, bit by bit', () => {
    // c1, ueCapabilityEnquiry, identifier 2, c1, r8, no extension, two technologies of the root: 1 and 5.
    const octets = bits('0 0111 10 0 00 0 001 0 001 0 101'.replaceAll(' ', '')).bytes;
    expect(toHex(DlDcch.encode(ueCapabilityEnquiry(['utra', 'nr'], 2)))).toBe(toHex(octets));
  });
});

describe('messages of phones and of an eNB', () => {
  it.each(collected)('$name is read to the end of Release 14, and written again', ({ channel, uper }) => {
    const codec = (channel === 'dlDcch' ? DlDcch : UlDcch) as Codec<never>;
    const message = codec.decode(fromHex(uper));
    expect(toHex(codec.encode(message))).toBe(uper);
    const json = JSON.parse(JSON.stringify(codec.toJson(message)));
    expect(toHex(codec.encode(codec.fromJson(json)))).toBe(uper);
  });

  it.each([
    ['uecapabilityparser/eutra-geran-utra', ['eutra', 'geran-cs', 'utra'], 481],
    ['uecapabilityparser/eutra-nr', ['eutra', 'nr', 'eutra-nr'], 225],
  ])('%s has the capabilities of later releases behind it', (name, rats, surplus) => {
    const message = UlDcch.decode(fromHex(collected.find(m => m.name === name)!.uper));
    const containers = containersOf(message);
    expect(containers.map(container => container['rat-Type'])).toEqual(rats);
    const octets = containers[0]!['ueCapabilityRAT-Container'];
    const capability = decodeUeEutraCapability(octets);
    expect(capability.accessStratumRelease).toBe('rel15');
    expect(capability._surplus?.length).toBe(surplus);
    expect(toHex(encodeUeEutraCapability(capability))).toBe(toHex(octets));
    const json = JSON.parse(JSON.stringify(UeEutraCapability.toJson(capability)));
    expect(toHex(encodeUeEutraCapability(UeEutraCapability.fromJson(json)))).toBe(toHex(octets));
    // Neither phone knows LWA.
    expect(wlanMacAddressOf(message)).toBeUndefined();
  });

  it('asks for E-UTRA in three bands, in the reduced format', () => {
    const { uper } = collected.find(({ name }) => name === 'srsran/enquiry')!;
    const json = JSON.stringify(DlDcch.toJson(DlDcch.decode(fromHex(uper))));
    expect(json).toContain('"ue-CapabilityRequest":["eutra"]');
    expect(json).toContain('"requestedFrequencyBands-r11":[14,40,42]');
    expect(json).toContain('"requestedFreqBandsNR-MRDC-r15":{"hex":"00803413829809b04100"}');
  });

  wireshark.describe('as Wireshark sees them', () => {
    it('have all fields that are read, in their order', () => {
      const information = collected.filter(({ channel }) => channel === 'ulDcch');
      const shown = shownOf(
        information.map(({ uper }) => ({ channel: 'ulDcch', octets: fromHex(uper) })),
        'UE_EUTRA_Capability_element',
      );
      for (const [i, { uper }] of information.entries()) {
        const octets = containersOf(UlDcch.decode(fromHex(uper)))[0]!['ueCapabilityRAT-Container'];
        const own = fieldsOf(UEEUTRACapability, decodeUeEutraCapability(octets), '').filter(
          ([name]) => name !== 'lateNonCriticalExtension',
        );
        expect(own.length).toBeGreaterThan(300);
        // The rest are those of later releases and of other technologies; leftOf throws for one of ours that is not there.
        expect(leftOf(shown[i]!.fields, own).length).toBeGreaterThan(0);
      }
    });
  });
});

describe('UE-EUTRA-Capability with anything in it, to the last level', () => {
  const drawn = deepOf(UEEUTRACapability, () => false) as fc.Arbitrary<UEEUTRACapability>;

  it('is written and read, and so is its JSON', () => {
    fc.assert(
      fc.property(drawn, capability => {
        const octets = encodeUeEutraCapability(capability);
        const again = decodeUeEutraCapability(octets);
        expect(UeEutraCapability.toJson(again)).toEqual(UeEutraCapability.toJson(capability));
        expect(toHex(encodeUeEutraCapability(again))).toBe(toHex(octets));
        const json = JSON.parse(JSON.stringify(UeEutraCapability.toJson(again)));
        expect(toHex(encodeUeEutraCapability(UeEutraCapability.fromJson(json)))).toBe(toHex(octets));
      }),
      { numRuns: 100 },
    );
  });

  it('ends with a DecodeError wherever it is cut, and does not hide the message', () => {
    fc.assert(
      fc.property(drawn, fc.double({ min: 0, max: 0.99, noNaN: true }), (capability, part) => {
        const octets = encodeUeEutraCapability(capability);
        const cut = octets.subarray(0, Math.floor(octets.length * part));
        expect(UeEutraCapability.decode(cut, { lax: true }).error).toMatchObject({ name: 'DecodeError' });
        const message = UlDcch.encode(informationOf(['nr', octets], ['eutra', cut]));
        expect(toHex(containersOf(UlDcch.decode(message))[1]!['ueCapabilityRAT-Container'])).toBe(toHex(cut));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a UE of Release 14', () => {
  it('tells what it is given, and what every UE has', () => {
    const message = ueCapabilityInformation({
      transactionId: 3,
      bands: [3, 7],
      wlanMacAddress: address,
      wlanBands: ['band5'],
      lwa: true,
      splitBearer: true,
      bufferSize: true,
      handoverWithoutWtChange: true,
      uplink: true,
      rlcUm: true,
    });
    const again = UlDcch.decode(UlDcch.encode(message));
    expect(again).toEqual(message);
    const [container, ...others] = containersOf(again);
    expect(others).toEqual([]);
    expect(container!['rat-Type']).toBe('eutra');
    const capability = decodeUeEutraCapability(container!['ueCapabilityRAT-Container']);
    expect(capability.accessStratumRelease).toBe('rel14');
    expect(capability['rf-Parameters'].supportedBandListEUTRA.map(band => band.bandEUTRA)).toEqual([3, 7]);
    const json = JSON.stringify(UeEutraCapability.toJson(capability));
    for (const part of [
      '"interRAT-ParametersWLAN-r13":{"supportedBandListWLAN-r13":["band5"]}',
      '"lwa-Parameters-r13":{"lwa-r13":"supported","lwa-SplitBearer-r13":"supported","wlan-MAC-Address-r13":{"hex":"025545000001"},"lwa-BufferSize-r13":"supported"}',
      '"lwa-Parameters-v1430":{"lwa-HO-WithoutWT-Change-r14":"supported","lwa-UL-r14":"supported"}',
      '"lwa-Parameters-v1440":{"lwa-RLC-UM-r14":"supported"}',
    ])
      expect(json).toContain(part);
  });

  wireshark.describe('as Wireshark sees it', () => {
    it('has the fields that it was given', () => {
      const message = ueCapabilityInformation({
        bands: [1, 3],
        wlanMacAddress: address,
        lwa: true,
        rlcUm: true,
      });
      const [shown] = shownOf(
        [{ channel: 'ulDcch', octets: UlDcch.encode(message) }],
        'UE_EUTRA_Capability_element',
      );
      const octets = containersOf(message)[0]!['ueCapabilityRAT-Container'];
      const own = fieldsOf(UEEUTRACapability, decodeUeEutraCapability(octets), '');
      // What the late extension holds, Wireshark reads too.
      expect(leftOf(shown!.fields, own)).toEqual([['featureGroupIndRel9Add-r9', '00400000']]);
      expect(shown!.remarks).toEqual([]);
    });
  });

  it('need not know LWA', () => {
    const json = JSON.stringify(
      UeEutraCapability.toJson(decodeUeEutraCapability(containerOf({ lwa: false }))),
    );
    expect(json).toContain('"lwa-Parameters-r13":{}');
    expect(json).toContain('"bandEUTRA":1');
    expect(json).not.toContain('"lwa-r13"');
  });

  it.each<[UeCapability, RegExp]>([
    [{ bands: [] }, /supportedBandListEUTRA: .*1 to 64/],
    [{ bands: [65] }, /bandEUTRA: .*1\.\.64/],
    [{ wlanMacAddress: fromHex('0255') }, /wlan-MAC-Address-r13: .*6 octets/],
  ])('has no %j', (capability, message) => {
    expect(() => ueCapabilityInformation(capability)).toThrow(EncodeError);
    expect(() => ueCapabilityInformation(capability)).toThrow(message);
  });
});

describe('wlanMacAddressOf', () => {
  const container = containerOf({ wlanMacAddress: address, lwa: true });
  /** The place of the address in the bits of the container. */
  const at = bitsOf(container).indexOf(bitsOf(address));

  function bitsOf(octets: Uint8Array): string {
    return [...octets].map(octet => octet.toString(2).padStart(8, '0')).join('');
  }

  it.each(capabilityVectors.filter(({ pdu }) => pdu === 'UE-EUTRA-Capability'))(
    'finds what there is: $name',
    ({ value, uper }) => {
      const told = /"wlan-MAC-Address-r13":\{"hex":"([^"]*)"\}/.exec(JSON.stringify(value))?.[1];
      const found = wlanMacAddressOf(informationOf(['eutra', fromHex(uper)]));
      expect(found && toHex(found)).toBe(told);
    },
  );

  it('finds it in the container of E-UTRA alone, in whichever place', () => {
    expect(wlanMacAddressOf(informationOf(['nr', container]))).toBeUndefined();
    const none = containerOf({});
    expect(wlanMacAddressOf(informationOf(['utra', fromHex('00')], ['eutra', container]))).toEqual(address);
    expect(wlanMacAddressOf(informationOf(['eutra', none]))).toBeUndefined();
    expect(wlanMacAddressOf(informationOf())).toBeUndefined();
  });

  it('finds what else the UE says of LWA', () => {
    expect(lwaParametersOf(informationOf(['eutra', container]))).toEqual(
      lwaParametersOf(ueCapabilityInformation({ lwa: true, wlanMacAddress: address })),
    );
    expect(lwaParametersOf(ueCapabilityInformation({ lwa: true, splitBearer: true }))).toEqual({
      'lwa-r13': 'supported',
      'lwa-SplitBearer-r13': 'supported',
    });
    expect(lwaParametersOf(ueCapabilityInformation())).toEqual({});
  });

  it('finds it where what follows cannot be read, and nothing where it cannot be read itself', () => {
    expect(at).toBeGreaterThan(0);
    for (let length = 0; length <= container.length; length++) {
      const found = wlanMacAddressOf(informationOf(['eutra', container.subarray(0, length)]));
      if (length * 8 >= at + 48) expect(found).toEqual(address);
      else expect(found).toBeUndefined();
    }
  });

  it('takes what could be read of a message that is cut', () => {
    const octets = UlDcch.encode(informationOf(['eutra', container], ['utra', fromHex('0102')]));
    let found = 0;
    for (let length = 0; length < octets.length; length++) {
      const { value } = UlDcch.decode(octets.subarray(0, length), { lax: true });
      const told = wlanMacAddressOf(value);
      if (told === undefined) continue;
      expect(told).toEqual(address);
      found++;
    }
    // As soon as the container of E-UTRA is whole.
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(5);
  });

  it('finds nothing in other messages', () => {
    expect(wlanMacAddressOf(reconfigurationComplete())).toBeUndefined();
    expect(wlanMacAddressOf(UlDcch.decode(fromHex('c000')))).toBeUndefined();
    // criticalExtensionsFuture, and spare1.
    expect(wlanMacAddressOf(UlDcch.decode(fromHex('3900')))).toBeUndefined();
    expect(wlanMacAddressOf(UlDcch.decode(fromHex('38e0')))).toBeUndefined();
  });

  it('gives six octets or nothing, whatever the container, which is written again if it can be read', () => {
    const isAddress = (octets: Uint8Array): void => {
      const { value, error } = UeEutraCapability.decode(octets, { lax: true });
      if (error === undefined) expect(toHex(UeEutraCapability.encode(value))).toBe(toHex(octets));
      const found = wlanMacAddressOf(informationOf(['eutra', octets]));
      if (found !== undefined) expect(found).toHaveLength(6);
    };
    const real = containersOf(UlDcch.decode(fromHex(collected[0]!.uper)))[0]!['ueCapabilityRAT-Container'];
    for (const octets of [container, real.subarray(0, 120)]) {
      for (let bit = 0; bit < octets.length * 8; bit++) {
        const flipped = octets.slice();
        flipped[bit >> 3]! ^= 0x80 >> (bit & 7);
        isAddress(flipped);
      }
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), isAddress), { numRuns: 1000 });
  });
});
