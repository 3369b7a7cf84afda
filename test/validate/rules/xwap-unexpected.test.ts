import { describe, expect, it } from 'vitest';
import {
  wtAssociationConfirmation,
  wtModificationRequestAcknowledge,
  wtReleaseConfirm,
} from '../../../src/codecs/xwap/index.js';
import type { XwapUnexpectedEvent } from '../../../src/validate/lte-events.js';
import { xwapUnanswered } from '../../../src/validate/rules/xwap-unanswered.js';
import { xwapUnexpected } from '../../../src/validate/rules/xwap-unexpected.js';
import { at, observed, xw } from '../lte/events.js';
import {
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
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request: Signal = { ms: 1025, enb: modification(sKwtOf(2)) };
const later: Signal = { ms: 1100, wt: wtAssociationConfirmation(IDS) };
const wrong = [...told, request, { ms: 1027, wt: wtReleaseConfirm(IDS) }, later];

testRule(xwapUnexpected, {
  keys: KENB_KEYS,
  broken: packetsOf(wrong),
  sound: packetsOf([...told, ...tellWt(1025, sKwtOf(2)), later]),
});

describe('xwap-unexpected', () => {
  const found = (signals: readonly Signal[]) =>
    findingsOf(captureOf(packetsOf(signals)), KENB_KEYS).map(({ rule, severity, frames, message }) => [
      rule,
      severity,
      frames,
      message,
    ]);

  it('blames the node that sends what is not its own; the request stays without answer', () => {
    expect(found([...wrong, ...onAir(9000, [beacon()])])).toEqual([
      [xwapUnanswered.id, 'warning', [7], 'The WTModificationRequest in frame 7 is not answered.'],
      [
        xwapUnexpected.id,
        'error',
        [8],
        'WTReleaseConfirm in frame 8 comes from the WT, though only an eNB sends it.',
      ],
    ]);
  });

  it('is a warning where nothing shows whether the capture lacks a request, and 1 s of it follows', () => {
    const again: Signal = { ms: 1100, wt: wtModificationRequestAcknowledge(IDS) };
    const unasked = (ms: number) =>
      found([...told, ...tellWt(1025, sKwtOf(2)), again, ...onAir(ms, [beacon()])]);
    expect(unasked(2100)).toEqual([
      [
        xwapUnexpected.id,
        'warning',
        [9],
        'WTModificationRequestAcknowledge in frame 9 answers no request, as far as the capture shows.',
      ],
    ]);
    expect(unasked(2099)).toEqual([]);
  });

  it.each<[XwapUnexpectedEvent['misfit'], boolean, string]>([
    ['direction', false, 'comes from the eNB, though only a WT sends it.'],
    ['unasked', true, 'answers no request.'],
    ['before-acknowledge', true, 'comes before the WT has acknowledged the WTAdditionRequest.'],
    [
      'unknown-ids',
      true,
      'is of the UE XwAP IDs 000001 at the eNB and 000005 at the WT (hexadecimal), which no addition gave to a UE.',
    ],
    ['in-use', false, 'has the ENB UE XwAP ID 000001 (hexadecimal) of a UE that has not been released.'],
    ['released', false, 'is for a UE that the eNB has released.'],
    ['no-setup', false, 'comes while Xw is not set up.'],
    [
      'tag',
      false,
      'comes under another SCTP verification tag than that of the association, so that its receiver discards it.',
    ],
  ])('says what is wrong: %s', (misfit, isFromWt, text) => {
    const event: XwapUnexpectedEvent = {
      kind: 'xwapUnexpected',
      ...at(10),
      xw,
      message: 'WTReleaseRequired',
      isFromWt,
      misfit,
      isSure: true,
    };
    expect(observed(xwapUnexpected, [event]).map(({ message }) => message)).toEqual([
      `WTReleaseRequired in frame 10 ${text}`,
    ]);
  });
});
