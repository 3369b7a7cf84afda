import { EncodeError } from '../codecs/error.js';
import { shown } from './check.js';
import { cipherSuite } from './cipher-suite.js';
import type { HashName } from './hash.js';

/** How the Key MIC field of an EAPOL-Key frame is computed (IEEE 802.11-2020, Table 12-10). */
export type MicAlgorithm =
  | 'hmac-md5'
  | 'hmac-sha1-128'
  | 'aes-128-cmac'
  | 'hmac-sha256-128'
  | 'hmac-sha384-192'
  | 'hmac-sha512-256';

/** An authentication and key management suite: IEEE 802.11-2020, Tables 9-151 and 12-10. */
export interface AkmSuite {
  /** OUI and type, as `00-0F-AC:2`. */
  readonly selector: string;
  readonly name: string;
  /** Of the key derivation: SHA-1 stands for PRF-n, the others for KDF-Hash-n. */
  readonly hash: Exclude<HashName, 'md5'>;
  /** Octets of the key confirmation key, the first part of the PTK. */
  readonly kckLength: number;
  /** Octets of the key encryption key, the second part of the PTK. */
  readonly kekLength: number;
  /** Octets of the Key MIC field. */
  readonly micLength: number;
  /** How the MIC is computed where the key descriptor version is 0; undefined where it never is. */
  readonly micAlgorithm: MicAlgorithm | undefined;
  /** Of EAPOL-Key frames; `cipher`: 1 if the pairwise cipher is TKIP, else 2. */
  readonly keyDescriptorVersion: 0 | 3 | 'cipher';
  /** Octets of the PMK. */
  readonly pmkLength: number;
  /** Fast BSS transition: the PTK comes from PMK-R1. */
  readonly isFt: boolean;
  /** The key of the PMKID; undefined where the PMKID does not follow from the keys of the handshake. */
  readonly pmkidKey: 'pmk' | 'kck' | undefined;
}

/** Octets that a PMK may have: 48 for suites with SHA-384, 64 for OWE and SAE of a group that goes with SHA-512. */
export const PMK_LENGTHS: readonly number[] = [32, 48, 64];

type Row = Omit<AkmSuite, 'selector'>;

const sha1: Row = {
  name: '',
  hash: 'sha1',
  kckLength: 16,
  kekLength: 16,
  micLength: 16,
  micAlgorithm: undefined,
  keyDescriptorVersion: 'cipher',
  pmkLength: 32,
  isFt: false,
  pmkidKey: 'pmk',
};
const sha256: Row = { ...sha1, hash: 'sha256', keyDescriptorVersion: 3 };
const sae: Row = {
  ...sha256,
  keyDescriptorVersion: 0,
  micAlgorithm: 'aes-128-cmac',
  pmkidKey: undefined,
};
const sha384: Row = {
  ...sha256,
  hash: 'sha384',
  kckLength: 24,
  kekLength: 32,
  micLength: 24,
  micAlgorithm: 'hmac-sha384-192',
  keyDescriptorVersion: 0,
  pmkLength: 48,
};
/**
 * The rows of a suite that takes its hash from the group of its exchange, by the length of its PMK: OWE (RFC 8110, 4.4), and SAE
 * with a group-dependent hash, whose lengths hostapd has in wpa_kck_len, wpa_kek_len and rsn_mic_len_hash.
 */
const ofGroup = (name: string, isFt = false): Readonly<Record<32 | 48 | 64, Row>> => ({
  32: { ...sae, name, isFt, micAlgorithm: 'hmac-sha256-128' },
  48: { ...sha384, name, isFt, pmkidKey: undefined },
  64: {
    ...sae,
    name,
    isFt,
    hash: 'sha512',
    kckLength: 32,
    kekLength: 32,
    micLength: 32,
    micAlgorithm: 'hmac-sha512-256',
    pmkLength: 64,
  },
});
const owe = /* @__PURE__ */ ofGroup('OWE');
const saeOfGroup = /* @__PURE__ */ ofGroup('SAE with group-dependent hash');
const ftOverSaeOfGroup = /* @__PURE__ */ ofGroup('FT over SAE with group-dependent hash', true);

const rows: Readonly<Record<string, Row>> = {
  '00-0F-AC:1': { ...sha1, name: '802.1X' },
  '00-0F-AC:2': { ...sha1, name: 'PSK' },
  '00-0F-AC:3': { ...sha256, name: 'FT over 802.1X', isFt: true },
  '00-0F-AC:4': { ...sha256, name: 'FT using PSK', isFt: true, pmkidKey: undefined },
  '00-0F-AC:5': { ...sha256, name: '802.1X with SHA-256' },
  '00-0F-AC:6': { ...sha256, name: 'PSK with SHA-256' },
  '00-0F-AC:8': { ...sae, name: 'SAE' },
  '00-0F-AC:9': { ...sae, name: 'FT over SAE', isFt: true },
  '00-0F-AC:11': {
    ...sha256,
    name: '802.1X Suite B',
    keyDescriptorVersion: 0,
    micAlgorithm: 'hmac-sha256-128',
    pmkidKey: 'kck',
  },
  '00-0F-AC:12': { ...sha384, name: '802.1X Suite B, 192 bits', pmkidKey: 'kck' },
  '00-0F-AC:13': { ...sha384, name: 'FT over 802.1X with SHA-384', isFt: true },
  '00-0F-AC:18': owe[32],
  '00-0F-AC:22': { ...sha384, name: 'FT over 802.1X with SHA-384, any EAP method', isFt: true },
  '00-0F-AC:23': { ...sha384, name: '802.1X with SHA-384' },
  '00-0F-AC:24': saeOfGroup[32],
  '00-0F-AC:25': ftOverSaeOfGroup[32],
  '00-50-F2:1': { ...sha1, name: 'WPA 802.1X' },
  '00-50-F2:2': { ...sha1, name: 'WPA PSK' },
};

const byPmkLength: Readonly<Record<string, Readonly<Record<number, Row>>>> = {
  '00-0F-AC:18': owe,
  '00-0F-AC:24': saeOfGroup,
  '00-0F-AC:25': ftOverSaeOfGroup,
};

/** The selectors that {@link akmSuite} knows. */
export const akmSelectors: readonly string[] = Object.keys(rows);

const suites: ReadonlyMap<string, AkmSuite> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ Object.entries(rows).map(([selector, row]) => [selector, { selector, ...row }]),
);

/**
 * The AKM suite of a selector (`00-0F-AC:2`; WPA's as `00-50-F2:2`), or undefined if it is unknown.
 * @param pmkLength octets of the PMK; matters for OWE (`00-0F-AC:18`) and SAE with a group-dependent hash (`:24`, `:25`) only, 32 if
 * left out
 */
export function akmSuite(selector: string, pmkLength = 32): AkmSuite | undefined {
  const suite = suites.get(selector) ?? suites.get(selector.toUpperCase());
  const other = suite && byPmkLength[suite.selector]?.[pmkLength];
  return other === undefined ? suite : { selector: suite!.selector, ...other };
}

/**
 * The AKM suite of a selector.
 * @throws EncodeError, path `akm`, for an unknown one
 */
export function requireAkmSuite(selector: string, pmkLength?: number): AkmSuite {
  const suite = typeof selector === 'string' ? akmSuite(selector, pmkLength) : undefined;
  if (suite === undefined)
    throw new EncodeError('akm', `${shown(selector)} is none of ${akmSelectors.join(', ')}`);
  return suite;
}

/**
 * The key descriptor version that EAPOL-Key frames carry (IEEE 802.11-2020, 12.7.2, b).
 * @param of `akm`, the selector of the AKM suite, and `cipher`, that of the pairwise cipher suite: one text may be both
 * @throws EncodeError for an unknown AKM suite
 */
export function keyDescriptorVersion(of: { readonly akm: string; readonly cipher: string }): 0 | 1 | 2 | 3 {
  const { akm, cipher } = of;
  const version = requireAkmSuite(akm).keyDescriptorVersion;
  if (version !== 'cipher') return version;
  return cipherSuite(cipher)?.kind === 'tkip' ? 1 : 2;
}

/**
 * How the MIC of an EAPOL-Key frame is computed (IEEE 802.11-2020, 12.7.2, b and Table 12-10): versions 1 to
 * 3 say it themselves, version 0 leaves it to the AKM. Undefined for reserved versions, and for version 0
 * where the AKM is unknown or does not define it.
 * @param akm selector, or undefined where it is not known
 * @param pmkLength octets of the PMK; see {@link akmSuite}
 */
export function micAlgorithmFor(
  akm: string | undefined,
  version: number,
  pmkLength?: number,
): MicAlgorithm | undefined {
  switch (version) {
    case 0:
      return akm === undefined ? undefined : akmSuite(akm, pmkLength)?.micAlgorithm;
    case 1:
      return 'hmac-md5';
    case 2:
      return 'hmac-sha1-128';
    case 3:
      return 'aes-128-cmac';
    default:
      return undefined;
  }
}
