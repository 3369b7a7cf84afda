import { describe, expect, it } from 'vitest';
import { encodeXwap, withIEs, wtStatusRequest } from '../../../src/codecs/xwap/index.js';
import { xwapMissingIe } from '../../../src/validate/rules/xwap-missing-ie.js';
import { KENB_KEYS, modification, packetsOf, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { AP } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request = modification(sKwtOf(2));
/** Cause is the third of its IEs. */
const withoutCause = withIes(request, ies => ies.filter((_, i) => i !== 2));

testRule(xwapMissingIe, {
  keys: KENB_KEYS,
  broken: packetsOf([...told, { ms: 1025, enb: withoutCause }]),
  sound: packetsOf([...told, { ms: 1025, enb: request }]),
});

describe('xwap-missing-ie', () => {
  const found = (enb: Uint8Array) =>
    findingsOf(captureOf(packetsOf([...told, { ms: 1025, enb }])), KENB_KEYS)
      .filter(({ rule }) => rule === xwapMissingIe.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const finding = (message: string) => ['error', [7], message];

  it('names all that is missing of a message', () => {
    expect(found(withoutCause)).toEqual([finding('WTModificationRequest in frame 7 lacks Cause.')]);
    expect(found(withIes(request, ([first]) => [first!]))).toEqual([
      finding('WTModificationRequest in frame 7 lacks WT-UE-XwAP-ID, Cause.'),
    ]);
  });

  it('is an IE whose condition is met', () => {
    const start = wtStatusRequest({ enbMeasurementId: 1, registration: 'start', bssids: [AP] });
    const stop = withIEs(start, 'WTStatusRequest', { 'Registration-Request': 'stop' });
    expect(found(encodeXwap(stop))).toEqual([finding('WTStatusRequest in frame 7 lacks WT-Measurement-ID.')]);
  });

  it('is not an IE that is there at another place, or twice', () => {
    const misplaced = withIes(request, ([first, second, ...others]) => [second!, first!, ...others]);
    expect(found(misplaced)).toEqual([]);
    const both = withIes(request, ies => [ies[0]!, ...ies.filter((_, i) => i !== 2)]);
    expect(found(both)).toEqual([finding('WTModificationRequest in frame 7 lacks Cause.')]);
  });
});
