import { expect, it } from 'vitest';
import { decodeElements, type KeyDataItem } from '../../../src/codecs/dot11/index.js';
import { ociMismatch } from '../../../src/validate/rules/oci-mismatch.js';
import {
  associationRequest,
  associationResponse,
  beacon,
  deauthentication,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  userData,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, testRule } from '../rule-captures.js';

const A = key32(0xa1);
const { ptk, m1, m4 } = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
const { kck } = ptk;
/** The RSNE, or a frame that ends with it, with OCVC. */
const validating = (octets: Uint8Array): Uint8Array => octets.with(-1, 0x40);
const ociOf = (channel: number): Uint8Array => Uint8Array.of(0xdd, 7, 0, 15, 172, 13, 81, channel, 0);

const m2 = (channel?: number, rsne = validating(RSNE)): Uint8Array => {
  const keyData = Uint8Array.of(...rsne, ...(channel === undefined ? [] : ociOf(channel)));
  return keyFrame({ info: 0x010a, counter: 1, nonce: key32(2), keyData, kck });
};
const m3 = (channel?: number, counter = 2, rsne = validating(RSNE)): Uint8Array => {
  const oci: KeyDataItem = {
    kde: 'OCI',
    operatingClass: 81,
    primaryChannel: channel ?? 0,
    frequencySegment1Channel: 0,
  };
  const items = [...decodeElements(rsne), ...(channel === undefined ? [] : [oci])];
  return keyFrame({ info: 0x13ca, counter, nonce: key32(1), keyData: wrappedKeyData(ptk, ...items), kck });
};
const start = [validating(beacon()), validating(associationRequest()), associationResponse(), m1];
const drops = deauthentication('station', 1);

testRule(ociMismatch, {
  keys: pmks({ A }),
  broken: numbered([...start, m2(1), m3(6), drops]),
  sound: numbered([...start, m2(1), m3(1), drops]),
});

const told = (...mpdus: readonly Uint8Array[]): readonly string[] =>
  findingsOf(captureOf(numbered([...start, ...mpdus])), pmks({ A })).flatMap(
    ({ rule, frames, severity, message }) =>
      rule === ociMismatch.id ? [`${severity} ${frames}: ${message}`] : [],
  );

it('is an M3 that names another channel than M2, or none', () => {
  expect(told(m2(1), m3(6), drops)).toEqual([
    'error 5,6,7: M3 in frame 6 names channel 6 of operating class 81, but M2 in frame 5 channel 1 of operating class 81: the station has to drop such an M3; the station ends the association in frame 7, reason 1.',
  ]);
  expect(told(m2(1), m3(), m3(undefined, 3), deauthentication('ap', 15))).toEqual([
    'error 5,6,7,8: M3 in frames 6 and 7 has no OCI, though the RSNEs of both have OCVC, and M2 in frame 5 has one: the station has to drop such an M3; the AP ends the association in frame 8, reason 15.',
  ]);
});

it('is a warning where the end does not speak of a lack of M4', () => {
  for (const [by, reason] of [
    ['ap', 15],
    ['ap', 2],
    ['station', 3],
  ] as const)
    expect(told(m2(1), m3(6), deauthentication(by, reason))[0]).toMatch(/^warning/);
});

it('is nothing where the handshake goes on, or the capture does not show what becomes of it', () => {
  expect(told(m2(1), m3(6), m4, drops)).toEqual([]);
  expect(told(m2(1), m3(6))).toEqual([]);
  expect(told(m2(1), m3(6), userData(ptk), drops)).toEqual([]);
});

it('is nothing where one of the two does not validate, or M2 has no OCI either', () => {
  expect(told(m2(1, RSNE), m3(6), drops)).toEqual([]);
  expect(told(m2(1), m3(6, 2, RSNE), drops)).toEqual([]);
  // As of hostapd with ocv=2.
  expect(told(m2(), m3(), drops)).toEqual([]);
});
