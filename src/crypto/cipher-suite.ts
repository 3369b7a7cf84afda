import { EncodeError } from '../codecs/error.js';
import { shown } from './check.js';

/** How a cipher suite protects frames. */
export type CipherKind = 'wep' | 'tkip' | 'ccmp' | 'gcmp' | 'bip-cmac' | 'bip-gmac';

/** A row of IEEE 802.11-2020, Table 9-149, with the key length of its suite (12.7.2). */
export interface CipherSuite {
  /** OUI and type, as `00-0F-AC:4`. */
  readonly selector: string;
  readonly name: string;
  readonly kind: CipherKind;
  /** Octets of the temporal key: TK, GTK, IGTK or BIGTK. */
  readonly keyLength: number;
  /** Octets of the MIC or ICV at the end of a protected frame (TKIP: ICV; its Michael MIC is 8 more). */
  readonly micLength: number;
}

const rsn: readonly (readonly [type: number, name: string, kind: CipherKind, key: number, mic: number])[] = [
  [1, 'WEP-40', 'wep', 5, 4],
  [2, 'TKIP', 'tkip', 32, 4],
  [4, 'CCMP-128', 'ccmp', 16, 8],
  [5, 'WEP-104', 'wep', 13, 4],
  [6, 'BIP-CMAC-128', 'bip-cmac', 16, 8],
  [8, 'GCMP-128', 'gcmp', 16, 16],
  [9, 'GCMP-256', 'gcmp', 32, 16],
  [10, 'CCMP-256', 'ccmp', 32, 16],
  [11, 'BIP-GMAC-128', 'bip-gmac', 16, 16],
  [12, 'BIP-GMAC-256', 'bip-gmac', 32, 16],
  [13, 'BIP-CMAC-256', 'bip-cmac', 32, 16],
];

/** The types that the vendor element of WPA (OUI 00-50-F2) numbers as RSN does. */
const wpaTypes = [1, 2, 4, 5];

const suites: ReadonlyMap<string, CipherSuite> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ rsn.flatMap(([type, name, kind, keyLength, micLength]) =>
    ['00-0F-AC', ...(wpaTypes.includes(type) ? ['00-50-F2'] : [])].map(oui => {
      const selector = `${oui}:${type}`;
      return [selector, { selector, name, kind, keyLength, micLength }] as const;
    }),
  ),
);

/**
 * The cipher suite of a selector (`00-0F-AC:4`, `00-50-F2:2`), or undefined if it is none that protects
 * frames: unknown, "use group cipher suite" (`:0`) or "group addressed traffic not allowed" (`:7`).
 */
export const cipherSuite = (selector: string): CipherSuite | undefined =>
  suites.get(selector) ?? suites.get(selector.toUpperCase());

/**
 * The cipher suite of a selector that may be the pairwise one, or undefined. BIP protects group addressed management frames
 * alone (IEEE 802.11-2020, 9.4.2.24.2): no TK is for it.
 */
export function pairwiseCipherSuite(selector: string): CipherSuite | undefined {
  const suite = cipherSuite(selector);
  return suite?.kind === 'bip-cmac' || suite?.kind === 'bip-gmac' ? undefined : suite;
}

/**
 * The cipher suite of a selector.
 * @param path names the selector in the error
 * @throws EncodeError for a selector without one
 */
export function requireCipherSuite(selector: string, path = 'cipher'): CipherSuite {
  const suite = typeof selector === 'string' ? cipherSuite(selector) : undefined;
  if (suite === undefined) throw new EncodeError(path, `${shown(selector)} is no known cipher suite`);
  return suite;
}
