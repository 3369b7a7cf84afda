import { ownAesKey, type ReplaceableAesKey } from '../crypto/aes.js';
import { deriveAlgorithmKey } from '../crypto/kdf3gpp.js';
import { equalConstantTime } from '../crypto/mic.js';
import type { PdcpKey } from '../crypto/pdcp.js';

/** The keys of SRB1 under one KeNB (TS 33.401, A.7). */
export interface RrcKeys {
  /** 16 octets each. */
  readonly integrity: Uint8Array;
  readonly ciphering: Uint8Array;
}

/** 128-EIA2 and 128-EEA2, which both are 2. */
const AES = 2;

/** KRRCint and KRRCenc for 128-EIA2 and 128-EEA2. */
export const rrcKeysOf = (kenb: Uint8Array): RrcKeys => ({
  integrity: deriveAlgorithmKey(kenb, 'rrc-int', AES),
  ciphering: deriveAlgorithmKey(kenb, 'rrc-enc', AES),
});

const KEY = 16;

/** A prepared key that another can follow: what is made for each KeNB anew would live just long enough to be a burden. */
class KeyPlace implements PdcpKey {
  readonly algorithm = AES;
  readonly octets: Uint8Array = new Uint8Array(KEY);
  readonly key: ReplaceableAesKey = ownAesKey(this.octets);

  set(octets: Uint8Array): void {
    for (let i = 0; i < KEY; i++) this.octets[i] = octets[i]!;
    this.key.replace(this.octets);
  }
}

/** {@link RrcKeys} as they are used for messages. */
export interface PreparedRrcKeys {
  readonly keys: RrcKeys;
  readonly integrity: PdcpKey;
  readonly ciphering: PdcpKey;
}

/** The keys of one KeNB after another. */
class RememberedKeys implements PreparedRrcKeys {
  readonly integrity = new KeyPlace();
  readonly ciphering = new KeyPlace();
  readonly keys: RrcKeys = { integrity: this.integrity.octets, ciphering: this.ciphering.octets };
  #kenb: Uint8Array | undefined;

  become(kenb: Uint8Array): void {
    if (this.#kenb === kenb || (this.#kenb !== undefined && equalConstantTime(this.#kenb, kenb))) return;
    const { integrity, ciphering } = rrcKeysOf(kenb);
    this.integrity.set(integrity);
    this.ciphering.set(ciphering);
    this.#kenb = kenb;
  }
}

/**
 * The keys of late, each KeNB's at the place that its first octet gives. The few messages of a UE come shortly after each
 * other, at two ends: to hold keys ready at each, for as long as the run lasts, takes a tenth of its memory.
 */
const remembered: (RememberedKeys | undefined)[] = /* @__PURE__ */ new Array(256).fill(undefined);

/** The keys that follow from `kenb`, into which nobody writes any more. They are only lent, until those of another are asked for. */
export function lentRrcKeys(kenb: Uint8Array): PreparedRrcKeys {
  const place = kenb[0]!;
  let keys = remembered[place];
  if (keys === undefined) {
    keys = new RememberedKeys();
    remembered[place] = keys;
  }
  keys.become(kenb);
  return keys;
}
