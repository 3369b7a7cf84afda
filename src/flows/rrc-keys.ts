import { aesKey } from '../crypto/aes.js';
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

/** {@link RrcKeys} as they are used for messages. */
export interface PreparedRrcKeys {
  readonly keys: RrcKeys;
  readonly integrity: PdcpKey;
  readonly ciphering: PdcpKey;
}

/**
 * Those of the KeNBs that were asked for of late, each at the place that its first octet gives. The few messages of a UE come
 * shortly after each other, at two ends: to hold keys ready at each, for as long as the run lasts, takes a tenth of its memory.
 */
const remembered = /* @__PURE__ */ new Array<
  { readonly kenb: Uint8Array; readonly prepared: PreparedRrcKeys } | undefined
>(256).fill(undefined);

/** The keys that follow from `kenb`, which nobody writes into any more. */
export function preparedRrcKeysOf(kenb: Uint8Array): PreparedRrcKeys {
  const place = kenb[0]!;
  const known = remembered[place];
  if (known !== undefined && equalConstantTime(known.kenb, kenb)) return known.prepared;
  const keys = rrcKeysOf(kenb);
  const prepared: PreparedRrcKeys = {
    keys,
    integrity: { algorithm: AES, key: aesKey(keys.integrity) },
    ciphering: { algorithm: AES, key: aesKey(keys.ciphering) },
  };
  remembered[place] = { kenb, prepared };
  return prepared;
}
