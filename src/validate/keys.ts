import { toHex } from '../codecs/hex.js';
import { pskFromPassphrase } from '../crypto/psk.js';

/** A PMK under the name that reports call it by. */
export interface NamedPmk {
  readonly name: string;
  /** 32 octets; 48 for Suite B with 192 bits; for FT the key that PMK-R0 is derived from. */
  readonly pmk: Uint8Array;
}

/** What the caller knows of keys. */
export interface Keys {
  readonly pmks?: readonly NamedPmk[];
  /** A passphrase, for the networks of this SSID, or for every network whose SSID the capture shows. */
  readonly passphrases?: readonly { readonly passphrase: string; readonly ssid?: Uint8Array }[];
}

/** The PMKs that may apply to a network. */
export interface KeyRing {
  /** Whether any key was given. */
  readonly empty: boolean;
  /** Every PMK that may be in use at a network of this SSID; that which was right last comes first. */
  candidates(ssid: Uint8Array | undefined): readonly NamedPmk[];
  /** Says that `pmk` was right, so that it is tried first from now on. */
  proven(pmk: NamedPmk): void;
}

/** A passphrase costs 8192 hashes for each SSID: a capture with made-up ones does not get to choose how many. */
const MAX_PASSPHRASE_SSIDS = 64;

/** @throws EncodeError for a passphrase that is not 8 to 63 characters long */
export function keyRing(keys: Keys): KeyRing {
  let pmks: readonly NamedPmk[] = keys.pmks ?? [];
  const passphrases = keys.passphrases ?? [];
  const ofSsid = new Map<string, readonly NamedPmk[]>();

  const pskFor = (ssid: Uint8Array): readonly NamedPmk[] => {
    const id = toHex(ssid);
    const known = ofSsid.get(id);
    if (known !== undefined) return known;
    if (ofSsid.size >= MAX_PASSPHRASE_SSIDS) return [];
    const derived = passphrases
      .filter(p => p.ssid === undefined || toHex(p.ssid) === id)
      .map((p, i) => ({
        name: passphrases.length === 1 ? 'passphrase' : `passphrase ${i + 1}`,
        pmk: pskFromPassphrase(p.passphrase, ssid),
      }));
    ofSsid.set(id, derived);
    return derived;
  };

  return {
    empty: pmks.length === 0 && passphrases.length === 0,
    candidates: ssid => (passphrases.length === 0 || ssid === undefined ? pmks : [...pmks, ...pskFor(ssid)]),
    proven: pmk => {
      if (pmks[0] !== pmk && pmks.includes(pmk)) pmks = [pmk, ...pmks.filter(other => other !== pmk)];
    },
  };
}
