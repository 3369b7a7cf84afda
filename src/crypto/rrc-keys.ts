import { deriveAlgorithmKey } from './kdf3gpp.js';

/** The keys of SRBs under one KeNB (TS 33.401, A.7). */
export interface RrcKeys {
  /** 16 octets each. */
  readonly integrity: Uint8Array;
  readonly ciphering: Uint8Array;
}

/** The number of 128-EIA2, and of 128-EEA2 (TS 33.401, 5.1.3.2 and 5.1.4.2). */
export const AES_ALGORITHM = 2;

/**
 * KRRCint and KRRCenc for 128-EIA2 and 128-EEA2 (TS 33.401, A.7).
 * @param kenb 32 octets
 * @throws EncodeError for another length
 */
export const rrcKeysOf = (kenb: Uint8Array): RrcKeys => ({
  integrity: deriveAlgorithmKey(kenb, 'rrc-int', AES_ALGORITHM),
  ciphering: deriveAlgorithmKey(kenb, 'rrc-enc', AES_ALGORITHM),
});
