import { DecodeError } from '../error.js';

/** Thrown in place of an error where nobody asks what is wrong: an error, with its stack, costs far more than what it is about. */
export const UNFIT = /* @__PURE__ */ Symbol('unfit');

/**
 * Where a format is being read: moves on through a part of octets, and knows the names that an error there
 * carries. A class, because every element of every frame has one and they share the methods.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  readonly format: string;
  /** Where the part starts in `bytes`: offsets in errors count from here. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  /** Whether {@link UNFIT} stands for every error. */
  readonly quiet: boolean;
  /** Where in `bytes` the next field is. */
  offset: number;
  /** The name of the field that is being read, without the format. */
  name = '';

  constructor(format: string, bytes: Uint8Array, start = 0, end: number = bytes.length, quiet = false) {
    this.bytes = bytes;
    this.format = format;
    this.start = start;
    this.end = end;
    this.offset = start;
    this.quiet = quiet;
  }

  /**
   * Moves on by `length` octets, and gives the offset in `bytes` of the first of them.
   * @param claimedBy the field that claims so many, without the format
   * @throws DecodeError where there are fewer
   */
  take(length: number, claimedBy?: string): number {
    const at = this.offset;
    if (length > this.end - at) throw this.truncated(length, claimedBy);
    this.offset = at + length;
    return at;
  }

  /** A view of the next `length` octets, which are there. */
  view(length: number): Uint8Array {
    const at = this.offset;
    this.offset = at + length;
    return this.bytes.subarray(at, at + length);
  }

  /** The error that fewer than `required` octets are left for the field. */
  truncated(required: number, claimedBy?: string): DecodeError | typeof UNFIT {
    if (this.quiet) return UNFIT;
    const { format, name } = this;
    return new DecodeError({
      code: 'truncated',
      format,
      path: `${format}.${name}`,
      offset: this.offset - this.start,
      required,
      available: this.end - this.offset,
      ...(claimedBy === undefined ? {} : { claimedBy: `${format}.${claimedBy}` }),
    });
  }

  /** @throws DecodeError where octets are left */
  refuseTrailing(): void {
    const { format } = this;
    const available = this.end - this.offset;
    if (available === 0) return;
    if (this.quiet) throw UNFIT;
    const offset = this.offset - this.start;
    throw new DecodeError({ format, code: 'trailing', path: format, offset, required: 0, available });
  }

  /** The error that the octets of the field are there but not right, at its start. */
  fault(code: 'value' | 'length', reason: string): DecodeError | typeof UNFIT {
    if (this.quiet) return UNFIT;
    const { format, name } = this;
    return new DecodeError({
      code,
      reason,
      format,
      path: `${format}.${name}`,
      offset: this.offset - this.start,
    });
  }
}
