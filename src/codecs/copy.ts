/**
 * A copy of octets `from` up to `to`. Never `slice`: where a caller hands over Node's `Buffer`, that gives a
 * view, and whoever writes into it writes into the caller's octets.
 */
export const copyOf = (bytes: Uint8Array, from = 0, to: number = bytes.length): Uint8Array<ArrayBuffer> =>
  new Uint8Array(bytes.subarray(from, to));
