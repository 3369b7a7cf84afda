import { unsafe } from '@noble/ciphers/aes.js';
import { copyOf } from '../codecs/copy.js';
import { EncodeError } from '../codecs/error.js';
import { type AesKey, aesCmac, aesCtr, aesKey } from './aes.js';
import { inRange } from './check.js';

/** The inputs that the EPS algorithms have beside key and message (TS 33.401, B.1.1 and B.2.1). */
export interface PdcpSecurityInput {
  /** 32 bits: HFN, then PDCP SN. */
  readonly count: number;
  /** 5 bits: the radio bearer identity minus 1. */
  readonly bearer: number;
  /** 0 uplink, 1 downlink. */
  readonly direction: 0 | 1;
}

/** `length` octets that begin with COUNT || BEARER || DIRECTION, zero from the sixth on. */
const startingWith = ({ count, bearer, direction }: PdcpSecurityInput, length: number): Uint8Array => {
  inRange('count', count, 0, 0xffffffff);
  inRange('bearer', bearer, 0, 31);
  inRange('direction', direction, 0, 1);
  const out = new Uint8Array(length);
  out[0] = count >>> 24;
  out[1] = count >>> 16;
  out[2] = count >>> 8;
  out[3] = count;
  out[4] = (bearer << 3) | (direction << 2);
  return out;
};

const KEY_LENGTHS = [16];

/** Octets that COUNT, BEARER and DIRECTION are filled up to. */
const INPUT_LENGTH = 8;

/** The octets that hold the first `bits` bits of `data`, those after them zero; `data` itself where it is these. */
const firstBits = (data: Uint8Array, bits: number): Uint8Array => {
  inRange('bits', bits, 0, data.length * 8);
  if (bits === data.length * 8) return data;
  const out = copyOf(data, 0, Math.ceil(bits / 8));
  if (bits % 8 !== 0) out[out.length - 1]! &= 0xff00 >> (bits % 8);
  return out;
};

/**
 * 128-EEA2: AES-128 in counter mode (TS 33.401, B.1.3). The same call enciphers and deciphers.
 * @param key 16 octets: KRRCenc or KUPenc; expand it once with `aesKey` where it serves many messages
 * @param bits length of the message where it is not of whole octets; bits after it come out zero
 * @throws EncodeError for a value out of range
 */
export function eea2(
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  data: Uint8Array,
  bits: number = data.length * 8,
): Uint8Array {
  const counter = startingWith(input, 16);
  return firstBits(aesCtr(aesKey(key, 'key', KEY_LENGTHS), counter, firstBits(data, bits)), bits);
}

/**
 * 128-EIA2: the first 4 octets of AES-CMAC over COUNT, BEARER, DIRECTION and message (TS 33.401, B.2.3).
 * @param key 16 octets: KRRCint or KUPint; expand it once with `aesKey` where it serves many messages
 * @param bits length of the message where it is not of whole octets
 * @returns MAC-I, 4 octets
 * @throws EncodeError for a value out of range
 */
export function eia2(
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  message: Uint8Array,
  bits: number = message.length * 8,
): Uint8Array {
  const expanded = aesKey(key, 'key', KEY_LENGTHS);
  const body = firstBits(message, bits);
  const whole = startingWith(input, INPUT_LENGTH + body.length);
  whole.set(body, INPUT_LENGTH);
  const mac =
    bits % 8 === 0 ? aesCmac(expanded, whole) : cmacOfBits(expanded, whole, 8 * INPUT_LENGTH + bits);
  return mac.slice(0, 4);
}

/**
 * AES-CMAC of a message that ends within an octet. Its last block, after the padding bit, takes subkey K2,
 * where the CMAC of the padded octets, being whole blocks, would take K1: so both are put in beforehand, and
 * K1 cancels out (NIST SP 800-38B, 6.2).
 */
const cmacOfBits = (key: AesKey, message: Uint8Array, bits: number): Uint8Array => {
  const padded = new Uint8Array(Math.ceil(message.length / 16) * 16);
  padded.set(message);
  padded[bits >> 3]! |= 0x80 >> (bits & 7);
  const k1 = unsafe.dbl(unsafe.encryptBlock(key.schedule, new Uint8Array(16)));
  const k2 = unsafe.dbl(k1.slice());
  for (let i = 0; i < 16; i++) padded[padded.length - 16 + i]! ^= k1[i]! ^ k2[i]!;
  return aesCmac(key, padded);
};

/** An EPS algorithm identity that is implemented: 0 null, 2 AES (TS 33.401, 5.1.3.2 and 5.1.4.2). */
export type PdcpAlgorithm = 0 | 2;

/**
 * Enciphers or deciphers a PDCP data part under EEA0 or EEA2 (TS 33.401, B.1).
 * @param identity 0 leaves the octets as they are; 1 (SNOW 3G) and 3 (ZUC) are not implemented
 * @throws EncodeError for another identity or a value out of range
 */
export function pdcpCipher(
  identity: PdcpAlgorithm,
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  data: Uint8Array,
): Uint8Array {
  switch (identity) {
    case 0:
      return copyOf(data);
    case 2:
      return eea2(key, input, data);
    default:
      throw new EncodeError('identity', `EEA${String(identity)} is not implemented: 0 or 2`);
  }
}

/**
 * The MAC-I of a PDCP PDU, 4 octets, under EIA0 (zero) or EIA2 (TS 33.401, B.2).
 * @param identity 1 (SNOW 3G) and 3 (ZUC) are not implemented
 * @param message PDCP header and data part in clear
 * @throws EncodeError for another identity or a value out of range
 */
export function pdcpMacI(
  identity: PdcpAlgorithm,
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  message: Uint8Array,
): Uint8Array {
  switch (identity) {
    case 0:
      return new Uint8Array(4);
    case 2:
      return eia2(key, input, message);
    default:
      throw new EncodeError('identity', `EIA${String(identity)} is not implemented: 0 or 2`);
  }
}
