import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Octets that go to the file in one call. */
const BUFFER = 256 * 1024;

/** A file that is there whole or not at all. */
export interface OutputFile {
  write(bytes: Uint8Array): void;
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
  return {
    write: bytes => {
      if (held + bytes.length > BUFFER) flush();
      if (bytes.length > BUFFER) {
        writeAll(bytes);
        return;
      }
      buffer.set(bytes, held);
      held += bytes.length;
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
