import { type Words, word as wordAt } from './aes-word.js';

// The AES block cipher (FIPS 197) over one table of 1 KB in each direction, whose other rows follow by rotation.
// @noble/ciphers looks pairs of octets up in tables of 1.2 MB, which is no slower where it enciphers for long; where
// blocks are few and other work lies between them, as in a simulation, each block waits for its tables to come into the
// cache again, and a fifth of the time is lost so. Like noble's, it is not constant in time on a machine with a cache.

/** FIPS 197, 5.1.1, and its inverse, 5.3.2. */
interface Box {
  /** The substitute of each octet. */
  readonly of: Uint8Array;
  /** Substitution and MixColumns (5.1.3 or 5.3.3) of an octet in the first row, as a little-endian word. */
  readonly mixed: Int32Array;
}

/** An element of GF(2^8) times x (FIPS 197, 4.2.1). */
const double = (a: number): number => (a << 1) ^ (a >> 7 === 0 ? 0 : 0x11b);

/** The product in GF(2^8). */
function times(a: number, b: number): number {
  let product = 0;
  for (let rest = b, power = a; rest > 0; rest >>= 1, power = double(power)) if (rest & 1) product ^= power;
  return product;
}

/** MixColumns multiplies a column by these coefficients, from the first row down. */
const box = (of: Uint8Array, coefficients: readonly [number, number, number, number]): Box => {
  const [c0, c1, c2, c3] = coefficients;
  const mixed = Int32Array.from(
    of,
    s => times(s, c0) | (times(s, c1) << 8) | (times(s, c2) << 16) | (times(s, c3) << 24),
  );
  return { of, mixed };
};

function makeBoxes(): { readonly forward: Box; readonly inverse: Box } {
  const forward = new Uint8Array(256);
  const inverse = new Uint8Array(256);
  // 3 generates the multiplicative group, and 0xf6 is its inverse: `b` is that of `a` all the way round.
  for (let a = 1, b = 1, i = 0; i < 255; i++, a = times(a, 3), b = times(b, 0xf6)) {
    const spread = b ^ (b << 1) ^ (b << 2) ^ (b << 3) ^ (b << 4);
    forward[a] = spread ^ (spread >> 8) ^ 0x63;
  }
  forward[0] = 0x63;
  for (let a = 0; a < 256; a++) inverse[forward[a]!] = a;
  return { forward: box(forward, [2, 1, 1, 3]), inverse: box(inverse, [14, 9, 13, 11]) };
}

const boxes = /* @__PURE__ */ makeBoxes();

/** The octets of `word` in the order 1, 2, 3, 0 … */
const rotate8 = (word: number): number => (word << 8) | (word >>> 24);
const rotate16 = (word: number): number => (word << 16) | (word >>> 16);
const rotate24 = (word: number): number => (word << 24) | (word >>> 8);

/** A word of a state after SubBytes alone, its octets from four words. */
const substituted = (of: Uint8Array, a: number, b: number, c: number, d: number): number =>
  of[a & 0xff]! | (of[(b >>> 8) & 0xff]! << 8) | (of[(c >>> 16) & 0xff]! << 16) | (of[d >>> 24]! << 24);

/** A word of a state after SubBytes, ShiftRows and MixColumns, its octets from four words. */
const mixed = (table: Int32Array, a: number, b: number, c: number, d: number): number =>
  table[a & 0xff]! ^
  rotate8(table[(b >>> 8) & 0xff]!) ^
  rotate16(table[(c >>> 16) & 0xff]!) ^
  rotate24(table[d >>> 24]!);

/** Words of the schedule of a key of `length` octets (FIPS 197, 5.2): four a round, and four before the first. */
export const wordsOfSchedule = (length: number): number => length + 28;

/**
 * Writes the key schedule for {@link encryptBlock} (FIPS 197, 5.2), {@link wordsOfSchedule} little-endian words.
 * @param key 16, 24 or 32 octets
 */
export function putSchedule(schedule: Uint32Array, key: Uint8Array): void {
  const { of } = boxes.forward;
  const words = key.length >> 2;
  for (let i = 0; i < words; i++) schedule[i] = wordAt(key, 4 * i);
  let word = schedule[words - 1]!;
  for (let i = words, inTurn = 0, roundConstant = 1; i < schedule.length; i++) {
    if (inTurn === 0) {
      word = rotate24(word);
      word = substituted(of, word, word, word, word) ^ roundConstant;
      roundConstant = double(roundConstant);
    } else if (words === 8 && inTurn === 4) word = substituted(of, word, word, word, word);
    word ^= schedule[i - words]!;
    schedule[i] = word;
    if (++inTurn === words) inTurn = 0;
  }
}

/** Gives an array of so many words, all zero. */
export type AllocateWords = (words: number) => Uint32Array;

/** An array of its own. */
export const ownWords: AllocateWords = words => new Uint32Array(words);

/** Two schedules to lend, for keys of each length. */
const roomFor = (length: number) => ({
  forward: new Uint32Array(wordsOfSchedule(length)),
  inverse: new Uint32Array(wordsOfSchedule(length)),
});
const rooms = /* @__PURE__ */ new Map(/* @__PURE__ */ [16, 24, 32].map(length => [length, roomFor(length)]));

/** The schedule that {@link putSchedule} writes, only lent, until the next key is expanded: who is done with it clears it. */
export function lentSchedule(key: Uint8Array): Uint32Array {
  const schedule = rooms.get(key.length)!.forward;
  putSchedule(schedule, key);
  return schedule;
}

/**
 * The key schedule for {@link decryptBlock}, that of the equivalent inverse cipher (FIPS 197, 5.3.5); lent as
 * {@link lentSchedule} is.
 * @param key 16, 24 or 32 octets
 */
export function lentInverseSchedule(key: Uint8Array): Uint32Array {
  const { of } = boxes.forward;
  const { mixed: table } = boxes.inverse;
  const { forward, inverse } = rooms.get(key.length)!;
  putSchedule(forward, key);
  const last = forward.length - 4;
  for (let i = 0; i <= last; i += 4)
    for (let k = 0; k < 4; k++) {
      const word = forward[last - i + k]!;
      // The table substitutes before it mixes: what is substituted back first is but mixed.
      const s = substituted(of, word, word, word, word);
      inverse[i + k] = i === 0 || i === last ? word : mixed(table, s, s, s, s);
    }
  forward.fill(0);
  return inverse;
}

// Both ways, a word of a state after SubBytes, ShiftRows and MixColumns is the XOR of an entry of the table for each of its
// octets. They are written out as they are for the sake of compilers that inline only so much into whoever enciphers: a
// function that is too long for that is compiled once, with all that it calls.

/** Writes the cipher of a block of four little-endian words (FIPS 197, 5.1), under a schedule of {@link putSchedule}. */
export function encryptBlock(
  schedule: Uint32Array,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  out: Words,
): void {
  const { of, mixed: t } = boxes.forward;
  const last = schedule.length - 4;
  let a = s0 ^ schedule[0]!;
  let b = s1 ^ schedule[1]!;
  let c = s2 ^ schedule[2]!;
  let d = s3 ^ schedule[3]!;
  for (let i = 4; i < last; i += 4) {
    const next0 =
      t[a & 0xff]! ^
      rotate8(t[(b >>> 8) & 0xff]!) ^
      rotate16(t[(c >>> 16) & 0xff]!) ^
      rotate24(t[d >>> 24]!) ^
      schedule[i]!;
    const next1 =
      t[b & 0xff]! ^
      rotate8(t[(c >>> 8) & 0xff]!) ^
      rotate16(t[(d >>> 16) & 0xff]!) ^
      rotate24(t[a >>> 24]!) ^
      schedule[i + 1]!;
    const next2 =
      t[c & 0xff]! ^
      rotate8(t[(d >>> 8) & 0xff]!) ^
      rotate16(t[(a >>> 16) & 0xff]!) ^
      rotate24(t[b >>> 24]!) ^
      schedule[i + 2]!;
    d =
      t[d & 0xff]! ^
      rotate8(t[(a >>> 8) & 0xff]!) ^
      rotate16(t[(b >>> 16) & 0xff]!) ^
      rotate24(t[c >>> 24]!) ^
      schedule[i + 3]!;
    a = next0;
    b = next1;
    c = next2;
  }
  out[0] = substituted(of, a, b, c, d) ^ schedule[last]!;
  out[1] = substituted(of, b, c, d, a) ^ schedule[last + 1]!;
  out[2] = substituted(of, c, d, a, b) ^ schedule[last + 2]!;
  out[3] = substituted(of, d, a, b, c) ^ schedule[last + 3]!;
}

/** The inverse of {@link encryptBlock} (FIPS 197, 5.3.5), under a schedule of {@link lentInverseSchedule}. */
export function decryptBlock(
  schedule: Uint32Array,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  out: Words,
): void {
  const { of, mixed: t } = boxes.inverse;
  const last = schedule.length - 4;
  let a = s0 ^ schedule[0]!;
  let b = s1 ^ schedule[1]!;
  let c = s2 ^ schedule[2]!;
  let d = s3 ^ schedule[3]!;
  for (let i = 4; i < last; i += 4) {
    const next0 =
      t[a & 0xff]! ^
      rotate8(t[(d >>> 8) & 0xff]!) ^
      rotate16(t[(c >>> 16) & 0xff]!) ^
      rotate24(t[b >>> 24]!) ^
      schedule[i]!;
    const next1 =
      t[b & 0xff]! ^
      rotate8(t[(a >>> 8) & 0xff]!) ^
      rotate16(t[(d >>> 16) & 0xff]!) ^
      rotate24(t[c >>> 24]!) ^
      schedule[i + 1]!;
    const next2 =
      t[c & 0xff]! ^
      rotate8(t[(b >>> 8) & 0xff]!) ^
      rotate16(t[(a >>> 16) & 0xff]!) ^
      rotate24(t[d >>> 24]!) ^
      schedule[i + 2]!;
    d =
      t[d & 0xff]! ^
      rotate8(t[(c >>> 8) & 0xff]!) ^
      rotate16(t[(b >>> 16) & 0xff]!) ^
      rotate24(t[a >>> 24]!) ^
      schedule[i + 3]!;
    a = next0;
    b = next1;
    c = next2;
  }
  out[0] = substituted(of, a, d, c, b) ^ schedule[last]!;
  out[1] = substituted(of, b, a, d, c) ^ schedule[last + 1]!;
  out[2] = substituted(of, c, b, a, d) ^ schedule[last + 2]!;
  out[3] = substituted(of, d, c, b, a) ^ schedule[last + 3]!;
}
