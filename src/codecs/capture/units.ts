import { copyOf } from '../copy.js';

/** A format that is read unit by unit: a file header, a record, a block. */
export interface UnitReader {
  /** How many octets, from the start of the next unit, it takes to read on. */
  readonly needed: number;
  /**
   * Reads all whole units of `bytes` from `from` on, and returns where the first one starts that is not whole.
   * @param view of `bytes`
   * @param base the offset in the file of `bytes[0]`
   */
  read(bytes: Uint8Array, view: DataView, from: number, base: number): number;
  /** Reads what the end of the file leaves, from `bytes[0]` on. @throws DecodeError if that is no whole unit */
  end(bytes: Uint8Array, view: DataView, base: number): void;
}

/** Takes a file in pieces. */
export interface Sink {
  push(chunk: Uint8Array): void;
  /** Says that there are no more pieces. */
  end(): void;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);

/**
 * Feeds `units` with the chunks of a file, and keeps the octets of a unit that a chunk cuts off until the
 * next chunk completes it. Never keeps more than twice the octets that it was given, whatever length the
 * unit claims.
 */
export function unitSink(units: UnitReader): Sink {
  let held = new Uint8Array(0);
  let heldLength = 0;
  /** Of the first octet that has not been read. */
  let offset = 0;

  const hold = (bytes: Uint8Array): void => {
    if (heldLength + bytes.length > held.length) {
      const grown = new Uint8Array(
        Math.max(heldLength + bytes.length, Math.min(units.needed, 2 * held.length)),
      );
      grown.set(held.subarray(0, heldLength));
      held = grown;
    }
    held.set(bytes, heldLength);
    heldLength += bytes.length;
  };

  /** Reads the held octets; packets keep views of them, so that what is left goes to another buffer. */
  const readHeld = (): void => {
    const bytes = held.subarray(0, heldLength);
    const end = units.read(bytes, viewOf(bytes), 0, offset);
    if (end === 0) return;
    offset += end;
    held = copyOf(bytes, end);
    heldLength = held.length;
  };

  return {
    push: chunk => {
      let from = 0;
      while (heldLength > 0 && from < chunk.length) {
        const take = Math.min(units.needed - heldLength, chunk.length - from);
        hold(chunk.subarray(from, from + take));
        from += take;
        if (heldLength >= units.needed) readHeld();
      }
      if (from === chunk.length) return;
      const end = units.read(chunk, viewOf(chunk), from, offset - from);
      offset += end - from;
      if (end < chunk.length) hold(chunk.subarray(end));
    },
    end: () => {
      const bytes = held.subarray(0, heldLength);
      units.end(bytes, viewOf(bytes), offset);
    },
  };
}
