import { integer, isNameIn, objectOf, objectsOf, octetsOf } from '../check.js';
import { EncodeError } from '../error.js';
import { requireOctets } from '../is-octets.js';
import {
  put16 as put16be,
  put16le,
  put32 as put32be,
  put32le,
  put64 as put64be,
  put64le,
} from '../layout/octets.js';
import { isZero, paddingOf } from '../padding.js';
import { requireByteOrder } from './packet.js';
import {
  BLOCK_START_LENGTH,
  BLOCK_TRAILER_LENGTH,
  type Block,
  type BlockExtent,
  BYTE_ORDER_MAGIC,
  blockAt,
  blockCodes,
  blockError,
  blockExtent,
  checkBlockTrailer,
  interfaceAt,
  MAX_BLOCK_LENGTH,
  packetAt,
  sectionAt,
  simpleAt,
} from './pcapng.js';
import { decodeOptions, type Option, optionsLength, writeOptions } from './pcapng-option.js';

/**
 * Reads the whole block of `extent` that is at `from` (draft-ietf-opsawg-pcapng, 4).
 * @param index counts the blocks of the file from 0, for errors
 * @param base the offset in the file of `bytes[0]`
 * @throws DecodeError
 */
export function decodeBlock(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  extent: BlockExtent,
  index: number,
  base: number,
): Block {
  const { code, byteOrder, length, uncounted } = extent;
  const little = byteOrder === 'little';
  const end = from + length - BLOCK_TRAILER_LENGTH;
  checkBlockTrailer(extent, view, end, index, base);

  switch (code) {
    case blockCodes.SHB:
      return {
        type: 'SHB',
        byteOrder,
        uncounted,
        majorVersion: view.getUint16(from + sectionAt.majorVersion, little),
        minorVersion: view.getUint16(from + sectionAt.minorVersion, little),
        sectionLength: view.getBigUint64(from + sectionAt.sectionLength, little),
        options: decodeOptions(bytes, view, from + sectionAt.end, end, little, index, base),
      };
    case blockCodes.IDB:
      return {
        type: 'IDB',
        byteOrder,
        uncounted,
        linkType: view.getUint16(from + interfaceAt.linkType, little),
        reserved: view.getUint16(from + interfaceAt.reserved, little),
        snapLength: view.getUint32(from + interfaceAt.snapLength, little),
        options: decodeOptions(bytes, view, from + interfaceAt.end, end, little, index, base),
      };
    case blockCodes.EPB:
    case blockCodes.PB: {
      const capturedLength = view.getUint32(from + packetAt.capturedLength, little);
      const start = from + packetAt.end;
      if (capturedLength > end - start)
        throw blockError(
          index,
          'bytes',
          { code: 'length', offset: base + start, required: capturedLength, available: end - start },
          'capturedLength',
        );
      const padded = start + capturedLength + paddingOf(capturedLength);
      const enhanced = code === blockCodes.EPB;
      return {
        type: enhanced ? 'EPB' : 'PB',
        byteOrder,
        uncounted,
        interfaceId: enhanced
          ? view.getUint32(from + packetAt.interfaceId, little)
          : view.getUint16(from + packetAt.interfaceId, little),
        dropsCount: enhanced ? undefined : view.getUint16(from + packetAt.dropsCount, little),
        timestampHigh: view.getUint32(from + packetAt.timestampHigh, little),
        timestampLow: view.getUint32(from + packetAt.timestampLow, little),
        originalLength: view.getUint32(from + packetAt.originalLength, little),
        bytes: bytes.subarray(start, start + capturedLength),
        padding: isZero(bytes, start + capturedLength, padded)
          ? undefined
          : bytes.subarray(start + capturedLength, padded),
        options: decodeOptions(bytes, view, padded, end, little, index, base),
      };
    }
    case blockCodes.SPB:
      return {
        type: 'SPB',
        byteOrder,
        uncounted,
        originalLength: view.getUint32(from + simpleAt.originalLength, little),
        data: bytes.subarray(from + simpleAt.end, end),
      };
    default:
      return { type: 'other', byteOrder, uncounted, code, body: bytes.subarray(from + blockAt.body, end) };
  }
}

/**
 * Reads all blocks of a pcapng file without loss: {@link encodeBlock} gives the octets of each again.
 * @throws DecodeError where the file is damaged
 */
export function decodeBlocks(bytes: Uint8Array): Block[] {
  requireOctets(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const blocks: Block[] = [];
  let at = 0;
  while (at < bytes.length) {
    const available = bytes.length - at;
    const extent =
      available < BLOCK_START_LENGTH
        ? undefined
        : blockExtent(view, at, blocks.at(-1)?.byteOrder, blocks.length, 0);
    if (extent === undefined || available < extent.length)
      throw cutOffBlock(blocks.length, at, available, extent);
    blocks.push(decodeBlock(bytes, view, at, extent, blocks.length, 0));
    at += extent.length;
  }
  return blocks;
}

/** The error that the end of the file cuts off a block of which `available` octets are there. */
export const cutOffBlock = (index: number, offset: number, available: number, extent?: BlockExtent) =>
  extent === undefined
    ? blockError(index, 'header', { code: 'truncated', offset, required: BLOCK_START_LENGTH, available })
    : blockError(
        index,
        'body',
        {
          code: 'truncated',
          offset: offset + blockAt.body,
          required: extent.length - blockAt.body,
          available: available - blockAt.body,
        },
        'blockTotalLength',
      );

const fixedLength = (block: Block): number => {
  switch (block.type) {
    case 'SHB':
      return sectionAt.end;
    case 'IDB':
      return interfaceAt.end;
    case 'SPB':
      return simpleAt.end + block.data.length;
    case 'other':
      return blockAt.body + block.body.length;
    default:
      return packetAt.end + block.bytes.length + paddingOf(block.bytes.length);
  }
};

const u16 = (type: Block['type'], name: string, value: number): number =>
  integer(value, `pcapng.${type}.${name}`, 0xffff);
const u32 = (type: Block['type'], name: string, value: number): number =>
  integer(value, `pcapng.${type}.${name}`, 0xffff_ffff);

/** The member of a block, but for the options, whose length sets that of the block. */
const CONTENT: Readonly<Record<Block['type'], 'bytes' | 'data' | 'body' | undefined>> = {
  SHB: undefined,
  IDB: undefined,
  EPB: 'bytes',
  PB: 'bytes',
  SPB: 'data',
  other: 'body',
};

/** @throws EncodeError for what is no block with octets where they are to be */
function requireBlock(block: Block): void {
  const { type, byteOrder, uncounted } = objectOf(block, 'pcapng.block');
  if (!isNameIn(CONTENT, type))
    throw new EncodeError('pcapng.block.type', `is to be one of ${Object.keys(CONTENT).join(', ')}`);
  const path = `pcapng.${type}`;
  requireByteOrder(byteOrder, path);
  if (uncounted !== undefined) integer(uncounted, `${path}.uncounted`, 3);
  const content = CONTENT[type];
  if (content !== undefined)
    octetsOf((block as Partial<Record<typeof content, unknown>>)[content], `${path}.${content}`);
  if ('padding' in block && block.padding !== undefined) octetsOf(block.padding, `${path}.padding`);
  if (!('options' in block)) return;
  objectsOf(block.options, `${path}.options`).forEach(({ value, padding }, i) => {
    octetsOf(value, `${path}.options[${i}].value`);
    if (padding !== undefined) octetsOf(padding, `${path}.options[${i}].padding`);
  });
}

const noOptions: readonly Option[] = [];

/**
 * The octets of a block (draft-ietf-opsawg-pcapng, 4).
 * @throws EncodeError for a field that does not fit
 */
export function encodeBlock(block: Block): Uint8Array<ArrayBuffer> {
  requireBlock(block);
  const options = 'options' in block ? block.options : noOptions;
  const length = fixedLength(block) + optionsLength(options) + BLOCK_TRAILER_LENGTH;
  if (paddingOf(length) !== 0 || length > MAX_BLOCK_LENGTH)
    throw new EncodeError(
      `pcapng.${block.type}`,
      `is ${length} octets, is to be a multiple of 4 up to ${MAX_BLOCK_LENGTH}`,
    );
  const bytes = new Uint8Array(length);
  const { type } = block;
  const little = block.byteOrder === 'little';
  const put16 = little ? put16le : put16be;
  const put32 = little ? put32le : put32be;
  switch (block.type) {
    case 'SHB':
      put32(bytes, sectionAt.magic, BYTE_ORDER_MAGIC);
      put16(bytes, sectionAt.majorVersion, u16(type, 'majorVersion', block.majorVersion));
      put16(bytes, sectionAt.minorVersion, u16(type, 'minorVersion', block.minorVersion));
      if (
        typeof block.sectionLength !== 'bigint' ||
        BigInt.asUintN(64, block.sectionLength) !== block.sectionLength
      )
        throw new EncodeError(
          `pcapng.${type}.sectionLength`,
          'is to be a bigint from 0 to 18446744073709551615',
        );
      (little ? put64le : put64be)(bytes, sectionAt.sectionLength, block.sectionLength);
      break;
    case 'IDB':
      put16(bytes, interfaceAt.linkType, u16(type, 'linkType', block.linkType));
      put16(bytes, interfaceAt.reserved, u16(type, 'reserved', block.reserved));
      put32(bytes, interfaceAt.snapLength, u32(type, 'snapLength', block.snapLength));
      break;
    case 'EPB':
    case 'PB':
      if (block.type === 'EPB')
        put32(bytes, packetAt.interfaceId, u32(type, 'interfaceId', block.interfaceId));
      else {
        put16(bytes, packetAt.interfaceId, u16(type, 'interfaceId', block.interfaceId));
        put16(bytes, packetAt.dropsCount, u16(type, 'dropsCount', block.dropsCount ?? 0xffff));
      }
      put32(bytes, packetAt.timestampHigh, u32(type, 'timestampHigh', block.timestampHigh));
      put32(bytes, packetAt.timestampLow, u32(type, 'timestampLow', block.timestampLow));
      put32(bytes, packetAt.capturedLength, u32(type, 'capturedLength', block.bytes.length));
      put32(bytes, packetAt.originalLength, u32(type, 'originalLength', block.originalLength));
      bytes.set(block.bytes, packetAt.end);
      if (block.padding !== undefined) {
        if (block.padding.length !== paddingOf(block.bytes.length))
          throw new EncodeError(`pcapng.${type}.padding`, `is to be ${paddingOf(block.bytes.length)} octets`);
        bytes.set(block.padding, packetAt.end + block.bytes.length);
      }
      break;
    case 'SPB':
      put32(bytes, simpleAt.originalLength, u32(type, 'originalLength', block.originalLength));
      bytes.set(block.data, simpleAt.end);
      break;
    default:
      bytes.set(block.body, blockAt.body);
  }
  const totalLength = length - (block.uncounted ?? 0);
  put32(bytes, blockAt.type, u32(type, 'code', block.type === 'other' ? block.code : blockCodes[block.type]));
  put32(bytes, blockAt.totalLength, u32(type, 'blockTotalLength', totalLength));
  writeOptions(bytes, fixedLength(block), options, little, type);
  put32(bytes, length - BLOCK_TRAILER_LENGTH, totalLength);
  return bytes;
}
