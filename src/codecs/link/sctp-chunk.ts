import { DecodeError, EncodeError, nested } from '../error.js';
import { type Layout, layout, rest, u16be, u32be } from '../layout/index.js';
import {
  arrayOf,
  fault,
  get16,
  get32,
  integer,
  need,
  objectsOf,
  octetsOf,
  put16,
  put32,
  refuseTrailing,
} from './octets.js';
import { isZero, padding, parameters } from './sctp-parameter.js';

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
const sackLists = /* @__PURE__ */ layout('SACK', {
  cumulativeTsnAck: u32be,
  advertisedReceiverWindowCredit: u32be,
  numberOfGapAckBlocks: u16be,
  numberOfDuplicateTsns: u16be,
  lists: rest,
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
type BodyCodec<V> = { decode(bytes: Uint8Array): V; encode(value: V): Uint8Array };

const sack: BodyCodec<SackBody> = {
  decode: bytes => {
    const {
      cumulativeTsnAck,
      advertisedReceiverWindowCredit,
      numberOfGapAckBlocks,
      numberOfDuplicateTsns,
      lists,
    } = sackLists.decode(bytes);
    const start = bytes.length - lists.length;
    const middle = start + 4 * numberOfGapAckBlocks;
    const end = middle + 4 * numberOfDuplicateTsns;
    need(bytes, start, middle - start, 'SACK', 'gapAckBlocks', 'numberOfGapAckBlocks');
    need(bytes, middle, end - middle, 'SACK', 'duplicateTsns', 'numberOfDuplicateTsns');
    refuseTrailing(bytes, end, 'SACK');
    const gapAckBlocks: GapAckBlock[] = [];
    for (let at = start; at < middle; at += 4)
      gapAckBlocks.push({ start: get16(bytes, at), end: get16(bytes, at + 2) });
    const duplicateTsns: number[] = [];
    for (let at = middle; at < end; at += 4) duplicateTsns.push(get32(bytes, at));
    return { cumulativeTsnAck, advertisedReceiverWindowCredit, gapAckBlocks, duplicateTsns };
  },
  encode: value => {
    const blocks = objectsOf(value.gapAckBlocks, 'SACK.gapAckBlocks');
    const duplicates = arrayOf(value.duplicateTsns, 'SACK.duplicateTsns');
    const lists = new Uint8Array(4 * (blocks.length + duplicates.length));
    blocks.forEach(({ start, end }, i) => {
      put16(lists, 4 * i, integer(start, `SACK.gapAckBlocks[${i}].start`, 0xffff));
      put16(lists, 4 * i + 2, integer(end, `SACK.gapAckBlocks[${i}].end`, 0xffff));
    });
    duplicates.forEach((tsn, i) => {
      put32(lists, 4 * (blocks.length + i), integer(tsn, `SACK.duplicateTsns[${i}]`, 0xffffffff));
    });
    return sackLists.encode({
      cumulativeTsnAck: value.cumulativeTsnAck,
      advertisedReceiverWindowCredit: value.advertisedReceiverWindowCredit,
      numberOfGapAckBlocks: blocks.length,
      numberOfDuplicateTsns: duplicates.length,
      lists,
    });
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
type Body<C> = C extends { body: Layout<infer V> } ? V : C extends { body: BodyCodec<infer V> } ? V : never;

interface ChunkCommon<Name extends string> {
  readonly chunk: Name;
  /** The flags octet, reserved bits included; 0 if left out. DATA: see {@link SCTP_DATA_FLAG}; ABORT, SHUTDOWN COMPLETE: 1 is T. */
  readonly flags?: number;
  /** What pads it to a multiple of 4 octets; left out where zeros do. */
  readonly padding?: Uint8Array;
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

const decodeBody = (
  name: ChunkName,
  body: Uint8Array,
  format: string,
  path: string,
  offset: number,
): object => {
  try {
    return CHUNKS[name].body.decode(body);
  } catch (error) {
    throw error instanceof DecodeError ? nested(claimedByLength(error), format, path, offset) : error;
  }
};

/** Reads the chunk at `offset` of a packet, and says where it and its padding end. */
export function readChunk(
  bytes: Uint8Array,
  offset: number,
  format: string,
  index: number,
): { readonly chunk: SctpChunk; readonly end: number } {
  const field = `chunks[${index}]`;
  const path = `${format}.${field}`;
  need(bytes, offset, HEADER, format, field);
  const type = bytes[offset]!;
  const flags = bytes[offset + 1]!;
  const length = get16(bytes, offset + 2);
  if (length < HEADER)
    throw fault(
      format,
      `${field}.length`,
      offset + 2,
      'length',
      `is ${length}, less than the ${HEADER} of every chunk`,
    );
  need(bytes, offset, length, format, field, `${field}.length`);
  const end = offset + length + padding(length);
  need(bytes, offset + length, end - offset - length, format, `${field}.padding`, `${field}.length`);
  const value = bytes.subarray(offset + HEADER, offset + length);
  const pad = bytes.subarray(offset + length, end);
  const kept = isZero(pad) ? undefined : { padding: pad };
  const name = NAMES.get(type);
  if (name === undefined) return { chunk: { chunk: 'unknown', type, flags, value, ...kept }, end };
  const body = decodeBody(name, value, format, path, offset + HEADER);
  if (name === 'DATA' && length === HEADER + data.fixedSize)
    throw fault(format, `${field}.length`, offset + 2, 'length', `is ${length}: there is no user data`);
  return { chunk: Object.assign({ chunk: name, flags }, body, kept) as SctpChunk, end };
}

/** A chunk on its way into a packet. */
export interface ChunkOctets {
  readonly type: number;
  readonly flags: number;
  /** What is behind the length. */
  readonly body: Uint8Array;
  readonly padding: Uint8Array | undefined;
  /** Octets with header and padding. */
  readonly size: number;
}

const encodeBody = (chunk: SctpChunk, path: string): Uint8Array => {
  if (chunk.chunk === 'unknown') return octetsOf(chunk.value, `${path}.value`);
  if (!Object.hasOwn(CHUNKS, chunk.chunk))
    throw new EncodeError(`${path}.chunk`, `is to be unknown or one of ${Object.keys(CHUNKS).join(', ')}`);
  const codec: { encode(value: never): Uint8Array } = CHUNKS[chunk.chunk].body;
  try {
    return codec.encode(chunk as never);
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    const field = error.path.indexOf('.');
    throw new EncodeError(path + error.path.slice(field), error.message.slice(error.path.length + 2));
  }
};

/** The octets of a chunk but for its header and padding, and the size of all of it. @throws EncodeError */
export function measureChunk(chunk: SctpChunk, path: string): ChunkOctets {
  const body = encodeBody(chunk, path);
  const length = HEADER + body.length;
  if (length > 0xffff) throw new EncodeError(path, 'is to be at most 65535 octets');
  if (chunk.chunk === 'DATA' && chunk.userData.length === 0)
    throw new EncodeError(`${path}.userData`, 'is to be at least 1 octet');
  const type =
    chunk.chunk === 'unknown' ? integer(chunk.type, `${path}.type`, 0xff) : CHUNKS[chunk.chunk].type;
  const pad =
    chunk.padding === undefined ? undefined : octetsOf(chunk.padding, `${path}.padding`, padding(length));
  const flags = integer(chunk.flags ?? 0, `${path}.flags`, 0xff);
  return { type, flags, body, padding: pad, size: length + padding(length) };
}

/** Writes a chunk at `offset` of a packet that has room for it. */
export function writeChunk(bytes: Uint8Array, offset: number, chunk: ChunkOctets): void {
  const length = HEADER + chunk.body.length;
  bytes[offset] = chunk.type;
  bytes[offset + 1] = chunk.flags;
  put16(bytes, offset + 2, length);
  bytes.set(chunk.body, offset + HEADER);
  if (chunk.padding !== undefined) bytes.set(chunk.padding, offset + length);
}
