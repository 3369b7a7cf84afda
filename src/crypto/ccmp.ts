import { ADDRESS_2 } from '../codecs/dot11/header.js';
import { type AesKey, aesKey } from './aes.js';
import { openCcmFrom, sealCcmInto } from './ccm.js';
import {
  type Allocate,
  type MpduHeader,
  mpduAad,
  type OpenedMpdu,
  ownArray,
  readMpduHeader,
  readSecurityHeader,
  requireMpduHeader,
  SECURITY_HEADER_LENGTH,
  type SealOptions,
  startProtected,
  tidOf,
} from './mpdu-header.js';

/** Nonce flags of a management frame: IEEE 802.11-2020, 12.5.3.3.4. */
const MANAGEMENT = 0x10;

const nonce = /* @__PURE__ */ new Uint8Array(13);

/**
 * The nonce, 13 octets: flags, address 2, packet number, most significant octet first. `mpdu` is protected. It is only lent:
 * the next one overwrites it.
 */
const nonceOf = (mpdu: Uint8Array, header: MpduHeader): Uint8Array => {
  nonce[0] = header.isData ? tidOf(mpdu, header) : MANAGEMENT;
  for (let i = 0; i < 6; i++) nonce[1 + i] = mpdu[ADDRESS_2 + i]!;
  const o = header.length;
  for (let i = 0; i < 4; i++) nonce[7 + i] = mpdu[o + 7 - i]!;
  nonce[11] = mpdu[o + 1]!;
  nonce[12] = mpdu[o]!;
  return nonce;
};

/** CCMP-128 has M = 8, CCMP-256 M = 16: IEEE 802.11-2020, 12.5.3.1. */
const micLength = (key: AesKey): number => (key.length === 16 ? 8 : 16);

const KEY_LENGTHS = [16, 32];

const ccmpKey = (tk: AesKey | Uint8Array): AesKey => aesKey(tk, 'tk', KEY_LENGTHS);

/**
 * Opens an MPDU that CCMP protects (IEEE 802.11-2020, 12.5.3.4).
 * @param tk 16 octets for CCMP-128, 32 for CCMP-256; expand it once with `aesKey` where it opens many frames
 * @param mpdu the MPDU without FCS
 * @returns undefined if the frame is not protected in this way, is too short, or its MIC is wrong
 * @throws EncodeError for a key of another length
 */
export const decryptCcmp = (tk: AesKey | Uint8Array, mpdu: Uint8Array): OpenedMpdu | undefined =>
  openCcmpMpdu(ccmpKey(tk), mpdu, ownArray);

/** {@link decryptCcmp} with the plaintext in an array that `allocate` gives. @param key of a length that CCMP has */
export function openCcmpMpdu(
  key: AesKey,
  mpdu: Uint8Array,
  allocate: Allocate,
  options?: SealOptions,
): OpenedMpdu | undefined {
  const header = readMpduHeader(mpdu);
  const security = header && readSecurityHeader(mpdu, header, 'ccmp');
  if (header === undefined || security === undefined) return undefined;
  const headerLength = header.length;
  const start = headerLength + SECURITY_HEADER_LENGTH;
  // A nonce of 13 octets leaves room for a plaintext of 65535 octets (RFC 3610, 2.1); no MPDU comes near it.
  if (mpdu.length - start - micLength(key) > 0xffff) return undefined;
  const aad = mpduAad(mpdu, header, options);
  const plaintext = openCcmFrom(key, nonceOf(mpdu, header), aad, mpdu, start, micLength(key), allocate);
  return plaintext && { plaintext, pn: security.pn, keyId: security.keyId, headerLength };
}

/**
 * Protects an MPDU with CCMP (IEEE 802.11-2020, 12.5.3.3).
 * @param tk 16 octets for CCMP-128, 32 for CCMP-256
 * @param mpdu MAC header and frame body in clear, without FCS
 * @param pn packet number, 48 bits; never twice under one key
 * @param keyId 0 to 3
 * @returns the protected MPDU, without FCS: 16 octets longer with CCMP-128, 24 with CCMP-256
 * @throws EncodeError for a value out of range or a frame that is neither data nor management
 */
export const encryptCcmp = (
  tk: AesKey | Uint8Array,
  mpdu: Uint8Array,
  pn: bigint,
  keyId = 0,
): Uint8Array<ArrayBuffer> => sealCcmpMpdu(ccmpKey(tk), mpdu, pn, keyId, ownArray);

/** {@link encryptCcmp} into an array that `allocate` gives. @param key of a length that CCMP has */
export function sealCcmpMpdu(
  key: AesKey,
  mpdu: Uint8Array,
  pn: bigint,
  keyId: number,
  allocate: Allocate,
  options?: SealOptions,
): Uint8Array<ArrayBuffer> {
  const header = requireMpduHeader(mpdu, 'data', 'management');
  const length = mpdu.length + SECURITY_HEADER_LENGTH + micLength(key);
  const out = startProtected(mpdu, header, length, pn, keyId, 'ccmp', allocate);
  const aad = mpduAad(out, header, options);
  const start = header.length + SECURITY_HEADER_LENGTH;
  sealCcmInto(key, nonceOf(out, header), aad, mpdu, header.length, out, start, micLength(key));
  return out;
}
