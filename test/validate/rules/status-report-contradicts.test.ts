import { describe, expect, it } from 'vitest';
import { type WlanStatus, wlanConnectionStatusReport } from '../../../src/codecs/rrc/index.js';
import { statusReportContradicts } from '../../../src/validate/rules/status-report-contradicts.js';
import { KENB_KEYS, onAir, packetsOf, type Signal, setUp, sKwtOf } from '../lte-peer.js';
import { allOf, associated, beacon, deauthentication, handshake, numbered } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const first = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
const mpdus = numbered([beacon(), ...associated, ...allOf(first), deauthentication('ap', 3)]);
const start = [...setUp(1), ...onAir(100, mpdus.slice(0, -1))];
const left = onAir(200, mpdus.slice(-1));
const report = (ms: number, status: WlanStatus): Signal => ({ ms, up: wlanConnectionStatusReport(status) });

testRule(statusReportContradicts, {
  keys: KENB_KEYS,
  broken: packetsOf([...start, ...left, report(210, 'successfulAssociation')]),
  sound: packetsOf([...start, report(190, 'successfulAssociation'), ...left]),
});

describe('status-report-contradicts', () => {
  const found = (...signals: readonly Signal[]) =>
    findingsOf(captureOf(packetsOf(signals)), KENB_KEYS).map(({ rule, frames }) => [rule, frames]);

  it('is a time-out after a handshake under the newest S-KWT, and not after one that was lost', () => {
    expect(found(...start, report(300, 'failureTimeout'))).toEqual([[statusReportContradicts.id, [11, 12]]]);
    expect(found(...start, ...left, report(300, 'failureTimeout'))).toEqual([]);
  });
});
