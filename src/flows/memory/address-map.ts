import { MAC_LENGTH } from '../../codecs/dot11/mac.js';
import { get16, get32 } from '../../codecs/layout/octets.js';

const END = MAC_LENGTH - 4;
/** Slots at first: access points and their radios have few peers. */
const LEAST_SLOTS = 8;
/** 2^32 over the golden ratio: addresses that are numbered one by one are spread evenly. */
const SPREAD = 0x9e37_79b1;

/** The first two octets of the address at `at`. */
export const addressStart = (bytes: Uint8Array, at: number): number => get16(bytes, at);

/** Its last four, as an integer that engines keep without an object of its own: signed, of 32 bits. */
export const addressEnd = (bytes: Uint8Array, at: number): number => get32(bytes, at + END) | 0;

/** What a slot is made of, one behind the other: an address whose slot is not in the cache is waited for once. */
const VALUE = 0;
const ADDRESS_END = 1;
const ADDRESS_START = 2;
const SLOT = 3;

/**
 * Values by MAC address, in a table with open addressing. A Map by an integer of 48 bits makes an object of each, to look up as
 * to keep, which is much where every frame is looked up several times.
 */
export class AddressMap<T> {
  #size = 0;
  #slots = LEAST_SLOTS;
  /** How far a hash is shifted, to be the number of a slot. */
  #shift = 29;
  // A slot without value is free. From that on which an address hashes up to its own, none is.
  #table: (T | number | undefined)[] = emptyTable(LEAST_SLOTS);

  /** The value of the address at `at`; undefined without one. */
  get(bytes: Uint8Array, at = 0): T | undefined {
    return this.#valueAt(this.#slotOf(addressStart(bytes, at), addressEnd(bytes, at)));
  }

  /** Sets the value of the address at `at`. */
  set(bytes: Uint8Array, value: T, at = 0): void {
    const start = addressStart(bytes, at);
    const end = addressEnd(bytes, at);
    const slot = this.#slotOf(start, end);
    if (this.#valueAt(slot) === undefined && 4 * ++this.#size > 3 * this.#slots) {
      this.#grow();
      this.#put(this.#slotOf(start, end), start, end, value);
    } else this.#put(slot, start, end, value);
  }

  /** Takes an address out; without effect if it has no value. */
  delete(bytes: Uint8Array, at = 0): void {
    let free = this.#slotOf(addressStart(bytes, at), addressEnd(bytes, at));
    if (this.#valueAt(free) === undefined) return;
    this.#size--;
    const table = this.#table;
    const mask = this.#slots - 1;
    // What is behind it moves up, as far as its hash allows.
    for (let i = (free + 1) & mask; this.#valueAt(i) !== undefined; i = (i + 1) & mask) {
      const home = this.#hash(table[SLOT * i + ADDRESS_END] as number);
      if (((i - home) & mask) < ((i - free) & mask)) continue;
      for (let field = 0; field < SLOT; field++) table[SLOT * free + field] = table[SLOT * i + field];
      free = i;
    }
    table[SLOT * free + VALUE] = undefined;
  }

  #hash(end: number): number {
    return Math.imul(end, SPREAD) >>> this.#shift;
  }

  #valueAt(slot: number): T | undefined {
    return this.#table[SLOT * slot + VALUE] as T | undefined;
  }

  /** The slot of an address; the free one that it is to have if it is not there. */
  #slotOf(start: number, end: number): number {
    const table = this.#table;
    const mask = this.#slots - 1;
    let slot = this.#hash(end);
    for (let at = SLOT * slot; table[at + VALUE] !== undefined; at = SLOT * slot) {
      if (table[at + ADDRESS_END] === end && table[at + ADDRESS_START] === start) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #put(slot: number, start: number, end: number, value: T): void {
    const at = SLOT * slot;
    this.#table[at + VALUE] = value;
    this.#table[at + ADDRESS_END] = end;
    this.#table[at + ADDRESS_START] = start;
  }

  #grow(): void {
    const table = this.#table;
    this.#slots *= 2;
    this.#shift--;
    this.#table = emptyTable(this.#slots);
    for (let at = 0; at < table.length; at += SLOT) {
      const value = table[at + VALUE];
      if (value === undefined) continue;
      const end = table[at + ADDRESS_END] as number;
      const start = table[at + ADDRESS_START] as number;
      this.#put(this.#slotOf(start, end), start, end, value as T);
    }
  }
}

const emptyTable = (slots: number): undefined[] => new Array<undefined>(SLOT * slots).fill(undefined);
