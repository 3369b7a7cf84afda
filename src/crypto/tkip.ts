import { crc32 } from '../codecs/crc32.js';
import { ADDRESS_2 } from '../codecs/dot11/header.js';
import { EncodeError } from '../codecs/error.js';
import { get16le } from '../codecs/layout/octets.js';
import { inRange, ofLength } from './check.js';
import { equalConstantTime } from './mic.js';
import { michaelOfMsdu } from './michael.js';
import {
  type OpenedMpdu,
  type OpenOptions,
  readMpduHeader,
  readSecurityHeader,
  requireMpduHeader,
  SECURITY_HEADER_LENGTH,
  startProtected,
} from './mpdu-header.js';
import { concatBytes } from './octets.js';
import { rc4 } from './rc4.js';

const ICV_LENGTH = 4;
const MICHAEL_LENGTH = 8;
const TTAK_WORDS = 5;

const double = (v: number): number => ((v << 1) ^ (v & 0x80 ? 0x11b : 0)) & 255;

let sboxTable: Uint16Array | undefined;

/**
 * TKIP's S-box of 16-bit words: of each value s of AES's, 2s || 3s in GF(2^8) (IEEE 802.11-2020, 12.5.2.5.2).
 */
const sbox = (): Uint16Array => {
  if (sboxTable !== undefined) return sboxTable;
  const powersOf3 = new Uint8Array(256);
  for (let i = 0, v = 1; i < 256; i++, v ^= double(v)) powersOf3[i] = v;
  const table = new Uint16Array(256);
  const put = (index: number, inverse: number): void => {
    const turned = inverse ^ (inverse << 1) ^ (inverse << 2) ^ (inverse << 3) ^ (inverse << 4);
    const s = ((turned ^ (turned >> 8)) & 255) ^ 0x63;
    table[index] = (double(s) << 8) | (double(s) ^ s);
  };
  put(0, 0);
  for (let i = 0; i < 255; i++) put(powersOf3[i]!, powersOf3[255 - i]!);
  sboxTable = table;
  return table;
};

const substitute = (table: Uint16Array, v: number): number => {
  const high = table[(v >> 8) & 255]!;
  return table[v & 255]! ^ (((high << 8) | (high >> 8)) & 0xffff);
};

const rotateRight1 = (v: number): number => ((v >> 1) | (v << 15)) & 0xffff;

/**
 * Phase 1 of the TKIP key mixing (IEEE 802.11-2020, 12.5.2.5.3): the TTAK, five 16-bit words.
 * @param tk the first 16 octets of the temporal key
 * @param ta transmitter address, 6 octets
 * @param tscHigh the upper 32 bits of the TSC
 * @throws EncodeError for a value out of range
 */
export function tkipPhase1(tk: Uint8Array, ta: Uint8Array, tscHigh: number): Uint16Array {
  ofLength('tk', tk, 16);
  ofLength('ta', ta, 6);
  inRange('tscHigh', tscHigh, 0, 0xffffffff);
  const table = sbox();
  const t = Uint16Array.of(tscHigh & 0xffff, tscHigh >>> 16, get16le(ta, 0), get16le(ta, 2), get16le(ta, 4));
  for (let i = 0; i < 8; i++) {
    const j = 2 * (i & 1);
    for (let k = 0; k < 5; k++) {
      const keyWord = get16le(tk, k === 4 ? j : 4 * k + j);
      t[k] = t[k]! + substitute(table, t[(k + 4) % 5]! ^ keyWord);
    }
    t[4] = t[4]! + i;
  }
  return t;
}

/** @throws EncodeError, which does not show the words, for what is no TTAK: it follows from the key */
const checkTtak = (ttak: Uint16Array): void => {
  const words: unknown[] = Array.from(ttak ?? []);
  const areWords = words.every(word => Number.isInteger(word) && word === (Number(word) & 0xffff));
  if (words.length !== TTAK_WORDS || !areWords)
    throw new EncodeError('ttak', 'must be five words of 16 bits');
};

/**
 * Phase 2 of the TKIP key mixing (IEEE 802.11-2020, 12.5.2.5.4): the WEP seed, 16 octets.
 * @param tk the first 16 octets of the temporal key
 * @param ttak what {@link tkipPhase1} gives: five words of 16 bits
 * @param tscLow the lower 16 bits of the TSC
 * @throws EncodeError for a value out of range
 */
export function tkipPhase2(tk: Uint8Array, ttak: Uint16Array, tscLow: number): Uint8Array {
  ofLength('tk', tk, 16);
  checkTtak(ttak);
  inRange('tscLow', tscLow, 0, 0xffff);
  const table = sbox();
  const key = (i: number): number => get16le(tk, 2 * i);
  const p = new Uint16Array(6);
  p.set(ttak);
  p[5] = ttak[4]! + tscLow;
  for (let i = 0; i < 6; i++) p[i] = p[i]! + substitute(table, p[(i + 5) % 6]! ^ key(i));
  p[0] = p[0]! + rotateRight1(p[5]! ^ key(6));
  p[1] = p[1]! + rotateRight1(p[0]! ^ key(7));
  for (let i = 2; i < 6; i++) p[i] = p[i]! + rotateRight1(p[i - 1]!);
  const seed = new Uint8Array(16);
  seed[0] = tscLow >> 8;
  seed[1] = ((tscLow >> 8) | 0x20) & 0x7f;
  seed[2] = tscLow;
  seed[3] = (p[5]! ^ key(0)) >> 1;
  for (let i = 0; i < 6; i++) {
    seed[4 + 2 * i] = p[i]!;
    seed[5 + 2 * i] = p[i]! >> 8;
  }
  return seed;
}

const seedOf = (tk: Uint8Array, mpdu: Uint8Array, tsc: bigint): Uint8Array => {
  const mixing = tk.subarray(0, 16);
  const ttak = tkipPhase1(mixing, mpdu.subarray(ADDRESS_2, ADDRESS_2 + 6), Number(tsc >> 16n));
  return tkipPhase2(mixing, ttak, Number(tsc & 0xffffn));
};

const icvOf = (plaintext: Uint8Array): Uint8Array => {
  const crc = crc32(plaintext);
  return Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24);
};

/**
 * Opens an MPDU that TKIP protects (IEEE 802.11-2020, 12.5.2.4.3). The plaintext of an unfragmented MSDU is
 * without its Michael MIC, which is checked; that of a fragment is as it is, for the MIC covers the whole
 * MSDU: join the fragments, then compare the last 8 octets with `michaelOfMsdu`.
 * @param tk 32 octets: mixing key, and the MIC keys from and to the authenticator
 * @param mpdu the MPDU without FCS
 * @param options `lax` opens an MSDU whose ICV is right and whose Michael MIC is wrong too, and says so
 * @returns undefined if the frame is no data frame protected in this way, is too short, or its ICV or MIC is
 * wrong
 * @throws EncodeError for a key of another length
 */
export function decryptTkip(
  tk: Uint8Array,
  mpdu: Uint8Array,
  options: OpenOptions = {},
): OpenedMpdu | undefined {
  ofLength('tk', tk, 32);
  const header = readMpduHeader(mpdu);
  const security = header && readSecurityHeader(mpdu, header, 'tkip');
  if (header === undefined || security === undefined || !header.isData) return undefined;
  const body = mpdu.subarray(header.length + SECURITY_HEADER_LENGTH);
  if (body.length < ICV_LENGTH) return undefined;
  const clear = rc4(seedOf(tk, mpdu, security.pn), body);
  const data = clear.subarray(0, clear.length - ICV_LENGTH);
  if (!equalConstantTime(icvOf(data), clear.subarray(data.length))) return undefined;
  if (header.isFragment) return { plaintext: data, ...security, headerLength: header.length };
  if (data.length < MICHAEL_LENGTH) return undefined;
  const plaintext = data.subarray(0, data.length - MICHAEL_LENGTH);
  const mic = michaelOfMsdu(tk, { mpdu, header, msdu: plaintext });
  const opened = { plaintext, ...security, headerLength: header.length };
  if (equalConstantTime(mic, data.subarray(plaintext.length))) return opened;
  return options.lax === true ? { ...opened, michaelWrong: true } : undefined;
}

/**
 * Protects an MPDU with TKIP (IEEE 802.11-2020, 12.5.2.4.2). It appends the Michael MIC to an unfragmented
 * MSDU; a fragment goes as it is, and its MSDU brings the MIC along.
 * @param tk 32 octets: mixing key, and the MIC keys from and to the authenticator
 * @param mpdu MAC header and frame body in clear, without FCS
 * @param tsc sequence counter, 48 bits; never twice under one key
 * @param keyId 0 to 3
 * @returns the protected MPDU, without FCS, 20 octets longer (a fragment: 12)
 * @throws EncodeError for a value out of range or a frame that is no data frame
 */
export function encryptTkip(
  tk: Uint8Array,
  mpdu: Uint8Array,
  tsc: bigint,
  keyId = 0,
): Uint8Array<ArrayBuffer> {
  ofLength('tk', tk, 32);
  const header = requireMpduHeader(mpdu, 'data');
  const msdu = mpdu.subarray(header.length);
  const data = header.isFragment ? msdu : concatBytes(msdu, michaelOfMsdu(tk, { mpdu, header, msdu }));
  const body = concatBytes(data, icvOf(data));
  const length = header.length + SECURITY_HEADER_LENGTH + body.length;
  const out = startProtected(mpdu, header, length, tsc, keyId, 'tkip');
  const seed = seedOf(tk, mpdu, tsc);
  out[header.length + 1] = seed[1]!;
  out.set(rc4(seed, body), header.length + SECURITY_HEADER_LENGTH);
  return out;
}
