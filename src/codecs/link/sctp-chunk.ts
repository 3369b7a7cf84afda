import { arrayOf, integer, isNameIn, objectsOf, octetsOf } from '../check.js';
import { fault, need } from '../decoder.js';
import { DecodeError, EncodeError, nested, reasonIn } from '../error.js';
import { Cursor, type Infer, type Layout, layout, rest, u16be, u32be } from '../layout/index.js';
import type { OctetWriter } from '../layout/octet-writer.js';
import { get16, get32, put16, put32 } from '../layout/octets.js';
import { isZero, paddingOf } from '../padding.js';
import { parameters } from './sctp-parameter.js';

/** Bits in the flags of a DATA chunk (RFC 9260, 3.3.1). A message in one chunk has both of the first two. */
export const SCTP_DATA_FLAG = { ending: 1, beginning: 2, unordered: 4, immediate: 8 } as const;

const data = /* @__PURE__ */ layout('DATA', {
  tsn: u32be,
  streamIdentifier: u16be,
  streamSequenceNumber: u16be,
  payloadProtocolIdentifier: u32be,
  userData: rest,
});
const init = /* @__PURE__ */ layout('INIT', {
  initiateTag: u32be,
  advertisedReceiverWindowCredit: u32be,
  numberOfOutboundStreams: u16be,
  numberOfInboundStreams: u16be,
  initialTsn: u32be,
  parameters,
});
const sackHead = /* @__PURE__ */ layout('SACK', {
  cumulativeTsnAck: u32be,
  advertisedReceiverWindowCredit: u32be,
  numberOfGapAckBlocks: u16be,
  numberOfDuplicateTsns: u16be,
});
const heartbeat = /* @__PURE__ */ layout('HEARTBEAT', { parameters });
const errors = /* @__PURE__ */ layout('ERROR', { causes: parameters });
const shutdown = /* @__PURE__ */ layout('SHUTDOWN', { cumulativeTsnAck: u32be });
const cookieEcho = /* @__PURE__ */ layout('COOKIE ECHO', { cookie: rest });
const empty = /* @__PURE__ */ layout('Chunk', {});

/** A run of TSNs that arrived behind a gap, as offsets from the cumulative TSN ack (RFC 9260, 3.3.4). */
export interface GapAckBlock {
  readonly start: number;
  readonly end: number;
}

/** What a SACK chunk says. */
export interface SackBody {
  readonly cumulativeTsnAck: number;
  readonly advertisedReceiverWindowCredit: number;
  readonly gapAckBlocks: readonly GapAckBlock[];
  readonly duplicateTsns: readonly number[];
}

/** A layout, or what does its work. */
type BodyCodec<V> = Pick<Layout<V>, 'format' | 'readInto' | 'measure' | 'write'>;

const sack: BodyCodec<SackBody> = {
  format: 'SACK',
  readInto: (value, at) => {
    const head: Record<string, unknown> = {};
    sackHead.readInto(head, at);
    const { cumulativeTsnAck, advertisedReceiverWindowCredit, numberOfGapAckBlocks, numberOfDuplicateTsns } =
      head as Infer<typeof sackHead>;
    at.name = 'gapAckBlocks';
    const blocksAt = at.take(4 * numberOfGapAckBlocks, 'numberOfGapAckBlocks');
    at.name = 'duplicateTsns';
    const duplicatesAt = at.take(4 * numberOfDuplicateTsns, 'numberOfDuplicateTsns');
    const gapAckBlocks: GapAckBlock[] = [];
    for (let i = blocksAt; i < duplicatesAt; i += 4)
      gapAckBlocks.push({ start: get16(at.bytes, i), end: get16(at.bytes, i + 2) });
    const duplicateTsns: number[] = [];
    for (let i = duplicatesAt; i < at.offset; i += 4) duplicateTsns.push(get32(at.bytes, i));
    value.cumulativeTsnAck = cumulativeTsnAck;
    value.advertisedReceiverWindowCredit = advertisedReceiverWindowCredit;
    value.gapAckBlocks = gapAckBlocks;
    value.duplicateTsns = duplicateTsns;
  },
  measure: value => {
    const blocks = objectsOf(value.gapAckBlocks, 'SACK.gapAckBlocks');
    const duplicates = arrayOf(value.duplicateTsns, 'SACK.duplicateTsns');
    blocks.forEach(({ start, end }, i) => {
      integer(start, `SACK.gapAckBlocks[${i}].start`, 0xffff);
      integer(end, `SACK.gapAckBlocks[${i}].end`, 0xffff);
    });
    duplicates.forEach((tsn, i) => {
      integer(tsn, `SACK.duplicateTsns[${i}]`, 0xffffffff);
    });
    return sackHead.fixedSize + 4 * (blocks.length + duplicates.length);
  },
  write: (bytes, offset, value) => {
    const { cumulativeTsnAck, advertisedReceiverWindowCredit, gapAckBlocks, duplicateTsns } = value;
    sackHead.write(bytes, offset, {
      cumulativeTsnAck,
      advertisedReceiverWindowCredit,
      numberOfGapAckBlocks: gapAckBlocks.length,
      numberOfDuplicateTsns: duplicateTsns.length,
    });
    let at = offset + sackHead.fixedSize;
    for (const { start, end } of gapAckBlocks) {
      put16(bytes, at, start);
      put16(bytes, at + 2, end);
      at += 4;
    }
    for (const tsn of duplicateTsns) {
      put32(bytes, at, tsn);
      at += 4;
    }
  },
};

/** The chunks of RFC 9260, 3.3, by name: type number, and what is behind the length. */
const CHUNKS = {
  DATA: { type: 0, body: data },
  INIT: { type: 1, body: init },
  'INIT ACK': { type: 2, body: init },
  SACK: { type: 3, body: sack },
  HEARTBEAT: { type: 4, body: heartbeat },
  'HEARTBEAT ACK': { type: 5, body: heartbeat },
  ABORT: { type: 6, body: errors },
  SHUTDOWN: { type: 7, body: shutdown },
  'SHUTDOWN ACK': { type: 8, body: empty },
  ERROR: { type: 9, body: errors },
  'COOKIE ECHO': { type: 10, body: cookieEcho },
  'COOKIE ACK': { type: 11, body: empty },
  'SHUTDOWN COMPLETE': { type: 14, body: empty },
} as const;

type ChunkName = keyof typeof CHUNKS;
type Body<C> = C extends { body: BodyCodec<infer V> } ? V : never;

interface ChunkCommon<Name extends string> {
  readonly chunk: Name;
  /** The flags octet, reserved bits included; 0 if left out. DATA: see {@link SCTP_DATA_FLAG}; ABORT, SHUTDOWN COMPLETE: 1 is T. */
  readonly flags?: number | undefined;
  /** What pads it to a multiple of 4 octets; left out where zeros do. */
  readonly padding?: Uint8Array | undefined;
}

/** A chunk of a type that is not one of RFC 9260, 3.3: kept as it is. */
export interface UnknownSctpChunk extends ChunkCommon<'unknown'> {
  readonly type: number;
  readonly value: Uint8Array;
}

/** A chunk: `chunk` is its name as RFC 9260 writes it. */
export type SctpChunk =
  | { [N in ChunkName]: ChunkCommon<N> & Readonly<Body<(typeof CHUNKS)[N]>> }[ChunkName]
  | UnknownSctpChunk;

const NAMES: ReadonlyMap<number, ChunkName> = /* @__PURE__ */ new Map(
  (Object.keys(CHUNKS) as ChunkName[]).map(name => [CHUNKS[name].type, name]),
);

const HEADER = 4;

/** The chunk's own length claims what its fields lack. */
const claimedByLength = (error: DecodeError): DecodeError =>
  error.code === 'truncated' && error.claimedBy === undefined
    ? new DecodeError({ ...error.details, claimedBy: `${error.format}.length` })
    : error;

/** What errors call the chunk numbered `index`, or a field of it. */
const fieldOf = (index: number, name = ''): string => `chunks[${index}]${name}`;

/** Reads the chunk at `offset` of a packet into `chunks`, and says where it and its padding end. */
export function readChunk(chunks: SctpChunk[], bytes: Uint8Array, offset: number, format: string): number {
  const index = chunks.length;
  if (bytes.length - offset < HEADER) need(bytes, offset, HEADER, format, fieldOf(index));
  const type = bytes[offset]!;
  const flags = bytes[offset + 1]!;
  const length = get16(bytes, offset + 2);
  if (length < HEADER)
    throw fault(
      format,
      fieldOf(index, '.length'),
      offset + 2,
      'length',
      `is ${length}, less than the ${HEADER} of every chunk`,
    );
  const fieldsEnd = offset + length;
  const end = fieldsEnd + paddingOf(length);
  if (end > bytes.length) {
    need(bytes, offset, length, format, fieldOf(index), fieldOf(index, '.length'));
    need(bytes, fieldsEnd, end - fieldsEnd, format, fieldOf(index, '.padding'), fieldOf(index, '.length'));
  }
  const name = NAMES.get(type);
  const chunk: Record<string, unknown> =
    name === undefined
      ? { chunk: 'unknown', type, flags, value: bytes.subarray(offset + HEADER, fieldsEnd) }
      : { chunk: name, flags };
  if (name !== undefined) {
    const { body } = CHUNKS[name];
    const at = new Cursor(body.format, bytes, offset + HEADER, fieldsEnd);
    try {
      body.readInto(chunk, at);
      at.refuseTrailing();
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw nested(claimedByLength(error), format, `${format}.${fieldOf(index)}`, at.start);
    }
    if (name === 'DATA' && length === HEADER + data.fixedSize)
      throw fault(
        format,
        fieldOf(index, '.length'),
        offset + 2,
        'length',
        `is ${length}: there is no user data`,
      );
  }
  if (!isZero(bytes, fieldsEnd, end)) chunk.padding = bytes.subarray(fieldsEnd, end);
  chunks.push(chunk as unknown as SctpChunk);
  return end;
}

/** The body of a chunk that is kept as it is. */
const unknownBody: Pick<BodyCodec<UnknownSctpChunk>, 'measure' | 'write'> = {
  measure: ({ value }) => octetsOf(value, 'unknown.value').length,
  write: (bytes, offset, { value }) => bytes.set(value, offset),
};

/** What writes the body of `chunk`. */
const bodyFormat = (chunk: SctpChunk, path: string): Pick<BodyCodec<SctpChunk>, 'measure' | 'write'> => {
  if (chunk.chunk === 'unknown') return unknownBody as BodyCodec<never>;
  if (!isNameIn(CHUNKS, chunk.chunk))
    throw new EncodeError(`${path}.chunk`, `is to be unknown or one of ${Object.keys(CHUNKS).join(', ')}`);
  return CHUNKS[chunk.chunk].body as BodyCodec<never>;
};

/**
 * Writes a chunk with its padding.
 * @param path its place, for errors
 * @throws EncodeError
 */
export function writeChunk(to: OctetWriter, chunk: SctpChunk, path: string): void {
  const format = bodyFormat(chunk, path);
  const start = to.reserve(HEADER);
  try {
    const at = to.reserve(format.measure(chunk));
    format.write(to.bytes, at, chunk);
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    throw new EncodeError(path + error.path.slice(error.path.indexOf('.')), reasonIn(error));
  }
  const length = to.length - start;
  if (length > 0xffff) throw new EncodeError(path, 'is to be at most 65535 octets');
  if (chunk.chunk === 'DATA' && chunk.userData.length === 0)
    throw new EncodeError(`${path}.userData`, 'is to be at least 1 octet');
  const type =
    chunk.chunk === 'unknown' ? integer(chunk.type, `${path}.type`, 0xff) : CHUNKS[chunk.chunk].type;
  const end = to.reserve(paddingOf(length));
  if (chunk.padding !== undefined)
    to.bytes.set(octetsOf(chunk.padding, `${path}.padding`, paddingOf(length)), end);
  to.bytes[start] = type;
  to.bytes[start + 1] = integer(chunk.flags ?? 0, `${path}.flags`, 0xff);
  put16(to.bytes, start + 2, length);
}
