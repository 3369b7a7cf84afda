import { DecodeError, type DecodeErrorDetails } from '../error.js';
import { paddingOf } from '../padding.js';
import type { ByteOrder } from './packet.js';
import type { Option } from './pcapng-option.js';

interface AnyBlock {
  readonly byteOrder: ByteOrder;
  /**
   * How many octets of padding Block Total Length leaves out. It is to be a multiple of 4, but some writers
   * have padded blocks without counting the padding.
   */
  readonly uncounted?: 1 | 2 | 3 | undefined;
}

/** Section Header Block (draft-ietf-opsawg-pcapng, 4.1). */
export interface SectionHeaderBlock extends AnyBlock {
  readonly type: 'SHB';
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** Octets of the section, or 0xffffffffffffffffn if it does not say. */
  readonly sectionLength: bigint;
  readonly options: readonly Option[];
}

/** Interface Description Block (4.2). */
export interface InterfaceDescriptionBlock extends AnyBlock {
  readonly type: 'IDB';
  readonly linkType: number;
  readonly reserved: number;
  /** The most octets captured of a packet; 0 if there is no limit. */
  readonly snapLength: number;
  readonly options: readonly Option[];
}

/** Enhanced Packet Block (4.3), or the Packet Block that it replaces (appendix A). */
export interface PacketBlock extends AnyBlock {
  readonly type: 'EPB' | 'PB';
  /** Counts the interface descriptions of the section from 0. */
  readonly interfaceId: number;
  /** Packets lost since the one before, 65535 if that is not known; in a Packet Block only. */
  readonly dropsCount?: number | undefined;
  /** The upper and the lower 32 bits of the time, in units of the interface. */
  readonly timestampHigh: number;
  readonly timestampLow: number;
  readonly originalLength: number;
  /** Captured Packet Length octets. */
  readonly bytes: Uint8Array;
  /** The padding after `bytes`, unless it is zeros. */
  readonly padding?: Uint8Array | undefined;
  readonly options: readonly Option[];
}

/** Simple Packet Block (4.4). */
export interface SimplePacketBlock extends AnyBlock {
  readonly type: 'SPB';
  readonly originalLength: number;
  /** The rest of the block: the packet and padding. The snap length of the interface tells them apart. */
  readonly data: Uint8Array;
}

/** A block of any other type, unread: name resolution, interface statistics, custom, unknown. */
export interface OtherBlock extends AnyBlock {
  readonly type: 'other';
  readonly code: number;
  readonly body: Uint8Array;
}

/** A block of a pcapng file, octet for octet. */
export type Block =
  | SectionHeaderBlock
  | InterfaceDescriptionBlock
  | PacketBlock
  | SimplePacketBlock
  | OtherBlock;

/** Block types (draft-ietf-opsawg-pcapng, 11.1). */
export const blockCodes = { SHB: 0x0a0d0d0a, IDB: 1, PB: 2, SPB: 3, EPB: 6 } as const;

/** The Byte-Order Magic of a Section Header Block, in the byte order of its section (4.1). */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Octets of the Block Total Length that is repeated at the end of a block. */
export const BLOCK_TRAILER_LENGTH = 4;
/** It takes this much of a block to know its length. In a Section Header Block that includes the byte order. */
export const BLOCK_START_LENGTH = 12;

/**
 * The longest block: an Enhanced Packet Block with the largest D-Bus message and 128 KiB of options. That is
 * Wireshark's limit (wiretap/pcapng.c, MAX_BLOCK_SIZE).
 */
export const MAX_BLOCK_LENGTH = 32 + 128 * 1024 * 1024 + 128 * 1024;

/** Where the fields are, in octets from the start of the block; `end` is where what is variable starts. */
export const blockAt = { type: 0, totalLength: 4, body: 8 } as const;
export const sectionAt = {
  magic: 8,
  majorVersion: 12,
  minorVersion: 14,
  sectionLength: 16,
  end: 24,
} as const;
export const interfaceAt = { linkType: 8, reserved: 10, snapLength: 12, end: 16 } as const;
export const packetAt = {
  interfaceId: 8,
  dropsCount: 10,
  timestampHigh: 12,
  timestampLow: 16,
  capturedLength: 20,
  originalLength: 24,
  end: 28,
} as const;
export const simpleAt = { originalLength: 8, end: 12 } as const;

/** How far a block reaches, and how it is to be read. */
export interface BlockExtent {
  readonly code: number;
  readonly byteOrder: ByteOrder;
  /** Octets in the file. */
  readonly length: number;
  /** Octets of padding that Block Total Length leaves out of them. */
  readonly uncounted: 1 | 2 | 3 | undefined;
}

/** The error that a block is damaged in. */
export const blockError = (
  index: number,
  field: string,
  details: Omit<DecodeErrorDetails, 'format' | 'path' | 'claimedBy'>,
  claimedBy?: string,
): DecodeError => {
  const path = `pcapng.block[${index}]`;
  return new DecodeError({
    format: 'pcapng',
    path: `${path}.${field}`,
    ...details,
    ...(claimedBy === undefined ? {} : { claimedBy: `${path}.${claimedBy}` }),
  });
};

const minLengths: ReadonlyMap<number, number> = /* @__PURE__ */ new Map([
  [blockCodes.SHB, sectionAt.end + BLOCK_TRAILER_LENGTH],
  [blockCodes.IDB, interfaceAt.end + BLOCK_TRAILER_LENGTH],
  [blockCodes.PB, packetAt.end + BLOCK_TRAILER_LENGTH],
  [blockCodes.SPB, simpleAt.end + BLOCK_TRAILER_LENGTH],
  [blockCodes.EPB, packetAt.end + BLOCK_TRAILER_LENGTH],
]);
const MIN_BLOCK_LENGTH = blockAt.body + BLOCK_TRAILER_LENGTH;

/**
 * Reads the first {@link BLOCK_START_LENGTH} octets of the block at `from`.
 * @param order that of the section; a Section Header Block says its own
 * @param index counts the blocks of the file from 0, for errors
 * @param base the offset in the file of `bytes[0]`
 * @throws DecodeError
 */
export function blockExtent(
  view: DataView,
  from: number,
  order: ByteOrder | undefined,
  index: number,
  base: number,
): BlockExtent {
  let byteOrder = order;
  // The type of a Section Header Block reads the same in both byte orders.
  if (view.getUint32(from + blockAt.type) === blockCodes.SHB) {
    const magic = view.getUint32(from + sectionAt.magic);
    if (magic === BYTE_ORDER_MAGIC) byteOrder = 'big';
    else if (view.getUint32(from + sectionAt.magic, true) === BYTE_ORDER_MAGIC) byteOrder = 'little';
    else
      throw blockError(index, 'byteOrderMagic', {
        code: 'value',
        reason: `is 0x${magic.toString(16).padStart(8, '0')}, neither 0x1a2b3c4d nor 0x4d3c2b1a`,
        offset: base + from + sectionAt.magic,
      });
  }
  if (byteOrder === undefined)
    throw blockError(index, 'type', {
      code: 'value',
      reason: 'is no Section Header Block, which a pcapng file starts with',
      offset: base + from,
    });
  const little = byteOrder === 'little';
  const code = view.getUint32(from + blockAt.type, little);
  const totalLength = view.getUint32(from + blockAt.totalLength, little);
  const offset = base + from + blockAt.totalLength;
  const uncounted = paddingOf(totalLength);
  const length = totalLength + uncounted;
  const minimum = minLengths.get(code) ?? MIN_BLOCK_LENGTH;
  if (length < minimum)
    throw blockError(index, 'blockTotalLength', {
      code: 'length',
      reason: `is ${totalLength}, less than the ${minimum} octets of the shortest such block`,
      offset,
    });
  if (length > MAX_BLOCK_LENGTH)
    throw blockError(index, 'blockTotalLength', {
      code: 'length',
      reason: `is ${totalLength}, more than the ${MAX_BLOCK_LENGTH} octets of the longest block`,
      offset,
    });
  return { code, byteOrder, length, uncounted: uncounted === 0 ? undefined : (uncounted as 1 | 2 | 3) };
}

/** Checks the length at the end of a block, whose last four octets are at `at`. @throws DecodeError for another than at its start */
export function checkBlockTrailer(
  { byteOrder, length, uncounted }: BlockExtent,
  view: DataView,
  at: number,
  index: number,
  base: number,
): void {
  const repeated = view.getUint32(at, byteOrder === 'little');
  const totalLength = length - (uncounted ?? 0);
  if (repeated !== totalLength)
    throw blockError(index, 'blockTotalLength', {
      code: 'length',
      reason: `is ${totalLength} at the start of the block and ${repeated} at its end`,
      offset: base + at,
    });
}
