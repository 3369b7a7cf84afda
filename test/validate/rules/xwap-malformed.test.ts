import { describe, expect, it } from 'vitest';
import { encodeXwap, withIEs, wtStatusRequest } from '../../../src/codecs/xwap/index.js';
import { xwapMalformed } from '../../../src/validate/rules/xwap-malformed.js';
import { addition, KENB_KEYS, modification, packetsOf, setUp, sKwtOf, tellUe } from '../lte/peer.js';
import { AP } from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';
import { withIes } from '../xw/peer.js';

const told = [...setUp(1), ...tellUe(1000, 2)];
const request = modification(sKwtOf(2));
const withEnb = (enb: Uint8Array) => packetsOf([...told, { ms: 1025, enb }]);

testRule(xwapMalformed, {
  keys: KENB_KEYS,
  broken: withEnb(withIes(request, ([first, second, ...others]) => [second!, first!, ...others])),
  sound: withEnb(encodeXwap(request)),
});

describe('xwap-malformed', () => {
  const stop = wtStatusRequest({
    enbMeasurementId: 1,
    wtMeasurementId: 1,
    registration: 'stop',
    bssids: [AP],
  });
  const startWithId = withIEs(stop, 'WTStatusRequest', { 'Registration-Request': 'start' });
  const unnamed = withIEs(addition(sKwtOf(2), { enbUeXwapId: 2 }), 'WTAdditionRequest', {
    MobilitySet: [{}],
  });
  const found = (octets: Uint8Array) =>
    findingsOf(captureOf(withEnb(octets)), KENB_KEYS)
      .filter(({ rule }) => rule === xwapMalformed.id)
      .map(({ severity, frames, message }) => [severity, frames, message]);
  const finding = (message: string) => ['error', [7], message];

  it.each([
    [
      'ENB-UE-XwAP-ID of WTModificationRequest in frame 7 is behind an IE that it should precede.',
      withIes(request, ([first, second, ...others]) => [second!, first!, ...others]),
    ],
    [
      'ENB-UE-XwAP-ID of WTModificationRequest in frame 7 is there more than once.',
      withIes(request, ies => [ies[0]!, ...ies]),
    ],
    [
      'WT-Measurement-ID of WTStatusRequest in frame 7 is there though its condition is not met.',
      encodeXwap(startWithId),
    ],
    [
      'MobilitySet of WTAdditionRequest in frame 7 has an item without BSSID, SSID and HESSID.',
      encodeXwap(unnamed),
    ],
    [
      'The XwAP message in frame 7 cannot be decoded from XwAP-PDU.initiatingMessage.value on.',
      encodeXwap(request).subarray(0, -7),
    ],
  ])('tells: %s', (message, octets) => {
    expect(found(octets)).toEqual([finding(message)]);
  });

  it('tells of each IE', () => {
    const twice = withIes(request, ([first, second, ...others]) => [
      first!,
      first!,
      second!,
      second!,
      ...others,
    ]);
    expect(found(twice).map(([, , message]) => message)).toEqual([
      'ENB-UE-XwAP-ID of WTModificationRequest in frame 7 is there more than once.',
      'WT-UE-XwAP-ID of WTModificationRequest in frame 7 is there more than once.',
    ]);
  });

  it('is no IE or procedure of a later version, and not what another rule tells of', () => {
    const later = { id: 500, criticality: 'ignore', value: { type: null, value: Uint8Array.of(0) } };
    expect(found(withIes(request, ies => [...ies, later]))).toEqual([]);
    expect(found(withIes(request, ies => ies.slice(0, 2)))).toEqual([]);
    const procedure = encodeXwap(request).with(1, 200);
    expect(found(procedure)).toEqual([]);
  });
});
