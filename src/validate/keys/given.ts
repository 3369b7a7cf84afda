import type { LteKeys } from '../uu/kenb.js';

/** A PMK under the name that reports call it by. */
export interface NamedPmk {
  readonly name: string;
  /** 32 octets; 48 for Suite B with 192 bits; up to 64 for OWE; for FT the key that PMK-R0 is derived from. */
  readonly pmk: Uint8Array;
  /** The address of the only station that it is for, 6 octets; without one it may be any station's. */
  readonly station?: Uint8Array | undefined;
  /** Where it came from: of keys with one source it is enough that one is right. Without it each is one of its own. */
  readonly source?: string | undefined;
}

/** A passphrase, of a network or of any. */
export interface NetworkPassphrase {
  /** What reports call the key that follows from it; `passphrase`, with a number among several, if left out. */
  readonly name?: string | undefined;
  /** 8 to 63 characters from space to tilde. */
  readonly passphrase: string;
  /** 0 to 32 octets; text stands for its UTF-8. */
  readonly ssid?: string | Uint8Array | undefined;
  /** As {@link NamedPmk.source}. */
  readonly source?: string | undefined;
}

/** What the caller knows of keys. */
export interface Keys extends LteKeys {
  readonly pmks?: readonly NamedPmk[] | undefined;
  /** A passphrase, for the networks of this SSID, or for every network whose SSID the capture shows. */
  readonly passphrases?: readonly NetworkPassphrase[] | undefined;
}
