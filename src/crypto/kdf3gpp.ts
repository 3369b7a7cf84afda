import { isNameIn } from '../codecs/check.js';
import { EncodeError } from '../codecs/error.js';
import { put16 } from '../codecs/layout/octets.js';
import { inRange, octets, ofLength } from './check.js';
import { lentHmac } from './hash.js';
import { createRoom, sliceOf } from './octets.js';

/**
 * The FC values of TS 33.401 Annex A that this project derives with.
 * A caller may give another to {@link deriveSKwt} and {@link deriveLwipPsk}, whose values are the least
 * certain: other implementations number those clauses, and S-KWT's FC, differently (0x1f).
 */
export const FC = {
  /** KeNB from KASME: TS 33.401, A.3. */
  kenb: 0x11,
  /** NH from KASME: TS 33.401, A.4. */
  nh: 0x12,
  /** KeNB* from KeNB or NH: TS 33.401, A.5. */
  kenbStar: 0x13,
  /** Keys of the NAS, RRC and user plane algorithms: TS 33.401, A.7. */
  algorithmKey: 0x15,
  /** S-KWT from KeNB, for LTE-WLAN aggregation: TS 33.401, A.16 and G.2. */
  sKwt: 0x1d,
  /** LWIP-PSK from KeNB: TS 33.401, A.17. */
  lwipPsk: 0x1e,
} as const;

/** What an algorithm key protects: the algorithm type distinguishers of TS 33.401, Table A.7-1. */
export type AlgorithmType = 'nas-enc' | 'nas-int' | 'rrc-enc' | 'rrc-int' | 'up-enc' | 'up-int';

const typeDistinguisher: Readonly<Record<AlgorithmType, number>> = {
  'nas-enc': 1,
  'nas-int': 2,
  'rrc-enc': 3,
  'rrc-int': 4,
  'up-enc': 5,
  'up-int': 6,
};

const KEY = 32;

const room = /* @__PURE__ */ createRoom();

/** Writes `octets` octets of `value`, the most significant first, and their number at `at`: the offset behind them. */
const putParameter = (s: Uint8Array, at: number, value: number, octets: number): number => {
  for (let i = 0; i < octets; i++) s[at + i] = value >>> (8 * (octets - 1 - i));
  put16(s, at + octets, octets);
  return at + octets + 2;
};

/** {@link kdf} of one integer, or of two, each with its number of octets: 1 to 4. Only lent. */
const kdfOfIntegers = (
  key: Uint8Array,
  fc: number,
  p0: number,
  l0: number,
  p1?: number,
  l1 = 0,
): Uint8Array => {
  const s = room(13);
  s[0] = inRange('fc', fc, 0, 255);
  const end = putParameter(s, 1, p0, l0);
  return lentHmac('sha256', key, s, p1 === undefined ? end : putParameter(s, end, p1, l1));
};

/**
 * The key derivation function of the 3GPP: `HMAC-SHA-256(key, FC || P0 || L0 || P1 || L1 …)`, 32 octets
 * (TS 33.220, B.2).
 * @param fc one octet, see {@link FC}
 * @param parameters P0, P1, … each at most 65535 octets
 * @throws EncodeError for an FC or a parameter out of range, and for a key or parameter that is no octets
 */
export function kdf(
  key: Uint8Array,
  fc: number,
  ...parameters: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  octets('key', key);
  inRange('fc', fc, 0, 255);
  let length = 1;
  for (const [i, parameter] of parameters.entries()) {
    const taken = octets(`P${i}`, parameter).length;
    inRange(`P${i}.length`, taken, 0, 0xffff);
    length += taken + 2;
  }
  const s = room(length);
  s[0] = fc;
  let at = 1;
  for (const parameter of parameters) {
    s.set(parameter, at);
    at += parameter.length;
    put16(s, at, parameter.length);
    at += 2;
  }
  const derived = sliceOf(lentHmac('sha256', key, s, length), 0, KEY);
  // A parameter may be a key, as that of NH is.
  s.fill(0, 0, length);
  return derived;
}

/**
 * KeNB, 32 octets, from KASME (TS 33.401, A.3).
 * @param uplinkNasCount 32 bits, of the NAS message that started the derivation
 * @throws EncodeError if KASME is not 32 octets long or the count exceeds 32 bits
 */
export function deriveKenb(kasme: Uint8Array, uplinkNasCount: number): Uint8Array<ArrayBuffer> {
  ofLength('kasme', kasme, 32);
  inRange('uplinkNasCount', uplinkNasCount, 0, 0xffffffff);
  return sliceOf(kdfOfIntegers(kasme, FC.kenb, uplinkNasCount, 4), 0, KEY);
}

/**
 * The next hop parameter NH, 32 octets (TS 33.401, A.4).
 * @param kasme 32 octets
 * @param from `syncInput`, 32 octets too: KeNB for the first NH, the previous NH after it
 * @throws EncodeError for another length
 */
export function deriveNh(
  kasme: Uint8Array,
  from: { readonly syncInput: Uint8Array },
): Uint8Array<ArrayBuffer> {
  const { syncInput } = from;
  ofLength('kasme', kasme, 32);
  return kdf(kasme, FC.nh, ofLength('syncInput', syncInput, 32));
}

/**
 * KeNB*, 32 octets, for a target cell (TS 33.401, A.5).
 * @param kenbOrNh KeNB for the horizontal derivation (same NCC), NH for the vertical one (NCC advanced)
 * @param target the cell: `pci`, its physical cell identity, 0 to 503; `earfcnDl`, its downlink carrier, 0 to 262143, which
 * is of two octets up to 65535, of three above
 * @throws EncodeError for a key that is not 32 octets long or an identity out of range
 */
export function deriveKenbStar(
  kenbOrNh: Uint8Array,
  target: { readonly pci: number; readonly earfcnDl: number },
): Uint8Array<ArrayBuffer> {
  const { pci, earfcnDl } = target;
  ofLength('kenbOrNh', kenbOrNh, 32);
  inRange('pci', pci, 0, 503);
  inRange('earfcnDl', earfcnDl, 0, 262143);
  const derived = kdfOfIntegers(kenbOrNh, FC.kenbStar, pci, 2, earfcnDl, earfcnDl > 0xffff ? 3 : 2);
  return sliceOf(derived, 0, KEY);
}

/**
 * The key of one algorithm, the last 16 octets of the derivation (TS 33.401, A.7).
 * @param key KASME for the NAS types, KeNB for the others
 * @param algorithmIdentity 0 null, 1 SNOW 3G, 2 AES, 3 ZUC; 4 bits
 * @throws EncodeError for another type, a key that is not 32 octets long or an identity above 15
 */
export function deriveAlgorithmKey(
  key: Uint8Array,
  type: AlgorithmType,
  algorithmIdentity: number,
): Uint8Array<ArrayBuffer> {
  if (!isNameIn(typeDistinguisher, type))
    throw new EncodeError('type', `must be one of ${Object.keys(typeDistinguisher).join(', ')}`);
  ofLength(type.startsWith('nas') ? 'kasme' : 'kenb', key, 32);
  inRange('algorithmIdentity', algorithmIdentity, 0, 15);
  const derived = kdfOfIntegers(key, FC.algorithmKey, typeDistinguisher[type], 1, algorithmIdentity, 1);
  return sliceOf(derived, KEY - 16, KEY);
}

/**
 * S-KWT, 32 octets: the IEEE 802.11 PMK (or PSK) of LTE-WLAN aggregation (TS 33.401, A.16 and G.2).
 * @param wtCounter 16 bits; never the same pair of KeNB and counter twice
 * @param fc another FC value, for peers that number it differently
 * @throws EncodeError if KeNB is not 32 octets long or the counter exceeds 16 bits
 */
export function deriveSKwt(
  kenb: Uint8Array,
  wtCounter: number,
  fc: number = FC.sKwt,
): Uint8Array<ArrayBuffer> {
  ofLength('kenb', kenb, 32);
  inRange('wtCounter', wtCounter, 0, 0xffff);
  return sliceOf(kdfOfIntegers(kenb, fc, wtCounter, 2), 0, KEY);
}

/**
 * LWIP-PSK, 32 octets (TS 33.401, A.17).
 * @param lwipCounter 16 bits
 * @param fc another FC value, for peers that number it differently
 * @throws EncodeError if KeNB is not 32 octets long or the counter exceeds 16 bits
 */
export function deriveLwipPsk(
  kenb: Uint8Array,
  lwipCounter: number,
  fc: number = FC.lwipPsk,
): Uint8Array<ArrayBuffer> {
  ofLength('kenb', kenb, 32);
  inRange('lwipCounter', lwipCounter, 0, 0xffff);
  return sliceOf(kdfOfIntegers(kenb, fc, lwipCounter, 2), 0, KEY);
}
