import { requireAkmSuite } from './akm.js';
import { inRange, octets, ofLength } from './check.js';
import { eapolMic } from './mic.js';
import { concatBytes } from './octets.js';

/** What the MIC of a Fast BSS Transition element covers, each element whole. */
export interface FtMicInput {
  /** 6 octets. */
  readonly spa: Uint8Array;
  /** The address of the target AP, 6 octets. */
  readonly aa: Uint8Array;
  /** 5 in a reassociation request, 6 in a response; 3 and 4 in the confirm and acknowledgement before it. */
  readonly transaction: 3 | 4 | 5 | 6;
  /** RSN, Mobility Domain, Fast BSS Transition with a MIC of zeros, then RIC and RSNX elements if there are any. */
  readonly elements: readonly Uint8Array[];
}

/**
 * The MIC of a Fast BSS Transition element (IEEE 802.11-2020, 13.8.4 and 13.8.5): AES-128-CMAC of 16 octets,
 * HMAC-SHA-384 truncated to 24 octets with `00-0F-AC:13` and `:22`, and with `:25` the first half of the HMAC with the hash of its group.
 * @throws EncodeError for an unknown AKM suite, a KCK or an address of the wrong length, a transaction other than 3 to 6, and for
 * what is no octets
 */
export function ftMic(akm: string, kck: Uint8Array, input: FtMicInput): Uint8Array<ArrayBuffer> {
  // Where the hash follows from the PMK, its KCK has half its octets.
  const { micAlgorithm } = requireAkmSuite(akm, 2 * octets('kck', kck).length);
  const data = concatBytes(
    ofLength('spa', input.spa, 6),
    ofLength('aa', input.aa, 6),
    Uint8Array.of(inRange('transaction', input.transaction, 3, 6)),
    ...input.elements.map((element, i) => octets(`elements[${i}]`, element)),
  );
  return eapolMic(micAlgorithm ?? 'aes-128-cmac', kck, data);
}
