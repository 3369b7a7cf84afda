import { createSlab } from './slab.js';

const allocate = /* @__PURE__ */ createSlab();

/**
 * A copy of the octets from `from` up to `to`, all of them if left out, for who keeps them for as long as the run may last, as
 * keys and addresses of UEs are kept: a part of a larger buffer, half of what an array of its own takes.
 */
export function kept(octets: Uint8Array, from = 0, to: number = octets.length): Uint8Array<ArrayBuffer> {
  const copy = allocate(to - from);
  for (let i = 0; i < copy.length; i++) copy[i] = octets[from + i]!;
  return copy;
}

const allocateWords = /* @__PURE__ */ createSlab();

/** Room for words that are {@link kept}, all zero. */
export function keptWords(count: number): Uint32Array<ArrayBuffer> {
  const { buffer, byteOffset } = allocateWords(4 * count);
  return new Uint32Array(buffer, byteOffset, count);
}
