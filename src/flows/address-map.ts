import { MAC_LENGTH } from '../codecs/dot11/mac.js';
import { get16, get32 } from '../codecs/layout/octets.js';

/** A value, and those of other addresses with the same last four octets. */
interface Entry<T> {
  /** The first two octets. */
  readonly start: number;
  value: T;
  next: Entry<T> | undefined;
}

const END = MAC_LENGTH - 4;

/** The last four octets, as an integer that engines keep without an object of its own: signed, of 32 bits. */
const endOf = (bytes: Uint8Array, at: number): number => get32(bytes, at + END) | 0;

/**
 * Values by MAC address. A Map by an integer of 48 bits makes an object of each, to look up as to keep, which is much where
 * every frame is looked up several times.
 */
export class AddressMap<T> {
  readonly #entries = new Map<number, Entry<T>>();

  /** The value of the address at `at`; undefined without one. */
  get(bytes: Uint8Array, at = 0): T | undefined {
    let entry = this.#entries.get(endOf(bytes, at));
    if (entry === undefined) return undefined;
    const start = get16(bytes, at);
    while (entry !== undefined && entry.start !== start) entry = entry.next;
    return entry?.value;
  }

  /** Sets the value of the address at `at`. */
  set(bytes: Uint8Array, value: T, at = 0): void {
    const end = endOf(bytes, at);
    const start = get16(bytes, at);
    const first = this.#entries.get(end);
    let entry = first;
    while (entry !== undefined && entry.start !== start) entry = entry.next;
    if (entry !== undefined) entry.value = value;
    else this.#entries.set(end, { start, value, next: first });
  }

  /** Takes an address out; without effect if it has no value. */
  delete(bytes: Uint8Array, at = 0): void {
    const end = endOf(bytes, at);
    const start = get16(bytes, at);
    let kept: Entry<T> | undefined;
    for (let entry = this.#entries.get(end); entry !== undefined; entry = entry.next)
      if (entry.start !== start) kept = { start: entry.start, value: entry.value, next: kept };
    if (kept === undefined) this.#entries.delete(end);
    else this.#entries.set(end, kept);
  }
}
