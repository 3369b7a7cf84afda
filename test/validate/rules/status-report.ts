import { type WlanStatus, wlanConnectionStatusReport } from '../../../src/codecs/rrc/index.js';
import { statusReportContradicts } from '../../../src/validate/rules/status-report-contradicts.js';
import { KENB_KEYS, onAir, packetsOf, type Signal, setUp, sKwtOf } from '../lte/peer.js';
import { allOf, associated, beacon, deauthentication, handshake, numbered } from '../peer.js';
import { captureOf, findingsOf } from '../rule-captures.js';

/** Of the S-KWT with WT Counter 1. */
export const first = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
export const mpdus = numbered([beacon(), ...associated, ...allOf(first), deauthentication('ap', 3)]);
export const start = [...setUp(1), ...onAir(100, mpdus.slice(0, -1))];
export const left = onAir(200, mpdus.slice(-1));
export const report = (ms: number, status: WlanStatus): Signal => ({
  ms,
  up: wlanConnectionStatusReport(status),
});
export const success = report(500, 'successfulAssociation');
/** What the rule says. @param without places of packets that the capture lacks */
export const reported = (signals: readonly Signal[], kenb?: Uint8Array, without: readonly number[] = []) =>
  findingsOf(captureOf(packetsOf(signals, kenb).filter((_, i) => !without.includes(i))), KENB_KEYS)
    .filter(({ rule }) => rule === statusReportContradicts.id)
    .map(({ severity, frames, message }) => [severity, frames, message]);
