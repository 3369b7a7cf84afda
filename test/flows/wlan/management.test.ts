import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findElement } from '../../../src/codecs/dot11/element.js';
import { decodeDot11 } from '../../../src/codecs/dot11/frame.js';
import { ifDecodable } from '../../../src/flows/engine/if-decodable.js';
import {
  addressed,
  CAPABILITIES,
  managementFrame,
  ssidElement,
  supportedRates,
  wmmInformation,
} from '../../../src/flows/wlan/frames.js';
import { type Management, readManagement } from '../../../src/flows/wlan/management.js';
import { rsneIn } from '../../../src/flows/wlan/rsn.js';
import { numberOf, type TidNumbers, withNumber } from '../../../src/flows/wlan/tid-numbers.js';

const elements = [ssidElement('lwa'), supportedRates(), wmmInformation()];
const announcement = {
  timestamp: 7n,
  beaconInterval: 100,
  capabilityInformation: CAPABILITIES,
  elements,
};
const response = { capabilityInformation: CAPABILITIES, statusCode: 40, aid: 1, elements };
const request = { capabilityInformation: CAPABILITIES, listenInterval: 5, elements };
const current = { currentApAddress: new Uint8Array(6) };
const frames = [
  managementFrame('beacon', announcement),
  managementFrame('probe-request', { elements }),
  managementFrame('probe-response', announcement),
  managementFrame('authentication', { algorithm: 1, transaction: 2, statusCode: 13, elements: [] }),
  managementFrame('authentication', { algorithm: 3, transaction: 1, statusCode: 0, body: new Uint8Array(9) }),
  managementFrame('association-request', request),
  managementFrame('association-response', response),
  managementFrame('reassociation-request', { ...request, ...current }),
  managementFrame('reassociation-response', response),
  managementFrame('disassociation', { reasonCode: 3, elements: [] }),
  managementFrame('deauthentication', { reasonCode: 3, elements }),
];

/** What the codec sees of what is looked at; undefined for a kind that neither stations nor access points know. */
const seenByCodec = (mpdu: Uint8Array): Management | undefined => {
  const frame = ifDecodable(() => decodeDot11(mpdu));
  switch (frame?.kind) {
    case 'beacon':
    case 'probe-request':
    case 'probe-response':
    case 'authentication':
    case 'association-request':
    case 'association-response':
    case 'reassociation-request':
    case 'reassociation-response':
    case 'disassociation':
    case 'deauthentication': {
      const found = frame.elements ?? [];
      const ssid = findElement(found, 'SSID');
      return {
        kind: frame.kind,
        algorithm: frame.kind === 'authentication' ? frame.algorithm : 0,
        transaction: frame.kind === 'authentication' ? frame.transaction : 0,
        statusCode: 'statusCode' in frame ? frame.statusCode : 0,
        elements: { ssid: ssid && new TextDecoder().decode(ssid.ssid), rsne: rsneIn(found) },
      };
    }
    default:
      return undefined;
  }
};

describe('management frames as stations and access points read them', () => {
  it.each(frames)('sees in each kind what the codec sees', frame => {
    expect(readManagement(frame)).toEqual(seenByCodec(frame));
    expect(readManagement(frame)).toBeDefined();
  });

  it('sees it in any octets, and where the elements are those of the frame before, or not', () => {
    const changes = fc.array(fc.record({ at: fc.nat(80), to: fc.nat(255) }), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(...frames),
        changes,
        fc.integer({ min: -40, max: 8 }),
        (frame, all, more) => {
          const mpdu = new Uint8Array(Math.max(0, frame.length + more));
          mpdu.set(frame.subarray(0, mpdu.length));
          for (const { at, to } of all) if (at < mpdu.length) mpdu[at] = to;
          expect(readManagement(mpdu)).toEqual(seenByCodec(mpdu));
          expect(readManagement(mpdu)).toEqual(seenByCodec(mpdu));
          expect(readManagement(frame)).toEqual(seenByCodec(frame));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('are made for their addresses, and leave the frame that they are made from as it is', () => {
    const [to, from, bssid] = [1, 2, 3].map(fill => new Uint8Array(6).fill(fill)) as Uint8Array[];
    const before = frames[0]!.slice();
    const made = addressed(frames[0]!, to!, from!, bssid!);
    expect([made.subarray(4, 10), made.subarray(10, 16), made.subarray(16, 22)]).toEqual([to, from, bssid]);
    expect(made.subarray(22)).toEqual(before.subarray(22));
    expect(frames[0]).toEqual(before);
  });
});

describe('numbers by TID', () => {
  it('are kept apart', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(16), fc.nat())), all => {
        let numbers: TidNumbers;
        for (const [tid, number] of all) numbers = withNumber(numbers, tid, number);
        const known = new Map(all);
        for (let tid = 0; tid <= 16; tid++) expect(numberOf(numbers, tid)).toBe(known.get(tid));
      }),
    );
  });
});
