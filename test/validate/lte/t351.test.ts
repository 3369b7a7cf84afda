import { describe, expect, it } from 'vitest';
import {
  bearerReconfiguration,
  lwaReconfiguration,
  lwaRelease,
  reconfigurationComplete,
} from '../../../src/codecs/rrc/index.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { statusReportContradicts } from '../../../src/validate/rules/status-report-contradicts.js';
import type { HandoverCommand, LwaCommand, RrcMessage } from '../../../src/validate/uu/message.js';
import { rrcMessageOf } from '../../../src/validate/uu/read-message.js';
import { AP } from '../peer.js';
import { report, reported } from '../rules/status-report.js';
import * as events from './events.js';
import { KENB, type Signal, setUp, tellUe, tellUnread } from './peer.js';

describe('status-report-contradicts of T351', () => {
  const withTimer = (associationTimer: 10 | 30, successReport: boolean | undefined = true) => ({
    mobilitySet: { add: [{ bssid: AP }], associationTimer, ...(successReport ? { successReport } : {}) },
  });
  const begun = (associationTimer: 10 | 30 = 10, successReport = true): Signal[] => [
    ...setUp(1).slice(0, 2),
    ...tellUe(4, 1, 0, withTimer(associationTimer, successReport)),
  ];
  const bearers = (ms: number): Signal[] => [
    { ms, down: bearerReconfiguration({ transactionId: 3, releaseDrbs: [5] }) },
    { ms: ms + 20, up: reconfigurationComplete(3) },
  ];

  describe('that is not over', () => {
    const early = (frame: number, request = 3, seconds = 10) => [
      'warning',
      [request, frame],
      `The UE reports failureTimeout in frame ${frame}, but its T351, which begins with frame ${request}, is not over before ${seconds} s have passed.`,
    ];

    it('is told where the UE reports a time-out all the same', () => {
      expect(reported([...begun(), report(300, 'failureTimeout')])).toEqual([early(5)]);
      expect(reported([...begun(30), report(20_000, 'failureTimeout')])).toEqual([early(5, 3, 30)]);
      expect(reported([...begun(30), ...bearers(900), report(9_000, 'failureTimeout')], KENB)).toEqual([
        early(7, 3, 30),
      ]);
    });

    it('is not told of a timer that is a little fast, and of a report that is late', () => {
      expect(reported([...begun(), report(8_753, 'failureTimeout')])).toEqual([early(5)]);
      expect(reported([...begun(), report(8_754, 'failureTimeout')])).toEqual([]);
      expect(reported([...begun(), report(10_024, 'failureTimeout')])).toEqual([]);
      expect(reported([...begun(), report(15_000, 'failureTimeout')])).toEqual([]);
    });

    it('is the latest one that the UE has confirmed', () => {
      const again = tellUe(11_000, 2, 1, withTimer(10));
      expect(reported([...begun(), ...again, report(12_000, 'failureTimeout')])).toEqual([early(7, 5)]);
      // It was sent before the UE was told.
      const [request, complete] = again as [Signal, Signal];
      expect(reported([...begun(), request, report(11_010, 'failureTimeout'), complete])).toEqual([]);
    });

    it('may be another than the capture shows', () => {
      const timeout = report(12_000, 'failureTimeout');
      expect(reported([...begun(30), ...tellUnread(1000, 2), timeout])).toEqual([]);
      expect(reported([...begun(30), ...bearers(1000).slice(1), timeout])).toEqual([]);
      const change: Signal = { ms: 1000, down: lwaReconfiguration({ transactionId: 1, ...withTimer(10) }) };
      expect(reported([...begun(30), change, { ms: 1020, up: reconfigurationComplete(1) }, timeout])).toEqual(
        [],
      );
      expect(reported([...begun(30), ...bearers(1000), timeout], KENB, [4, 5])).toEqual([]);
      expect(reported([...begun(30), ...bearers(1000), timeout], KENB)).toHaveLength(1);
    });

    it('is no matter where there is none, or of other reports', () => {
      expect(reported([...setUp(1), report(300, 'failureTimeout')])).toEqual([]);
      expect(reported([...begun(), report(300, 'failureWlanUnavailable')])).toEqual([]);
    });
  });

  describe('that is over', () => {
    const silent = (frame: number) => [
      'warning',
      [3, frame],
      `The UE reports nothing of its WLAN connection up to frame ${frame}, though it was to report success, and T351 was over 10 s after frame 3.`,
    ];
    const goesOn = bearers(12_000);

    it('is told where the UE reports nothing, and PDCP shows that no report is missing', () => {
      expect(reported([...begun(), ...goesOn], KENB)).toEqual([silent(6)]);
      expect(reported([...begun(), ...bearers(4000), ...goesOn], KENB)).toEqual([silent(8)]);
      // Over GSMTAP the capture may have lost it.
      expect(reported([...begun(), ...goesOn])).toEqual([]);
      expect(reported([...begun(), report(10_024, 'failureTimeout'), ...goesOn], KENB, [4])).toEqual([]);
    });

    it('is not told where the UE reports anything', () => {
      const statuses = ['successfulAssociation', 'failureTimeout', 'failureWlanRadioLink'] as const;
      for (const status of statuses)
        expect(reported([...begun(), report(10_024, status), ...goesOn], KENB)).toEqual([]);
    });

    it('is not told before the report is overdue, nor where none is due', () => {
      expect(reported([...begun(), ...bearers(11_200)], KENB)).toEqual([]);
      expect(reported([...begun(30), ...goesOn], KENB)).toEqual([]);
      expect(reported([...begun(10, false), ...goesOn], KENB)).toEqual([]);
    });

    it('is not told where T351 may have been stopped, or started anew', () => {
      const release: Signal[] = [
        { ms: 5000, down: lwaRelease({ transactionId: 1, bearers: [] }) },
        { ms: 5020, up: reconfigurationComplete(1) },
      ];
      expect(reported([...begun(), ...release, ...goesOn], KENB)).toEqual([]);
      expect(reported([...begun(), ...tellUe(5000, 2), ...goesOn], KENB)).toEqual([]);
      expect(reported([...begun(), ...tellUnread(5000, 2), ...goesOn], KENB)).toEqual([]);
    });

    it('is not told where the UE left that connection, or was handed over', () => {
      const { at, observed, rrc } = events;
      const lwa: LwaCommand = {
        isRelease: false,
        wtCounter: 1,
        wtMac: undefined,
        associationTimer: 10,
        successReportRequested: true,
        addsWlans: true,
        wlans: [],
      };
      const handover: HandoverCommand = {
        targetPci: 202,
        earfcnDl: 1300,
        nextHopChainingCount: 0,
        keyChange: false,
        keepsLwa: true,
      };
      const says = (ms: number, name: string, more: Partial<RrcMessage> = {}): ValidationEvent => {
        const event = rrc(ms, name, 'valid');
        if (event.kind !== 'rrc') throw new Error('no RRC');
        return { ...event, isUplink: name.endsWith('Complete'), message: { ...event.message!, ...more } };
      };
      const found = (...between: readonly ValidationEvent[]) =>
        observed(statusReportContradicts, [
          says(100, 'rrcConnectionReconfiguration', { lwa }),
          ...events.tellUe(100, 120),
          says(120, 'rrcConnectionReconfigurationComplete'),
          ...between,
          says(12_000, 'rrcConnectionReconfigurationComplete'),
        ]).map(({ frames }) => frames);
      const answered: ValidationEvent = {
        kind: 'rrcTransaction',
        what: 'reconfiguration',
        request: at(11_900),
        complete: at(12_000),
        ...at(12_000),
        isNeedless: false,
        wtCounter: undefined,
      };
      expect(found(answered)).toEqual([[100, 12_000]]);
      expect(found(answered, says(5000, 'rrcConnectionReconfiguration', { handover }))).toEqual([]);
      expect(found(answered, says(5000, 'rrcConnectionReestablishmentComplete'))).toEqual([]);
      expect(found(answered, says(5000, 'measurementReport'))).toEqual([[100, 12_000]]);
      expect(found(answered, events.gap('uu', 5000, 5100))).toEqual([]);
    });

    it('is not told by what goes over SRB2', () => {
      const nas: Signal = { ms: 12_000, up: Uint8Array.of(0x48, 0x00, 0x00) };
      expect(rrcMessageOf((nas as { up: Uint8Array }).up, true)?.name).toBe('ulInformationTransfer');
      expect(reported([...begun(), nas], KENB)).toEqual([]);
      expect(reported([...begun(), nas, ...goesOn], KENB)).toEqual([silent(7)]);
      // What that one answers may have been the end of LWA.
      expect(reported([...begun(), nas, ...goesOn.slice(1)], KENB)).toEqual([]);
    });
  });
});
