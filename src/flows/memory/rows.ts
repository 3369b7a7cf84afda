import { toHex } from '../../codecs/hex.js';
import { equalOctets } from '../../crypto/mic.js';

/** Rows of a block. */
const BLOCK = 64;

/**
 * Rows of octets and of numbers, for what there are thousands of and what stays for as long as a run lasts: in blocks, as an
 * object of each takes several times the memory, and is moved by the garbage collector.
 */
export class Rows {
  readonly #width: number;
  readonly #columns: number;
  readonly #octets: Uint8Array[] = [];
  readonly #numbers: Float64Array[] = [];
  #length = 0;

  /** @param width octets of a row @param columns numbers of a row */
  constructor(width: number, columns: number) {
    this.#width = width;
    this.#columns = columns;
  }

  get length(): number {
    return this.#length;
  }

  /** Adds a row with all octets zero and no numbers: its index, from 0. */
  add(): number {
    if (this.#length % BLOCK === 0) {
      this.#octets.push(new Uint8Array(BLOCK * this.#width));
      this.#numbers.push(new Float64Array(BLOCK * this.#columns).fill(Number.NaN));
    }
    return this.#length++;
  }

  /** The number in a column; undefined if it was never set. */
  get(row: number, column: number): number | undefined {
    const value = this.#numbers[Math.floor(row / BLOCK)]![(row % BLOCK) * this.#columns + column]!;
    return Number.isNaN(value) ? undefined : value;
  }

  set(row: number, column: number, value: number): void {
    this.#numbers[Math.floor(row / BLOCK)]![(row % BLOCK) * this.#columns + column] = value;
  }

  /** {@link set}, unless it is set already. */
  setFirst(row: number, column: number, value: number): void {
    if (this.get(row, column) === undefined) this.set(row, column, value);
  }

  /** Writes `octets` at the offset `at` of the row. @throws RangeError if they do not fit into the row */
  put(row: number, at: number, octets: Uint8Array): void {
    if (at + octets.length > this.#width)
      throw new RangeError(`octets: ${octets.length} at ${at} do not fit into a row of ${this.#width}`);
    const block = this.#octets[Math.floor(row / BLOCK)]!;
    const from = (row % BLOCK) * this.#width + at;
    for (let i = 0; i < octets.length; i++) block[from + i] = octets[i]!;
  }

  /** Whether `octets`, which fit into the row, are at its offset `at`, in a time that depends on their number only. */
  holds(row: number, at: number, octets: Uint8Array): boolean {
    const from = (row % BLOCK) * this.#width + at;
    return equalOctets(this.#octets[Math.floor(row / BLOCK)]!, from, octets, 0, octets.length);
  }

  /** `length` octets from the offset `at` of the row, which it has, in hex. */
  hex(row: number, at: number, length: number): string {
    const from = (row % BLOCK) * this.#width + at;
    return toHex(this.#octets[Math.floor(row / BLOCK)]!.subarray(from, from + length));
  }
}
