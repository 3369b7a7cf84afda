import { describe, expect, it } from 'vitest';
import { EncodeError } from '../../../src/codecs/error.js';
import {
  type Bearer,
  bearerChanges,
  bearerReconfiguration,
  drbToAddMod,
  type Handover,
  handoverCommand,
  type LwaSetup,
  lwaConfiguration,
  lwaReconfiguration,
  lwaRelease,
  type Measurement,
  measurementReport,
  type ReconfigurationOptions,
  type SecurityAlgorithms,
  securityModeCommand,
  type UeCapability,
  ueCapabilityInformation,
  type WlanIdentity,
  type WlanMeasurement,
  wlanIdentifiers,
} from '../../../src/codecs/rrc/index.js';

const handover: Handover = { targetCell: 1, newCRnti: 1, nextHopChainingCount: 1 };
const algorithms: SecurityAlgorithms = { ciphering: 2, integrity: 2 };
const command = { ...algorithms, transactionId: 3 };
const measurement: Measurement = { measId: 1, rsrp: -100, rsrq: -10 };
/** As much as the type asks for, and a name that there is not. */
const odd = <T>(value: T): T => ({ ...value, WTCounter: 5 });

const lwa = (setup: LwaSetup) => () => lwaReconfiguration(setup);
const bearer = (changes: Omit<Bearer, 'drbId'>) => () =>
  bearerReconfiguration({ bearers: [{ drbId: 1, ...changes }] });
const heard = (wlan: Partial<WlanMeasurement>) => () =>
  measurementReport({ ...measurement, wlans: [{ ssid: 'a', rssi: -50, ...wlan }] });

describe('names that there are not', () => {
  it.each<[path: string, run: () => unknown]>([
    ['WTCounter', lwa(odd<LwaSetup>({}))],
    ['mobilitySet.WTCounter', lwa({ mobilitySet: odd({}) })],
    ['mobilitySet.suspend.WTCounter', lwa({ mobilitySet: { suspend: odd({}) } })],
    ['wlan.WTCounter', lwa({ mobilitySet: { add: [odd<WlanIdentity>({ ssid: 'a' })] } })],
    ['wlan.WTCounter', lwa({ mobilitySet: { release: [odd<WlanIdentity>({ ssid: 'a' })] } })],
    ['WTCounter', () => lwaRelease(odd<ReconfigurationOptions>({}))],
    ['wtCounter', () => lwaRelease({ wtCounter: 5 } as ReconfigurationOptions)],
    ['WTCounter', () => bearerReconfiguration(odd<ReconfigurationOptions>({}))],
    ['bearer.WTCounter', bearer(odd<Omit<Bearer, 'drbId'>>({}))],
    ['bearer.WTCounter', () => drbToAddMod(odd<Bearer>({ drbId: 1 }))],
    ['bearer.WTCounter', () => bearerChanges([odd<Bearer>({ drbId: 1 })])],
    ['bearer.establish.WTCounter', bearer({ establish: odd({ epsBearerId: 5 }) })],
    ['bearer.uplink.WTCounter', bearer({ uplink: odd({ viaWlan: true }) })],
    ['bearer.statusFeedback.WTCounter', bearer({ statusFeedback: odd({}) })],
    ['WTCounter', () => handoverCommand(odd(handover))],
    ['lwa.WTCounter', () => handoverCommand({ ...handover, lwa: odd({}) })],
    ['carrier.WTCounter', () => handoverCommand({ ...handover, carrier: odd({ downlink: 1 }) })],
    ['bandwidth.WTCounter', () => handoverCommand({ ...handover, bandwidth: odd({ downlink: 6 as const }) })],
    ['rach.WTCounter', () => handoverCommand({ ...handover, rach: odd({ preamble: 1, prachMask: 0 }) })],
    ['algorithms.WTCounter', () => handoverCommand({ ...handover, algorithms: odd(algorithms) })],
    ['algorithms.transactionId', () => handoverCommand({ ...handover, algorithms: command })],
    ['WTCounter', () => securityModeCommand(odd(algorithms))],
    ['lwa.WTCounter', () => lwaConfiguration(odd<LwaSetup>({}))],
    ['wlan.WTCounter', () => wlanIdentifiers(odd<WlanIdentity>({ ssid: 'a' }))],
    ['WTCounter', () => measurementReport(odd(measurement))],
    ['WTCounter', () => ueCapabilityInformation(odd<UeCapability>({}))],
    ['wlans[0].WTCounter', heard(odd<Partial<WlanMeasurement>>({}))],
    ['wlans[0].carrier.WTCounter', heard({ carrier: odd({}) })],
    ['wlans[0].load.WTCounter', heard({ load: odd({}) })],
  ])('are refused at %s', (path, run) => {
    expect(run).toThrow(EncodeError);
    expect(run).toThrow(new RegExp(`^${path.replaceAll(/[.[\]]/g, '\\$&')}: is none of [a-z]\\w+, `));
  });
});
