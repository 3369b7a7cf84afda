import { describe, expect, it } from 'vitest';
import {
  errorIndication,
  wtAssociationConfirmation,
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
  wtReleaseRequest,
} from '../../../src/codecs/xwap/index.js';
import { xwapUnanswered } from '../../../src/validate/rules/xwap-unanswered.js';
import {
  addition,
  IDS,
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
import { beacon } from '../peer.js';
import { captureOf, findingsOf, findingsOfMerged, testRule } from '../rule-captures.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const modified = tellWt(1025, sKwtOf(2));
const later = [...tellUe(5000, 3, 2), ...tellWt(5025, sKwtOf(3))];

testRule(xwapUnanswered, {
  keys: KENB_KEYS,
  broken: packetsOf([...told, ...modified.slice(0, 1), ...later]),
  sound: packetsOf([...told, ...modified, ...later]),
});

const cause = { choice: 'radioNetwork', value: 'security-failure' } as const;
const request: Signal = { ms: 1025, enb: modification(sKwtOf(2)) };

describe('xwap-unanswered', () => {
  const found = (signals: readonly Signal[], lost = -1) =>
    findingsOf(captureOf(packetsOf(signals).filter((_, i) => i !== lost)), KENB_KEYS)
      .filter(({ rule }) => rule === xwapUnanswered.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const finding = (frame: number, message = 'WTModificationRequest') => [
    'warning',
    [frame],
    `The ${message} in frame ${frame} is not answered.`,
  ];

  it('is told of a request before another, at the end of the capture, and from 2 s on', () => {
    expect(found([...told, request, ...later])).toEqual([finding(7)]);
    expect(found([...told, request, ...onAir(3025, [beacon()])])).toEqual([finding(7)]);
    expect(found([...told, request, ...onAir(3024, [beacon()])])).toEqual([]);
    expect(found([...told, request, { ms: 3025, enb: modification(sKwtOf(3)) }])).toEqual([finding(7)]);
    // The WT may have let go of the first for the second.
    const next: Signal = { ms: 3024, enb: modification(sKwtOf(3)) };
    expect(found([...told, request, next, ...onAir(9000, [beacon()])])).toEqual([finding(8)]);
  });

  it('is told of each request', () => {
    const other: Signal = { ms: 2000, enb: addition(sKwtOf(9), { enbUeXwapId: 2 }) };
    const both = found([...told, request, other, ...onAir(9000, [beacon()])]);
    expect(both).toEqual([finding(7), finding(8, 'WTAdditionRequest')]);
  });

  it.each<[string, Signal]>([
    ['it is answered late', { ms: 4000, wt: wtModificationRequestAcknowledge(IDS) }],
    ['it is refused', { ms: 1030, wt: wtModificationRequestReject({ ...IDS, cause }) }],
    ['it is in error', { ms: 1030, wt: errorIndication({ ...IDS, cause }) }],
    ['the eNB releases the UE', { ms: 1030, enb: wtReleaseRequest({ ...IDS, cause }) }],
  ])('is no finding where %s', (_, signal) => {
    expect(found([...told, request, signal, ...onAir(9000, [beacon()])])).toEqual([]);
  });

  it('is no finding where the capture lacks packets that may hold the answer', () => {
    expect(found([...told, ...modified, ...later])).toEqual([]);
    expect(found([...told, ...modified, ...later], 7)).toEqual([]);
    // What it lacks later is no answer.
    const confirmed: Signal = { ms: 4000, wt: wtAssociationConfirmation(IDS) };
    const lossy = [...told, request, confirmed, ...tellWt(9000, sKwtOf(3)), ...tellWt(9500, sKwtOf(4))];
    expect(found(lossy, 9)).toEqual([finding(7)]);
  });

  it.each<[string, (signal: Signal) => boolean]>([
    ['to', signal => !('wt' in signal)],
    ['from', signal => !('enb' in signal)],
  ])('is no finding in a capture of what goes %s the WT alone', (_, isSeen) => {
    const captured = [...told, request, ...later, ...onAir(9000, [beacon()])].filter(isSeen);
    expect(found(captured)).toEqual([]);
  });

  it('is no finding where the capture of Xw ends, and others go on', async () => {
    const wlan = packetsOf(onAir(9000, [beacon()]));
    expect(await findingsOfMerged([packetsOf([...told, request]), wlan], KENB_KEYS)).toEqual([]);
    const goesOn = packetsOf([...told, request, ...later]);
    expect((await findingsOfMerged([goesOn, wlan], KENB_KEYS)).map(({ rule }) => rule)).toEqual([
      xwapUnanswered.id,
    ]);
  });
});
