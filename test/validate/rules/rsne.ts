import { decodeElements } from '../../../src/codecs/dot11/index.js';
import { rsneMismatch } from '../../../src/validate/rules/rsne-mismatch.js';
import {
  AP,
  associated,
  associationRequest,
  beacon,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  wrappedKeyData,
} from '../peer.js';
import { captureOf, findingsOf, type Sample } from '../rule-captures.js';

export const A = key32(0xa1);
export const start = [beacon(), ...associated];
export const first = handshake({ pmk: A, aNonce: 1, sNonce: 2 });
export const second = handshake({ pmk: A, aNonce: 3, sNonce: 4 });
/** The RSNE with a pairwise cipher of a type. */
export const cipherOf = (type: number): Uint8Array => RSNE.with(13, type);
/** The RSNE of a station that names the PMK of an association before. */
export const rsneWithPmkid = Uint8Array.of(48, 38, ...RSNE.subarray(2), 1, 0, ...new Uint8Array(16).fill(7));
/** A beacon or an association request with these elements in place of the RSNE. */
export const withElements = (mpdu: Uint8Array, ...elements: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.of(...mpdu.subarray(0, -RSNE.length), ...elements.flatMap(one => [...one]));
export const asks = (...elements: readonly Uint8Array[]) => withElements(associationRequest(), ...elements);
export const asksAgain = (...elements: readonly Uint8Array[]): Uint8Array => {
  const request = asks(...elements);
  // A reassociation request has the address of the AP behind the listen interval.
  return Uint8Array.of(0x20, ...request.subarray(1, 28), ...AP, ...request.subarray(28));
};
export const m2 = (keyData: Uint8Array, { ptk } = first, sNonce = 2) =>
  keyFrame({ info: 0x010a, counter: 1, nonce: key32(sNonce), keyData, kck: ptk.kck });
export const m3 = (...elements: readonly Uint8Array[]) =>
  keyFrame({
    info: 0x13ca,
    counter: 2,
    nonce: key32(1),
    keyData: wrappedKeyData(first.ptk, ...elements.flatMap(one => decodeElements(one))),
    kck: first.ptk.kck,
  });
export const found = (samples: readonly Sample[]): readonly string[] =>
  findingsOf(captureOf(samples), pmks({ A })).flatMap(({ rule, frames, severity, message }) =>
    rule === rsneMismatch.id ? [`${severity} ${frames}: ${message}`] : [],
  );
export const told = (...mpdus: readonly Uint8Array[]) => found(numbered(mpdus));
/** As `told`, the last frame so many milliseconds behind the one before it. */
export const toldLate = (ms: number, ...mpdus: readonly Uint8Array[]) =>
  found(
    numbered(mpdus).map((bytes, i) => ({
      linkType: 105,
      bytes,
      ms: i === mpdus.length - 1 ? i - 1 + ms : i,
    })),
  );
export const RSNXE = Uint8Array.of(244, 1, 0x20);
export const MDE = Uint8Array.of(54, 3, 1, 2, 0);
