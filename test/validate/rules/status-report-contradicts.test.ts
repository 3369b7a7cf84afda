import { describe, expect, it } from 'vitest';
import { type WlanStatus, wlanConnectionStatusReport } from '../../../src/codecs/rrc/index.js';
import { statusReportContradicts } from '../../../src/validate/rules/status-report-contradicts.js';
import { KENB_KEYS, onAir, packetsOf, type Signal, setUp, sKwtOf } from '../lte/peer.js';
import { allOf, associated, beacon, deauthentication, handshake, numbered, userData } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const first = handshake({ pmk: sKwtOf(1), aNonce: 1, sNonce: 2 });
const mpdus = numbered([beacon(), ...associated, ...allOf(first), deauthentication('ap', 3)]);
const start = [...setUp(1), ...onAir(100, mpdus.slice(0, -1))];
const left = onAir(200, mpdus.slice(-1));
const report = (ms: number, status: WlanStatus): Signal => ({ ms, up: wlanConnectionStatusReport(status) });

testRule(statusReportContradicts, {
  keys: KENB_KEYS,
  broken: packetsOf([...start, ...left, report(500, 'successfulAssociation')]),
  sound: packetsOf([...start, report(190, 'successfulAssociation'), ...left]),
});

describe('status-report-contradicts', () => {
  const found = (...signals: readonly Signal[]) =>
    findingsOf(captureOf(packetsOf(signals)), KENB_KEYS).map(({ rule, frames }) => [rule, frames]);
  const again = handshake({ pmk: sKwtOf(7), aNonce: 5, sNonce: 6 });
  const associatedAgain = (...mpdus: readonly Uint8Array[]) =>
    onAir(300, numbered([...associated, ...mpdus]));
  const reported = (...signals: readonly Signal[]) =>
    found(...start, ...left, ...signals).filter(([rule]) => rule === statusReportContradicts.id);

  it('is a time-out after a handshake under the newest S-KWT, and not after one that was lost', () => {
    expect(found(...start, report(300, 'failureTimeout'))).toEqual([[statusReportContradicts.id, [11, 12]]]);
    expect(found(...start, ...left, report(300, 'failureTimeout'))).toEqual([]);
  });

  it('is not one after a handshake whose key is not known, or of which the capture lacks frames', () => {
    const { m1, m2, m3, m4 } = again;
    const success = report(500, 'successfulAssociation');
    for (const seen of [[m1, m2, m3, m4], [m1, m3, m4], [m1, m2, m3], [m3], [m4]])
      expect(reported(...associatedAgain(...seen), success)).toEqual([]);
    expect(reported(...associatedAgain(m1), success)).toEqual([[statusReportContradicts.id, [12, 16]]]);
    // Only data shows that there was one, before the report or behind it.
    const data = (ms: number) => onAir(ms, [userData(again.ptk)]);
    expect(reported(...data(480), success)).toEqual([]);
    expect(reported(success, ...data(520))).toEqual([]);
    expect(reported(success, ...onAir(520, numbered([m1, m2, m3, m4])), ...data(900))).toEqual([
      [statusReportContradicts.id, [12, 13]],
    ]);
  });

  it('is not one that Uu may have delayed, nor one that is ahead of M4', () => {
    expect(reported(report(400, 'successfulAssociation'))).toEqual([]);
    const { m1, m2, m4 } = again;
    expect(
      reported(
        ...associatedAgain(m1, m2),
        report(600, 'successfulAssociation'),
        ...onAir(700, numbered([m4])),
      ),
    ).toEqual([]);
  });
});
