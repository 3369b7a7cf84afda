import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { captureReader } from '../codecs/capture/capture.js';
import type { Packet } from '../codecs/capture/packet.js';
import { Problem } from './problem.js';

/** Larger chunks are hardly faster, and take more memory until they are collected. */
const CHUNK = 128 * 1024;

/**
 * Reads a capture file, or standard input for `-`, packet by packet.
 * @throws DecodeError where it is damaged, after the packets before; Problem for what is no file
 */
export async function readCaptureFile(path: string, onPacket: (packet: Packet) => void): Promise<void> {
  if (path !== '-' && (await stat(path)).isDirectory())
    throw new Problem(`${path}: is a folder, a capture file is needed`);
  const reader = captureReader(onPacket);
  const source = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  for await (const chunk of source) reader.push(chunk as Uint8Array);
  reader.end();
}
