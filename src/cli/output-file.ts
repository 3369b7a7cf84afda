import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { UTF8_MOST } from '../codecs/utf8.js';

/** Octets that go to the file in one call. */
const BUFFER = 256 * 1024;

const encoder = new TextEncoder();

/** A file that is there whole or not at all. */
export interface OutputFile {
  write(bytes: Uint8Array): void;
  /** Writes `text` in UTF-8. */
  writeText(text: string): void;
  /** Ends it, still beside its place: what a full disk refuses shows here. */
  close(): void;
  /** Puts it in its place, when it is closed. */
  place(): void;
  /** Leaves nothing behind, if it is not in its place yet. */
  discard(): void;
}

/**
 * Writes beside `path` first, so that an interrupted run leaves no half file under that name.
 * @param mode of the file, whatever that of one in its place is
 */
export function outputFile(path: string, mode = 0o666): OutputFile {
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  const file = openSync(partial, 'wx', mode);
  const buffer = new Uint8Array(BUFFER);
  let held = 0;
  let isOpen = true;
  const writeAll = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
  };
  const flush = (): void => {
    writeAll(buffer.subarray(0, held));
    held = 0;
  };
  const write = (bytes: Uint8Array): void => {
    if (held + bytes.length > BUFFER) flush();
    if (bytes.length > BUFFER) {
      writeAll(bytes);
      return;
    }
    buffer.set(bytes, held);
    held += bytes.length;
  };
  return {
    write,
    writeText: text => {
      const most = UTF8_MOST * text.length;
      if (most > BUFFER) {
        write(encoder.encode(text));
        return;
      }
      if (held + most > BUFFER) flush();
      held += encoder.encodeInto(text, buffer.subarray(held)).written;
    },
    close: () => {
      flush();
      closeSync(file);
      isOpen = false;
    },
    place: () => renameSync(partial, path),
    discard: () => {
      if (isOpen) closeSync(file);
      isOpen = false;
      rmSync(partial, { force: true });
    },
  };
}
