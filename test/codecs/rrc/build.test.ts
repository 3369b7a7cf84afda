import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import { fromHex, toHex } from '../../../src/codecs/hex.js';
import {
  bearerReconfiguration,
  connectionRelease,
  DlDcch,
  handoverCommand,
  lwaReconfiguration,
  lwaRelease,
  measurementReport,
  reconfigurationComplete,
  reconfigurationOf,
  securityModeCommand,
  securityModeComplete,
  securityModeFailure,
  UlDcch,
  type WlanStatus,
  wlanConnectionStatusReport,
  wlanIdentifiers,
  wlanStatusOf,
} from '../../../src/codecs/rrc/index.js';
import { anyDownlink, anyUplink, downlink, uplink } from './samples.js';
import { vector } from './vectors.js';

const bssid = fromHex('020000000100');
const hessid = fromHex('020000000f00');
const target = { targetCell: 1, newCRnti: 0x1234, t304: 100, nextHopChainingCount: 1 } as const;

describe('what the builders make is what an ASN.1 compiler encodes', () => {
  it.each([
    ['reconf/empty-tid1', bearerReconfiguration({ transactionId: 1 })],
    ['reconf/lwa-release', lwaRelease()],
    ['reconf/lwa-setup-empty', lwaReconfiguration()],
    ['reconf/lwa-wt-counter-1', lwaReconfiguration({ transactionId: 1, wtCounter: 1 })],
    ['reconf/lwa-wt-counter-65535', lwaReconfiguration({ transactionId: 3, wtCounter: 65535 })],
    [
      'reconf/lwa-mobility-full',
      lwaReconfiguration({
        wtCounter: 1,
        mobilitySet: {
          release: [{ ssid: 'old' }],
          add: [
            { ssid: 'lwa-lab', bssid, hessid },
            { ssid: 'lwa-lab-2', bssid: fromHex('020000000101') },
          ],
          associationTimer: 30,
          successReport: true,
        },
      }),
    ],
    ['reconf/lwa-wt-mac', lwaReconfiguration({ wtCounter: 5, wtMacAddress: fromHex('020000000300') })],
    ['ho/minimal', handoverCommand(target)],
    [
      'ho/with-frequency-and-rach',
      handoverCommand({
        transactionId: 2,
        targetCell: 503,
        t304: 500,
        newCRnti: 0xfff3,
        carrier: { downlink: 1850 },
        bandwidth: { downlink: 100 },
        additionalSpectrumEmission: 1,
        rach: { preamble: 52, prachMask: 0 },
        nextHopChainingCount: 4,
      }),
    ],
    [
      'ho/without-wt-change-sendEndMarker',
      handoverCommand({ ...target, nextHopChainingCount: 2, withoutWtChange: 'sendEndMarker' }),
    ],
    [
      'drb/add-lwa',
      bearerReconfiguration({ bearers: [{ drbId: 1, establish: { epsBearerId: 5 }, lwa: true }] }),
    ],
    [
      'drb/lwa-ac-bk',
      bearerReconfiguration({
        bearers: [
          {
            drbId: 3,
            establish: { epsBearerId: 7 },
            lwa: true,
            uplink: { viaWlan: true, splitThreshold: 12800 },
            accessCategory: 'ac-bk',
          },
        ],
      }),
    ],
    ['smc/eea2-eia2', securityModeCommand({ ciphering: 2, integrity: 2, transactionId: 1 })],
    ['release/other', connectionRelease()],
  ])('%s', (name, message) => {
    expect(DlDcch.toJson(message)).toEqual(vector(name).value);
    expect(toHex(DlDcch.encode(message))).toBe(vector(name).uper);
  });

  it.each([
    ['complete/tid3', reconfigurationComplete(3)],
    ['smc-complete/tid1', securityModeComplete(1)],
    ['smc-failure', securityModeFailure(1)],
    ['wlan-status/failureTimeout', wlanConnectionStatusReport('failureTimeout')],
    ['wlan-status/failureWlanRadioLink-suspended', wlanConnectionStatusReport('suspended')],
    ['wlan-status/successfulAssociation-resumed', wlanConnectionStatusReport('resumed')],
    ['meas/no-wlan', measurementReport({ measId: 3, rsrp: -86, rsrq: -10 })],
  ])('%s', (name, message) => {
    expect(UlDcch.toJson(message)).toEqual(vector(name).value);
    expect(toHex(UlDcch.encode(message))).toBe(vector(name).uper);
  });
});

describe('a handover', () => {
  it('may have another bandwidth up than down', () => {
    const message = handoverCommand({ ...target, bandwidth: { downlink: 100, uplink: 50 } });
    expect(JSON.stringify(DlDcch.toJson(message))).toContain(
      '"carrierBandwidth":{"dl-Bandwidth":"n100","ul-Bandwidth":"n50"}',
    );
  });
});

describe('bearers', () => {
  const dedicated = (name: string) => {
    const { ies } = reconfigurationOf(downlink[name]!)!;
    return ies.radioResourceConfigDedicated!;
  };

  it('are SRB2 in its default configuration, and a DRB that reports nothing', () => {
    const { 'srb-ToAddModList': srbs, 'drb-ToAddModList': drbs } = dedicated(
      'SRB2 and a DRB without PDCP status reports',
    );
    const inDefault = { choice: 'defaultValue', value: null };
    expect(srbs).toEqual([{ 'srb-Identity': 2, 'rlc-Config': inDefault, logicalChannelConfig: inDefault }]);
    expect(drbs).toMatchObject([{ 'pdcp-Config': { 'rlc-AM': { statusReportRequired: false } } }]);
    expect(dedicated('SRB2 alone')).toEqual({ 'srb-ToAddModList': srbs });
  });

  it('reorder for as long as they are told', () => {
    const { ies } = reconfigurationOf(
      lwaReconfiguration({ bearers: [{ drbId: 4, lwa: true, reordering: 0 }] }),
    )!;
    expect(ies.radioResourceConfigDedicated!['drb-ToAddModList']).toEqual([
      {
        'drb-Identity': 4,
        'pdcp-Config': { headerCompression: { choice: 'notUsed', value: null }, 't-Reordering-r12': 'ms0' },
        'drb-TypeLWA-r13': true,
      },
    ]);
  });

  it('leave SRB2 as it is, and a DRB reports, if nothing is said of that', () => {
    const all = dedicated('bearers');
    expect(Object.keys(all)).toEqual(['drb-ToAddModList']);
    expect(all['drb-ToAddModList']).toMatchObject([
      { 'pdcp-Config': { 'rlc-AM': { statusReportRequired: true } } },
    ]);
  });
});

describe('what the builders make comes back', () => {
  it.each(Object.entries(downlink))('downlink: %s', (_, message) => {
    expect(DlDcch.decode(DlDcch.encode(message))).toEqual(message);
  });

  it.each(Object.entries(uplink))('uplink: %s', (_, message) => {
    expect(UlDcch.decode(UlDcch.encode(message))).toEqual(message);
  });

  it('whatever the options', () => {
    fc.assert(
      fc.property(anyDownlink, message => {
        expect(DlDcch.decode(DlDcch.encode(message))).toEqual(message);
        const json = JSON.parse(JSON.stringify(DlDcch.toJson(message)));
        expect(DlDcch.fromJson(json)).toEqual(message);
      }),
      { numRuns: 200 },
    );
    fc.assert(
      fc.property(anyUplink, message => {
        expect(UlDcch.decode(UlDcch.encode(message))).toEqual(message);
      }),
      { numRuns: 100 },
    );
  });
});

describe('measured levels', () => {
  const levels = (rsrp: number, rsrq: number, rssi: number): unknown => {
    const text = JSON.stringify(
      UlDcch.toJson(measurementReport({ measId: 1, rsrp, rsrq, wlans: [{ rssi }] })),
    );
    const found = /"rsrpResult":(\d+),"rsrqResult":(\d+).*"rssiWLAN-r13":(\d+)/.exec(text)!;
    return found.slice(1).map(Number);
  };

  it.each([
    [-141, -20, -101, [0, 0, 0]],
    [-140, -19.5, -100, [1, 1, 1]],
    [-139.1, -19.1, -99.5, [1, 1, 1]],
    [-139, -19, -99, [2, 2, 2]],
    [-44.5, -3.5, 39.9, [96, 33, 140]],
    [-44, -3, 40, [97, 34, 141]],
    [0, 20, 100, [97, 34, 141]],
  ])('%d dBm, %d dB and %d dBm are reported as %j', (rsrp, rsrq, rssi, expected) => {
    expect(levels(rsrp, rsrq, rssi)).toEqual(expected);
  });

  it('have to be numbers', () => {
    expect(() => measurementReport({ measId: 1, rsrp: Number.NaN, rsrq: -3 })).toThrow(EncodeError);
    expect(() => measurementReport({ measId: 1, rsrp: -90, rsrq: -3, wlans: [{ rssi: -Infinity }] })).toThrow(
      /rssi/,
    );
  });
});

describe('an SSID', () => {
  it('in text is its UTF-8', () => {
    expect(wlanIdentifiers({ ssid: 'Café' })).toEqual({ 'ssid-r12': fromHex('436166c3a9') });
    expect(wlanIdentifiers({ ssid: fromHex('00ff') })).toEqual({ 'ssid-r12': fromHex('00ff') });
  });
});

describe('a C-RNTI', () => {
  it.each([-1, 65536, 1.5, Number.NaN])('is not %d', newCRnti => {
    expect(() => handoverCommand({ ...target, newCRnti })).toThrow(
      new EncodeError('newCRnti', 'must be 0..65535'),
    );
  });
});

describe('reconfigurationOf', () => {
  it('finds what is in a reconfiguration', () => {
    const message = lwaReconfiguration({ transactionId: 2, wtCounter: 7, releaseDrbs: [1] });
    const found = reconfigurationOf(DlDcch.decode(DlDcch.encode(message)))!;
    expect(found.transactionId).toBe(2);
    expect(found.ies.radioResourceConfigDedicated).toEqual({ 'drb-ToReleaseList': [1] });
    expect(found.lwa).toEqual({
      choice: 'setup',
      value: { 'lwa-Config-r13': { 'lwa-WT-Counter-r13': 7 } },
    });
    expect(reconfigurationOf(bearerReconfiguration({ fullConfig: true }))?.lwa).toBeUndefined();
  });

  it('finds nothing in other messages', () => {
    expect(reconfigurationOf(connectionRelease())).toBeUndefined();
    expect(reconfigurationOf({ message: { choice: 'messageClassExtension', value: {} } })).toBeUndefined();
    const future = (
      c1: string,
    ): string => `{"message":{"choice":"c1","value":{"choice":"rrcConnectionReconfiguration","value":
      {"rrc-TransactionIdentifier":0,"criticalExtensions":${c1}}}}}`;
    for (const extension of [
      '{"choice":"criticalExtensionsFuture","value":{}}',
      '{"choice":"c1","value":{"choice":"spare7","value":null}}',
    ]) {
      expect(reconfigurationOf(DlDcch.fromJson(JSON.parse(future(extension))))).toBeUndefined();
    }
  });
});

describe('wlanStatusOf', () => {
  const statuses: WlanStatus[] = [
    'successfulAssociation',
    'failureWlanRadioLink',
    'failureWlanUnavailable',
    'failureTimeout',
    'suspended',
    'resumed',
  ];

  it.each(statuses)('finds %s', status => {
    expect(wlanStatusOf(UlDcch.decode(UlDcch.encode(wlanConnectionStatusReport(status))))).toBe(status);
  });

  it('finds nothing in other messages', () => {
    expect(wlanStatusOf(reconfigurationComplete())).toBeUndefined();
    expect(wlanStatusOf(UlDcch.decode(fromHex('c000')))).toBeUndefined();
    // c2, wlanConnectionStatusReport-r13, criticalExtensionsFuture; and its spare1.
    expect(wlanStatusOf(UlDcch.decode(fromHex('9600')))).toBeUndefined();
    expect(wlanStatusOf(UlDcch.decode(fromHex('9580')))).toBeUndefined();
  });
});
