import { sameOctets } from '../../codecs/same-octets.js';
import { akmSuite, micAlgorithmFor } from '../../crypto/akm.js';
import { cipherSuite, pairwiseCipherSuite } from '../../crypto/cipher-suite.js';
import { eapolMicValid } from '../../crypto/handshake.js';
import { micLengthOf } from '../../crypto/mic.js';
import { type PreparedKey, prepareKey } from '../../crypto/mpdu.js';
import { derivePmkR0, derivePmkR1, derivePtk, derivePtkFt, type Ptk } from '../../crypto/ptk.js';
import type { NamedPmk } from '../keys/given.js';
import type { KeyRing } from '../keys/key-ring.js';
import {
  identityOf,
  isMultiLink,
  type PendingFrame,
  peersOf,
  type Security,
  type Tracked,
} from '../session.js';
import { newPnWindow } from './packet-number.js';
import type { ProvenPtk } from './session-keys.js';

/** AKM suites that a frame of each key descriptor version may belong to, where no RSNE was seen. */
const likelyAkms: Readonly<Record<number, readonly string[]>> = {
  0: ['00-0F-AC:8', '00-0F-AC:18', '00-0F-AC:11'],
  1: ['00-0F-AC:2'],
  2: ['00-0F-AC:2'],
  3: ['00-0F-AC:6'],
};
const MIC_192_AKM = '00-0F-AC:12';

/** The suites to try for a frame: those that the station chose, or what its descriptor suggests. */
function hypotheses(session: Tracked, { key }: PendingFrame): readonly Security[] {
  if (session.security !== undefined) return [session.security];
  const version = key.keyInformation.keyDescriptorVersion;
  const akms = key.keyMic.length === 24 ? [MIC_192_AKM] : (likelyAkms[version] ?? []);
  const cipher = version === 1 ? '00-0F-AC:2' : key.keyMic.length === 24 ? '00-0F-AC:9' : '00-0F-AC:4';
  return akms.map(akm => ({ akm, pairwiseCipher: cipher, groupCipher: session.bss.groupCipher ?? cipher }));
}

interface Nonces {
  readonly aNonce: Uint8Array;
  readonly sNonce: Uint8Array;
}

/**
 * The PTK that `pmk` gives for these nonces; undefined where it has not the length that the AKM asks for, and where the suites or
 * the session do not say how. For a fast BSS transition suite `pmk` is the key that PMK-R0 comes from.
 */
export function ptkOf(
  session: Tracked,
  security: Security,
  pmk: Uint8Array,
  nonces: Nonces,
): Ptk | undefined {
  const akm = akmSuite(security.akm, pmk.length);
  const cipher = security.pairwiseCipher;
  if (akm?.pmkLength !== pmk.length || pairwiseCipherSuite(cipher) === undefined) return undefined;
  const peers = peersOf(session);
  if (peers === undefined) return undefined;
  const { ap, station } = peers;
  const { ft, ssid = session.bss.ssid } = session;
  if (!akm.isFt) return derivePtk({ akm: akm.selector, cipher, pmk, aa: ap, spa: station, ...nonces });
  if (ft === undefined || ssid === undefined) return undefined;
  const { mdid, r0khId, r1khId } = ft;
  const r0 = derivePmkR0({ akm: akm.selector, xxKey: pmk, ssid, mdid, r0khId, s0khId: station });
  const r1 = derivePmkR1({ akm: akm.selector, ...r0, r1khId, s1khId: station });
  return derivePtkFt({ akm: akm.selector, cipher, ...r1, ...nonces, bssid: ap, spa: station });
}

/** Whether the MIC of `frame` is right under the KCK that an AKM suite gave. */
function isUnder(akm: string, { pmk }: NamedPmk, kck: Uint8Array, { key, bytes }: PendingFrame): boolean {
  const algorithm = micAlgorithmFor(akm, key.keyInformation.keyDescriptorVersion, pmk.length);
  return (
    algorithm !== undefined &&
    kck.length === micLengthOf(algorithm) &&
    key.keyMic.length === kck.length &&
    eapolMicValid(algorithm, kck, bytes)
  );
}

/** Whether the MIC of `frame` is right under a PTK that is proven already. */
export const isOf = ({ akm, pmk, kck }: ProvenPtk, frame: PendingFrame): boolean =>
  isUnder(akm, pmk, kck, frame);

/** The PMKs that may be a station's: under the SSID that it was let in for, and under that which is announced now. */
export function candidates(session: Tracked, ring: KeyRing): readonly NamedPmk[] {
  const { ssid, bss } = session;
  const announced = ring.candidates(bss.ssid, identityOf(session));
  if (ssid === undefined || (bss.ssid !== undefined && sameOctets(ssid, bss.ssid))) return announced;
  return [...new Set([...ring.candidates(ssid, identityOf(session)), ...announced])];
}

/** What trying every key on a frame gave. */
export interface Proof {
  /** Whether there was anything to try. */
  readonly tried: boolean;
  readonly ptk?: ProvenPtk;
  /** The suites under which `ptk` is the PTK. */
  readonly security?: Security;
}

/**
 * Looks for the PMK and nonces under which the MIC of `frame` is right. The PTK is recomputed for each:
 * callers keep the lists of nonces short.
 */
export function prove(
  session: Tracked,
  ring: KeyRing,
  frame: PendingFrame,
  aNonces: readonly Uint8Array[],
  sNonces: readonly Uint8Array[],
): Proof {
  let tried = false;
  for (const security of hypotheses(session, frame))
    for (const pmk of candidates(session, ring))
      for (const aNonce of aNonces)
        for (const sNonce of sNonces) {
          const ptk = ptkOf(session, security, pmk.pmk, { aNonce, sNonce });
          if (ptk === undefined) continue;
          // That a key which is another station's does not fit says nothing.
          tried ||= pmk.station === undefined || sameOctets(pmk.station, identityOf(session));
          if (!isUnder(security.akm, pmk, ptk.kck, frame)) continue;
          ring.proven(pmk);
          const proven = provenPtk(pmk, ptk, security, { aNonce, sNonce }, frame.record.frame);
          const mld = isMultiLink(session) ? peersOf(session) : undefined;
          return { tried, ptk: mld === undefined ? proven : { ...proven, mld }, security };
        }
  return { tried };
}

/** A PTK as a session keeps it, its TK ready to open frames, none of which has come. @param frame the number of that which proves it */
export const provenPtk = (
  pmk: NamedPmk,
  { ptk, kck, kek }: Ptk,
  { akm, pairwiseCipher }: Security,
  nonces: Nonces,
  frame: number,
): ProvenPtk => ({
  pmk,
  ptk,
  kck,
  kek,
  akm,
  tk: prepared(pairwiseCipher, ptk.subarray(kck.length + kek.length)),
  frame,
  pns: [newPnWindow(), newPnWindow()],
  ...nonces,
});

/** Undefined for a suite that protects no data frames here, or a key that is not of its length. */
export function prepared(cipher: string, tk: Uint8Array): PreparedKey | undefined {
  const suite = cipherSuite(cipher);
  const opens = suite !== undefined && ['ccmp', 'gcmp', 'tkip'].includes(suite.kind);
  return opens && suite.keyLength === tk.length ? prepareKey(cipher, tk) : undefined;
}
