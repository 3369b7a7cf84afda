import { ADDRESS_2 } from '../codecs/dot11/header.js';
import { ofLength } from './check.js';
import { openGcm, sealGcm } from './gcm.js';
import {
  mpduAad,
  type OpenedMpdu,
  pnOctets,
  readMpduHeader,
  readSecurityHeader,
  requireMpduHeader,
  SECURITY_HEADER_LENGTH,
  type SealOptions,
  startProtected,
} from './mpdu-header.js';
import { concatBytes } from './octets.js';

const MIC_LENGTH = 16;

/** The nonce, 12 octets: address 2, then the packet number, most significant octet first (12.5.5.3.4). */
const nonceOf = (mpdu: Uint8Array, pn: bigint): Uint8Array =>
  concatBytes(mpdu.subarray(ADDRESS_2, ADDRESS_2 + 6), pnOctets(pn));

/**
 * Opens an MPDU that GCMP protects (IEEE 802.11-2020, 12.5.5.4).
 * @param tk 16 octets for GCMP-128, 32 for GCMP-256
 * @param mpdu the MPDU without FCS
 * @returns undefined if the frame is not protected in this way, is too short, or its MIC is wrong
 * @throws EncodeError for a key of another length
 */
export function decryptGcmp(tk: Uint8Array, mpdu: Uint8Array, options?: SealOptions): OpenedMpdu | undefined {
  ofLength('tk', tk, 16, 32);
  const header = readMpduHeader(mpdu);
  const security = header && readSecurityHeader(mpdu, header, 'ccmp');
  if (security === undefined) return undefined;
  const body = mpdu.subarray(header!.length + SECURITY_HEADER_LENGTH);
  const plaintext = openGcm(tk, nonceOf(mpdu, security.pn), mpduAad(mpdu, header!, options), body);
  return plaintext && { plaintext, ...security, headerLength: header!.length };
}

/**
 * Protects an MPDU with GCMP (IEEE 802.11-2020, 12.5.5.3).
 * @param tk 16 octets for GCMP-128, 32 for GCMP-256
 * @param mpdu MAC header and frame body in clear, without FCS
 * @param pn packet number, 48 bits; never twice under one key
 * @param keyId 0 to 3
 * @returns the protected MPDU, without FCS, 24 octets longer
 * @throws EncodeError for a value out of range or a frame that is neither data nor management
 */
export function encryptGcmp(
  tk: Uint8Array,
  mpdu: Uint8Array,
  pn: bigint,
  keyId = 0,
  options?: SealOptions,
): Uint8Array<ArrayBuffer> {
  ofLength('tk', tk, 16, 32);
  const header = requireMpduHeader(mpdu, 'data', 'management');
  const length = mpdu.length + SECURITY_HEADER_LENGTH + MIC_LENGTH;
  const out = startProtected(mpdu, header, length, pn, keyId, 'ccmp');
  out.set(
    sealGcm(tk, nonceOf(out, pn), mpduAad(out, header, options), mpdu.subarray(header.length)),
    header.length + SECURITY_HEADER_LENGTH,
  );
  return out;
}
