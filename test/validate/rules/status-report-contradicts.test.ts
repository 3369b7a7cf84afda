import { describe, expect, it } from 'vitest';
import {
  bearerReconfiguration,
  lwaReconfiguration,
  reconfigurationComplete,
} from '../../../src/codecs/rrc/index.js';
import { radioNetworkCause, wtModificationRequestReject } from '../../../src/codecs/xwap/index.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { statusReportContradicts } from '../../../src/validate/rules/status-report-contradicts.js';
import * as events from '../lte/events.js';
import {
  IDS,
  KENB,
  KENB_KEYS,
  modification,
  onAir,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellUnread,
  tellWt,
} from '../lte/peer.js';
import {
  AP,
  allOf,
  associated,
  dataToAp,
  deauthentication,
  handshake,
  IP_BODY,
  key32,
  numbered,
  ofAp,
  userData,
  userDataDown,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { first, left, report, reported, start, success } from './status-report.js';

testRule(statusReportContradicts, {
  keys: KENB_KEYS,
  broken: packetsOf([...start, ...left, report(500, 'successfulAssociation')]),
  sound: packetsOf([...start, report(190, 'successfulAssociation'), ...left]),
});

describe('status-report-contradicts of a success', () => {
  const again = handshake({ pmk: sKwtOf(7), aNonce: 5, sNonce: 6 });
  const onceLeft = (...signals: readonly Signal[]) => reported([...start, ...left, ...signals]);
  const associatedAgain = (...mpdus: readonly Uint8Array[]) =>
    onAir(300, numbered([...associated, ...mpdus]));
  const finding = (end: number, frame: number) => [
    'warning',
    [end, frame],
    `The UE reports successfulAssociation in frame ${frame}, but its association ended in frame ${end}, and the capture shows no handshake since.`,
  ];

  it('is told where the association has ended, and the station does not come back', () => {
    expect(onceLeft(success)).toEqual([finding(12, 13)]);
    expect(onceLeft(...associatedAgain(), success)).toEqual([finding(12, 15)]);
    expect(onceLeft(...associatedAgain(again.m1), success)).toEqual([finding(12, 16)]);
  });

  it('is told where the station left again', () => {
    const leaves = onAir(400, [deauthentication('station', 3)]);
    const back = [...associatedAgain(...allOf(again)), ...leaves];
    expect(onceLeft(...back, report(700, 'successfulAssociation'))).toEqual([finding(19, 20)]);
  });

  it('may be of any handshake: under no known key, or of which the capture lacks frames', () => {
    const { m1, m2, m3, m4 } = again;
    for (const seen of [[m1, m2, m3, m4], [m1, m3, m4], [m1, m2, m3], [m3], [m4]])
      expect(onceLeft(...associatedAgain(...seen), success)).toEqual([]);
  });

  it('may be of one that only the data of the station shows, before the report or behind it', () => {
    const data = (ms: number) => onAir(ms, [userData(again.ptk)]);
    expect(onceLeft(...data(480), success)).toEqual([]);
    expect(onceLeft(success, ...data(520))).toEqual([]);
    expect(reported([...start, ...onAir(150, [userData(first.ptk)]), success])).toEqual([]);
    // What was on its way when the association ended, and what tells of no keys.
    expect(onceLeft(...data(205), success)).toHaveLength(1);
    expect(onceLeft(...onAir(480, [dataToAp(IP_BODY)]), success)).toHaveLength(1);
    expect(onceLeft(...onAir(480, [userDataDown(again.ptk)]), success)).toHaveLength(1);
  });

  it('is not of a handshake that begins after the report', () => {
    const later = onAir(520, numbered(allOf(again)));
    expect(onceLeft(success, ...later, ...onAir(900, [userData(again.ptk)]))).toEqual([finding(12, 13)]);
    const [m1, ...others] = numbered(allOf(again)) as [Uint8Array, ...Uint8Array[]];
    expect(onceLeft(...onAir(300, [m1]), success, ...onAir(900, others))).toEqual([finding(12, 14)]);
  });

  it('may be ahead of M4, and late on Uu', () => {
    const { m1, m2, m4 } = again;
    const slow = onAir(700, numbered([m4]));
    expect(onceLeft(...associatedAgain(m1, m2), report(600, 'successfulAssociation'), ...slow)).toEqual([]);
    expect(onceLeft(...onAir(300, numbered([...associated])), success, ...onAir(600, [m4]))).toEqual([]);
    expect(onceLeft(report(450, 'successfulAssociation'))).toEqual([]);
    expect(onceLeft(report(451, 'successfulAssociation'))).toHaveLength(1);
  });

  it('may be of another AP, where the capture shows the station with one', () => {
    const ap = AP.with(5, 2);
    const there = handshake({ pmk: sKwtOf(1), aNonce: 3, sNonce: 4, ap });
    const roams = [...associated, ...allOf(there), deauthentication('station', 3)].map(mpdu =>
      ofAp(ap, mpdu),
    );
    const back = handshake({ pmk: sKwtOf(1), aNonce: 5, sNonce: 6 });
    const returns = onAir(310, numbered([...associated, ...allOf(back)]));
    expect(
      reported([...start, ...onAir(210, numbered(roams)), ...returns, report(900, 'successfulAssociation')]),
    ).toEqual([]);
  });

  it('is told from the distance on up to which the order of two packets is not sure', () => {
    const end: ValidationEvent = {
      kind: 'ending',
      ...events.at(20),
      ending: { frame: 20, kind: 'deauthentication', by: 'ap', reason: 15 },
    };
    const { at, observed, status } = events;
    const found = (ms: number, ...others: readonly ValidationEvent[]) =>
      observed(
        statusReportContradicts,
        [end, ...others, status(ms, 'successfulAssociation')],
        1_000_000_000n,
      );
    expect(found(1270)).toEqual([]);
    expect(found(1271)).toHaveLength(1);
    // M2 of a handshake, which Uu may be ahead of, too.
    const m2 = { kind: 'eapolKey', ...at(2900), record: { message: 'M2' } } as ValidationEvent;
    expect(found(1649, m2)).toHaveLength(1);
    expect(found(1650, m2)).toEqual([]);
  });

  it('is not looked for in other reports', () => {
    expect(onceLeft(report(500, 'failureWlanRadioLink'))).toEqual([]);
    expect(onceLeft(report(500, 'failureTimeout'))).toEqual([]);
  });
});

describe('status-report-contradicts of a time-out', () => {
  const timeout = report(20_000, 'failureTimeout');
  const finding = (m4: number, frame: number) => [
    'warning',
    [m4, frame],
    `The UE reports failureTimeout in frame ${frame}, but its handshake under the newest S-KWT was complete with frame ${m4}.`,
  ];

  it('is told where a handshake under the newest S-KWT was complete', () => {
    expect(reported([...start, timeout])).toEqual([finding(11, 12)]);
    const unreadable: Signal = { ms: 2, down: Uint8Array.of(0xff) };
    expect(reported([unreadable, ...start, timeout])).toEqual([finding(12, 13)]);
    // KeNB may be any of two: M4 shows which.
    const kenbs = [
      ...KENB_KEYS.kenbs!,
      { name: 'other', kenb: key32(7), station: KENB_KEYS.kenbs![0]!.station },
    ];
    const found = findingsOf(captureOf(packetsOf([...start, timeout])), { kenbs });
    expect(found.map(({ rule }) => rule)).toContain(statusReportContradicts.id);
  });

  it('is told without KeNB, too, where the WT was given the S-KWT with the newest WT Counter', () => {
    const found = (signals: readonly Signal[]) =>
      findingsOf(captureOf(packetsOf(signals)), {}).flatMap(({ rule, frames }) =>
        rule === statusReportContradicts.id ? [frames] : [],
      );
    expect(found([...start, timeout])).toEqual([[11, 12]]);
    expect(found([...start, ...left, timeout])).toEqual([]);
    const again = handshake({ pmk: sKwtOf(2), aNonce: 5, sNonce: 6 });
    const rekey = [...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2))];
    expect(found([...start, ...rekey, timeout])).toEqual([]);
    expect(found([...start, ...rekey, ...onAir(1100, numbered(allOf(again))), timeout])).toEqual([[19, 20]]);
    // A key that the WT had before is not that of the newest WT Counter, whatever it is given.
    const old = handshake({ pmk: sKwtOf(1), aNonce: 5, sNonce: 6 });
    const same = [...tellUe(1000, 2), ...tellWt(1025, sKwtOf(1)), ...onAir(1100, numbered(allOf(old)))];
    expect(found([...start, ...same, timeout])).toEqual([]);
    // Nor is one that the WT refuses.
    const refused: Signal[] = [
      ...tellUe(1000, 2),
      { ms: 1025, enb: modification(sKwtOf(2)) },
      { ms: 1027, wt: wtModificationRequestReject({ ...IDS, cause: radioNetworkCause('unspecified') }) },
      ...onAir(1100, numbered(allOf(again))),
    ];
    expect(found([...start, ...refused, timeout])).toEqual([]);
  });

  it('may be of an association that was lost since, or of a handshake that lacks M4', () => {
    expect(reported([...start, ...left, timeout])).toEqual([]);
    const { m1, m2, m3 } = first;
    expect(reported([...setUp(1), ...onAir(100, numbered([...associated, m1, m2, m3])), timeout])).toEqual(
      [],
    );
  });

  it('may be of a newer S-KWT, or of one that the capture does not show', () => {
    expect(reported([...start, ...tellUe(1000, 2), timeout])).toEqual([]);
    expect(reported([...start, ...tellUnread(1000, 2), timeout])).toEqual([]);
    // The request of a Complete, and what the numbers of PDCP show to be missing.
    const bearers: Signal[] = [
      { ms: 2000, down: bearerReconfiguration({ transactionId: 2, releaseDrbs: [5] }) },
      { ms: 2020, up: reconfigurationComplete(2) },
    ];
    const newer = [...start, ...tellUe(1000, 2), ...bearers, timeout];
    for (const lost of [[11], [11, 12]]) expect(reported(newer, KENB, lost)).toEqual([]);
    expect(reported([...start, timeout], KENB)).toEqual([finding(11, 12)]);
    expect(reported([...start.slice(4), timeout])).toEqual([]);
  });

  it('may be of a mobility set that was changed since', () => {
    const change: Signal[] = [
      {
        ms: 1000,
        down: lwaReconfiguration({
          transactionId: 1,
          mobilitySet: { release: [{ bssid: AP }], add: [{ bssid: AP.with(5, 2) }], associationTimer: 10 },
        }),
      },
      { ms: 1020, up: reconfigurationComplete(1) },
    ];
    expect(reported([...start, ...change, timeout])).toEqual([]);
  });

  it('may have been on its way when M4 came', () => {
    expect(reported([...start, report(356, 'failureTimeout')])).toEqual([]);
    expect(reported([...start, report(357, 'failureTimeout')])).toEqual([finding(11, 12)]);
  });

  it('is not looked for in other reports', () => {
    expect(reported([...start, report(20_000, 'successfulAssociation')])).toEqual([]);
    expect(reported([...start, report(20_000, 'failureWlanUnavailable')])).toEqual([]);
  });
});
