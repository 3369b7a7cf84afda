import { decodePdcpSrb } from '../codecs/rrc/pdcp.js';
import type { AesKey } from './aes.js';
import { putWord } from './aes-word.js';
import { inRange, octets } from './check.js';
import { equalConstantTime } from './mic.js';
import { createRoom } from './octets.js';
import { cipherInPlace, INPUT_LENGTH, macIWord, type PdcpAlgorithm } from './pdcp-security.js';

/** An EPS algorithm, by its identity, and its key. */
export interface PdcpKey {
  /** 0 null, 2 AES. */
  readonly algorithm: PdcpAlgorithm;
  /** 16 octets: KRRCint or KRRCenc; prepared where it serves many messages. */
  readonly key: AesKey | Uint8Array;
}

/** How the PDUs of an SRB are protected in one direction. */
export interface SrbSecurity {
  /** BEARER, 5 bits: srb-Identity minus 1 (TS 36.323, 5.6 and 5.7). */
  readonly bearer: number;
  /** DIRECTION: 0 uplink, 1 downlink. */
  readonly direction: 0 | 1;
  /** Algorithm 0 before security is activated: a MAC-I of zeros (TS 36.323, 6.3.4). */
  readonly integrity: PdcpKey;
  /** Algorithm 0 up to SecurityModeCommand and SecurityModeComplete, which are not ciphered (TS 36.331, 5.3.4). */
  readonly ciphering: PdcpKey;
}

/** What {@link unprotectSrb} gives. */
export interface UnprotectedSrb {
  /** The RRC message, deciphered; not to be trusted if `integrity` is `invalid`. */
  readonly rrc: Uint8Array;
  /** HFN and SN. */
  readonly count: number;
  /** Deciphered, 4 octets. */
  readonly macI: Uint8Array;
  readonly integrity: 'valid' | 'invalid';
}

const SN_BITS = 5;
const HEADER = 1;
const MAC_I = 4;

/** Octets that a PDU has beside the RRC message: SN and MAC-I. */
export const SRB_OVERHEAD: number = HEADER + MAC_I;

/**
 * The PDCP PDU of an RRC message on an SRB: MAC-I over header and message in clear, then ciphering of message
 * and MAC-I (TS 36.323, 5.6 and 5.7; TS 33.401, B.1 and B.2).
 * @param count HFN and, in its 5 low bits, the SN; never twice with one key (TS 36.331, 5.3.1.2)
 * @throws EncodeError for a value out of range, and for what is no octets
 */
export function protectSrb(security: SrbSecurity, count: number, rrc: Uint8Array): Uint8Array<ArrayBuffer> {
  const pdu = new Uint8Array(SRB_OVERHEAD + octets('rrc', rrc).length);
  protectSrbInto(security, count, rrc, pdu);
  return pdu;
}

/** {@link protectSrb} that writes the PDU into `pdu`, which has as many octets as it takes: {@link SRB_OVERHEAD} more than the message. */
export function protectSrbInto(security: SrbSecurity, count: number, rrc: Uint8Array, pdu: Uint8Array): void {
  const { bearer, direction, integrity, ciphering } = security;
  const input = { count: inRange('count', count, 0, 0xffffffff), bearer, direction };
  const end = HEADER + rrc.length;
  const space = room(INPUT_LENGTH + pdu.length);
  pdu[0] = space[INPUT_LENGTH] = count & (2 ** SN_BITS - 1);
  for (let i = 0; i < rrc.length; i++) pdu[HEADER + i] = space[INPUT_LENGTH + HEADER + i] = rrc[i]!;
  putWord(pdu, end, macIWord(integrity.algorithm, integrity.key, input, space, end));
  cipherInPlace(ciphering.algorithm, ciphering.key, input, pdu, HEADER, pdu.length);
}

/** For a PDU in clear, behind the octets that its integrity is computed over too. */
const room = /* @__PURE__ */ createRoom();
/** The MAC-I that a PDU should have. */
const expected = /* @__PURE__ */ new Uint8Array(MAC_I);

/**
 * Deciphers a PDCP PDU of an SRB and verifies its MAC-I: the reverse of {@link protectSrb}.
 * @param hfn the hyper frame number that the receiver expects, 27 bits; COUNT is it and the SN of the PDU
 * @throws DecodeError for a PDU that is too short; EncodeError for another value out of range, and for what is no octets
 */
export function unprotectSrb(security: SrbSecurity, hfn: number, pdu: Uint8Array): UnprotectedSrb {
  inRange('hfn', hfn, 0, 2 ** (32 - SN_BITS) - 1);
  const count = hfn * 2 ** SN_BITS + snOf(octets('pdu', pdu));
  const rrc = new Uint8Array(pdu.length - SRB_OVERHEAD);
  const macI = new Uint8Array(MAC_I);
  const isIntact = unprotectSrbInto(security, count, pdu, rrc, macI);
  return { rrc, count, macI, integrity: isIntact ? 'valid' : 'invalid' };
}

/**
 * {@link unprotectSrb} that writes message and MAC-I, deciphered, into `rrc` and `macI`.
 * @param rrc has {@link SRB_OVERHEAD} octets less than the PDU
 * @param macI 4 octets
 * @returns whether the MAC-I is right; without that the message is not to be trusted
 * @throws EncodeError for a value out of range
 */
export function unprotectSrbInto(
  security: SrbSecurity,
  count: number,
  pdu: Uint8Array,
  rrc: Uint8Array,
  macI: Uint8Array,
): boolean {
  const { bearer, direction, integrity, ciphering } = security;
  const input = { count, bearer, direction };
  const space = room(INPUT_LENGTH + pdu.length);
  for (let i = 0; i < pdu.length; i++) space[INPUT_LENGTH + i] = pdu[i]!;
  const start = INPUT_LENGTH + HEADER;
  const end = INPUT_LENGTH + pdu.length;
  cipherInPlace(ciphering.algorithm, ciphering.key, input, space, start, end);
  for (let i = 0; i < rrc.length; i++) rrc[i] = space[start + i]!;
  for (let i = 0; i < MAC_I; i++) macI[i] = space[end - MAC_I + i]!;
  putWord(expected, 0, macIWord(integrity.algorithm, integrity.key, input, space, pdu.length - MAC_I));
  return equalConstantTime(expected, macI);
}

/** @throws DecodeError, as the codec does, for a PDU that is too short */
const snOf = (pdu: Uint8Array): number =>
  pdu.length < HEADER + MAC_I ? decodePdcpSrb(pdu).sn : pdu[0]! & (2 ** SN_BITS - 1);
