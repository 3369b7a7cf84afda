import { ownAesKey, type ReplaceableAesKey } from '../../crypto/aes.js';
import { ofLength } from '../../crypto/check.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { PdcpKey } from '../../crypto/pdcp.js';
import { AES_ALGORITHM, type RrcKeys, rrcKeysOf } from '../../crypto/rrc-keys.js';

const KENB_LENGTH = 32;
const KEY_LENGTH = 16;

/** A prepared key that another can follow: one made anew for each KeNB would live just long enough to burden the garbage collector. */
class KeyPlace implements PdcpKey {
  readonly algorithm = AES_ALGORITHM;
  readonly octets: Uint8Array = new Uint8Array(KEY_LENGTH);
  readonly key: ReplaceableAesKey = ownAesKey(this.octets);

  set(octets: Uint8Array): void {
    for (let i = 0; i < KEY_LENGTH; i++) this.octets[i] = octets[i]!;
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
  readonly #kenb = new Uint8Array(KENB_LENGTH);

  constructor() {
    this.#derive();
  }

  become(kenb: Uint8Array): void {
    if (equalConstantTime(this.#kenb, kenb)) return;
    this.#kenb.set(ofLength('kenb', kenb, KENB_LENGTH));
    this.#derive();
  }

  #derive(): void {
    const { integrity, ciphering } = rrcKeysOf(this.#kenb);
    this.integrity.set(integrity);
    this.ciphering.set(ciphering);
  }
}

/**
 * The keys of late, each KeNB's at the place that its first octet gives, which hides nothing of simulated keys. The few
 * messages of a UE come shortly after each other, at two ends: to hold keys ready at each, for as long as the run lasts, takes
 * a tenth of its memory.
 */
const remembered: (RememberedKeys | undefined)[] = /* @__PURE__ */ new Array(256).fill(undefined);

/**
 * KRRCint and KRRCenc for 128-EIA2 and 128-EEA2, ready for use. They are only lent: what this gives becomes that of another
 * KeNB as somebody asks for it.
 * @param kenb 32 octets
 * @throws EncodeError for another length
 */
export function lentRrcKeys(kenb: Uint8Array): PreparedRrcKeys {
  const place = kenb[0] ?? 0;
  let keys = remembered[place];
  if (keys === undefined) {
    keys = new RememberedKeys();
    remembered[place] = keys;
  }
  keys.become(kenb);
  return keys;
}
