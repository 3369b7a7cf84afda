import { concat } from '../concat.js';
import { type Decoded, DecodeError, type DecodeOptions, type LaxList } from '../error.js';
import { toHex } from '../hex.js';
import { isOctets, requireOctets } from '../is-octets.js';
import { GZIP, gzipSink, isGzip } from './gzip.js';
import type { InterfaceOptions, Packet } from './packet.js';
import { pcapMagicOf } from './pcap.js';
import { pcapSink } from './pcap-reader.js';
import { blockCodes } from './pcapng.js';
import { pcapngSink } from './pcapng-reader.js';
import type { Sink } from './units.js';

/**
 * What is needed of a `ReadableStream`, as `file.stream()` and the `body` of a response are. Not every browser lets a `for await`
 * loop over one: in Safari it has no `Symbol.asyncIterator`.
 */
export interface CaptureStream {
  getReader(): {
    read(): Promise<
      { readonly done: false; readonly value: Uint8Array } | { readonly done: true; readonly value?: unknown }
    >;
    cancel(): Promise<unknown>;
    releaseLock(): void;
  };
}

/** A capture file as it comes: a `File` or `Blob`, chunks that nobody overwrites later, or all of it at once. */
export type CaptureSource =
  | { stream(): CaptureStream }
  | CaptureStream
  | AsyncIterable<Uint8Array>
  | Iterable<Uint8Array>
  | Uint8Array;

/** What is wanted of a capture file beside its packets. */
export interface CaptureOptions {
  /**
   * Is called with what the file says of each interface, in the order of their numbers, and before any packet of it is given out. A
   * writer takes it as it is: its resolution is as fine as the times of the packets are, or finer. A pcap file has one interface.
   */
  readonly onInterface?: ((described: InterfaceOptions) => void) | undefined;
}

/** Reads a capture file that is pushed into it. */
export interface CaptureReader {
  /**
   * Reads on, and gives out each packet that `chunk` completes.
   * @throws DecodeError where the file is damaged, after all packets before; again at every further call
   */
  push(chunk: Uint8Array): void;
  /**
   * Says that the file ends here.
   * @throws DecodeError if that is within a packet, or there has been no file at all
   */
  end(): void;
}

const MAGIC_LENGTH = 4;

/** Other formats that are met with where a capture is expected, by the octets that they start with. */
const others: readonly (readonly [string, string])[] = [
  ['28b52ffd', 'zstd, to be decompressed first'],
  ['04224d18', 'lz4, to be decompressed first'],
  ['425a68', 'bzip2, to be decompressed first'],
  ['fd377a58', 'xz, to be decompressed first'],
  ['504b0304', 'zip, to be unpacked first'],
  ['736e6f6f', 'snoop, to be converted (editcap -F pcapng)'],
  ['7f766572', 'OmniPeek, to be converted (editcap -F pcapng)'],
  ['53514c69', 'SQLite, as Kismet logs, to be converted (kismetdb_to_pcap)'],
  ['0a0d0a', 'pcapng that a transfer in text mode has spoilt'],
  ['0d0d0a', 'pcapng that a transfer in text mode has spoilt'],
];

type OnInterface = (described: InterfaceOptions) => void;

/** The reader for a file that starts with `head`. */
function sinkFor(
  head: Uint8Array,
  onPacket: (packet: Packet) => void,
  onInterface: OnInterface,
  mayBeGzip: boolean,
): Sink {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (pcapMagicOf(head) !== undefined) return pcapSink(onPacket, onInterface);
  if (view.getUint32(0) === blockCodes.SHB) return pcapngSink(onPacket, onInterface);
  if (mayBeGzip && isGzip(head)) return gzipSink(sniffingSink(onPacket, onInterface, false));
  const start = toHex(head.subarray(0, MAGIC_LENGTH));
  const other = isGzip(head) ? 'gzip within gzip' : others.find(([magic]) => start.startsWith(magic))?.[1];
  throw new DecodeError({
    code: 'unsupported',
    format: 'capture',
    path: 'capture.magic',
    offset: 0,
    reason:
      `is ${start}${other === undefined ? '' : ` (${other})`}; pcap starts with a1b2c3d4, a1b23c4d or a1b2cd34 ` +
      'in either byte order, pcapng with 0a0d0d0a, either of them in gzip with 1f8b',
  });
}

/** Reads a file in the format that its first octets tell. */
function sniffingSink(
  onPacket: (packet: Packet) => void,
  onInterface: OnInterface,
  mayBeGzip: boolean,
): Sink {
  let head: Uint8Array = new Uint8Array(0);
  let sink: Sink | undefined;
  return {
    push: chunk => {
      if (sink !== undefined) return sink.push(chunk);
      head = head.length === 0 ? chunk : concat([head, chunk]);
      if (head.length < MAGIC_LENGTH) return;
      sink = sinkFor(head, onPacket, onInterface, mayBeGzip);
      sink.push(head);
    },
    end: () => {
      if (sink !== undefined) return sink.end();
      throw new DecodeError({
        code: 'truncated',
        format: 'capture',
        path: 'capture.magic',
        offset: 0,
        required: MAGIC_LENGTH,
        available: head.length,
      });
    },
  };
}

/**
 * A reader of capture files: pcap (both byte orders, microseconds and nanoseconds, the modified, AIX, Nokia and
 * Ixia variants), pcapng, and either of them compressed with gzip. It holds no more of the file than the
 * packet that a chunk cuts off (of some pcap files the first three packets, which tell the variant).
 *
 * Offsets in its errors are from the start of the file; where that is in gzip, from the start of the
 * decompressed octets, except in errors of gzip itself.
 * @param onPacket is called for each packet in the order of the file
 */
export function captureReader(
  onPacket: (packet: Packet) => void,
  options: CaptureOptions = {},
): CaptureReader {
  const { onInterface = () => {} } = options;
  const sink = sniffingSink(onPacket, onInterface, true);
  let failed: { readonly error: unknown } | undefined;
  const guard = (step: () => void): void => {
    if (failed !== undefined) throw failed.error;
    try {
      step();
    } catch (error) {
      failed = { error };
      throw error;
    }
  };
  const push = (chunk: Uint8Array): void => {
    requireOctets(chunk);
    guard(() => sink.push(chunk));
  };
  return { push, end: () => guard(() => sink.end()) };
}

/** Octets in memory are read in pieces of this size, so that a batch of packets stays small. */
const PIECE = 256 * 1024;

/** Chunks in gzip are read in smaller ones, each of which may stand for a thousand times as many octets. */
const PACKED_PIECE = 4096;

/** The chunks of `stream`, which is cancelled if they are not wanted to the end, and free again in any case. */
async function* chunksOfStream(stream: CaptureStream): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  let isOpen = false;
  try {
    for (;;) {
      isOpen = false;
      const { done, value } = await reader.read();
      if (done) return;
      isOpen = true;
      yield value;
    }
  } finally {
    const cancelled = isOpen ? reader.cancel() : undefined;
    reader.releaseLock();
    await cancelled;
  }
}

async function* chunksOf(source: CaptureSource): AsyncGenerator<Uint8Array> {
  if (isOctets(source))
    for (let at = 0; at < source.length; at += PIECE) yield source.subarray(at, at + PIECE);
  else {
    // An ArrayBuffer: the error says what is wanted.
    if (typeof source !== 'object' || source === null) requireOctets(source);
    if ('stream' in source) yield* chunksOfStream(source.stream());
    else if ('getReader' in source) yield* chunksOfStream(source);
    else {
      if (!(Symbol.asyncIterator in source || Symbol.iterator in source)) requireOctets(source);
      yield* source;
    }
  }
}

/**
 * The packets of a capture file in batches, one for each chunk that completes any (of gzip several): the fast way to read one
 * asynchronously. See {@link captureReader} for what it reads.
 * @throws DecodeError where the file is damaged, after the batch of the packets before
 */
export async function* readCaptureBatches(
  source: CaptureSource,
  options?: CaptureOptions,
): AsyncGenerator<Packet[], void, undefined> {
  let batch: Packet[] = [];
  const reader = captureReader(packet => batch.push(packet), options);
  const step = function* (read: () => void): Generator<Packet[], void, undefined> {
    batch = [];
    let failed: { readonly error: unknown } | undefined;
    try {
      read();
    } catch (error) {
      failed = { error };
    }
    if (batch.length > 0) yield batch;
    if (failed !== undefined) throw failed.error;
  };
  let first: number | undefined;
  for await (const chunk of chunksOf(source)) {
    requireOctets(chunk);
    first ??= chunk[0];
    // No other format begins with that octet.
    const length = first === GZIP ? PACKED_PIECE : chunk.length;
    for (let at = 0; at < chunk.length; at += length)
      yield* step(() => reader.push(chunk.subarray(at, at + length)));
  }
  yield* step(() => reader.end());
}

/**
 * The packets of a capture file one by one. {@link readCaptureBatches} and {@link captureReader} give the same
 * packets several times as fast.
 * @throws DecodeError where the file is damaged, after all packets before
 */
export async function* readCapture(
  source: CaptureSource,
  options?: CaptureOptions,
): AsyncGenerator<Packet, void, undefined> {
  for await (const batch of readCaptureBatches(source, options)) yield* batch;
}

/**
 * With options: under `lax` the packets up to where the file is damaged, and that error.
 * @throws DecodeError without `lax`
 */
export function decodeCapture<L extends boolean = false>(
  bytes: Uint8Array,
  options?: DecodeOptions<L> & CaptureOptions,
): Decoded<L, Packet[], LaxList<Packet>>;
/**
 * The packets of a capture file that is in memory. See {@link captureReader} for what it reads.
 * @throws DecodeError where the file is damaged
 */
export function decodeCapture(bytes: Uint8Array): Packet[];
export function decodeCapture(
  bytes: Uint8Array,
  options?: DecodeOptions & CaptureOptions,
): Packet[] | LaxList<Packet> {
  const value: Packet[] = [];
  const reader = captureReader(packet => value.push(packet), options);
  try {
    reader.push(bytes);
    reader.end();
  } catch (error) {
    if (options?.lax === true && error instanceof DecodeError) return { value, error };
    throw error;
  }
  return options?.lax === true ? { value } : value;
}
