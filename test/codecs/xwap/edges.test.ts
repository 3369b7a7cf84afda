import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { bits } from '../../../src/codecs/per/index.js';
import {
  decodeXwap,
  encodeXwap,
  lwipAdditionRequest,
  type MessageInput,
  viewXwap,
  wtModificationRequestAcknowledge,
  XwAP,
  type XwAPPDU,
  xwapMessage,
} from '../../../src/codecs/xwap/index.js';
import { octetsOf } from './vectors.js';

const ids = { 'ENB-UE-XwAP-ID': Uint8Array.of(0, 160, 1), 'WT-UE-XwAP-ID': Uint8Array.of(0, 176, 1) };
const modification = (ies: Partial<MessageInput<'WTModificationRequest'>>): XwAPPDU =>
  xwapMessage('WTModificationRequest', { ...ids, Cause: { choice: 'misc', value: 'unspecified' }, ...ies });

/** Octets and JSON, there and back; compared as text, which is fast for long values too. */
function expectRoundTrip(pdu: XwAPPDU): void {
  const octets = encodeXwap(pdu);
  const json = JSON.stringify(XwAP.toJson(pdu));
  expect(JSON.stringify(XwAP.toJson(decodeXwap(octets))) === json).toBe(true);
  expect(toHex(encodeXwap(decodeXwap(octets))) === toHex(octets)).toBe(true);
  expect(toHex(encodeXwap(XwAP.fromJson(JSON.parse(json)))) === toHex(octets)).toBe(true);
}

const messageOf = (type: string, value: unknown): XwAPPDU =>
  XwAP.fromJson({
    choice: 'initiatingMessage',
    value: { procedureCode: 7, criticality: 'reject', value: { type, value } },
  });

describe('edges', () => {
  it('fragments from 16384 octets on, in IEs and strings', () => {
    for (const length of [127, 128, 16383, 16384, 16385, 32768, 65535, 65536, 65537, 150_000]) {
      const value = Uint8Array.from({ length }, (_, i) => i);
      expectRoundTrip(
        lwipAdditionRequest({
          enbUeXwapId: 1,
          ueIdentity: new Uint8Array(6),
          lwipPsk: new Uint8Array(32),
          ikeInitiatorIdentity: value,
        }),
      );
      const unknown = { id: 999, criticality: 'notify', value: { type: null, value: { hex: toHex(value) } } };
      expectRoundTrip(messageOf('WTModificationRequest', { protocolIEs: [unknown] }));
    }
  });

  it('keeps unknown IEs of each criticality, in their places', () => {
    for (const criticality of ['reject', 'ignore', 'notify']) {
      const field = (id: number, hex: string) => ({ id, criticality, value: { type: null, value: { hex } } });
      const pdu = messageOf('WTModificationRequest', {
        protocolIEs: [
          field(65535, '0102'),
          { id: 25, criticality, value: { type: 'UE-XwAP-ID', value: { hex: '00a001' } } },
          field(0, '00'),
          field(31, 'ff'),
        ],
      });
      expectRoundTrip(pdu);
    }
  });

  it('of lists: 1 and 1024 WLANs, none and one too many refused', () => {
    const set = (length: number) => Array.from({ length }, () => ({ bSSID: new Uint8Array(6) }));
    expectRoundTrip(modification({ MobilitySet: set(1) }));
    expectRoundTrip(modification({ MobilitySet: set(1024) }));
    for (const wrong of [0, 1025]) {
      expect(() => encodeXwap(modification({ MobilitySet: set(wrong) }))).toThrow(
        'XwAP-PDU.initiatingMessage.value.protocolIEs[3].value: must be of 1 to 1024 elements',
      );
    }
  });

  it('of integers with an extension marker', () => {
    const pair = { enbUeXwapId: 0, wtUeXwapId: 2 ** 24 - 1 };
    for (const erabId of [-1, 0, 15, 16, 255, 256, 2 ** 40, -(2 ** 40)]) {
      expectRoundTrip(wtModificationRequestAcknowledge({ ...pair, released: [erabId] }));
    }
  });

  it('of addresses: 1 to 160 bits, and beyond in the extension', () => {
    for (const length of [1, 8, 16, 17, 128, 160, 161, 320]) {
      const endpoint = { transportLayerAddress: bits('1'.repeat(length)), 'gTP-TEID': new Uint8Array(4) };
      expectRoundTrip(
        xwapMessage('LWIPAdditionRequestAcknowledge', { ...ids, 'LWIP-SeGWGTPtunnelEndpoint': endpoint }),
      );
    }
  });

  it('of enumerations: later values by their number, known ones by name only', () => {
    for (const enumExt of [2, 63, 64, 65535]) {
      expectRoundTrip(modification({ Cause: { choice: 'radioNetwork', value: { enumExt } } }));
    }
    const known = octetsOf('Reset/cause-radioNetwork-wrong-wlan-interworking-mode');
    expect(viewXwap(decodeXwap(known))).toMatchObject({
      ies: { Cause: { choice: 'radioNetwork', value: 'wrong-wlan-interworking-mode' } },
    });
  });

  it('of the envelope: unknown procedures, kinds of message and additions', () => {
    expectRoundTrip({
      choice: 'unsuccessfulOutcome',
      value: { procedureCode: 255, criticality: 'notify', value: { type: null, value: Uint8Array.of(0) } },
    });
    expectRoundTrip({ choice: null, extIndex: 3, value: Uint8Array.of(1, 2) });
    expectRoundTrip(messageOf('WTModificationRequest', { protocolIEs: [], _ext: [{ index: 5, hex: '00' }] }));
  });

  it('names the place and the range of a wrong value', () => {
    const wrong: [Partial<MessageInput<'WTModificationRequest'>>, string][] = [
      [{ 'ENB-UE-XwAP-ID': new Uint8Array(2) }, 'protocolIEs[0].value: must be of 3 octets, is of 2'],
      [{ ServingPLMN: new Uint8Array(4) }, 'protocolIEs[3].value: must be of 3 octets, is of 4'],
      [
        { 'UE-ContextInformationWTModReq': { wLANSecurityInfo: { 'wT-Security-Key': bits('1') } } },
        'protocolIEs[3].value.wLANSecurityInfo.wT-Security-Key: must be of 256 bits, is of 1',
      ],
    ];
    for (const [ies, message] of wrong) {
      expect(() => encodeXwap(modification(ies))).toThrow(EncodeError);
      expect(() => encodeXwap(modification(ies))).toThrow(`XwAP-PDU.initiatingMessage.value.${message}`);
    }
  });

  it('names the place of an error: the length of the key', () => {
    const octets = fromHex('00070012 00 0001 002400 0b 40 9f2c1d7ab34e5f607182');
    const { error } = decodeXwap(octets, { lax: true });
    expect(error).toMatchObject({
      path: 'XwAP-PDU.initiatingMessage.value.protocolIEs[0].value.wLANSecurityInfo.wT-Security-Key',
      claimedBy: 'XwAP-PDU.initiatingMessage.value.protocolIEs[0].value',
      offset: 12,
      required: 256,
      available: 80,
      code: 'truncated',
    });
  });
});
