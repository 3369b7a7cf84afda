import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import * as xwap from '../../../src/codecs/xwap/index.js';

const ue = { enbUeXwapId: 1, wtUeXwapId: 2 };
const measurement = { enbMeasurementId: 1, wtMeasurementId: 2 };
const cause = xwap.radioNetworkCause('unspecified');
const bssid = new Uint8Array(6);
const plmn = new Uint8Array(3);
const key = new Uint8Array(32);
const enb = { plmn, id: { macro: 1 } };
const tunnel = { address: new Uint8Array(4), teid: 1 };
const qos = { qci: 9, priorityLevel: 1 };
const bearer = { erabId: 1, qos, enbTunnel: tunnel };
const addition = { enbUeXwapId: 1, ueIdentity: bssid, bearers: [bearer], mobilitySet: [{ bssid }] };
const psk = { enbUeXwapId: 1, ueIdentity: bssid, lwipPsk: key, ikeInitiatorIdentity: bssid };
const status = { enbMeasurementId: 1, registration: 'start', bssids: [bssid] } as const;

/** What each builder takes, as little as it may be. */
const least: readonly [name: string, build: (input: never) => unknown, input: object][] = [
  ['xwSetupRequest', xwap.xwSetupRequest, enb],
  ['xwSetupResponse', xwap.xwSetupResponse, { wtId: { plmn, shortId: 1 }, wlans: [{ ssid: 'a' }] }],
  ['xwSetupFailure', xwap.xwSetupFailure, { cause }],
  ['wtConfigurationUpdate', xwap.wtConfigurationUpdate, {}],
  ['wtConfigurationUpdateAcknowledge', xwap.wtConfigurationUpdateAcknowledge, {}],
  ['wtConfigurationUpdateFailure', xwap.wtConfigurationUpdateFailure, { cause }],
  ['wtStatusRequest', xwap.wtStatusRequest, status],
  ['wtStatusResponse', xwap.wtStatusResponse, measurement],
  ['wtStatusFailure', xwap.wtStatusFailure, { ...measurement, cause }],
  ['wtStatusReport', xwap.wtStatusReport, { ...measurement, results: [{ bssid }] }],
  ['errorIndication', xwap.errorIndication, { cause }],
  ['reset', xwap.reset, { cause }],
  ['resetResponse', xwap.resetResponse, {}],
  ['wtAdditionRequest', xwap.wtAdditionRequest, addition],
  ['wtAdditionRequestAcknowledge', xwap.wtAdditionRequestAcknowledge, { ...ue, admitted: [] }],
  ['wtAdditionRequestReject', xwap.wtAdditionRequestReject, { enbUeXwapId: 1, cause }],
  ['wtAssociationConfirmation', xwap.wtAssociationConfirmation, ue],
  ['wtModificationRequest', xwap.wtModificationRequest, ue],
  ['wtModificationRequestAcknowledge', xwap.wtModificationRequestAcknowledge, ue],
  ['wtModificationRequestReject', xwap.wtModificationRequestReject, { ...ue, cause }],
  ['wtModificationRequired', xwap.wtModificationRequired, { ...ue, cause }],
  ['wtModificationConfirm', xwap.wtModificationConfirm, ue],
  ['wtModificationRefuse', xwap.wtModificationRefuse, { ...ue, cause }],
  ['wtReleaseRequest', xwap.wtReleaseRequest, ue],
  ['wtReleaseRequired', xwap.wtReleaseRequired, { ...ue, cause }],
  ['wtReleaseConfirm', xwap.wtReleaseConfirm, ue],
  ['lwipAdditionRequest', xwap.lwipAdditionRequest, psk],
  ['lwipAdditionRequestAcknowledge', xwap.lwipAdditionRequestAcknowledge, ue],
  ['lwipAdditionRequestReject', xwap.lwipAdditionRequestReject, { enbUeXwapId: 1, cause }],
  ['lwipModificationRequest', xwap.lwipModificationRequest, ue],
  ['lwipModificationRequestAcknowledge', xwap.lwipModificationRequestAcknowledge, ue],
  ['lwipModificationRequestReject', xwap.lwipModificationRequestReject, { ...ue, cause }],
  ['lwipReleaseRequest', xwap.lwipReleaseRequest, ue],
  ['lwipReleaseRequired', xwap.lwipReleaseRequired, { ...ue, cause }],
  ['lwipReleaseConfirm', xwap.lwipReleaseConfirm, ue],
];

/** The error of a call. */
const errorOf = (run: () => unknown): EncodeError => {
  try {
    run();
  } catch (error) {
    if (error instanceof EncodeError) return error;
    throw error;
  }
  throw new Error('no error');
};

describe('names that there are not', () => {
  it('are looked for in all builders of messages with IEs', () => {
    const messages = xwap.xwapProcedures.flatMap(procedure => procedure.messages.map(({ name }) => name));
    const built = least.map(([, build, input]) => (build(input as never) as xwap.XwAPPDU).value);
    expect(new Set(built.map(value => (value as { value: { type: string } }).value.type))).toEqual(
      new Set(messages.filter(name => name !== 'PrivateMessage')),
    );
  });

  it.each(least)('%s refuses', (_, build, input) => {
    expect(errorOf(() => build({ ...input, Cause: cause } as never))).toMatchObject({
      path: 'Cause',
      message: expect.stringMatching(/^Cause: is none of [a-z]/),
    });
    expect(errorOf(() => build({ ...input, constructor: 1 } as never)).path).toBe('constructor');
    expect(errorOf(() => build({ ...input, skwt: undefined } as never)).path).toBe('skwt');
  });

  it('are told with those that there are, and without values', () => {
    const { message } = errorOf(() => xwap.wtModificationRequest({ ...ue, skwt: key } as typeof ue));
    expect(message).toBe(
      'skwt: is none of enbUeXwapId, wtUeXwapId, cause, servingPlmn, sKwt, bearersToAdd, bearersToModify, ' +
        'bearersToRelease, mobilitySet',
    );
  });

  const more = { more: 1 };
  it.each<[path: string, run: () => unknown]>([
    ['tunnel.more', () => xwap.gtpTunnel({ ...tunnel, ...more })],
    ['id.more', () => xwap.globalEnbId({ plmn, id: { macro: 1, ...more } })],
    ['wtId.more', () => xwap.wtId({ plmn, shortId: 1, ...more } as xwap.WtId)],
    [
      'qos.gbr.more',
      () => {
        const gbr = { maximum: 1, guaranteed: 1, ...more };
        return xwap.wtAdditionRequest({ ...addition, bearers: [{ ...bearer, qos: { ...qos, gbr } }] });
      },
    ],
    ['mobilitySet[1].more', () => xwap.mobilitySet([{ bssid }, { bssid, ...more }])],
    [
      'bearer.more',
      () => xwap.wtAdditionRequest({ ...addition, bearers: [{ ...bearer, ...more } as typeof bearer] }),
    ],
    [
      'qos.more',
      () =>
        xwap.wtAdditionRequest({
          ...addition,
          bearers: [{ ...bearer, qos: { ...qos, ...more } as typeof qos }],
        }),
    ],
    [
      'bearer.more',
      () => xwap.wtModificationRequest({ ...ue, bearersToModify: [{ erabId: 1, ...more } as { erabId: 1 }] }),
    ],
    [
      'bearer.more',
      () =>
        xwap.wtModificationRequest({ ...ue, bearersToRelease: [{ erabId: 1, ...more } as { erabId: 1 }] }),
    ],
    [
      'bearer.more',
      () => xwap.wtReleaseRequest({ ...ue, bearers: [{ erabId: 1, ...more } as { erabId: 1 }] }),
    ],
    [
      'bearer.more',
      () =>
        xwap.wtModificationRequestAcknowledge({
          ...ue,
          added: [{ erabId: 1, wtTunnel: tunnel, ...more } as { erabId: 1; wtTunnel: typeof tunnel }],
        }),
    ],
    [
      'bearer.more',
      () =>
        xwap.wtModificationRequestAcknowledge({
          ...ue,
          modified: [{ erabId: 1, ...more } as { erabId: 1 }],
        }),
    ],
    ['wlan.more', () => xwap.wtConfigurationUpdate({ add: [{ ssid: 'a', ...more } as { ssid: 'a' }] })],
    [
      'bss.more',
      () => xwap.wtConfigurationUpdate({ modify: [{ bss: { bssid, ...more } as { bssid: typeof bssid } }] }),
    ],
    [
      'deleteByName[0].bssid',
      () => xwap.wtConfigurationUpdate({ deleteByName: [{ ssid: 'a', bssid } as { ssid: 'a' }] }),
    ],
    [
      'characteristics.more',
      () => xwap.wtStatusRequest({ ...status, characteristics: { ...more } as xwap.Characteristics }),
    ],
    [
      'results[0].more',
      () =>
        xwap.wtStatusResponse({
          ...measurement,
          results: [{ bssid, ...more } as { bssid: typeof bssid }],
        }),
    ],
    [
      'results[0].more',
      () => xwap.wtStatusReport({ ...measurement, results: [{ bssid, ...more } as { bssid: typeof bssid }] }),
    ],
    [
      'results[0].load.more',
      () =>
        xwap.wtStatusReport({
          ...measurement,
          results: [{ bssid, load: { channelUtilization: 1, ...more } as { channelUtilization: 1 } }],
        }),
    ],
  ])('are refused at %s', (path, run) => {
    expect(errorOf(run).path).toBe(path);
  });

  it('are refused by xwapMessage, as are messages that there are not', () => {
    const anyMessage = xwap.xwapMessage as (name: string, ies: object) => unknown;
    expect(errorOf(() => anyMessage('Reset', { Cause: cause, Foo: 1 })).message).toBe(
      'Reset.Foo: is none of Cause',
    );
    // An IE of another message is none of this one.
    expect(errorOf(() => anyMessage('Reset', { Cause: cause, MobilitySet: [] })).path).toBe(
      'Reset.MobilitySet',
    );
    for (const name of ['Foo', 'constructor', 'PrivateMessage', undefined as never])
      expect(errorOf(() => anyMessage(name, {})).message).toMatch(/^message: is none of XwSetupRequest, /);
    expect(errorOf(() => anyMessage('Foo', {})).message).not.toContain('PrivateMessage');
  });
});

describe('ueXwapIdNumber', () => {
  it.each([0, 1, 0x00a001, 0x800000, 0xffffff])('gives %i, which a builder was given', number => {
    const octets = xwap.encodeXwap(xwap.wtReleaseRequest({ enbUeXwapId: number, wtUeXwapId: 5 }));
    const view = xwap.viewXwap(xwap.decodeXwap(octets));
    if (view.message !== 'WTReleaseRequest' || !view.complete) throw new Error('not seen');
    expect(xwap.ueXwapIdNumber(view.ies['ENB-UE-XwAP-ID'])).toBe(number);
    expect(xwap.ueXwapIdNumber(view.ies['WT-UE-XwAP-ID'])).toBe(5);
  });

  it('refuses what are not 3 octets', () => {
    for (const wrong of [new Uint8Array(2), new Uint8Array(4), 5, '000001', null] as never[])
      expect(errorOf(() => xwap.ueXwapIdNumber(wrong)).path).toBe('ueXwapId');
  });
});
