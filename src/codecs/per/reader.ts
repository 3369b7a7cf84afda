import type { DecodeErrorCode } from '../error.js';
import { DecodeFault } from './fault.js';

/** Levels of a recursive type that are followed, both ways. */
export const maxNesting = 64;

/**
 * Elements without a single bit (`SEQUENCE OF NULL`) that one message may hold, both ways: no length of
 * the input bounds their number.
 */
export const maxEmptyElements = 1024;

/** Octets that can be addressed bit by bit in 32-bit arithmetic. */
export const maxOctets = 2 ** 28 - 1;

/** Where the blocks of a fragmented open type came from: `starts[i]` here was `sources[i]` in `outer`. */
interface Origin {
  readonly outer: BitReader;
  readonly starts: readonly number[];
  readonly sources: readonly number[];
}

/**
 * Reads bits, most significant first, and knows the variant: {@link BitReader.align} does something in
 * the ALIGNED variant only. Positions count bits; `end` is where the enclosing open type ends, so that
 * nothing inside can read past it.
 */
export class BitReader {
  readonly bytes: Uint8Array;
  readonly aligned: boolean;
  /** Goes past what is wrong but readable: padding that is not zero, lengths longer than needed, values out of range. */
  readonly tolerant: boolean;
  /** Keeps bits behind a complete encoding instead of refusing them. */
  readonly keepSurplus: boolean;
  pos = 0;
  end: number;
  /** After {@link BitReader.length}: a further block follows (X.691, 11.9.3.8). */
  more = false;
  depth = 0;
  empties = 0;
  #origin: Origin | undefined;

  constructor(bytes: Uint8Array, aligned: boolean, tolerant = false, keepSurplus = false) {
    this.bytes = bytes;
    this.aligned = aligned;
    this.tolerant = tolerant;
    this.keepSurplus = keepSurplus;
    this.end = bytes.length * 8;
  }

  /** A reader of octets put together from several blocks of this one. */
  assembled(bytes: Uint8Array, starts: readonly number[], sources: readonly number[]): BitReader {
    const inner = new BitReader(bytes, this.aligned, this.tolerant, this.keepSurplus);
    inner.depth = this.depth;
    inner.empties = this.empties;
    inner.#origin = { outer: this, starts, sources };
    return inner;
  }

  /** A position of this reader, in bits from the start of the outermost encoding. */
  absolute(position: number): number {
    const origin = this.#origin;
    if (origin === undefined) return position;
    let block = origin.starts.length - 1;
    while (block > 0 && origin.starts[block]! > position) block--;
    return origin.outer.absolute(origin.sources[block]! + position - origin.starts[block]!);
  }

  /** Refuses the octets. */
  fail(code: DecodeErrorCode, reason: string, at = this.pos): never {
    throw new DecodeFault(code, reason, this.absolute(at));
  }

  /** Refuses the octets unless the reader is tolerant. */
  failStrict(code: DecodeErrorCode, reason: string, at = this.pos): void {
    if (!this.tolerant) this.fail(code, reason, at);
  }

  /**
   * Asks for `bits` more bits before any of them is read or allocated for.
   * @param claimed a length in the octets asks for them, not the type
   */
  need(bits: number, claimed = false): void {
    const left = this.end - this.pos;
    if (bits <= left) return;
    const reason = `needs ${bits} ${bits === 1 ? 'bit' : 'bits'}, ${left} left`;
    throw new DecodeFault('truncated', reason, this.absolute(this.pos), bits, left, claimed);
  }

  /** Skips to the next octet boundary of the outermost encoding in the ALIGNED variant. */
  align(): void {
    if (!this.aligned) return;
    const gap = -this.pos & 7;
    if (gap !== 0 && this.bits(gap) !== 0)
      this.failStrict('value', 'padding bits are not zero', this.pos - gap);
  }

  /** One bit. */
  bit(): number {
    const pos = this.pos;
    if (pos >= this.end) this.need(1);
    this.pos = pos + 1;
    return (this.bytes[pos >>> 3]! >>> (7 - (pos & 7))) & 1;
  }

  /** The bit at a position that was skipped before. */
  bitAt(pos: number): number {
    return (this.bytes[pos >>> 3]! >>> (7 - (pos & 7))) & 1;
  }

  /** Passes over `count` bits and gives the position of the first. */
  skip(count: number): number {
    this.need(count);
    const start = this.pos;
    this.pos = start + count;
    return start;
  }

  /** `count` bits, at most 32, as a number. */
  bits(count: number): number {
    const pos = this.pos;
    if (count > this.end - pos) this.need(count);
    this.pos = pos + count;
    let index = pos >>> 3;
    const room = 8 - (pos & 7);
    const first = this.bytes[index]! & (0xff >>> (8 - room));
    if (count <= room) return first >>> (room - count);
    let value = first;
    let left = count - room;
    for (; left >= 8; left -= 8) value = (value << 8) | this.bytes[++index]!;
    if (left > 0) value = (value << left) | (this.bytes[++index]! >>> (8 - left));
    return value >>> 0;
  }

  /**
   * `count` bits as octets, first bit first; unused bits of the last octet are zero. Whole octets on an
   * octet boundary are a view of the input.
   */
  field(count: number, claimed = false): Uint8Array {
    this.need(count, claimed);
    const start = this.pos >>> 3;
    const shift = this.pos & 7;
    const length = (count + 7) >>> 3;
    this.pos += count;
    if (shift === 0 && (count & 7) === 0) return this.bytes.subarray(start, start + length);
    const out = new Uint8Array(length);
    if (shift === 0) out.set(this.bytes.subarray(start, start + length));
    else {
      const { bytes } = this;
      for (let i = 0; i < length; i++) {
        out[i] = (bytes[start + i]! << shift) | ((bytes[start + i + 1] ?? 0) >>> (8 - shift));
      }
    }
    if ((count & 7) !== 0) out[length - 1]! &= 0xff00 >>> (count & 7);
    return out;
  }

  /**
   * A general length determinant (X.691, 11.9.3.5 to 11.9.3.8): a count below 16384, or with
   * {@link BitReader.more} set the size of a block after which another length follows.
   */
  length(): number {
    this.align();
    const at = this.pos;
    const first = this.bits(8);
    this.more = false;
    if (first < 0x80) return first;
    if (first < 0xc0) {
      const count = ((first & 0x3f) << 8) | this.bits(8);
      if (count < 0x80) this.failStrict('length', 'length determinant is longer than needed', at);
      return count;
    }
    const blocks = first & 0x3f;
    if (blocks < 1 || blocks > 4) this.fail('length', 'fragment is not of 1 to 4 blocks of 16384', at);
    this.more = true;
    return blocks * 0x4000;
  }

  /** The length after a block of `previous`, which must have been as large as possible (X.691, 11.9.3.8). */
  nextLength(previous: number): number {
    const at = this.pos;
    const count = this.length();
    if (this.more && previous < 0x10000)
      this.failStrict('length', 'fragment is smaller than it could be', at);
    return count;
  }

  /** A normally small length, 1 or more (X.691, 11.9.3.4). */
  smallLength(): number {
    const at = this.pos;
    if (this.bit() === 0) return this.bits(6) + 1;
    const count = this.length();
    if (this.more) this.fail('unsupported', 'more than 16383 extension additions', at);
    if (count <= 64) this.failStrict('length', 'length is not in its short form', at);
    return count;
  }
}
