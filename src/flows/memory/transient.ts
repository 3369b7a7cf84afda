import { createSlab } from './slab.js';

/**
 * `length` zeros for a frame that is under way: a part of a larger buffer, which lasts as long as any of its parts. Who keeps
 * octets of a frame copies them, as `kept` does.
 */
export const transient: (length: number) => Uint8Array<ArrayBuffer> = /* @__PURE__ */ createSlab();
