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
const putWordBefore = (b: Uint8Array, i: number, end: number, w: number): void => {
  for (let k = i; k < end && k < i + 4; k++) b[k] = w >>> (8 * (k - i));
};

/** The word whose octets are the other way round: a counter, say, whose first octet is the most significant. */
export const swap = (w: number): number =>
  (w << 24) | ((w & 0xff00) << 8) | ((w >>> 8) & 0xff00) | ((w >>> 24) & 0xff);

/**
 * Four words: a block as the block function gives it. Whoever calls that brings along what it writes into, and most use the
 * same again and again: an object for each block would be a tenth of all that a simulation allocates.
 */
export type Words = Int32Array;

/** Room for a block, all zero. */
export const newWords = (): Words => new Int32Array(4);

/** Writes a block at `at`. */
export const putWords = (b: Uint8Array, at: number, words: Words): void => {
  putWord(b, at, words[0]!);
  putWord(b, at + 4, words[1]!);
  putWord(b, at + 8, words[2]!);
  putWord(b, at + 12, words[3]!);
};

/** XORs a block, or as much of it as is before `end`, into the octets from `from` on: the result, from `at` on in `out`. */
export const xorWords = (
  b: Uint8Array,
  from: number,
  end: number,
  words: Words,
  out: Uint8Array,
  at: number,
): void => {
  if (from + 16 <= end) {
    for (let i = 0; i < 4; i++) putWord(out, at + 4 * i, word(b, from + 4 * i) ^ words[i]!);
    return;
  }
  const outEnd = at + end - from;
  for (let i = 0; i < 16; i += 4)
    putWordBefore(out, at + i, outEnd, wordBefore(b, from + i, end) ^ words[i >> 2]!);
};
