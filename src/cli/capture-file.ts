import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { readCaptureBatches } from '../codecs/capture/capture.js';
import type { Packet } from '../codecs/capture/packet.js';
import { DecodeError } from '../codecs/error.js';
import { Problem } from './problem.js';
import { progressBar } from './progress.js';
import { takeInterrupt } from './signals.js';

/** Larger chunks are hardly faster, and take more memory until they are collected. */
const CHUNK = 128 * 1024;

/** Milliseconds after a signal in which the program that sends a capture can send what it still holds. */
const GRACE = 1000;

/** Octets of a file; undefined for standard input. @throws Problem for what is no file */
async function sizeOf(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  const about = await stat(path);
  if (about.isDirectory()) throw new Problem(`${path}: is a folder, a capture file is needed`);
  return about.size;
}

/** The octets of a capture. */
interface Source {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Whether an error is only that the octets end within a packet, and they end because the user said so. */
  isCut(error: unknown): boolean;
}

function sourceOf(path: string): Source {
  if (path === '-') return isatty(0) ? { chunks: process.stdin, isCut: () => false } : liveSource();
  return { chunks: createReadStream(path, { highWaterMark: CHUNK }), isCut: () => false };
}

/**
 * Standard input, which the first SIGINT or SIGTERM ends: in `tcpdump -w - | lwa-rekey validate -` Ctrl-C goes to both. What
 * tcpdump then still sends is read, too. SIGTERM is what `timeout` sends.
 */
function liveSource(): Source {
  let isReading = false;
  let isInterrupted = false;
  let isEnded = false;
  let end: NodeJS.Timeout | undefined;
  const endSoon = (): void => {
    end = setTimeout(() => process.stdin.destroy(), GRACE);
  };
  const release = takeInterrupt(() => {
    isInterrupted = true;
    if (isReading) endSoon();
  });
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    isReading = true;
    if (isInterrupted) endSoon();
    try {
      yield* process.stdin;
      // A signal that came before the end may be seen after it: in the turn that begins with the second of these at the latest.
      await setImmediate();
      await setImmediate();
    } catch (error) {
      // A stream that is ended from here says that it ended too early.
      if (!isInterrupted) throw error;
    } finally {
      isEnded = true;
      clearTimeout(end);
      release();
    }
  };
  return {
    chunks: chunks(),
    isCut: error =>
      isInterrupted &&
      isEnded &&
      error instanceof DecodeError &&
      error.code === 'truncated' &&
      // Where not even that came there is no capture.
      error.path !== 'capture.magic',
  };
}

/**
 * The packets of a capture file, or of standard input for `-`, in batches. From this call on SIGINT and SIGTERM end standard input.
 * On a terminal a bar shows how far it is, where the file is big.
 * @throws (as batches are taken) DecodeError where it is damaged, after the packets before; Problem for what is no file
 */
export function captureBatches(path: string): AsyncGenerator<readonly Packet[], void, undefined> {
  return batchesOf(path, path === '-' ? sourceOf(path) : undefined);
}

async function* batchesOf(
  path: string,
  opened: Source | undefined,
): AsyncGenerator<readonly Packet[], void, undefined> {
  const progress = progressBar(basename(path), (await sizeOf(path)) ?? 0);
  const { chunks, isCut } = opened ?? sourceOf(path);
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      progress.add(chunk.length);
      yield chunk;
    }
  };
  try {
    yield* readCaptureBatches(counted());
  } catch (error) {
    if (!isCut(error)) throw error;
  } finally {
    progress.end();
  }
}
