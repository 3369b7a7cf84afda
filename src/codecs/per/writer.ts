import { refuse } from './fault.js';
import { maxOctets } from './reader.js';

/** Up to here copying octet by octet is faster than a call that makes a view. */
const shortCopy = 64;

/**
 * Writes bits, most significant first, into octets that grow as needed. {@link BitWriter.align} does
 * something in the ALIGNED variant only. What is behind `pos` in its octet is zero.
 */
export class BitWriter {
  readonly aligned: boolean;
  /** Writes the bits that values keep of what was behind them. */
  readonly keepSurplus: boolean;
  pos = 0;
  depth = 0;
  empties = 0;
  #bytes = new Uint8Array(256);

  constructor(aligned: boolean, keepSurplus = false) {
    this.aligned = aligned;
    this.keepSurplus = keepSurplus;
  }

  /** Forgets what was written, keys among it, so that another encoding can be. */
  clear(): void {
    this.#bytes.fill(0, 0, (this.pos + 7) >>> 3);
    this.pos = 0;
    this.depth = 0;
    this.empties = 0;
  }

  /** Octets that fit in without growing. */
  get capacity(): number {
    return this.#bytes.length;
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
    let { pos } = this;
    if (pos + count > this.#bytes.length * 8) this.#reserve(count);
    const bytes = this.#bytes;
    let left = count;
    while (left > 0) {
      const room = 8 - (pos & 7);
      const take = left < room ? left : room;
      const chunk = ((value >>> (left - take)) & ((1 << take) - 1)) << (room - take);
      // The first bits of an octet clear the rest of it, for the buffer is used again.
      if (room === 8) bytes[pos >>> 3] = chunk;
      else bytes[pos >>> 3]! |= chunk;
      pos += take;
      left -= take;
    }
    this.pos = pos;
  }

  /** The first `count` bits of the octets of `source` from `start` on. */
  field(source: Uint8Array, count = source.length * 8, start = 0): void {
    if (this.pos + count > this.#bytes.length * 8) this.#reserve(count);
    const end = start + (count >>> 3);
    const shift = this.pos & 7;
    const bytes = this.#bytes;
    let at = this.pos >>> 3;
    if (shift !== 0) {
      for (let i = start; i < end; i++) {
        bytes[at++]! |= source[i]! >>> shift;
        bytes[at] = source[i]! << (8 - shift);
      }
    } else if (count <= shortCopy * 8) for (let i = start; i < end; i++) bytes[at++] = source[i]!;
    else bytes.set(source.subarray(start, end), at);
    this.pos += (end - start) * 8;
    if ((count & 7) !== 0) this.bits(source[end]! >>> (8 - (count & 7)), count & 7);
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
    write(from, total - from);
  }

  /** Octets behind their general length determinant. */
  octets(source: Uint8Array): void {
    if (source.length < 0x4000) {
      this.length(source.length);
      this.field(source);
    } else this.counted(source.length, (from, count) => this.field(source, count * 8, from));
  }

  /** A normally small length, 1 or more (X.691, 11.9.3.4). */
  smallLength(count: number): void {
    if (count <= 64) this.bits(count - 1, 7);
    else {
      this.bits(1, 1);
      this.length(count);
    }
  }

  /** Begins an open type, whose contents follow at once. @returns where they start, for {@link BitWriter.close} */
  open(): number {
    this.align();
    this.bits(0, 8);
    return this.pos;
  }

  /** Ends the open type that starts at `start`: pads it and puts its length before it (X.691, 11.2). */
  close(start: number): void {
    this.pad(start);
    const octets = (this.pos - start) >>> 3;
    if (octets < 0x80) this.#putShortLength(start - 8, octets);
    else {
      // A longer length takes more room: the contents are written again behind it.
      const contents = this.#copy(start, octets);
      // Up to the end of its octet there is nothing but zeros, those of the shorter length.
      this.pos = start - 8;
      this.octets(contents);
    }
  }

  /** Zero bits up to whole octets from `start` on, one octet at least (X.691, 11.1). */
  pad(start: number): void {
    const bits = this.pos - start;
    this.bits(0, bits === 0 ? 8 : -bits & 7);
  }

  /** The complete encoding (X.691, 11.1): padded with zero bits to whole octets, at least one. */
  complete(): Uint8Array<ArrayBuffer> {
    this.pad(0);
    return this.#copy(0, this.pos >>> 3);
  }

  /** Puts a length where {@link BitWriter.open} left eight zero bits for it. */
  #putShortLength(at: number, octets: number): void {
    const bytes = this.#bytes;
    const index = at >>> 3;
    const shift = at & 7;
    bytes[index]! |= octets >>> shift;
    bytes[index + 1]! |= octets << (8 - shift);
  }

  /** The octets from the bit `start` on. */
  #copy(start: number, octets: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes;
    const shift = start & 7;
    const from = start >>> 3;
    const out = new Uint8Array(octets);
    if (shift === 0 && octets > shortCopy) out.set(bytes.subarray(from, from + octets));
    else if (shift === 0) for (let i = 0; i < octets; i++) out[i] = bytes[from + i]!;
    else {
      for (let i = 0; i < octets; i++) {
        out[i] = (bytes[from + i]! << shift) | (bytes[from + i + 1]! >>> (8 - shift));
      }
    }
    return out;
  }
}
