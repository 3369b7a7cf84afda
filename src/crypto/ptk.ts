import { utf8ToBytes } from '@noble/hashes/utils.js';
import { EncodeError } from '../codecs/error.js';
import { type AkmSuite, PMK_LENGTHS, requireAkmSuite } from './akm.js';
import { octets, ofLength, ofLengthWithin } from './check.js';
import { pairwiseCipherSuite, requireCipherSuite } from './cipher-suite.js';
import { digest, type HashName, hmac } from './hash.js';
import { concatBytes, sliceOf } from './octets.js';
import { kdfHash, prfSha1 } from './prf.js';

/** The pairwise transient key and its parts, in their order (IEEE 802.11-2020, 12.7.1.3). */
export interface Ptk {
  /** KCK || KEK || TK. */
  readonly ptk: Uint8Array<ArrayBuffer>;
  /** Key confirmation key: the MIC of EAPOL-Key frames. */
  readonly kck: Uint8Array<ArrayBuffer>;
  /** Key encryption key: the key data of EAPOL-Key frames. */
  readonly kek: Uint8Array<ArrayBuffer>;
  /** Temporal key: the frames themselves. */
  readonly tk: Uint8Array<ArrayBuffer>;
}

const split = (ptk: Uint8Array<ArrayBuffer>, { kckLength, kekLength }: AkmSuite): Ptk => ({
  ptk,
  kck: sliceOf(ptk, 0, kckLength),
  kek: sliceOf(ptk, kckLength, kckLength + kekLength),
  tk: sliceOf(ptk, kckLength + kekLength, ptk.length),
});

/** Octets of the TK. @throws EncodeError for an unknown suite, and one that is never pairwise */
function tkLength(cipher: string): number {
  const { selector, name, keyLength } = requireCipherSuite(cipher);
  if (pairwiseCipherSuite(selector) === undefined)
    throw new EncodeError(
      'cipher',
      `${selector} (${name}) is a group management suite, never the pairwise one`,
    );
  return keyLength;
}

/**
 * The parts of a PTK that is known as a whole (IEEE 802.11-2020, 12.7.1.3), each a copy.
 * @throws EncodeError for an unknown suite, one that is never pairwise, or a PTK of another length
 */
export function ptkParts(input: {
  /** Selector of the AKM suite, as `00-0F-AC:2`; it gives the lengths of KCK and KEK. */
  readonly akm: string;
  /** Selector of the pairwise cipher suite, as `00-0F-AC:4`; it gives the length of the TK. */
  readonly cipher: string;
  /** Octets of the PMK; matters where the suite takes its hash from it, 32 if left out: see `akmSuite`. */
  readonly pmkLength?: number | undefined;
  /** KCK || KEK || TK. */
  readonly ptk: Uint8Array;
}): Ptk {
  const akm = requireAkmSuite(input.akm, input.pmkLength);
  const length = akm.kckLength + akm.kekLength + tkLength(input.cipher);
  return split(sliceOf(ofLength('ptk', input.ptk, length), 0, length), akm);
}

/** Writes two octet strings of one length at `at`, the smaller first, compared as unsigned integers: the offset behind them. */
const putOrdered = (out: Uint8Array, at: number, a: Uint8Array, b: Uint8Array): number => {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  const isOrdered = i === a.length || a[i]! < b[i]!;
  out.set(isOrdered ? a : b, at);
  out.set(isOrdered ? b : a, at + a.length);
  return at + 2 * a.length;
};

/** Min and max of the addresses, then of the nonces: of each PTK in turn. */
const pairs = /* @__PURE__ */ new Uint8Array(2 * 6 + 2 * 32);

/** What a PTK is derived from. */
export interface PtkInput {
  /** Selector of the AKM suite, as `00-0F-AC:2`. */
  readonly akm: string;
  /** Selector of the pairwise cipher suite, as `00-0F-AC:4`; it gives the length of the TK. */
  readonly cipher: string;
  /** 32, 48 or 64 octets. */
  readonly pmk: Uint8Array;
  /** Authenticator address, 6 octets. */
  readonly aa: Uint8Array;
  /** Supplicant address, 6 octets. */
  readonly spa: Uint8Array;
  /** 32 octets, of M1 and M3. */
  readonly aNonce: Uint8Array;
  /** 32 octets, of M2. */
  readonly sNonce: Uint8Array;
}

/**
 * The PTK of a 4-way handshake without fast BSS transition (IEEE 802.11-2020, 12.7.1.3).
 * @throws EncodeError for an unknown or FT suite, a cipher suite that is never pairwise, or a value of the wrong length
 */
export const derivePtk = (input: PtkInput): Ptk =>
  split(deriveWholePtk(input), requireAkmSuite(input.akm, input.pmk.length));

/** {@link derivePtk} that is not split: KCK || KEK || TK, as many octets as the suites say. @throws EncodeError as it does */
export function deriveWholePtk(input: PtkInput): Uint8Array<ArrayBuffer> {
  const pmk = ofLength('pmk', input.pmk, ...PMK_LENGTHS);
  const akm = requireAkmSuite(input.akm, pmk.length);
  if (akm.isFt) throw new EncodeError('akm', `${akm.selector} is a fast BSS transition suite`);
  const length = akm.kckLength + akm.kekLength + tkLength(input.cipher);
  const at = putOrdered(pairs, 0, ofLength('aa', input.aa, 6), ofLength('spa', input.spa, 6));
  putOrdered(pairs, at, ofLength('aNonce', input.aNonce, 32), ofLength('sNonce', input.sNonce, 32));
  const label = 'Pairwise key expansion';
  return akm.hash === 'sha1'
    ? prfSha1(pmk, label, pairs, length)
    : kdfHash(akm.hash, pmk, label, pairs, length);
}

/**
 * The PMKID, 16 octets: `HMAC-Hash(key, "PMK Name" || AA || SPA)` truncated (IEEE 802.11-2020, 12.7.1.3), the
 * key being the KCK for Suite B and the PMK else (for `00-0F-AC:3`, `:13` and `:22` the MPMK). Undefined where it
 * does not follow from these keys: SAE and OWE, whose exchange gives it, and FT with a PSK, which carries
 * PMKR0Name or PMKR1Name in its place.
 * @throws EncodeError for an unknown AKM suite, a PMK, an address or a KCK of the wrong length, or a missing KCK
 */
export function pmkid(input: {
  readonly akm: string;
  /** 32, 48 or 64 octets. */
  readonly pmk: Uint8Array;
  readonly kck?: Uint8Array | undefined;
  readonly aa: Uint8Array;
  readonly spa: Uint8Array;
}): Uint8Array<ArrayBuffer> | undefined {
  const akm = requireAkmSuite(input.akm, ofLength('pmk', input.pmk, ...PMK_LENGTHS).length);
  if (akm.pmkidKey === undefined) return undefined;
  let key = input.pmk;
  if (akm.pmkidKey === 'kck') {
    if (input.kck === undefined) throw new EncodeError('kck', `is the key of the PMKID of ${akm.selector}`);
    key = ofLength('kck', input.kck, akm.kckLength);
  }
  const aa = ofLength('aa', input.aa, 6);
  return hmac(akm.hash, key, utf8ToBytes('PMK Name'), aa, ofLength('spa', input.spa, 6)).slice(0, 16);
}

/** The FT suite of a selector, and the key, which has the octets of that suite's PMK. */
const requireFt = (
  selector: string,
  path: string,
  key: Uint8Array,
): AkmSuite & { readonly hash: Exclude<HashName, 'md5' | 'sha1'> } => {
  const akm = requireAkmSuite(selector, octets(path, key).length);
  const { hash } = akm;
  if (!akm.isFt || hash === 'sha1')
    throw new EncodeError('akm', `${akm.selector} is no fast BSS transition suite`);
  ofLength(path, key, akm.pmkLength);
  return { ...akm, hash };
};

/**
 * PMK-R0 (32 octets, 48 for `00-0F-AC:13` and `:22`, as many as the PMK of SAE has for `:25`) and PMKR0Name (16 octets) (IEEE 802.11-2020, 12.7.1.6.3).
 * @throws EncodeError for a suite without FT or a value of the wrong length
 */
export function derivePmkR0(input: {
  readonly akm: string;
  /**
   * The PSK for `00-0F-AC:4`; the PMK of SAE for `:9` and `:25`; the second 256 bits of the MSK for `:3`; its first 384
   * for `:13` and `:22`.
   */
  readonly xxKey: Uint8Array;
  /** 0 to 32 octets. */
  readonly ssid: Uint8Array;
  /** Mobility domain identifier, 2 octets as in the element. */
  readonly mdid: Uint8Array;
  /** 1 to 48 octets. */
  readonly r0khId: Uint8Array;
  /** The supplicant address, 6 octets. */
  readonly s0khId: Uint8Array;
}): { pmkR0: Uint8Array<ArrayBuffer>; pmkR0Name: Uint8Array<ArrayBuffer> } {
  const { xxKey } = input;
  const akm = requireFt(input.akm, 'xxKey', xxKey);
  const ssid = ofLengthWithin('ssid', input.ssid, 0, 32);
  const r0khId = ofLengthWithin('r0khId', input.r0khId, 1, 48);
  const context = concatBytes(
    Uint8Array.of(ssid.length),
    ssid,
    ofLength('mdid', input.mdid, 2),
    Uint8Array.of(r0khId.length),
    r0khId,
    ofLength('s0khId', input.s0khId, 6),
  );
  const r0KeyData = kdfHash(akm.hash, xxKey, 'FT-R0', context, akm.pmkLength + 16);
  return {
    pmkR0: r0KeyData.slice(0, akm.pmkLength),
    pmkR0Name: digest(akm.hash, utf8ToBytes('FT-R0N'), r0KeyData.subarray(akm.pmkLength)).slice(0, 16),
  };
}

/**
 * PMK-R1 (as long as PMK-R0) and PMKR1Name (16 octets) (IEEE 802.11-2020, 12.7.1.6.4).
 * @throws EncodeError for a suite without FT or a value of the wrong length
 */
export function derivePmkR1(input: {
  readonly akm: string;
  readonly pmkR0: Uint8Array;
  /** 16 octets. */
  readonly pmkR0Name: Uint8Array;
  /** 6 octets. */
  readonly r1khId: Uint8Array;
  /** The supplicant address, 6 octets. */
  readonly s1khId: Uint8Array;
}): { pmkR1: Uint8Array<ArrayBuffer>; pmkR1Name: Uint8Array<ArrayBuffer> } {
  const { pmkR0 } = input;
  const akm = requireFt(input.akm, 'pmkR0', pmkR0);
  const ids = concatBytes(ofLength('r1khId', input.r1khId, 6), ofLength('s1khId', input.s1khId, 6));
  const name = ofLength('pmkR0Name', input.pmkR0Name, 16);
  return {
    pmkR1: kdfHash(akm.hash, pmkR0, 'FT-R1', ids, akm.pmkLength),
    pmkR1Name: digest(akm.hash, utf8ToBytes('FT-R1N'), name, ids).slice(0, 16),
  };
}

/**
 * The PTK of fast BSS transition and PTKName (16 octets) (IEEE 802.11-2020, 12.7.1.6.5).
 * @throws EncodeError for a suite without FT, a cipher suite that is never pairwise, or a value of the wrong length
 */
export function derivePtkFt(input: {
  readonly akm: string;
  readonly cipher: string;
  readonly pmkR1: Uint8Array;
  /** 16 octets. */
  readonly pmkR1Name: Uint8Array;
  readonly aNonce: Uint8Array;
  readonly sNonce: Uint8Array;
  /** 6 octets. */
  readonly bssid: Uint8Array;
  /** The supplicant address, 6 octets. */
  readonly spa: Uint8Array;
}): Ptk & { readonly ptkName: Uint8Array } {
  const { pmkR1 } = input;
  const akm = requireFt(input.akm, 'pmkR1', pmkR1);
  const length = akm.kckLength + akm.kekLength + tkLength(input.cipher);
  const context = concatBytes(
    ofLength('sNonce', input.sNonce, 32),
    ofLength('aNonce', input.aNonce, 32),
    ofLength('bssid', input.bssid, 6),
    ofLength('spa', input.spa, 6),
  );
  const r1Name = ofLength('pmkR1Name', input.pmkR1Name, 16);
  return {
    ...split(kdfHash(akm.hash, pmkR1, 'FT-PTK', context, length), akm),
    // SHA-256 whatever the suite's hash, as the clause has it and hostapd computes it.
    ptkName: digest('sha256', r1Name, utf8ToBytes('FT-PTKN'), context).slice(0, 16),
  };
}
