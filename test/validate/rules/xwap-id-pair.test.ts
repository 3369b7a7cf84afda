import { describe, expect, it } from 'vitest';
import {
  errorIndication,
  wtModificationRequest,
  wtModificationRequestAcknowledge,
  wtModificationRequestReject,
} from '../../../src/codecs/xwap/index.js';
import { xwapIdPair } from '../../../src/validate/rules/xwap-id-pair.js';
import {
  acknowledge,
  addition,
  IDS,
  KENB_KEYS,
  modification,
  packetsOf,
  type Signal,
  setUp,
  sKwtOf,
  tellUe,
  tellWt,
} from '../lte/peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const unknownPair = { choice: 'radioNetwork', value: 'unknown-pair-of-UE-XwAP-ID' } as const;

testRule(xwapIdPair, {
  keys: KENB_KEYS,
  broken: packetsOf([
    ...told,
    { ms: 1025, enb: modification(sKwtOf(2)) },
    { ms: 1027, wt: wtModificationRequestAcknowledge({ ...IDS, wtUeXwapId: 99 }) },
  ]),
  sound: packetsOf([...told, ...tellWt(1025, sKwtOf(2))]),
});

describe('xwap-id-pair', () => {
  const framesOf = (signals: readonly Signal[]) =>
    findingsOf(captureOf(packetsOf(signals)), KENB_KEYS).flatMap(({ rule, frames }) =>
      rule === xwapIdPair.id ? frames : [],
    );
  const wrong = wtModificationRequest({ ...IDS, enbUeXwapId: 44, sKwt: sKwtOf(2) });

  it('names the pair that the addition made', () => {
    const found = findingsOf(captureOf(packetsOf([...told, { ms: 1025, enb: wrong }])), KENB_KEYS);
    expect(found.map(({ rule, severity, frames, message }) => [rule, severity, frames, message])).toEqual([
      [
        xwapIdPair.id,
        'error',
        [7],
        'WTModificationRequest in frame 7 has UE XwAP IDs that are no pair: the WT Addition of that UE gave it 000001 at the eNB and 000005 at the WT (hexadecimal).',
      ],
    ]);
  });

  it('is not found where something else is wrong with a message', () => {
    const withoutCause = withIes(modification(sKwtOf(2)), ies => ies.filter((_, i) => i !== 2));
    expect(framesOf([...told, { ms: 1025, enb: withoutCause }])).toEqual([]);
  });

  it('is found in a request; what refuses it repeats the ids', () => {
    const request: Signal = { ms: 1025, enb: wrong };
    const ids = { enbUeXwapId: 44, wtUeXwapId: IDS.wtUeXwapId, cause: unknownPair };
    expect(framesOf([...told, request, { ms: 1027, wt: wtModificationRequestReject(ids) }])).toEqual([7]);
    expect(framesOf([...told, request, { ms: 1027, wt: errorIndication(ids) }])).toEqual([7]);
  });

  it('is none of what has the right pair behind an Error Indication that repeats a wrong one', () => {
    const ids = { ...IDS, wtUeXwapId: 99 };
    const request: Signal = { ms: 1025, enb: wtModificationRequest({ ...ids, sKwt: sKwtOf(2) }) };
    const error: Signal = { ms: 1027, wt: errorIndication({ ...ids, cause: unknownPair }) };
    expect(framesOf([...told, request, error, ...tellWt(1030, sKwtOf(2))])).toEqual([7]);
  });

  it('is none of a UE that was added anew without a release, which is told: either pair may count', () => {
    const again: Signal[] = [
      { ms: 1025, enb: addition(sKwtOf(3)) },
      { ms: 1027, wt: acknowledge({ ...IDS, wtUeXwapId: 6 }) },
    ];
    const before = [...told, ...again, ...tellWt(1030, sKwtOf(2))];
    expect(framesOf(before)).toEqual([]);
    expect(
      framesOf([...before, { ms: 2000, enb: modification(sKwtOf(2), { ...IDS, wtUeXwapId: 6 }) }]),
    ).toEqual([]);
  });

  it('does not make the pair another: the right one goes on', () => {
    expect(framesOf([...told, { ms: 1025, enb: wrong }, ...tellWt(1030, sKwtOf(2))])).toEqual([7]);
  });

  it('is not found where the capture lacks the addition, or what was between', () => {
    expect(framesOf([...told.slice(2), { ms: 1025, enb: wrong }])).toEqual([]);
    const packets = packetsOf([...told, ...tellWt(1025, sKwtOf(2)), { ms: 2000, enb: wrong }]);
    // The second Modification Request is the third message of the eNB: without the one before, a TSN is missing.
    const lossy = packets.filter((_, i) => i !== 6);
    const found = findingsOf(captureOf(lossy), KENB_KEYS).filter(({ rule }) => rule === xwapIdPair.id);
    expect(found).toEqual([]);
  });

  it('is not found where the WT gives the UE another id in a new addition', () => {
    const again: Signal[] = [
      ...setUp(1),
      { ms: 2000, wt: acknowledge() },
      ...setUp(2).map(signal => ({ ...signal, ms: signal.ms + 3000 })),
    ];
    expect(framesOf(again)).toEqual([]);
  });
});
