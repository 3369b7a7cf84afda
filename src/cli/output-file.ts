import {
  closeSync,
  constants,
  fstatSync,
  open,
  openSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  write,
  writeSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UTF8_MOST } from '../codecs/utf8.js';
import { requireNoInput } from './identity.js';
import { aboutPath, errorCode, Problem } from './problem.js';
import { undoOnSignal } from './signals.js';

/** Octets that go to the file in one call. */
const BUFFER = 256 * 1024;

const encoder = new TextEncoder();

/** A file that is there whole or not at all; of a device or a pipe, what it is given. */
export interface OutputFile {
  write(bytes: Uint8Array): void;
  /** Writes `text` in UTF-8. */
  writeText(text: string): void;
  /** To be awaited between pieces: lets a slow reader keep up, and signals through. */
  turn(): Promise<void>;
  /** Ends it, still beside its place: what a full disk refuses shows here. */
  close(): Promise<void>;
  /** Puts it in its place, when it is closed. */
  place(): void;
  /** Leaves nothing behind, if it is not in its place yet. */
  discard(): void;
}

/** Where the octets of a file go. */
interface Target extends Omit<OutputFile, 'write' | 'writeText'> {
  /** Takes octets that the caller may overwrite later. */
  put(bytes: Uint8Array): void;
}

/** The name of a descriptor that the program was started with. What it stands for is not to be replaced, even a file. */
const DESCRIPTOR = /^\/(?:dev\/(?:(stdout)|(stderr)|fd\/(\d+))|proc\/self\/fd\/(\d+))$/;

function descriptorOf(path: string): number | undefined {
  const [, out, err, ...numbers] = DESCRIPTOR.exec(path) ?? [];
  if (out !== undefined) return 1;
  if (err !== undefined) return 2;
  const number = numbers.find(one => one !== undefined);
  return number === undefined ? undefined : Number(number);
}

/** Where a symbolic link leads; undefined for what is none. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (['EINVAL', 'ENOENT', 'UNKNOWN'].includes(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}

/** What `path` is in the end a symbolic link to, be it there or not. It stops at the name of a descriptor. */
function followed(path: string): string {
  const link = descriptorOf(path) === undefined ? linkOf(path) : undefined;
  if (link === undefined) return path;
  // Not normalized: '..' behind a link to a folder is above that folder, not above the link.
  return followed(isAbsolute(link) ? link : `${dirname(path)}/${link}`);
}

/** Opens a file beside `path`, under a name that no other file has; calls `failed` where there cannot be one. */
function openBeside(path: string, mode: number, failed: () => void): { partial: string; file: number } {
  for (let n = 0; ; n++) {
    const partial = `${path}.${process.pid}${n === 0 ? '' : `-${n}`}.partial`;
    try {
      return { partial, file: openSync(partial, 'wx', mode) };
    } catch (error) {
      if (errorCode(error) === 'EEXIST') continue;
      failed();
      throw error;
    }
  }
}

/** The places that files will take which are being written. */
const taken = new Set<string>();

/**
 * A file that takes its place, and that of a file which is there, at the end.
 * @param asked the path that leads to `path`
 * @throws Problem where another such file is to be in its place
 */
function besideTarget(asked: string, path: string, mode: number): Target {
  const its = join(realpathSync(dirname(path)), basename(path));
  if (taken.has(its)) throw new Problem(`${asked}: leads to where another output goes, too`);
  let isOpen = true;
  let isOurs = true;
  const discard = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
    if (isOurs) {
      rmSync(partial, { force: true });
      taken.delete(its);
    }
    isOurs = false;
    release();
  };
  // Before there is a file: a signal that came in between would leave it behind. One that is listened for comes behind both.
  const release = undoOnSignal(discard);
  const { partial, file } = openBeside(path, mode, release);
  taken.add(its);
  return {
    put: bytes => {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    },
    turn: () => setImmediate(),
    close: async () => {
      isOpen = false;
      closeSync(file);
    },
    place: () => {
      renameSync(partial, path);
      isOurs = false;
      taken.delete(its);
      release();
    },
    discard,
  };
}

const opened = promisify(open);
const written = promisify(write);

/** Milliseconds to wait where a descriptor that does not block takes no more. */
const FULL = 5;

/** A device or a pipe: octets go into it as they come, and not in a blocking call, which signals would not end. */
async function straightTarget(path: string): Promise<Target> {
  const given = descriptorOf(path);
  if (given !== undefined) fstatSync(given);
  const file = given ?? (await opened(path, constants.O_WRONLY));
  let waiting: Uint8Array[] = [];
  let isOpen = given === undefined;
  let isRead = true;
  const writeOne = async (bytes: Uint8Array): Promise<void> => {
    for (let at = 0; at < bytes.length && isRead; )
      try {
        at += (await written(file, bytes, at)).bytesWritten;
      } catch (error) {
        // A reader that has seen enough, as `head` has, is no error.
        if (errorCode(error) === 'EPIPE') isRead = false;
        else if (errorCode(error) === 'EAGAIN') await setTimeout(FULL);
        else throw error;
      }
  };
  const turn = async (): Promise<void> => {
    const pieces = waiting;
    waiting = [];
    for (const piece of pieces) await writeOne(piece);
  };
  const discard = (): void => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  return {
    put: bytes => waiting.push(bytes.slice()),
    turn,
    close: async () => {
      await turn();
      discard();
    },
    place: () => {},
    discard,
  };
}

/** @throws Problem for a folder, and for what cannot be opened */
async function targetOf(path: string, mode: number): Promise<Target> {
  try {
    const about = statSync(path, { throwIfNoEntry: false });
    if (about?.isDirectory() === true) throw new Problem(`${path}: is a folder, a file is needed`);
    const end = followed(path);
    const isPlain = descriptorOf(end) === undefined && (about === undefined || about.isFile());
    return isPlain ? besideTarget(path, end, mode) : await straightTarget(end);
  } catch (error) {
    throw aboutPath(error, path);
  }
}

/**
 * Writes beside `path` first, so that an interrupted run leaves no half file under that name; where `path` is a symbolic
 * link, beside what it leads to. What is no file, but a device or a pipe, is written into as it is.
 * @param mode of the file, whatever that of one in its place is
 * @throws Problem, as all that it gives does, that names `path`
 */
export async function outputFile(path: string, mode = 0o666): Promise<OutputFile> {
  const target = await targetOf(path, mode);
  const buffer = new Uint8Array(BUFFER);
  let held = 0;
  const told = <T>(step: () => T): T => {
    try {
      return step();
    } catch (error) {
      throw aboutPath(error, path);
    }
  };
  const toldLater = (step: () => Promise<void>): Promise<void> =>
    step().catch(error => {
      throw aboutPath(error, path);
    });
  const flush = (): void => {
    told(() => target.put(buffer.subarray(0, held)));
    held = 0;
  };
  const write = (bytes: Uint8Array): void => {
    if (held + bytes.length > BUFFER) flush();
    if (bytes.length > BUFFER) {
      told(() => target.put(bytes));
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
    turn: () => toldLater(target.turn),
    close: async () => {
      flush();
      await toldLater(target.close);
    },
    place: () => told(target.place),
    discard: () => told(target.discard),
  };
}

/**
 * The file to write that `option` names, as {@link outputFile} gives it.
 * @throws Problem where it is one of the inputs, too
 */
export async function outputOf(
  option: string,
  path: string,
  inputs: readonly string[],
  mode?: number,
): Promise<OutputFile> {
  requireNoInput(option, path, inputs);
  return outputFile(path, mode);
}

/** Writes all of a text, and puts the file in its place. */
export async function writeWhole(file: OutputFile, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) {
    file.writeText(piece);
    await file.turn();
  }
  await file.close();
  file.place();
}
