import { refuse } from './fault.js';
import { maxOctets } from './reader.js';

/**
 * Writes bits, most significant first, into octets that grow as needed. {@link BitWriter.align} does
 * something in the ALIGNED variant only.
 */
export class BitWriter {
  readonly aligned: boolean;
  pos = 0;
  depth = 0;
  empties = 0;
  /** 64 octets are what engines keep with the object. */
  #bytes = new Uint8Array(64);
  #inner: BitWriter | undefined;

  constructor(aligned: boolean) {
    this.aligned = aligned;
  }

  /** An empty writer for the contents of an open type; the same one each time, so finish with it first. */
  inner(): BitWriter {
    this.#inner ??= new BitWriter(this.aligned);
    const inner = this.#inner;
    inner.pos = 0;
    inner.depth = this.depth;
    inner.empties = this.empties;
    return inner;
  }

  #reserve(bits: number): void {
    const octets = (this.pos + bits + 7) >>> 3;
    if (octets <= this.#bytes.length) return;
    if (octets > maxOctets) refuse(`encoding takes more than ${maxOctets} octets`);
    const grown = new Uint8Array(Math.max(octets, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }

  /** Goes to the next octet boundary in the ALIGNED variant; the bits passed over are zero. */
  align(): void {
    if (this.aligned) this.pos = (this.pos + 7) & ~7;
  }

  /** The low `count` bits of `value`, at most 32. */
  bits(value: number, count: number): void {
    this.#reserve(count);
    const bytes = this.#bytes;
    let { pos } = this;
    let left = count;
    while (left > 0) {
      const room = 8 - (pos & 7);
      const take = Math.min(left, room);
      const chunk = ((value >>> (left - take)) & ((1 << take) - 1)) << (room - take);
      // The first bits of an octet clear the rest of it, for the buffer is used again.
      if (room === 8) bytes[pos >>> 3] = chunk;
      else bytes[pos >>> 3]! |= chunk;
      pos += take;
      left -= take;
    }
    this.pos = pos;
  }

  /** The first `count` bits of `source`. */
  field(source: Uint8Array, count = source.length * 8): void {
    this.#reserve(count);
    const whole = count >>> 3;
    const shift = this.pos & 7;
    const bytes = this.#bytes;
    let at = this.pos >>> 3;
    if (shift === 0) bytes.set(whole === source.length ? source : source.subarray(0, whole), at);
    else {
      for (let i = 0; i < whole; i++) {
        bytes[at++]! |= source[i]! >>> shift;
        bytes[at] = source[i]! << (8 - shift);
      }
    }
    this.pos += whole * 8;
    if ((count & 7) !== 0) this.bits(source[whole]! >>> (8 - (count & 7)), count & 7);
  }

  /** A general length determinant below 16384 (X.691, 11.9.3.6 and 11.9.3.7). */
  length(count: number): void {
    this.align();
    if (count < 0x80) this.bits(count, 8);
    else this.bits(0x8000 | count, 16);
  }

  /**
   * A general length determinant and what it counts, in blocks from 16384 on (X.691, 11.9.3.8).
   * @param write writes `count` units from the unit `from` on
   */
  counted(total: number, write: (from: number, count: number) => void): void {
    let from = 0;
    while (total - from >= 0x4000) {
      const blocks = Math.min(4, (total - from) >>> 14);
      this.align();
      this.bits(0xc0 | blocks, 8);
      write(from, blocks << 14);
      from += blocks << 14;
    }
    this.length(total - from);
    if (total > from) write(from, total - from);
  }

  /** Octets behind their general length determinant. */
  octets(source: Uint8Array): void {
    if (source.length < 0x4000) {
      this.length(source.length);
      this.field(source);
    } else this.counted(source.length, (from, count) => this.field(source.subarray(from, from + count)));
  }

  /** A normally small length, 1 or more (X.691, 11.9.3.4). */
  smallLength(count: number): void {
    if (count <= 64) this.bits(count - 1, 7);
    else {
      this.bits(1, 1);
      this.length(count);
    }
  }

  /** The complete encoding (X.691, 11.1): padded with zero bits to whole octets, at least one. A view until {@link BitWriter.inner}. */
  complete(): Uint8Array {
    if (this.pos === 0) this.bits(0, 8);
    return this.#bytes.subarray(0, (this.pos + 7) >>> 3);
  }
}
