import { describe, expect, it } from 'vitest';
import { encodeXwap, type XwAPPDU } from '../../../src/codecs/xwap/index.js';
import { xwapCriticality } from '../../../src/validate/rules/xwap-criticality.js';
import { KENB_KEYS, modification, packetsOf, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request = modification(sKwtOf(2));
const notified = withIes(request, ([first, ...others]) => [{ ...first!, criticality: 'notify' }, ...others]);

testRule(xwapCriticality, {
  keys: KENB_KEYS,
  broken: packetsOf([...told, { ms: 1025, enb: notified }]),
  sound: packetsOf([...told, { ms: 1025, enb: encodeXwap(request) }]),
});

describe('xwap-criticality', () => {
  const found = (enb: Uint8Array) =>
    findingsOf(captureOf(packetsOf([...told, { ms: 1025, enb }])), KENB_KEYS)
      .filter(({ rule }) => rule === xwapCriticality.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const finding = (message: string) => ['warning', [7], message];

  it('is told of each IE', () => {
    expect(found(withIes(request, ies => ies.map(ie => ({ ...ie, criticality: 'notify' }))))).toEqual([
      finding('ENB-UE-XwAP-ID of WTModificationRequest in frame 7 has criticality notify, not reject.'),
      finding('WT-UE-XwAP-ID of WTModificationRequest in frame 7 has criticality notify, not reject.'),
      finding('Cause of WTModificationRequest in frame 7 has criticality notify, not ignore.'),
      finding(
        'UE-ContextInformationWTModReq of WTModificationRequest in frame 7 has criticality notify, not reject.',
      ),
    ]);
  });

  it('is told of the procedure', () => {
    const { value } = structuredClone(request) as unknown as { value: object };
    const pdu = { choice: 'initiatingMessage', value: { ...value, criticality: 'ignore' } };
    expect(found(encodeXwap(pdu as XwAPPDU))).toEqual([
      finding('WTModificationRequest in frame 7 has criticality ignore, not reject.'),
    ]);
  });

  it('is not what is missing, or at another place', () => {
    expect(found(withIes(request, ([first, ...others]) => [...others, first!]))).toEqual([]);
    expect(found(withIes(request, ies => ies.slice(0, 2)))).toEqual([]);
  });
});
