/** Octets that are set aside at a time. */
const SLAB_LENGTH = 1 << 16;

let slab = /* @__PURE__ */ new ArrayBuffer(SLAB_LENGTH);
let used = 0;

/**
 * `length` zeros for a frame that is under way. An array of its own takes four times as long to make, and a view of a short
 * one thirty times as long, which adds up where thousands of UEs send. It is a part of a larger buffer, which lasts as long as
 * any of its parts: who keeps octets of a frame copies them.
 */
export function transient(length: number): Uint8Array<ArrayBuffer> {
  if (length > SLAB_LENGTH >> 3) return new Uint8Array(length);
  if (used + length > SLAB_LENGTH) {
    slab = new ArrayBuffer(SLAB_LENGTH);
    used = 0;
  }
  const octets = new Uint8Array(slab, used, length);
  used += length;
  return octets;
}
