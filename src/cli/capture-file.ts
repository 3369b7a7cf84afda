import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { captureReader, readCaptureBatches } from '../codecs/capture/capture.js';
import type { Packet } from '../codecs/capture/packet.js';
import { Problem } from './problem.js';
import { progressBar } from './progress.js';

/** Larger chunks are hardly faster, and take more memory until they are collected. */
const CHUNK = 128 * 1024;

/** Octets of a file; undefined for standard input. @throws Problem for what is no file */
async function sizeOf(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  const about = await stat(path);
  if (about.isDirectory()) throw new Problem(`${path}: is a folder, a capture file is needed`);
  return about.size;
}

/**
 * Reads a capture file, or standard input for `-`, packet by packet. On a terminal a bar shows how far it is, where
 * the file is big.
 * @throws DecodeError where it is damaged, after the packets before; Problem for what is no file
 */
export async function readCaptureFile(path: string, onPacket: (packet: Packet) => void): Promise<void> {
  const progress = progressBar(basename(path), (await sizeOf(path)) ?? 0);
  const reader = captureReader(onPacket);
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of source) {
      reader.push(chunk as Uint8Array);
      progress.add((chunk as Uint8Array).length);
    }
    reader.end();
  } finally {
    progress.end();
  }
}

/**
 * The packets of a capture file, or of standard input for `-`, in batches.
 * @throws as {@link readCaptureFile}
 */
export async function* captureBatches(path: string): AsyncGenerator<readonly Packet[], void, undefined> {
  const progress = progressBar(basename(path), (await sizeOf(path)) ?? 0);
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      progress.add((chunk as Uint8Array).length);
      yield chunk as Uint8Array;
    }
  };
  try {
    yield* readCaptureBatches(counted());
  } finally {
    progress.end();
  }
}
