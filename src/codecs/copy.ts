/**
 * A copy of octets `from` up to `to`. Never `slice`: where a caller hands over Node's `Buffer`, that gives a
 * view, and whoever writes into it writes into the caller's octets.
 */
export const copyOf = (bytes: Uint8Array, from = 0, to: number = bytes.length): Uint8Array<ArrayBuffer> =>
  // A view costs more than the copy of a short octet string.
  new Uint8Array(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to));
