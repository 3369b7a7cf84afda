/** Octets that bring `length` to a multiple of 4. */
export const paddingOf = (length: number): number => -length & 3;

/** Whether the octets from `from` up to `end` are all zero, as padding should be. */
export function isZero(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}
