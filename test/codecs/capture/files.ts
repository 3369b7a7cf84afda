import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { captureReader, type Packet } from '../../../src/codecs/capture/index.js';
import { DecodeError } from '../../../src/codecs/error.js';
import { toHex } from '../../../src/codecs/hex.js';
import { tshark } from '../../wireshark.js';

const captures = new URL('../../../fixtures/captures/', import.meta.url);

/** The path of a fixture: `pcapng/test001.pcapng`. */
export const fixturePath = (name: string): string => new URL(name, captures).pathname;
export const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(fixturePath(name)));

export const pcapngNames = readdirSync(fixturePath('pcapng'))
  .filter(name => name.endsWith('.pcapng'))
  .sort()
  .map(name => `pcapng/${name}`);
export const pcapNames = readdirSync(fixturePath(''))
  .filter(name => name.endsWith('.pcap'))
  .sort();

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));

/** Reads a file in chunks of `size` octets; anything but a DecodeError fails the test. */
export function readIn(bytes: Uint8Array, size = bytes.length): { packets: Packet[]; error?: DecodeError } {
  const packets: Packet[] = [];
  const reader = captureReader(packet => packets.push(packet));
  try {
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.slice(at, at + size));
    reader.end();
  } catch (error) {
    if (error instanceof DecodeError) return { packets, error };
    throw error;
  }
  return { packets };
}

/** The error that reading `bytes` ends in. */
export function errorOf(bytes: Uint8Array): DecodeError {
  const { error } = readIn(bytes);
  if (error === undefined) throw new Error('was read without an error');
  return error;
}

/** Puts octets in a file that is there until the test ends, and returns its path. */
export function temporary(name: string, bytes: Uint8Array): string {
  const directory = mkdtempSync(join(tmpdir(), 'capture-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, name);
  writeFileSync(path, bytes);
  return path;
}

/** Nanoseconds as tshark prints frame.time_epoch. */
export const epoch = (time: bigint): string =>
  `${time / 1_000_000_000n}.${(time % 1_000_000_000n).toString().padStart(9, '0')}`;

/** The same of what tshark prints in JSON, which since Wireshark 4.6 is a date. */
const epochOf = (text: string): string => {
  const [, second, fraction] = /^(.*T.*)\.(\d+)Z$/.exec(text) ?? [];
  return second === undefined ? text : `${Date.parse(`${second}Z`) / 1000}.${fraction}`;
};

/** Number, length, captured length, time and octets of each frame that tshark finds in a file. */
export const tsharkFrames = (path: string): string[][] => {
  const found = JSON.parse(tshark(['-r', path, '-T', 'json', '-x', '-j', 'frame'])) as {
    _source: { layers: { frame: Record<string, string>; frame_raw: [string] } };
  }[];
  return found.map(({ _source: { layers } }) => [
    layers.frame['frame.number']!,
    layers.frame['frame.len']!,
    layers.frame['frame.cap_len']!,
    epochOf(layers.frame['frame.time_epoch'] ?? ''),
    layers.frame_raw[0],
  ]);
};

/** The same of packets that were read; those of Simple Packet Blocks, without a time, have none here either. */
export const ownFrames = (packets: readonly Packet[], timeless = false): string[][] =>
  packets.map(packet => [
    `${packet.frame}`,
    `${packet.originalLength}`,
    `${packet.bytes.length}`,
    timeless ? '' : epoch(packet.time),
    toHex(packet.bytes),
  ]);
