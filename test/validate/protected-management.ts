import { protectBip } from '../../src/crypto/index.js';
import {
  allOf,
  associated,
  beacon,
  deauthentication,
  deauthenticationOfAll,
  handshake,
  key32,
  keyFrame,
  numbered,
  pmks,
  RSNE,
  reportOnMpdus,
  userDataDown,
  wrappedKeyData,
} from './peer.js';
import { protectedHandshake } from './rules/protected.js';

export const A = key32(0xa1);
export const keys = pmks({ A });
export const IGTK = new Uint8Array(16).fill(0x44);

/** The RSN capabilities at the end of a frame or element, with MFPC (IEEE 802.11-2020, 9.4.2.24.4). */
export const capable = (octets: Uint8Array): Uint8Array => {
  const copy = octets.slice();
  copy[copy.length - 2] = 0x80;
  return copy;
};

/** A handshake of a station that can protect management frames; M3 has an IGTK. */
export const exchange = (nonces: number, counter: number) => {
  const plain = handshake({ pmk: A, aNonce: nonces, sNonce: nonces + 1, counter });
  const { kck } = plain.ptk;
  const igtk = { kde: 'IGTK', keyId: 4, ipn: new Uint8Array(6), igtk: IGTK } as const;
  return {
    ...plain,
    m2: keyFrame({ info: 0x010a, counter, nonce: key32(nonces + 1), keyData: capable(RSNE), kck }),
    m3: keyFrame({
      info: 0x13ca,
      counter: counter + 1,
      nonce: key32(nonces),
      keyData: wrappedKeyData(plain.ptk, igtk),
      kck,
    }),
  };
};

/** An association of such a station and the re-key behind it, with packet numbers of the test file that asks for it. */
export const protectedAssociation = () => {
  const first = exchange(1, 1);
  const second = exchange(3, 3);
  const asked = [capable(associated[0]!), associated[1]!];
  const begins = [capable(beacon()), ...asked];
  const start = [...begins, ...allOf(first), userDataDown(first.ptk)];
  const [m1, ...rest] = protectedHandshake(first.ptk, second) as [Uint8Array, ...Uint8Array[]];
  return { first, second, asked, begins, start, m1, rest };
};

export const ofAp = (reason: number) => deauthentication('ap', reason);
export const toAll = (key: Uint8Array, keyId = 4) =>
  protectBip('00-0F-AC:6', key, deauthenticationOfAll(3), 1n, keyId);

export const report = (...mpdus: readonly Uint8Array[]) => reportOnMpdus(numbered(mpdus), keys);
/** What is told of unprotected deauthentications. */
export const found = (...mpdus: readonly Uint8Array[]): readonly string[] =>
  report(...mpdus).findings.flatMap(({ rule, severity, message }) =>
    rule === 'unprotected-deauthentication' ? [`${severity}: ${message}`] : [],
  );
export const verdict = (...mpdus: readonly Uint8Array[]): string => report(...mpdus).sessions[0]!.verdict;
