/** Four octets as a word, the first the least significant: a quarter of a block as the block function takes it. */
export const word = (b: Uint8Array, i: number): number =>
  b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24);

/** {@link word} of the octets before `end`; those from there on count as zeros. */
export const wordBefore = (b: Uint8Array, i: number, end: number): number => {
  if (i + 4 <= end) return word(b, i);
  let w = 0;
  for (let k = i; k < end; k++) w |= b[k]! << (8 * (k - i));
  return w;
};

/** Writes a word as {@link word} reads it. */
export const putWord = (b: Uint8Array, i: number, w: number): void => {
  b[i] = w;
  b[i + 1] = w >>> 8;
  b[i + 2] = w >>> 16;
  b[i + 3] = w >>> 24;
};

/** {@link putWord} of as many octets of `w` as are before `end`. */
export const putWordBefore = (b: Uint8Array, i: number, end: number, w: number): void => {
  for (let k = i; k < end && k < i + 4; k++) b[k] = w >>> (8 * (k - i));
};

/** The word whose octets are the other way round: a counter, say, whose first octet is the most significant. */
export const swap = (w: number): number =>
  (w << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | ((w >>> 24) & 0xff);

/** Four words: a block as the block function gives it. */
export interface Words {
  readonly s0: number;
  readonly s1: number;
  readonly s2: number;
  readonly s3: number;
}

/** Where the block function puts a block. */
export type Block = { -readonly [K in keyof Words]: number };

/** A block of zeros. */
export const zeroBlock = (): Block => ({ s0: 0, s1: 0, s2: 0, s3: 0 });

/** Writes a block at `at`. */
export const putWords = (b: Uint8Array, at: number, { s0, s1, s2, s3 }: Words): void => {
  putWord(b, at, s0);
  putWord(b, at + 4, s1);
  putWord(b, at + 8, s2);
  putWord(b, at + 12, s3);
};

/** XORs a block, or as much of it as is before `end`, into the octets from `from` on: the result, from `at` on in `out`. */
export const xorWords = (
  b: Uint8Array,
  from: number,
  end: number,
  { s0, s1, s2, s3 }: Words,
  out: Uint8Array,
  at: number,
): void => {
  if (from + 16 <= end) {
    putWord(out, at, word(b, from) ^ s0);
    putWord(out, at + 4, word(b, from + 4) ^ s1);
    putWord(out, at + 8, word(b, from + 8) ^ s2);
    putWord(out, at + 12, word(b, from + 12) ^ s3);
    return;
  }
  const outEnd = at + end - from;
  putWordBefore(out, at, outEnd, wordBefore(b, from, end) ^ s0);
  putWordBefore(out, at + 4, outEnd, wordBefore(b, from + 4, end) ^ s1);
  putWordBefore(out, at + 8, outEnd, wordBefore(b, from + 8, end) ^ s2);
  putWordBefore(out, at + 12, outEnd, wordBefore(b, from + 12, end) ^ s3);
};
