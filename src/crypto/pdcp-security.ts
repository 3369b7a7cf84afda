import { copyOf } from '../codecs/copy.js';
import { EncodeError } from '../codecs/error.js';
import { type AesKey, aesKey, cmacOfBits, ctrInPlace } from './aes.js';
import { putWord, swap } from './aes-word.js';
import { inRange, octets, shown } from './check.js';
import { createRoom } from './octets.js';

/** The inputs that the EPS algorithms have beside key and message (TS 33.401, B.1.1 and B.2.1). */
export interface PdcpSecurityInput {
  /** 32 bits: HFN, then PDCP SN. */
  readonly count: number;
  /** 5 bits: the radio bearer identity minus 1. */
  readonly bearer: number;
  /** 0 uplink, 1 downlink. */
  readonly direction: 0 | 1;
}

const checkInput = ({ count, bearer, direction }: PdcpSecurityInput): void => {
  inRange('count', count, 0, 0xffffffff);
  inRange('bearer', bearer, 0, 31);
  inRange('direction', direction, 0, 1);
};

// Both algorithms start from COUNT || BEARER || DIRECTION, zero up to 8 octets: two words, as the block function takes
// them.
const firstWord = ({ count }: PdcpSecurityInput): number => swap(count);
const secondWord = ({ bearer, direction }: PdcpSecurityInput): number => (bearer << 3) | (direction << 2);

/** Octets that those words take in front of a message under EIA2. */
export const INPUT_LENGTH = 8;

const KEY_LENGTHS = [16];

/** `bits`, by default all that `bytes` have. @throws EncodeError for more, and for what is no octets, under `path` */
const lengthInBits = (path: string, bytes: Uint8Array, bits: number | undefined): number => {
  const most = octets(path, bytes).length * 8;
  return bits === undefined ? most : inRange('bits', bits, 0, most);
};

/** Clears what is behind the first `bits` bits in their last octet; they begin at the octet `from`. */
const clearBehind = (bytes: Uint8Array, from: number, bits: number): void => {
  if (bits % 8 !== 0) bytes[from + Math.floor(bits / 8)]! &= 0xff00 >> (bits % 8);
};

/**
 * 128-EEA2: AES-128 in counter mode (TS 33.401, B.1.3). The same call enciphers and deciphers.
 * @param key 16 octets: KRRCenc or KUPenc; prepare it once with `aesKey` where it serves many messages
 * @param bits length of the message where it is not of whole octets; bits after it come out zero
 * @throws EncodeError for a value out of range, and for what is no octets
 */
export function eea2(
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  data: Uint8Array,
  bits?: number,
): Uint8Array<ArrayBuffer> {
  checkInput(input);
  const prepared = aesKey(key, 'key', KEY_LENGTHS);
  const length = lengthInBits('data', data, bits);
  const out = copyOf(data, 0, Math.ceil(length / 8));
  ctrInPlace(prepared, firstWord(input), secondWord(input), out, 0, out.length);
  clearBehind(out, 0, length);
  return out;
}

/**
 * 128-EIA2: the first 4 octets of AES-CMAC over COUNT, BEARER, DIRECTION and message (TS 33.401, B.2.3).
 * @param key 16 octets: KRRCint or KUPint; prepare it once with `aesKey` where it serves many messages
 * @param bits length of the message where it is not of whole octets
 * @returns MAC-I, 4 octets
 * @throws EncodeError for a value out of range, and for what is no octets
 */
export function eia2(
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  message: Uint8Array,
  bits?: number,
): Uint8Array<ArrayBuffer> {
  const prepared = aesKey(key, 'key', KEY_LENGTHS);
  const length = lengthInBits('message', message, bits);
  const count = Math.ceil(length / 8);
  const space = room(INPUT_LENGTH + count);
  for (let i = 0; i < count; i++) space[INPUT_LENGTH + i] = message[i]!;
  clearBehind(space, INPUT_LENGTH, length);
  return macIOctets(eia2Word(prepared, input, space, length));
}

const room = /* @__PURE__ */ createRoom();

/** {@link eia2} of a message that lies in `space` behind {@link INPUT_LENGTH} octets, which this writes. */
const eia2Word = (key: AesKey, input: PdcpSecurityInput, space: Uint8Array, bits: number): number => {
  checkInput(input);
  putWord(space, 0, firstWord(input));
  putWord(space, 4, secondWord(input));
  return cmacOfBits(key, space, 8 * INPUT_LENGTH + bits)[0]!;
};

const macIOctets = (macI: number): Uint8Array<ArrayBuffer> => {
  const out = new Uint8Array(4);
  putWord(out, 0, macI);
  return out;
};

/** An EPS algorithm identity that is implemented: 0 null, 2 AES (TS 33.401, 5.1.3.2 and 5.1.4.2). */
export type PdcpAlgorithm = 0 | 2;

/**
 * Enciphers or deciphers a PDCP data part under EEA0 or EEA2 (TS 33.401, B.1).
 * @param identity 0 leaves the octets as they are; 1 (SNOW 3G) and 3 (ZUC) are not implemented
 * @throws EncodeError for another identity or a value out of range, and for what is no octets
 */
export function pdcpCipher(
  identity: PdcpAlgorithm,
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  data: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const out = copyOf(octets('data', data));
  cipherInPlace(identity, key, input, out, 0, out.length);
  return out;
}

/** {@link pdcpCipher} of the octets of `bytes` from `from` up to `to`, in their place. */
export function cipherInPlace(
  identity: PdcpAlgorithm,
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  bytes: Uint8Array,
  from: number,
  to: number,
): void {
  switch (identity) {
    case 0:
      return;
    case 2:
      checkInput(input);
      ctrInPlace(aesKey(key, 'key', KEY_LENGTHS), firstWord(input), secondWord(input), bytes, from, to);
      return;
    default:
      throw new EncodeError('identity', `EEA${shown(identity)} is not implemented: 0 or 2`);
  }
}

/**
 * The MAC-I of a PDCP PDU, 4 octets, under EIA0 (zero) or EIA2 (TS 33.401, B.2).
 * @param identity 1 (SNOW 3G) and 3 (ZUC) are not implemented
 * @param message PDCP header and data part in clear
 * @throws EncodeError for another identity or a value out of range, and for what is no octets
 */
export function pdcpMacI(
  identity: PdcpAlgorithm,
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  message: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { length } = octets('message', message);
  const space = room(INPUT_LENGTH + length);
  space.set(message, INPUT_LENGTH);
  return macIOctets(macIWord(identity, key, input, space, length));
}

/**
 * {@link pdcpMacI} of a message of `length` octets that lies in `space` behind {@link INPUT_LENGTH} octets, which this
 * writes: the MAC-I as a word, its first octet the least significant.
 */
export function macIWord(
  identity: PdcpAlgorithm,
  key: AesKey | Uint8Array,
  input: PdcpSecurityInput,
  space: Uint8Array,
  length: number,
): number {
  switch (identity) {
    case 0:
      return 0;
    case 2:
      return eia2Word(aesKey(key, 'key', KEY_LENGTHS), input, space, 8 * length);
    default:
      throw new EncodeError('identity', `EIA${shown(identity)} is not implemented: 0 or 2`);
  }
}
