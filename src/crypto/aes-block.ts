import { type Block, type Words, word, zeroBlock } from './aes-word.js';

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

/** The octets of `w` in the order 1, 2, 3, 0 … */
const rotate8 = (w: number): number => (w << 8) | (w >>> 24);
const rotate16 = (w: number): number => (w << 16) | (w >>> 16);
const rotate24 = (w: number): number => (w << 24) | (w >>> 8);

/** A word of a state after SubBytes alone, its octets from four words. */
const substituted = (of: Uint8Array, a: number, b: number, c: number, d: number): number =>
  of[a & 0xff]! | (of[(b >>> 8) & 0xff]! << 8) | (of[(c >>> 16) & 0xff]! << 16) | (of[d >>> 24]! << 24);

/** A word of a state after SubBytes, ShiftRows and MixColumns, its octets from four words. */
const mixed = (table: Int32Array, a: number, b: number, c: number, d: number): number =>
  table[a & 0xff]! ^
  rotate8(table[(b >>> 8) & 0xff]!) ^
  rotate16(table[(c >>> 16) & 0xff]!) ^
  rotate24(table[d >>> 24]!);

/** Words of the key schedule of a key of so many octets (FIPS 197, 5.2). */
export const scheduleLength = (keyLength: number): number => keyLength + 28;

/**
 * The key schedule for {@link encryptBlock} (FIPS 197, 5.2), as little-endian words.
 * @param key 16, 24 or 32 octets
 * @param schedule is given it, if it is not to be an array of its own: as many words as {@link scheduleLength} says
 */
export function expandKey(
  key: Uint8Array,
  schedule: Uint32Array = new Uint32Array(scheduleLength(key.length)),
): Uint32Array {
  const { of } = boxes.forward;
  const words = key.length / 4;
  for (let i = 0; i < words; i++) schedule[i] = word(key, 4 * i);
  for (let i = words, roundConstant = 1; i < schedule.length; i++) {
    let last = schedule[i - 1]!;
    if (i % words === 0) {
      last = rotate24(last);
      last = substituted(of, last, last, last, last) ^ roundConstant;
      roundConstant = double(roundConstant);
    } else if (words === 8 && i % words === 4) last = substituted(of, last, last, last, last);
    schedule[i] = schedule[i - words]! ^ last;
  }
  return schedule;
}

/** Schedules to work with at once, by their length: to make one takes as long as to fill it. */
const lent = /* @__PURE__ */ new Map<number, Uint32Array>();

const lentSchedule = (keyLength: number): Uint32Array => {
  let schedule = lent.get(keyLength);
  if (schedule === undefined) {
    schedule = new Uint32Array(scheduleLength(keyLength));
    lent.set(keyLength, schedule);
  }
  return schedule;
};

/**
 * The key schedule for {@link decryptBlockInto}, that of the equivalent inverse cipher (FIPS 197, 5.3.5).
 * @param key 16, 24 or 32 octets
 * @param schedule as {@link expandKey} takes it
 */
export function expandInverseKey(
  key: Uint8Array,
  schedule: Uint32Array = new Uint32Array(scheduleLength(key.length)),
): Uint32Array {
  const { of } = boxes.forward;
  const { mixed: table } = boxes.inverse;
  const forward = expandKey(key, lentSchedule(key.length));
  const last = forward.length - 4;
  for (let i = 0; i < forward.length; i++) {
    const from = forward[last - (i & ~3) + (i & 3)]!;
    // The table substitutes before it mixes: what is substituted back first is but mixed.
    const s = substituted(of, from, from, from, from);
    schedule[i] = i < 4 || i >= last ? from : mixed(table, s, s, s, s);
  }
  forward.fill(0);
  return schedule;
}

/** The cipher of a block of four little-endian words (FIPS 197, 5.1), under a schedule of {@link expandKey}. */
export function encryptBlock(schedule: Uint32Array, s0: number, s1: number, s2: number, s3: number): Words {
  const out = zeroBlock();
  encryptBlockInto(schedule, s0, s1, s2, s3, out);
  return out;
}

/** {@link encryptBlock} into `out`: an object for each block is much where there are many. */
export function encryptBlockInto(
  schedule: Uint32Array,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  out: Block,
): void {
  const { of, mixed: table } = boxes.forward;
  const last = schedule.length - 4;
  let a = s0 ^ schedule[0]!;
  let b = s1 ^ schedule[1]!;
  let c = s2 ^ schedule[2]!;
  let d = s3 ^ schedule[3]!;
  for (let i = 4; i < last; i += 4) {
    const t0 = mixed(table, a, b, c, d) ^ schedule[i]!;
    const t1 = mixed(table, b, c, d, a) ^ schedule[i + 1]!;
    const t2 = mixed(table, c, d, a, b) ^ schedule[i + 2]!;
    d = mixed(table, d, a, b, c) ^ schedule[i + 3]!;
    a = t0;
    b = t1;
    c = t2;
  }
  out.s0 = substituted(of, a, b, c, d) ^ schedule[last]!;
  out.s1 = substituted(of, b, c, d, a) ^ schedule[last + 1]!;
  out.s2 = substituted(of, c, d, a, b) ^ schedule[last + 2]!;
  out.s3 = substituted(of, d, a, b, c) ^ schedule[last + 3]!;
}

/** The inverse of {@link encryptBlockInto} (FIPS 197, 5.3.5), under a schedule of {@link expandInverseKey}. */
export function decryptBlockInto(
  schedule: Uint32Array,
  s0: number,
  s1: number,
  s2: number,
  s3: number,
  out: Block,
): void {
  const { of, mixed: table } = boxes.inverse;
  const last = schedule.length - 4;
  let a = s0 ^ schedule[0]!;
  let b = s1 ^ schedule[1]!;
  let c = s2 ^ schedule[2]!;
  let d = s3 ^ schedule[3]!;
  for (let i = 4; i < last; i += 4) {
    const t0 = mixed(table, a, d, c, b) ^ schedule[i]!;
    const t1 = mixed(table, b, a, d, c) ^ schedule[i + 1]!;
    const t2 = mixed(table, c, b, a, d) ^ schedule[i + 2]!;
    d = mixed(table, d, c, b, a) ^ schedule[i + 3]!;
    a = t0;
    b = t1;
    c = t2;
  }
  out.s0 = substituted(of, a, d, c, b) ^ schedule[last]!;
  out.s1 = substituted(of, b, a, d, c) ^ schedule[last + 1]!;
  out.s2 = substituted(of, c, b, a, d) ^ schedule[last + 2]!;
  out.s3 = substituted(of, d, c, b, a) ^ schedule[last + 3]!;
}
