import { describe, expect, it } from 'vitest';
import {
  handoverCommand,
  lwaReconfiguration,
  lwaRelease,
  measurementReport,
  reconfigurationComplete,
  wlanConnectionStatusReport,
} from '../../../src/codecs/rrc/index.js';
import {
  viewXwap,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
  wtReleaseRequest,
} from '../../../src/codecs/xwap/index.js';
import type { ValidationEvent } from '../../../src/validate/event.js';
import { sKwtOneSided } from '../../../src/validate/rules/s-kwt-one-sided.js';
import { at, gap, key, observed, pmkInUse, rrc, tellUe as toUe, tellWt as toWt, xw } from '../lte/events.js';
import {
  acknowledge,
  addition,
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
  tellWt,
} from '../lte/peer.js';
import { AP, beacon } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const cause = { choice: 'radioNetwork', value: 'unspecified' } as const;
/** The WT is asked for something else, and has everything in view that came before. */
const other = (ms: number): Signal[] => [
  { ms, enb: wtModificationRequest({ ...IDS, cause }) },
  { ms: ms + 2, wt: wtModificationRequestAcknowledge(IDS) },
];
const onUu = (ms: number): Signal => ({ ms, up: measurementReport({ measId: 1, rsrp: -90, rsrq: -10 }) });
const mobilitySet = { add: [{ bssid: AP }] };

testRule(sKwtOneSided, {
  keys: KENB_KEYS,
  broken: packetsOf([...setUp(1), ...tellUe(1000, 2), ...other(7000)]),
  sound: packetsOf([...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2)), ...other(7000)]),
});

const found = (signals: readonly Signal[], kenb?: Uint8Array, lost = -1): readonly string[] =>
  findingsOf(captureOf(packetsOf(signals, kenb).filter((_, i) => i !== lost)), KENB_KEYS).flatMap(
    ({ rule, message }) => (rule === sKwtOneSided.id ? [message] : []),
  );

describe('an S-KWT that the UE alone has', () => {
  const says = (told: number, confirmed: number, n: number) =>
    `The UE has the S-KWT of WT Counter ${n}, which it is told in frame ${told} and confirms in frame ${confirmed}, but the eNB gives the WT none within 5 s`;
  const alone = [...setUp(1), ...tellUe(1000, 2)];

  it('is told after 5 s, if XwAP is in view until then', () => {
    expect(found([...alone, ...other(6021)])).toEqual([`${says(5, 6, 2)}.`]);
    expect(found([...alone, ...other(6015)])).toEqual([]);
    expect(found([...alone, ...onAir(9000, [beacon()])])).toEqual([]);
  });

  it('is told of a set-up, where the addition has no key', () => {
    const signals: Signal[] = [
      { ms: 0, enb: addition(undefined) },
      { ms: 2, wt: acknowledge() },
      ...tellUe(4, 0, 0, { mobilitySet }),
      ...other(6000),
    ];
    expect(found(signals)).toEqual([`${says(3, 4, 0)}.`]);
  });

  it.each<[string, readonly Signal[]]>([
    ['the WT is given it late', tellWt(6000, sKwtOf(2))],
    ['the WT refuses it', refused(1100)],
    ['the UE is told another', [...tellUe(3000, 3, 2), ...tellWt(3030, sKwtOf(3))]],
    ['it has that of the same counter, told before', [...tellWt(1025, sKwtOf(2)), ...tellUe(2000, 2, 2)]],
    ['LWA is released', [{ ms: 2000, down: lwaRelease({ transactionId: 2 }) }]],
    ['the WT is released', [{ ms: 2000, enb: wtReleaseRequest(IDS) }]],
    ['the UE reports a failure', [{ ms: 2000, up: wlanConnectionStatusReport('failureTimeout') }]],
    [
      'the UE is handed over',
      [
        {
          ms: 2000,
          down: handoverCommand({
            transactionId: 2,
            targetCell: 7,
            newCRnti: 1,
            nextHopChainingCount: 0,
            withoutWtChange: 'keepLWA-Config',
          }),
        },
      ],
    ],
  ])('is none where %s', (_, signals) => {
    expect(found([...alone, ...signals, ...other(9000)])).toEqual([]);
  });

  it('is none where a handover tells it: the target may have the WT by another Xw', () => {
    const handover = handoverCommand({
      transactionId: 1,
      targetCell: 7,
      newCRnti: 1,
      nextHopChainingCount: 0,
      withoutWtChange: 'keepLWA-Config',
      lwa: { wtCounter: 2 },
    });
    const confirmed: Signal = { ms: 1020, up: reconfigurationComplete(1) };
    expect(found([...setUp(1), { ms: 1000, down: handover }, confirmed, ...other(7000)])).toEqual([]);
  });

  it('is none where the UE does not confirm it, or the capture does not show that the WT has the UE', () => {
    expect(found([...alone.slice(0, -1), ...other(7000)])).toEqual([]);
    expect(found([...alone.slice(2), ...other(7000)])).toEqual([]);
  });

  it('is none where the capture lacks XwAP, or the WT uses it', () => {
    const signals = [...setUp(1), ...tellUe(1000, 2), ...tellWt(1025, sKwtOf(2)), ...other(7000)];
    expect(found(signals, undefined, 6)).toEqual([]);
    const before = [toWt(10, key(1), 'wTAdditionPreparation'), ...toUe(20, 30, 1)];
    const events = [...before, ...toUe(1000, 1020, 2), xwapAt(7000)];
    const frames = (...more: Parameters<typeof observed>[1]) =>
      observed(sKwtOneSided, [...events, ...more]).map(one => one.frames);
    expect(frames()).toEqual([[1000, 1020]]);
    expect(frames(gap('xw', 1030, 1040))).toEqual([]);
    expect(frames(gap('uu', 1030, 1040))).toEqual([]);
    expect(frames(pmkInUse(1030, 'M2', key(2)))).toEqual([[1000, 1020]]);
    expect(frames(pmkInUse(1030, 'M4', key(2)))).toEqual([]);
  });
});

describe('an S-KWT that the WT alone has', () => {
  const says = 'The WT is given a new S-KWT in frame 5, but the eNB tells the UE no WT Counter within 5 s';
  const alone = [...setUp(1), ...tellWt(1000, sKwtOf(2))];

  it('is told after 5 s, if RRC is in view until then', () => {
    expect(found([...alone, onUu(6001)])).toEqual([`${says}, as far as the capture shows RRC.`]);
    const later: Signal[] = [
      { ms: 6001, down: lwaReconfiguration({ transactionId: 2 }) },
      { ms: 6020, up: reconfigurationComplete(2) },
    ];
    expect(found([...alone, ...later], KENB)).toEqual([`${says}.`]);
    expect(found([...alone, onUu(5999)])).toEqual([]);
    expect(found([...alone, ...other(7000)])).toEqual([]);
  });

  it('is told of a set-up that tells the UE no WT Counter', () => {
    const signals: Signal[] = [
      { ms: 0, enb: addition(sKwtOf(0)) },
      { ms: 2, wt: acknowledge() },
      { ms: 4, down: lwaReconfiguration({ transactionId: 0, mobilitySet }) },
      { ms: 24, up: reconfigurationComplete(0) },
    ];
    expect(found(signals)).toEqual([
      'The WT is given an S-KWT in frame 1, but the RRCConnectionReconfiguration in frame 3, which sets LWA up, tells the UE no WT Counter.',
    ]);
    // Nor where the UE has it from before.
    expect(found([...setUp(0), ...signals.map(signal => ({ ...signal, ms: signal.ms + 1000 }))])).toEqual([]);
    expect(found([...signals.slice(0, 2), ...tellUe(4, 0, 0, { mobilitySet })])).toEqual([]);
  });

  it.each<[string, readonly Signal[]]>([
    ['the UE is told', tellUe(3000, 2)],
    ['the UE has no LWA any more', [{ ms: 3000, down: lwaRelease({ transactionId: 2 }) }]],
    ['the WT is released', [{ ms: 3000, enb: wtReleaseRequest(IDS) }]],
    ['the WT is given another', tellWt(3000, sKwtOf(3))],
  ])('is none where %s', (_, signals) => {
    expect(found([...alone, ...signals, onUu(6500)])).toEqual([]);
  });

  it('is none where the WT refuses it, nor where LWA had ended, which is told', () => {
    expect(found([...setUp(1), ...refused(1000), onUu(7000)])).toEqual([]);
    const ended: Signal[] = [
      { ms: 500, down: lwaRelease({ transactionId: 2 }) },
      { ms: 520, up: reconfigurationComplete(2) },
    ];
    expect(found([...setUp(1), ...ended, ...tellWt(1000, sKwtOf(2)), onUu(7000)])).toEqual([]);
  });

  it('is none where the capture lacks RRC, or the UE uses it', () => {
    const events = [
      rrc(5, 'measurementReport'),
      ...[toWt(10, key(1), 'wTAdditionPreparation'), ...toUe(20, 30, 1)],
      ...[toWt(1000, key(2)), taken(1000)],
      rrc(7000, 'measurementReport'),
    ];
    const frames = (...more: Parameters<typeof observed>[1]) =>
      observed(sKwtOneSided, [...events, ...more]).map(one => one.frames);
    expect(frames()).toEqual([[1000]]);
    expect(frames(gap('uu', 500, 600))).toEqual([]);
    expect(frames(gap('xw', 1030, 1040))).toEqual([]);
    expect(frames(pmkInUse(1030, 'M2', key(1)))).toEqual([[1000]]);
    expect(frames(pmkInUse(1030, 'M2', key(2)))).toEqual([]);
  });
});

/** The WT refuses an S-KWT. */
function refused(ms: number): Signal[] {
  return [
    { ms, enb: modification(sKwtOf(2)) },
    { ms: ms + 2, wt: wtModificationRequestReject({ ...IDS, cause }) },
  ];
}

/** An XwAP message, whatever it is. */
function xwapAt(ms: number): ValidationEvent {
  const [view, octets] = [viewXwap({}), new Uint8Array()];
  return { kind: 'xwap', ...at(ms), xw, isFromWt: true, view, octets, problems: [] };
}

/** The WT acknowledges what it is given at `ms`. */
function taken(ms: number): ValidationEvent {
  return {
    kind: 'xwapProcedure',
    ...at(ms + 2),
    xw,
    procedure: 'eNBInitiatedWTModification',
    message: 'WTModificationRequest',
    request: at(ms),
    response: at(ms + 2),
    repetitions: 0,
    outcome: 'successful',
    isNeedless: false,
    isOneWay: false,
  };
}
