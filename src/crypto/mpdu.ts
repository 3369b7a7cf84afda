import { copyOf } from '../codecs/copy.js';
import { EncodeError } from '../codecs/error.js';
import { type AesKey, ownAesKey } from './aes.js';
import type { AllocateWords } from './aes-block.js';
import { openCcmpMpdu, sealCcmpMpdu } from './ccmp.js';
import { octets, ofLength } from './check.js';
import { type CipherSuite, requireCipherSuite } from './cipher-suite.js';
import { decryptGcmp, encryptGcmp } from './gcmp.js';
import {
  type Allocate,
  type OpenedMpdu,
  type OpenOptions,
  ownArray,
  type SealOptions,
} from './mpdu-header.js';
import { decryptTkip, encryptTkip } from './tkip.js';

/** A temporal key with its cipher suite, prepared once for the many frames that it opens. */
export interface PreparedKey {
  readonly suite: CipherSuite;
  /** The temporal key: TK or GTK. */
  readonly tk: Uint8Array;
  /** Expanded for CCMP, undefined for the others. */
  readonly expanded: AesKey | undefined;
}

/**
 * Prepares a temporal key for {@link decryptMpdu} and {@link encryptMpdu}.
 * @param cipher selector of a CCMP, GCMP or TKIP suite, as `00-0F-AC:4`
 * @param tk TK or GTK: 16 or 32 octets, as the suite asks
 * @throws EncodeError for another suite or a key of the wrong length
 */
export const prepareKey = (cipher: string, tk: Uint8Array): PreparedKey =>
  prepareOwnKey(cipher, copyOf(octets('tk', tk)));

/** {@link prepareKey} of an array that nobody writes into any more. @param allocate see {@link ownAesKey} */
export function prepareOwnKey(cipher: string, tk: Uint8Array, allocate?: AllocateWords): PreparedKey {
  const suite = requireCipherSuite(cipher);
  if (suite.kind !== 'ccmp' && suite.kind !== 'gcmp' && suite.kind !== 'tkip')
    throw new EncodeError('cipher', `${suite.selector} (${suite.name}) is none of CCMP, GCMP and TKIP`);
  const own = ofLength('tk', tk, suite.keyLength);
  return { suite, tk: own, expanded: suite.kind === 'ccmp' ? ownAesKey(own, allocate) : undefined };
}

/**
 * Opens a protected MPDU (IEEE 802.11-2020, 12.5). A wrong key is no error: callers try several.
 * @param mpdu the MPDU without FCS
 * @param options `lax` concerns TKIP alone, see {@link decryptTkip}; `spp` the others
 * @returns undefined if the frame is not protected, too short for its suite, or its MIC is wrong
 */
export const decryptMpdu = (
  key: PreparedKey,
  mpdu: Uint8Array,
  options?: OpenOptions,
): OpenedMpdu | undefined => openMpdu(key, mpdu, options, ownArray);

/** {@link decryptMpdu} with what CCMP opens in an array that `allocate` gives. */
export function openMpdu(
  key: PreparedKey,
  mpdu: Uint8Array,
  options: OpenOptions | undefined,
  allocate: Allocate,
): OpenedMpdu | undefined {
  if (key.expanded !== undefined) return openCcmpMpdu(key.expanded, mpdu, allocate, options);
  return key.suite.kind === 'gcmp' ? decryptGcmp(key.tk, mpdu, options) : decryptTkip(key.tk, mpdu, options);
}

/**
 * Protects an MPDU (IEEE 802.11-2020, 12.5).
 * @param mpdu MAC header and frame body in clear, without FCS
 * @param pn packet number (TKIP: TSC), 48 bits; never twice under one key
 * @param keyId 0 to 3
 * @param options concern CCMP and GCMP
 * @returns the protected MPDU, without FCS
 * @throws EncodeError for a value out of range or a frame that the suite does not protect
 */
export const encryptMpdu = (
  key: PreparedKey,
  mpdu: Uint8Array,
  pn: bigint,
  keyId = 0,
  options?: SealOptions,
): Uint8Array<ArrayBuffer> => sealMpdu(key, mpdu, pn, keyId, ownArray, options);

/** {@link encryptMpdu}, which with CCMP is into an array that `allocate` gives. */
export function sealMpdu(
  key: PreparedKey,
  mpdu: Uint8Array,
  pn: bigint,
  keyId: number,
  allocate: Allocate,
  options?: SealOptions,
): Uint8Array<ArrayBuffer> {
  if (key.expanded !== undefined) return sealCcmpMpdu(key.expanded, mpdu, pn, keyId, allocate, options);
  return key.suite.kind === 'gcmp'
    ? encryptGcmp(key.tk, mpdu, pn, keyId, options)
    : encryptTkip(key.tk, mpdu, pn, keyId);
}
