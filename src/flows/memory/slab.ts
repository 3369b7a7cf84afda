/** Octets that are set aside at a time. */
const LENGTH = 1 << 14;

/**
 * Gives arrays of zeros that are parts of larger buffers, each of which lasts as long as any of its parts. An array of its own
 * takes four times as long to make, or, if it is short, 200 octets beside its own: both add up where thousands of UEs send,
 * and hold keys.
 */
export function createSlab(): (length: number) => Uint8Array<ArrayBuffer> {
  let slab = new ArrayBuffer(0);
  let used = 0;
  return length => {
    if (length > LENGTH >> 3) return new Uint8Array(length);
    if (used + length > slab.byteLength) {
      slab = new ArrayBuffer(LENGTH);
      used = 0;
    }
    const octets = new Uint8Array(slab, used, length);
    used += length;
    return octets;
  };
}
