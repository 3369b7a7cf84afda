/** Octets that a writer starts with; more than most frames have. */
const INITIAL = 1024;
/** A writer that had to grow beyond this is not kept. */
const MAX_KEPT = 64 * 1024;

/**
 * Takes octets whose number is known only when all of them are written. Its array is used again by those who
 * write next: {@link openWriter} gives it, and {@link OctetWriter.close} takes it back.
 */
export class OctetWriter {
  /** What is behind `length` is zero. */
  bytes = new Uint8Array(INITIAL);
  length = 0;

  /** Makes room for `count` octets, all zero, and gives the offset in `bytes` of the first of them. */
  reserve(count: number): number {
    const at = this.length;
    const needed = at + count;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array(Math.max(needed, 2 * this.bytes.length));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    this.length = needed;
    return at;
  }

  /** Puts `octets` behind what is there. */
  append(octets: Uint8Array): void {
    const at = this.reserve(octets.length);
    this.bytes.set(octets, at);
  }

  /** A copy of what was written. */
  octets(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  /** Forgets what was written, keys among it. */
  clear(): void {
    this.bytes.fill(0, 0, this.length);
    this.length = 0;
  }

  /** Gives the array back; see {@link openWriter}. */
  close(): void {
    this.clear();
    if (this.bytes.length <= MAX_KEPT) spare = this;
  }
}

let spare: OctetWriter | undefined;

/** An empty writer. Close it in a `finally` block, when its octets are copied out. */
export function openWriter(): OctetWriter {
  const writer = spare ?? new OctetWriter();
  spare = undefined;
  return writer;
}
