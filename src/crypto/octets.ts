import { concat } from '../codecs/concat.js';
import { copyOf } from '../codecs/copy.js';
import { requireOctets } from '../codecs/is-octets.js';

/** Octets up to which a copy in a loop takes less time than a view: that of a short array may take it out of the heap. */
const SHORT = 64;

/** A copy of the octets from `from` up to `to`, in the least time for as few as a key has. */
export const sliceOf = (bytes: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> => {
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

/** `parts` one behind the other. @throws TypeError for one that is no octets */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  for (const part of parts) requireOctets(part);
  return concat(parts);
}

/**
 * Octets of any realm as a Uint8Array of this one, as @noble takes no `Buffer` of another: themselves where they are, else
 * a view.
 * @throws TypeError for what is no octets
 */
export const ofThisRealm = (bytes: Uint8Array): Uint8Array => {
  // The type keeps TypeScript from the conclusion that all octets are.
  const isOwn: boolean = bytes instanceof Uint8Array;
  if (isOwn) return bytes;
  requireOctets(bytes);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
};
