import { describe, expect, it } from 'vitest';
import { decodeCapture } from '../../../src/codecs/capture/index.js';
import {
  type Handover,
  handoverCommand,
  lwaReconfiguration,
  lwaRelease,
  reconfigurationComplete,
  type WlanStatus,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import { validator } from '../../../src/validate/index.js';
import { lwaReleased } from '../../../src/validate/rules/lwa-released.js';
import {
  acknowledge,
  addition,
  hiding,
  KENB,
  KENB_KEYS,
  onAir,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellWt,
} from '../lte/peer.js';
import { AP, associated, beacon, numbered } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const set = { mobilitySet: { add: [{ bssid: AP }], associationTimer: 30 } } as const;
const laterOn = onAir(20_000, [beacon()]);
const release: Signal[] = [
  { ms: 1000, down: lwaRelease({ transactionId: 1 }) },
  { ms: 1020, up: reconfigurationComplete(1) },
];
const handover = (more: Partial<Handover> = {}): Signal[] => [
  {
    ms: 1000,
    down: handoverCommand({ transactionId: 1, targetCell: 7, newCRnti: 1, nextHopChainingCount: 0, ...more }),
  },
  { ms: 1060, up: reconfigurationComplete(1) },
];
const report = (ms: number, status: WlanStatus = 'successfulAssociation'): Signal => ({
  ms,
  up: wlanConnectionStatusReport(status),
});
const rekeyed = (ms: number): Signal[] => tellUe(ms, 2, 2);

testRule(lwaReleased, {
  keys: KENB_KEYS,
  broken: packetsOf(
    [...setUp(1), ...release, ...tellUe(1060, 2, 2), ...tellWt(1100, sKwtOf(2)), ...laterOn],
    KENB,
  ),
  sound: packetsOf(
    [...setUp(1), ...release, ...tellUe(1060, 2, 2, set), ...tellWt(1100, sKwtOf(2)), ...laterOn],
    KENB,
  ),
});

const reportOf = (signals: readonly Signal[], kenb?: Uint8Array, without: readonly number[] = []) => {
  const own = validator({ keys: KENB_KEYS });
  const kept = packetsOf([...setUp(1), ...signals, ...laterOn], kenb).filter((_, i) => !without.includes(i));
  for (const packet of decodeCapture(captureOf(kept))) own.packet(packet);
  return own.report();
};
const found = (...args: Parameters<typeof reportOf>) =>
  reportOf(...args)
    .findings.filter(({ rule }) => rule === lwaReleased.id)
    .map(({ severity, frames, message }) => [severity, frames, message]);
const IF = ', if both are for one UE and the capture lacks no RRC message';

describe('lwa-released', () => {
  it('is a report that comes when LWA is over, and not one that was on its way', () => {
    const message =
      'The UE reports the status of its WLAN connection in frame 7, but LWA ended at the UE with its release in frame 5';
    for (const status of ['successfulAssociation', 'failureTimeout'] as const)
      expect(found([...release, report(1271, status)])).toEqual([['warning', [5, 7], `${message}${IF}.`]]);
    expect(found([...release, report(1271)], KENB)).toEqual([['error', [5, 7], `${message}.`]]);
    expect(found([...release, report(1270)])).toEqual([]);
    expect(found([report(990), ...release])).toEqual([]);
  });

  it('is a WT Counter without a WLAN, behind a handover that does not keep LWA, and in it', () => {
    const told = (frame: number) =>
      `The eNB tells the UE a WT Counter in frame ${frame}, and no WLAN to look for, but LWA ended at the UE with the handover in frame 5, which does not keep it`;
    expect(found([...handover(), ...rekeyed(1100)])).toEqual([['warning', [5, 7], `${told(7)}${IF}.`]]);
    expect(found(handover({ lwa: { wtCounter: 0 } }))).toEqual([['warning', [5], `${told(5)}${IF}.`]]);
    expect(found(handover({ lwa: { wtCounter: 0, ...set } }))).toEqual([]);
    expect(found([...handover(), ...tellUe(1100, 2, 2, set), report(3000)])).toEqual([]);
    expect(found([...handover({ withoutWtChange: 'keepLWA-Config' }), ...rekeyed(1100)])).toEqual([]);
  });

  it('is an S-KWT for the WT, unless the eNB sets LWA up anew with it', () => {
    const message =
      'The eNB gives the WT another S-KWT in frame 7, but LWA ended at the UE with its release in frame 5';
    const given = [...release, ...tellWt(1100, sKwtOf(2))];
    expect(found(given)).toEqual([['warning', [5, 7], `${message}${IF}.`]]);
    expect(found([...given, ...tellUe(2100, 2, 2, set)])).toEqual([]);
    expect(found([...given, ...tellUe(2101, 2, 2, set)])).toHaveLength(1);
    // Before the UE confirms that LWA is over, the eNB does not know it; over Xw something may come from the cell before.
    expect(found([release[0]!, ...tellWt(1010, sKwtOf(2)), release[1]!])).toEqual([]);
    expect(found([...handover(), ...tellWt(1310, sKwtOf(2))])).toEqual([]);
    expect(found([...handover(), ...tellWt(1311, sKwtOf(2))])).toHaveLength(1);
  });

  it('is told once of each end, and with no second RRC message to show that all is there, as a warning', () => {
    const all = [...release, ...rekeyed(1100), ...tellWt(1300, sKwtOf(2)), report(1600)];
    expect(found(all, KENB).map(([severity, frames]) => [severity, frames])).toEqual([['error', [5, 7]]]);
    const last = [...release, ...tellWt(1300, sKwtOf(2))];
    expect(found(last, KENB).map(([severity]) => severity)).toEqual(['warning']);
    expect(found([...last, report(1600)], KENB).map(([severity]) => severity)).toEqual(['error']);
  });

  it('is told of a re-establishment', () => {
    const back: Signal = { ms: 1000, up: Uint8Array.of(3 << 3, 0) };
    expect(found([back, ...rekeyed(1100)])).toEqual([
      [
        'warning',
        [5, 6],
        `The eNB tells the UE a WT Counter in frame 6, and no WLAN to look for, but LWA ended at the UE with the re-establishment in frame 5${IF}.`,
      ],
    ]);
  });

  it('is none where the UE may not have been told that LWA is over', () => {
    expect(found([release[0]!, ...rekeyed(1100), report(3000)])).toEqual([]);
    expect(found([release[0]!, ...rekeyed(1100), report(3000)], KENB)).toEqual([]);
  });

  it('is none where the capture may lack what set LWA up anew', () => {
    const anew = tellUe(1100, 2, 2, set);
    const goesOn = [report(3000), ...tellUe(4000, 3, 3)];
    expect(found([...release, ...anew, ...goesOn])).toEqual([]);
    // A Complete whose request is missing, and what the numbers of PDCP show.
    expect(found([...release, ...anew, ...goesOn], undefined, [6])).toEqual([]);
    for (const lost of [[6], [6, 7]]) expect(found([...release, ...anew, ...goesOn], KENB, lost)).toEqual([]);
    const unread: Signal[] = [
      { ms: 1100, down: hiding(lwaReconfiguration({ transactionId: 2, wtCounter: 2, ...set })) },
      { ms: 1120, up: reconfigurationComplete(2) },
    ];
    expect(found([...release, ...unread, ...goesOn])).toEqual([]);
  });

  it('is none where Xw or the WLAN shows that it may be set up anew', () => {
    const added: Signal[] = [
      { ms: 1100, enb: addition(sKwtOf(2), { enbUeXwapId: 1 }) },
      { ms: 1102, wt: acknowledge() },
    ];
    expect(found([...release, report(3000)])).toHaveLength(1);
    expect(found([...release, ...added, report(3000)])).toEqual([]);
    expect(found([...release, ...onAir(2000, numbered([...associated])), report(3000)])).toEqual([]);
    expect(found([...release, ...onAir(2000, numbered([...associated])), report(3000)], KENB)).toEqual([]);
    expect(found([...release, report(3000)], KENB)).toHaveLength(1);
  });

  it('is none where the capture ends before LWA may be set up anew', () => {
    const given = packetsOf([
      ...setUp(1),
      ...release,
      ...tellWt(1100, sKwtOf(2)),
      ...onAir(2099, [beacon()]),
    ]);
    expect(findingsOf(captureOf(given), KENB_KEYS).filter(({ rule }) => rule === lwaReleased.id)).toEqual([]);
  });

  it('is in the verdict, too', () => {
    const verdict = (signals: readonly Signal[], kenb?: Uint8Array) =>
      reportOf(signals, kenb).sessions[0]!.verdict;
    const given = [...release, ...tellWt(1100, sKwtOf(2)), report(3000)];
    const ended = 'LWA had ended at the UE, by its release in frame 5, when';
    expect(verdict(given, KENB)).toContain(`${ended} the WT was given another S-KWT in frame 7; `);
    expect(verdict(given)).toMatch(/^As far as the capture shows RRC, LWA had ended at the UE, by its /);
    expect(verdict([...release, report(3000)], KENB)).toContain(
      `${ended} it reported the status of its WLAN connection in frame 7; `,
    );
    expect(verdict([...handover(), ...rekeyed(1100), ...tellWt(1200, sKwtOf(2))])).toMatch(
      /LWA had ended at the UE, by the handover in frame 5, which does not keep it, when it was told a WT Counter in frame 7; /,
    );
    expect(verdict([...release, ...tellUe(1100, 2, 2, set), report(3000)])).not.toContain('LWA had ended');
  });
});
