import { MAC_LENGTH } from '../codecs/dot11/mac.js';
import { get16, get32 } from '../codecs/layout/octets.js';

const END = MAC_LENGTH - 4;
/** Slots at first: access points and their radios have few peers. */
const LEAST_SLOTS = 8;
/** 2^32 over the golden ratio: addresses that are numbered one by one are spread evenly. */
const SPREAD = 0x9e37_79b1;

/** The first two octets. */
const startOf = (bytes: Uint8Array, at: number): number => get16(bytes, at);

/** The last four octets, as an integer that engines keep without an object of its own: signed, of 32 bits. */
const endOf = (bytes: Uint8Array, at: number): number => get32(bytes, at + END) | 0;

/**
 * Values by MAC address, in a table with open addressing. A Map by an integer of 48 bits makes an object of each, to look up as
 * to keep, which is much where every frame is looked up several times.
 */
export class AddressMap<T> {
  #size = 0;
  /** How far a hash is shifted, to be the number of a slot. */
  #shift = 29;
  // What is in a slot; one without value is free. From a slot on which an address hashes up to its own, none is.
  #starts: number[] = new Array(LEAST_SLOTS).fill(0);
  #ends: number[] = new Array(LEAST_SLOTS).fill(0);
  #values: (T | undefined)[] = new Array(LEAST_SLOTS).fill(undefined);

  /** The value of the address at `at`; undefined without one. */
  get(bytes: Uint8Array, at = 0): T | undefined {
    return this.#values[this.#slotOf(startOf(bytes, at), endOf(bytes, at))];
  }

  /** Sets the value of the address at `at`. */
  set(bytes: Uint8Array, value: T, at = 0): void {
    const start = startOf(bytes, at);
    const end = endOf(bytes, at);
    const slot = this.#slotOf(start, end);
    if (this.#values[slot] === undefined && 4 * ++this.#size > 3 * this.#values.length) {
      this.#grow();
      this.#put(this.#slotOf(start, end), start, end, value);
    } else this.#put(slot, start, end, value);
  }

  /** Takes an address out; without effect if it has no value. */
  delete(bytes: Uint8Array, at = 0): void {
    let free = this.#slotOf(startOf(bytes, at), endOf(bytes, at));
    if (this.#values[free] === undefined) return;
    this.#size--;
    const mask = this.#values.length - 1;
    // What is behind it moves up, as far as its hash allows.
    for (let i = (free + 1) & mask; this.#values[i] !== undefined; i = (i + 1) & mask) {
      const end = this.#ends[i]!;
      if (((i - this.#hash(end)) & mask) < ((i - free) & mask)) continue;
      this.#put(free, this.#starts[i]!, end, this.#values[i]);
      free = i;
    }
    this.#values[free] = undefined;
  }

  #hash(end: number): number {
    return Math.imul(end, SPREAD) >>> this.#shift;
  }

  /** The slot of an address; the free one that it is to have if it is not there. */
  #slotOf(start: number, end: number): number {
    const mask = this.#values.length - 1;
    let slot = this.#hash(end);
    while (this.#values[slot] !== undefined && (this.#ends[slot] !== end || this.#starts[slot] !== start))
      slot = (slot + 1) & mask;
    return slot;
  }

  #put(slot: number, start: number, end: number, value: T | undefined): void {
    this.#starts[slot] = start;
    this.#ends[slot] = end;
    this.#values[slot] = value;
  }

  #grow(): void {
    const starts = this.#starts;
    const ends = this.#ends;
    const values = this.#values;
    const slots = 2 * values.length;
    this.#shift--;
    this.#starts = new Array(slots).fill(0);
    this.#ends = new Array(slots).fill(0);
    this.#values = new Array(slots).fill(undefined);
    for (let i = 0; i < values.length; i++)
      if (values[i] !== undefined)
        this.#put(this.#slotOf(starts[i]!, ends[i]!), starts[i]!, ends[i]!, values[i]);
  }
}
