import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import { bits } from '../../../src/codecs/per/index.js';
import { wlanIdentifiers } from '../../../src/codecs/rrc/index.js';
import * as xwap from '../../../src/codecs/xwap/index.js';
import { inputs } from './build-inputs.js';
import { octetsOf, pduOf, vectors } from './vectors.js';

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const oneBit = ['WTAdditionRequest/minimal', 'WTAdditionRequestAcknowledge/minimal'];
const pair = { enbUeXwapId: 0x00a001, wtUeXwapId: 0x00b001 };
const sKwt = fromHex('9f2c1d7ab34e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8');

const expectVector = (pdu: xwap.XwAPPDU, name: string): void =>
  expect(toHex(xwap.encodeXwap(pdu))).toBe(toHex(octetsOf(name)));

describe('builders', () => {
  it('take the text of an SSID for its UTF-8, as those of RRC do', () => {
    const ssid = 'Café';
    const octets = new Uint8Array([0x43, 0x61, 0x66, 0xc3, 0xa9]);
    const of = (name: string | Uint8Array) => [
      xwap.wtModificationRequest({ enbUeXwapId: 1, wtUeXwapId: 2, mobilitySet: [{ ssid: name }] }),
      xwap.wtConfigurationUpdate({
        add: [{ ssid: name }],
        modify: [{ ssid: name, hessid: fromHex('020000000101') }],
        deleteByName: [{ ssid: name }],
      }),
    ];
    const encoded = of(ssid).map(pdu => toHex(xwap.encodeXwap(pdu)));
    expect(encoded).toEqual(of(octets).map(pdu => toHex(xwap.encodeXwap(pdu))));
    expect(encoded.map(hex => hex.split('436166c3a9').length - 1)).toEqual([1, 3]);
    expect(wlanIdentifiers({ ssid })).toEqual(wlanIdentifiers({ ssid: octets }));
    expect(() => xwap.encodeXwap(of('')[0]!)).toThrow(/sSID/);
  });

  it('make the messages of re-keying', () => {
    expectVector(xwap.wtModificationRequest({ ...pair, sKwt }), 'WTModificationRequest/new-S-KWT');
    expectVector(
      xwap.wtModificationRequest({
        enbUeXwapId: fromHex('00a001'),
        wtUeXwapId: fromHex('00b001'),
        mobilitySet: [{ bssid: fromHex('020000000101') }],
      }),
      'WTModificationRequest/no-context-info',
    );
    expectVector(xwap.wtModificationRequestAcknowledge(pair), 'WTModificationRequestAcknowledge/key-only');
    expectVector(
      xwap.wtModificationRequestReject({ ...pair, cause: xwap.radioNetworkCause('security-failure') }),
      'WTModificationRequestReject/security-failure',
    );
    expectVector(xwap.wtAssociationConfirmation(pair), 'WTAssociationConfirmation/typical');
  });

  // Every message with its mandatory IEs, and with all that it can hold. The tunnel addresses of two
  // minimal ones are of one bit, which is no IP address.
  it.each(
    vectors
      .filter(({ name }) => /^\w+\/(minimal|rich)$/.test(name) && !oneBit.includes(name))
      .map(({ name }) => name),
  )('make %s', name => {
    const view = xwap.viewXwap(pduOf(name));
    const input = inputs[view.message as keyof typeof inputs] as (view: xwap.XwapView) => xwap.XwAPPDU;
    expectVector(input(view), name);
  });

  it('make private messages', () => {
    const view = xwap.viewXwap(pduOf('PrivateMessage/global'));
    if (view.message !== 'PrivateMessage') throw new Error('not seen');
    expectVector(xwap.privateMessage(view.privateIEs), 'PrivateMessage/global');
  });

  it('encode the three forms of the id of an eNB, each with all its bits', () => {
    const plmn = xwap.plmnIdentity('001', '01');
    for (const [id, choice, length] of [
      [{ macro: 2 ** 20 - 2 }, 'macroENB-ID', 20],
      [{ shortMacro: 2 ** 18 - 2 }, 'short-macroENB-ID', 18],
      [{ longMacro: 2 ** 21 - 2 }, 'long-macroENB-ID', 21],
    ] as const) {
      const pdu = xwap.xwSetupRequest({ plmn, id });
      expect(xwap.viewXwap(xwap.decodeXwap(xwap.encodeXwap(pdu)))).toMatchObject({
        ies: {
          'Global-ENB-ID': {
            pLMNidentity: plmn,
            'eNB-ID': { choice, value: bits(`${'1'.repeat(length - 1)}0`) },
          },
        },
      });
    }
  });

  it('take a WLAN by any of its names', () => {
    const six = fromHex('020000000101');
    expect(xwap.mobilitySet([{ bssid: six }, { ssid: 'a' }, { hessid: six }])).toEqual([
      { bSSID: six },
      { sSID: ascii('a') },
      { hESSID: six },
    ]);
  });

  it('encode PLMN identities', () => {
    expect(toHex(xwap.plmnIdentity('001', '01'))).toBe('00f110');
    expect(toHex(xwap.plmnIdentity('310', '410'))).toBe('134001');
    for (const [mcc, mnc] of [
      ['1', '01'],
      ['001', '1'],
      ['001', '0123'],
      ['1001', '01'],
      ['001x', '01'],
      ['x001', '01'],
      ['001', 'x01'],
      ['0a1', '01'],
    ] as const) {
      expect(() => xwap.plmnIdentity(mcc, mnc)).toThrow(EncodeError);
    }
  });

  it('refuse what has no place in the message, and never show the key', () => {
    const cases: [() => unknown, string][] = [
      [
        () => xwap.wtModificationRequest({ ...pair, sKwt: sKwt.subarray(1) }),
        'sKwt: must be of 32 octets, is of 31',
      ],
      [
        () => xwap.wtModificationRequest({ ...pair, enbUeXwapId: 2 ** 24 }),
        'enbUeXwapId: must be an integer in 0..16777215',
      ],
      [
        () => xwap.wtModificationRequest({ ...pair, wtUeXwapId: -1 }),
        'wtUeXwapId: must be an integer in 0..16777215',
      ],
      [() => xwap.mobilitySet([{ ssid: ascii('a') }, {}]), 'mobilitySet[1]: must have at least one of'],
      [
        () => xwap.gtpTunnel({ address: new Uint8Array(4), teid: 2 ** 32 }),
        'teid: must be an integer in 0..4294967295',
      ],
      [
        () => xwap.globalEnbId({ plmn: new Uint8Array(3), id: { macro: 2 ** 20 } }),
        'id.macro: must be an integer in 0..1048575',
      ],
      [
        () => xwap.globalEnbId({ plmn: new Uint8Array(3), id: { macro: 0.5 } }),
        'id.macro: must be an integer in 0..1048575',
      ],
      [
        () => xwap.globalEnbId({ plmn: new Uint8Array(3), id: { shortMacro: -1 } }),
        'id.shortMacro: must be an integer in 0..262143',
      ],
      [
        () => xwap.globalEnbId({ plmn: new Uint8Array(3), id: { longMacro: 2 ** 21 } }),
        'id.longMacro: must be an integer in 0..2097151',
      ],
      [
        () => xwap.gtpTunnel({ address: new Uint8Array(5), teid: 1 }),
        'address: must be of 4, 16 or 20 octets, is of 5',
      ],
      [
        () =>
          xwap.lwipAdditionRequest({
            enbUeXwapId: 1,
            ueIdentity: new Uint8Array(6),
            lwipPsk: sKwt.subarray(1),
            ikeInitiatorIdentity: ascii('ue'),
          }),
        'lwipPsk: must be of 32 octets, is of 31',
      ],
      [
        () => xwap.wtId({ plmn: new Uint8Array(3), shortId: 0.5 }),
        'shortId: must be an integer in 0..16777215',
      ],
      [
        () => xwap.wtStatusRequest({ enbMeasurementId: 1, registration: 'stop', bssids: [] }),
        'wtMeasurementId: must be there for registration "stop" and only then',
      ],
      [() => xwap.xwapMessage('Reset', {} as xwap.MessageInput<'Reset'>), 'Reset.Cause: is mandatory'],
    ];
    for (const [make, message] of cases) {
      expect(make).toThrow(EncodeError);
      expect(make).toThrow(message);
    }
  });
});
