/** Four octets as a word, the first the least significant: a quarter of a block as the block function takes it. */
export const word = (b: Uint8Array, i: number): number =>
  b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24);

/** Writes a word as {@link word} reads it. */
export const putWord = (b: Uint8Array, i: number, w: number): void => {
  b[i] = w;
  b[i + 1] = w >>> 8;
  b[i + 2] = w >>> 16;
  b[i + 3] = w >>> 24;
};
