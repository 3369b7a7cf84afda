/** Every message that the builders make, with each of their options at least once, and arbitraries of the rest. */
import fc from 'fast-check';
import { fromHex } from '../../../src/codecs/hex.js';
import {
  type Bearer,
  bearerReconfiguration,
  connectionRelease,
  type DLDCCHMessage,
  type Handover,
  handoverCommand,
  type LwaSetup,
  lwaReconfiguration,
  lwaRelease,
  type Measurement,
  measurementReport,
  reconfigurationComplete,
  securityModeCommand,
  securityModeComplete,
  securityModeFailure,
  type ULDCCHMessage,
  ueCapabilityEnquiry,
  type WlanIdentity,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';

const bssid = fromHex('021300000100');
const hessid = fromHex('02130000ff00');
const nas = [fromHex('0761'), new Uint8Array(200).fill(7)];

const minimal: Handover = { targetCell: 1, newCRnti: 0x1234, nextHopChainingCount: 1 };
const full: Handover = {
  transactionId: 2,
  targetCell: 503,
  newCRnti: 0xfff3,
  t304: 10000,
  carrier: { downlink: 1850, uplink: 19850 },
  bandwidth: { downlink: 100, uplink: 50 },
  additionalSpectrumEmission: 32,
  rach: { preamble: 52, prachMask: 15 },
  keyChange: true,
  nextHopChainingCount: 0,
  algorithms: { ciphering: 2, integrity: 2 },
  withoutWtChange: 'sendEndMarker',
  makeBeforeBreak: true,
  lwa: {
    wtCounter: 65535,
    mobilitySet: { add: [{ ssid: 'target', bssid }], associationTimer: 10 },
  },
  bearers: [{ drbId: 4, lwa: true }],
  fullConfig: true,
};

export const downlink: Readonly<Record<string, DLDCCHMessage>> = {
  'LWA with nothing': lwaReconfiguration(),
  'LWA counter': lwaReconfiguration({ transactionId: 3, wtCounter: 65535 }),
  'LWA everything': lwaReconfiguration({
    wtCounter: 1,
    mobilitySet: {
      release: [{ ssid: 'old' }],
      add: [{ ssid: 'lwa-lab', bssid, hessid }, { ssid: 'lwa lab 2' }, { bssid }],
      associationTimer: 240,
      successReport: true,
      suspend: { allowed: true, triggersStatusReport: false },
    },
    wtMacAddress: bssid,
    bearers: [
      {
        drbId: 1,
        establish: { epsBearerId: 5, pdcpSnLength: 18, logicalChannelId: 10 },
        lwa: true,
        reordering: 750,
        uplink: { viaWlan: true, splitThreshold: 819200 },
        accessCategory: 'ac-vi',
        statusFeedback: { polling: 'type2', period: 50000 },
      },
      { drbId: 2, establish: { epsBearerId: 6, pdcpSnLength: 15 }, lwa: true, statusFeedback: { period: 5 } },
      { drbId: 4, lwa: true, reordering: 0 },
      { drbId: 3, lwa: false, uplink: 'release', statusFeedback: 'release' },
    ],
    releaseDrbs: [7, 32],
    nas,
    fullConfig: true,
  }),
  'LWA release': lwaRelease({ bearers: [{ drbId: 1, lwa: false }] }),
  bearers: bearerReconfiguration({ bearers: [{ drbId: 1, establish: { epsBearerId: 5 } }], nas }),
  'SRB2 and a DRB without PDCP status reports': bearerReconfiguration({
    establishSrb2: true,
    bearers: [{ drbId: 1, establish: { epsBearerId: 5, statusReport: false } }],
  }),
  'SRB2 alone': bearerReconfiguration({ establishSrb2: true }),
  'full configuration': bearerReconfiguration({ fullConfig: true }),
  'nothing at all': bearerReconfiguration({}),
  'handover, minimal': handoverCommand(minimal),
  'handover, full': handoverCommand(full),
  'handover that releases LWA': handoverCommand({ ...minimal, lwa: 'release' }),
  'handover that keeps LWA': handoverCommand({ ...minimal, withoutWtChange: 'keepLWA-Config' }),
  'handover to a described cell': handoverCommand({
    ...minimal,
    carrier: { downlink: 65535 },
    bandwidth: { downlink: 6 },
    commonConfig: {
      'prach-Config': { rootSequenceIndex: 837 },
      'pdsch-ConfigCommon': { referenceSignalPower: -60, 'p-b': 3 },
      'pusch-ConfigCommon': {
        'pusch-ConfigBasic': {
          'n-SB': 4,
          hoppingMode: 'intraAndInterSubFrame',
          'pusch-HoppingOffset': 98,
          enable64QAM: true,
        },
        'ul-ReferenceSignalsPUSCH': {
          groupHoppingEnabled: true,
          groupAssignmentPUSCH: 29,
          sequenceHoppingEnabled: true,
          cyclicShift: 7,
        },
      },
      'p-Max': -30,
      'ul-CyclicPrefixLength': 'len2',
    },
  }),
  'security mode': securityModeCommand({ ciphering: 2, integrity: 2, transactionId: 1 }),
  'security mode, third algorithms': securityModeCommand({ ciphering: 3, integrity: 3 }),
  'security mode, no ciphering': securityModeCommand({ ciphering: 0, integrity: 1 }),
  release: connectionRelease(),
  'release, load': connectionRelease('loadBalancingTAUrequired', 3),
  'capability enquiry': ueCapabilityEnquiry(),
  'capability enquiry, more': ueCapabilityEnquiry(['eutra', 'utra', 'eutra-nr'], 2),
};

export const uplink: Readonly<Record<string, ULDCCHMessage>> = {
  complete: reconfigurationComplete(),
  'complete 3': reconfigurationComplete(3),
  'security mode complete': securityModeComplete(2),
  'security mode failure': securityModeFailure(1),
  successfulAssociation: wlanConnectionStatusReport('successfulAssociation'),
  failureWlanRadioLink: wlanConnectionStatusReport('failureWlanRadioLink'),
  failureWlanUnavailable: wlanConnectionStatusReport('failureWlanUnavailable'),
  failureTimeout: wlanConnectionStatusReport('failureTimeout'),
  suspended: wlanConnectionStatusReport('suspended'),
  resumed: wlanConnectionStatusReport('resumed'),
  'measurement of the cell': measurementReport({ measId: 1, rsrp: -90.5, rsrq: -7 }),
  'measurement of WLANs': measurementReport({
    measId: 32,
    rsrp: -200,
    rsrq: 0,
    wlans: [
      { ssid: 'lwa-lab', rssi: -60 },
      {
        bssid,
        hessid,
        rssi: 50,
        connected: true,
        band: 'band5',
        carrier: { operatingClass: 115, country: 'global', channels: [36, 40, 44, 48] },
        load: { channelUtilization: 255, stations: 65535, admissionCapacity: 31250 },
      },
      { rssi: -100, carrier: {}, load: {} },
    ],
  }),
};

/** An object of which each property may be missing. */
const part = <T extends object>(arbitraries: { [K in keyof T]-?: fc.Arbitrary<NonNullable<T[K]>> }) =>
  fc.record(arbitraries, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

const letters = fc.string({ unit: fc.constantFrom(...'abcXYZ019-_'), minLength: 1, maxLength: 32 });
const address = fc.uint8Array({ minLength: 6, maxLength: 6 });
const wlan = part<WlanIdentity>({ ssid: letters, bssid: address, hessid: address });
const wlans = fc.array(wlan, { minLength: 1, maxLength: 32, size: 'small' });

const lwaParts = {
  wtCounter: fc.nat(65535),
  wtMacAddress: address,
  mobilitySet: part<NonNullable<LwaSetup['mobilitySet']>>({
    release: wlans,
    add: wlans,
    associationTimer: fc.constantFrom(10, 30, 60, 120, 240),
    successReport: fc.boolean(),
    suspend: part<NonNullable<NonNullable<LwaSetup['mobilitySet']>['suspend']>>({
      allowed: fc.boolean(),
      triggersStatusReport: fc.boolean(),
    }),
  }),
};
const bearer = fc.record(
  {
    drbId: fc.integer({ min: 1, max: 8 }),
    establish: fc.record(
      { epsBearerId: fc.nat(15), pdcpSnLength: fc.constantFrom(12, 15, 18), statusReport: fc.boolean() },
      { requiredKeys: ['epsBearerId'] },
    ),
    lwa: fc.boolean(),
    reordering: fc.constantFrom(0, 100, 300),
    uplink: fc.constantFrom('release', { viaWlan: true }, { viaWlan: false, splitThreshold: 6400 }),
    accessCategory: fc.constantFrom('ac-bk', 'ac-be', 'ac-vi', 'ac-vo'),
    statusFeedback: fc.constantFrom('release', { polling: 'type1' }, { period: 1000 }),
  },
  { requiredKeys: ['drbId'] },
) as fc.Arbitrary<Bearer>;
const anyTransaction = fc.nat(3);
const common = {
  transactionId: anyTransaction,
  establishSrb2: fc.boolean(),
  bearers: fc.array(bearer, { maxLength: 11, size: 'small' }),
  releaseDrbs: fc.array(fc.integer({ min: 1, max: 32 }), { maxLength: 11 }),
  nas: fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 11, size: 'small' }),
  fullConfig: fc.boolean(),
};

const handover = fc.record(
  {
    ...common,
    targetCell: fc.nat(503),
    newCRnti: fc.nat(65535),
    nextHopChainingCount: fc.nat(7),
    t304: fc.constantFrom(50, 100, 150, 200, 500, 1000, 2000, 10000),
    carrier: fc.record({ downlink: fc.nat(65535), uplink: fc.nat(65535) }, { requiredKeys: ['downlink'] }),
    bandwidth: fc.record({ downlink: fc.constantFrom(6, 15, 25), uplink: fc.constantFrom(50, 75, 100) }),
    additionalSpectrumEmission: fc.integer({ min: 1, max: 32 }),
    rach: fc.record({ preamble: fc.nat(63), prachMask: fc.nat(15) }),
    keyChange: fc.boolean(),
    withoutWtChange: fc.constantFrom('keepLWA-Config', 'sendEndMarker'),
    makeBeforeBreak: fc.boolean(),
    lwa: fc.oneof(fc.constant('release'), part<LwaSetup>(lwaParts)),
  },
  { requiredKeys: ['targetCell', 'newCRnti', 'nextHopChainingCount'] },
) as fc.Arbitrary<Handover>;

const measurement = fc.record({
  measId: fc.integer({ min: 1, max: 32 }),
  rsrp: fc.integer({ min: -150, max: -40 }),
  rsrq: fc.double({ min: -25, max: 0, noNaN: true }),
  wlans: fc.array(
    fc
      .tuple(wlan, fc.integer({ min: -110, max: 50 }), fc.boolean())
      .map(([known, rssi, connected]) => ({ ...known, rssi, connected })),
    { maxLength: 8 },
  ),
}) as fc.Arbitrary<Measurement>;

export const anyDownlink: fc.Arbitrary<DLDCCHMessage> = fc.oneof(
  (fc.record({ ...common, ...lwaParts }, { requiredKeys: [] }) as fc.Arbitrary<LwaSetup>).map(
    lwaReconfiguration,
  ),
  handover.map(handoverCommand),
);
export const anyUplink: fc.Arbitrary<ULDCCHMessage> = measurement.map(measurementReport);
