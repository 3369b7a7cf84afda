import { copyOf } from '../codecs/copy.js';
import { ADDRESS_2 } from '../codecs/dot11/header.js';
import { packetNumberOctets, packetNumberOf } from '../codecs/dot11/packet-number.js';
import { EncodeError } from '../codecs/error.js';
import { get16le } from '../codecs/layout/octets.js';
import { aesCmac } from './aes.js';
import { inRange, ofLength } from './check.js';
import { type CipherSuite, requireCipherSuite } from './cipher-suite.js';
import { sealGcm } from './gcm.js';
import { equalConstantTime } from './mic.js';
import { bipAad, readMpduHeader, requireMpduHeader } from './mpdu-header.js';
import { concatBytes } from './octets.js';

const MME_ID = 76;
/** Octets of the MME before its MIC: element ID, length, key ID, IPN (IEEE 802.11-2020, 9.4.2.54). */
const MME_HEAD = 10;

/** Frame control's first octet of a beacon. */
const BEACON = 0x80;

/** What the MME at the end of a group addressed management frame says, and whether it is right. */
export interface BipResult {
  /** IGTK packet number (BIPN in beacons), 48 bits. */
  readonly ipn: bigint;
  /** 4 or 5 for an IGTK, 6 or 7 for a BIGTK. */
  readonly keyId: number;
  /** Whether the MIC is right under the key. */
  readonly valid: boolean;
}

const requireBip = (cipher: string, key: Uint8Array): CipherSuite => {
  const suite = requireCipherSuite(cipher);
  if (!suite.kind.startsWith('bip'))
    throw new EncodeError('cipher', `${suite.selector} (${suite.name}) is no group management cipher suite`);
  ofLength('igtk', key, suite.keyLength);
  return suite;
};

/** MIC over the AAD and a frame body that ends with an MME whose MIC is zero (IEEE 802.11-2020, 12.5.4.5). */
const micOf = (suite: CipherSuite, key: Uint8Array, mpdu: Uint8Array, body: Uint8Array): Uint8Array => {
  // The time stamp of a beacon is set as it is sent, after protection: IEEE 802.11-2020, 11.52.
  if (mpdu[0] === BEACON) body.fill(0, 0, 8);
  const message = concatBytes(bipAad(mpdu), body);
  if (suite.kind === 'bip-cmac') return aesCmac(key, message).slice(0, suite.micLength);
  const ipn = body.length - suite.micLength - 6;
  const reversed = copyOf(body, ipn, ipn + 6).reverse();
  const nonce = concatBytes(mpdu.subarray(ADDRESS_2, ADDRESS_2 + 6), reversed);
  return sealGcm(key, nonce, message, new Uint8Array(0));
};

/**
 * Checks the MIC of a group addressed management frame (IEEE 802.11-2020, 12.5.4.6).
 * @param cipher selector of the group management cipher suite: `00-0F-AC:6`, `:11`, `:12`, `:13`
 * @param key IGTK, or BIGTK for a beacon: 16 or 32 octets
 * @param mpdu the MPDU without FCS
 * @returns undefined if no MME of this suite is at the end of a management frame
 * @throws EncodeError for another suite or a key of the wrong length
 */
export function checkBip(cipher: string, key: Uint8Array, mpdu: Uint8Array): BipResult | undefined {
  const suite = requireBip(cipher, key);
  const header = readMpduHeader(mpdu);
  if (header === undefined || header.isData) return undefined;
  const body = copyOf(mpdu, header.length);
  const mme = body.length - MME_HEAD - suite.micLength;
  if (body[mme] !== MME_ID || body[mme + 1] !== MME_HEAD - 2 + suite.micLength) return undefined;
  const mic = copyOf(body, mme + MME_HEAD);
  const ipn = packetNumberOf(body.subarray(mme + 4, mme + MME_HEAD));
  const keyId = get16le(body, mme + 2);
  body.fill(0, mme + MME_HEAD);
  return { ipn, keyId, valid: equalConstantTime(micOf(suite, key, mpdu, body), mic) };
}

/**
 * A group addressed management frame with its MME appended (IEEE 802.11-2020, 12.5.4.5).
 * @param cipher selector of the group management cipher suite: `00-0F-AC:6`, `:11`, `:12`, `:13`
 * @param key IGTK, or BIGTK for a beacon: 16 or 32 octets
 * @param mpdu the MPDU without MME and FCS
 * @param ipn packet number, 48 bits; never twice under one key
 * @param keyId 4 or 5 for an IGTK, 6 or 7 for a BIGTK
 * @throws EncodeError for a value out of range or a frame that is no management frame
 */
export function protectBip(
  cipher: string,
  key: Uint8Array,
  mpdu: Uint8Array,
  ipn: bigint,
  keyId: number,
): Uint8Array<ArrayBuffer> {
  const suite = requireBip(cipher, key);
  const header = requireMpduHeader(mpdu, 'management');
  const out = new Uint8Array(mpdu.length + MME_HEAD + suite.micLength);
  out.set(mpdu);
  out[mpdu.length] = MME_ID;
  out[mpdu.length + 1] = MME_HEAD - 2 + suite.micLength;
  out[mpdu.length + 2] = inRange('keyId', keyId, 4, 7);
  out.set(packetNumberOctets(inRange('ipn', ipn, 0n, 0xffffffffffffn)), mpdu.length + 4);
  out.set(micOf(suite, key, mpdu, out.slice(header.length)), mpdu.length + MME_HEAD);
  return out;
}
