import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import {
  handoverCommand,
  reconfigurationComplete,
  type WlanStatus,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import {
  withIEs,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
} from '../../../src/codecs/xwap/index.js';
import { type Keys, type Report, validator } from '../../../src/validate/index.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  handshake,
  key32,
  numbered,
  SSID,
  stationOf,
} from '../peer.js';
import { captureOf } from '../rule-captures.js';
import {
  acknowledge,
  addition,
  KENB_KEYS,
  onAir,
  packetsOf,
  type Signal,
  sKwtOf,
  tellUe,
  tellWt,
} from './peer.js';

/** Two UEs of one eNB, which sends the RRC of both over GSMTAP from one address. */
const OTHER_KENB = key32(0x5c);
const OTHER = { enbUeXwapId: 2, wtUeXwapId: 6 };
const setsUp = { mobilitySet: { add: [{ ssid: SSID }] } };
const bothSetUp: Signal[] = [
  { ms: 0, enb: addition(sKwtOf(0)) },
  { ms: 2, wt: acknowledge() },
  ...tellUe(4, 0, 0, setsUp),
  {
    ms: 500,
    enb: withIEs(addition(sKwtOf(0, OTHER_KENB), { enbUeXwapId: 2 }), 'WTAdditionRequest', {
      'UE-Identity': stationOf(2),
    }),
  },
  { ms: 502, wt: acknowledge(OTHER) },
  ...tellUe(504, 0, 0, setsUp),
];
const tellOtherWt = (ms: number, wtCounter: number): Signal[] => [
  { ms, enb: wtModificationRequest({ ...OTHER, sKwt: sKwtOf(wtCounter, OTHER_KENB) }) },
  { ms: ms + 2, wt: wtModificationRequestAcknowledge(OTHER) },
];

function reportOn(signals: readonly Signal[], keys: Keys = {}): Report {
  const { packet, report } = validator({ keys });
  for (const one of decodeCapture(captureOf(packetsOf([...bothSetUp, ...signals])))) packet(one);
  return report();
}
const rulesIn = ({ findings }: Report) => findings.map(({ rule }) => rule);

describe('RRC of several UEs from one sender of GSMTAP', () => {
  it('does not use a WT Counter twice, where each UE is told it once', () => {
    const [again, other] = [
      [...tellUe(5000, 1, 1), ...tellWt(5025, sKwtOf(1))],
      [...tellUe(6000, 1, 2), ...tellOtherWt(6025, 1)],
    ];
    for (const keys of [{}, KENB_KEYS]) expect(rulesIn(reportOn([...again, ...other], keys))).toEqual([]);
  });

  it('shows by keys that one UE is told a WT Counter again', () => {
    const again = [...tellUe(5000, 0, 1), ...tellWt(5025, sKwtOf(0))];
    expect(rulesIn(reportOn([...tellUe(3000, 5, 2), ...again], KENB_KEYS))).toEqual(['wt-counter-reuse']);
    expect(rulesIn(reportOn([...tellUe(3000, 5, 2), ...again]))).toEqual([]);
  });

  it('does not show that the WT had a key before its UE: another UE may confirm so late', () => {
    const [toOther, confirmed] = tellUe(5022, 1, 2) as [Signal, Signal];
    const crossing = [
      ...[...tellUe(5000, 1, 1), toOther, ...tellWt(5025, sKwtOf(1)), confirmed],
      ...tellOtherWt(5050, 1),
    ];
    for (const keys of [{}, KENB_KEYS]) {
      const report = reportOn(crossing, keys);
      expect(rulesIn(report)).toEqual([]);
      expect(report.sessions[0]!.verdict).toMatch(
        /^The WT Modification Request in frame 12 gives the WT a new S-KWT, and the capture lacks what tells which WT Counter it goes with/,
      );
    }
  });

  it('shows it by keys where the other UE is told another WT Counter', () => {
    const late = [
      ...[...tellUe(4000, 1, 2), ...tellOtherWt(4025, 1)],
      ...[...tellWt(5000, sKwtOf(7)), ...tellUe(5025, 7, 1)],
    ];
    expect(rulesIn(reportOn(late, KENB_KEYS))).toEqual(['wt-modification-before-rrc-complete']);
    expect(rulesIn(reportOn(late))).toEqual([]);
  });

  it('does not show which UE reports', () => {
    const mpdus = [beacon(), ...associated, ...allOf(handshake({ pmk: sKwtOf(0), aNonce: 1, sNonce: 2 }))];
    const joined = onAir(3000, numbered(mpdus));
    const left = onAir(4000, [deauthentication('station', 3)]);
    const says = (ms: number, status: WlanStatus): Signal => ({ ms, up: wlanConnectionStatusReport(status) });
    expect(rulesIn(reportOn([...joined, ...left, says(6000, 'successfulAssociation')]))).toEqual([]);
    const failed = reportOn([...joined, says(20_000, 'failureTimeout')], KENB_KEYS);
    expect(failed.findings.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`)).toEqual([
      expect.stringMatching(
        /^warning lwa-failed: The UE, or another of the same sender of GSMTAP, reports failureTimeout in frame \d+\.$/,
      ),
    ]);
  });

  it('does not give a UE another KeNB where another UE is handed over', () => {
    const handover: Signal[] = [
      {
        ms: 3000,
        down: handoverCommand({
          transactionId: 3,
          targetCell: 7,
          carrier: { downlink: 1300 },
          newCRnti: 1,
          nextHopChainingCount: 0,
          withoutWtChange: 'keepLWA-Config',
        }),
      },
      { ms: 3050, up: reconfigurationComplete(3) },
    ];
    const rekey = [...tellUe(5000, 1, 1), ...tellWt(5025, sKwtOf(1))];
    expect(rulesIn(reportOn([...handover, ...rekey], KENB_KEYS))).toEqual([]);
    // Nor is a key stale that the WT is given once more.
    const again = [...tellUe(5000, 1, 1), ...tellWt(5025, sKwtOf(0))];
    expect(rulesIn(reportOn([...handover, ...again]))).toEqual([]);
  });
});
