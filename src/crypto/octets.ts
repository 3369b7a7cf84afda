import { copyOf } from '../codecs/copy.js';

/** Octets up to which a copy in a loop takes less time than a view: that of a short array may take it out of the heap. */
const SHORT = 64;

/** A copy of the octets from `from` up to `to`, in the least time for as few as a key has. */
export const octetsOf = (bytes: Uint8Array, from: number, to: number): Uint8Array => {
  const length = to - from;
  if (length === bytes.length || length > SHORT) return copyOf(bytes, from, to);
  const out = new Uint8Array(length);
  for (let i = 0; i < length; i++) out[i] = bytes[from + i]!;
  return out;
};

/**
 * Room to work in, of at least as many octets as are asked for. It is for one module, in which nobody keeps anything there
 * or calls another function that uses it.
 */
export const createRoom = (): ((octets: number) => Uint8Array) => {
  let room = new Uint8Array(256);
  return octets => {
    if (room.length < octets) room = new Uint8Array(2 * octets);
    return room;
  };
};
