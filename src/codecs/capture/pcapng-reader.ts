import { paddingOf } from '../padding.js';
import { type InterfaceOptions, maxPacketLength, type Packet } from './packet.js';
import {
  BLOCK_START_LENGTH,
  BLOCK_TRAILER_LENGTH,
  type Block,
  type BlockExtent,
  blockCodes,
  blockError,
  blockExtent,
  checkBlockTrailer,
  type PacketBlock,
  packetAt,
  type SectionHeaderBlock,
  type SimplePacketBlock,
  sectionAt,
  simpleAt,
} from './pcapng.js';
import { cutOffBlock, decodeBlock } from './pcapng-block.js';
import {
  type BlockPlace,
  commentsOf,
  describedInterface,
  type Interface,
  interfaceOptions,
  optionView,
} from './pcapng-interface.js';
import { flagBits, optionCodes } from './pcapng-option.js';
import { type Sink, type UnitReader, unitSink } from './units.js';

const isRead: ReadonlySet<number> = /* @__PURE__ */ new Set(Object.values(blockCodes));

/**
 * Blocks that hold no packet of an interface and yet are frames in Wireshark: systemd journal, Sysdig events,
 * custom blocks.
 */
const countsAsFrame: ReadonlySet<number> = /* @__PURE__ */ new Set([
  0x9, 0x204, 0x216, 0x221, 0xbad, 0x4000_0bad,
]);

/** Reads a pcapng file block by block; blocks of other types than {@link blockCodes} are passed over unkept. */
function blockUnits(
  onBlock: (block: Block, place: BlockPlace) => void,
  onPassed: (code: number) => void,
): UnitReader {
  const place = { index: 0, offset: 0 };
  let order: BlockExtent['byteOrder'] | undefined;
  let needed = BLOCK_START_LENGTH;
  /** The block that is being passed over, and how far it still is to its trailer. */
  let passing: { readonly extent: BlockExtent; left: number } | undefined;

  return {
    get needed() {
      return needed;
    },
    read: (bytes, view, from, base) => {
      let at = from;
      for (;;) {
        if (passing !== undefined) {
          const step = Math.min(passing.left, bytes.length - at);
          passing.left -= step;
          at += step;
          needed = passing.left > 0 ? 1 : BLOCK_TRAILER_LENGTH;
          if (bytes.length - at < needed) return at;
          checkBlockTrailer(passing.extent, view, at, place.index, base);
          at += BLOCK_TRAILER_LENGTH;
          onPassed(passing.extent.code);
          passing = undefined;
          place.index++;
        }
        needed = BLOCK_START_LENGTH;
        if (bytes.length - at < needed) return at;
        const extent = blockExtent(view, at, order, place.index, base);
        order = extent.byteOrder;
        place.offset = base + at;
        if (isRead.has(extent.code)) {
          needed = extent.length;
          if (bytes.length - at < needed) return at;
          onBlock(decodeBlock(bytes, view, at, extent, place.index, base), place);
          at += extent.length;
          place.index++;
        } else passing = { extent, left: extent.length - BLOCK_TRAILER_LENGTH };
      }
    },
    end: (bytes, view, base) => {
      const length = base + bytes.length;
      if (passing !== undefined)
        throw cutOffBlock(place.index, place.offset, length - place.offset, passing.extent);
      if (bytes.length === 0) return;
      const extent =
        bytes.length < BLOCK_START_LENGTH ? undefined : blockExtent(view, 0, order, place.index, base);
      throw cutOffBlock(place.index, base, bytes.length, extent);
    },
  };
}

/** Interfaces of a file, of all its sections, that are read: what is kept of each takes far more memory than its 20 octets. */
const MOST_INTERFACES = 65_536;

/** Reads the packets of a pcapng file, and the descriptions of its interfaces. */
export function pcapngSink(
  onPacket: (packet: Packet) => void,
  onInterface: (described: InterfaceOptions) => void,
): Sink {
  const interfaces: Interface[] = [];
  /** The interface of the file that is number 0 of this section. */
  let firstOfSection = 0;
  let frames = 0;

  const readTimed = (block: PacketBlock, place: BlockPlace): void => {
    const index = firstOfSection + block.interfaceId;
    const from = interfaceOf(interfaces[index], block.interfaceId, place, packetAt.interfaceId);
    checkLength(block.bytes.length, from, place, 'capturedLength', packetAt.capturedLength);
    const { options } = block;
    const flags = options.length === 0 ? 0 : flagsOf(block, place);
    onPacket({
      time: from.time(block.timestampHigh, block.timestampLow),
      linkType: from.linkType,
      interface: index,
      bytes: block.bytes,
      originalLength: block.originalLength,
      // An FCS length in the flags overrides that of the interface.
      fcsLength: (flags & flagBits.fcsLength) >>> flagBits.fcsLengthShift || from.fcsLength,
      badFcs: (flags & flagBits.crcError) === 0 ? undefined : true,
      comments: options.length === 0 ? undefined : commentsOf(options),
      frame: ++frames,
    });
  };

  const readSimple = (block: SimplePacketBlock, place: BlockPlace): void => {
    const from = interfaceOf(interfaces[firstOfSection], 0, place, 0);
    const { originalLength } = block;
    const captured = from.snapLength === 0 ? originalLength : Math.min(originalLength, from.snapLength);
    if (captured > block.data.length)
      throw blockError(
        place.index,
        'data',
        {
          code: 'length',
          offset: place.offset + simpleAt.end,
          required: captured,
          available: block.data.length,
        },
        'originalLength',
      );
    checkLength(captured, from, place, 'originalLength', simpleAt.originalLength);
    onPacket({
      time: 0n,
      linkType: from.linkType,
      interface: firstOfSection,
      bytes: block.data.subarray(0, captured),
      originalLength,
      fcsLength: from.fcsLength,
      comments: undefined,
      frame: ++frames,
    });
  };

  return unitSink(
    blockUnits(
      (block, place) => {
        switch (block.type) {
          case 'EPB':
          case 'PB':
            return readTimed(block, place);
          case 'SPB':
            return readSimple(block, place);
          case 'IDB':
            if (interfaces.length === MOST_INTERFACES)
              throw blockError(place.index, 'type', {
                code: 'unsupported',
                reason: `is that of one interface more than the ${MOST_INTERFACES} of a file that are read`,
                offset: place.offset,
              });
            interfaces.push(describedInterface(block, place));
            onInterface(interfaceOptions(block, interfaces.at(-1)!));
            return;
          case 'SHB':
            checkVersion(block, place);
            firstOfSection = interfaces.length;
        }
      },
      code => {
        if (countsAsFrame.has(code)) frames++;
      },
    ),
  );
}

function interfaceOf(found: Interface | undefined, id: number, place: BlockPlace, at: number): Interface {
  if (found !== undefined) return found;
  throw blockError(place.index, 'interfaceId', {
    code: 'value',
    reason: `is ${id}, an interface that no block before it in the section describes`,
    offset: place.offset + at,
  });
}

function checkLength(length: number, from: Interface, place: BlockPlace, field: string, at: number): void {
  const max = maxPacketLength(from.linkType);
  if (length > max)
    throw blockError(place.index, field, {
      code: 'length',
      reason: `is ${length}, more than the ${max} octets of the largest packet`,
      offset: place.offset + at,
      required: length,
    });
}

/** Minor version 2 is to be read as 0 (draft-ietf-opsawg-pcapng, 4.1). */
function checkVersion({ majorVersion, minorVersion }: SectionHeaderBlock, place: BlockPlace): void {
  if (majorVersion !== 1 || (minorVersion !== 0 && minorVersion !== 2))
    throw blockError(place.index, 'majorVersion', {
      code: 'unsupported',
      reason: `is version ${majorVersion}.${minorVersion}, read are 1.0 and 1.2`,
      offset: place.offset + sectionAt.majorVersion,
    });
}

/** epb_flags of a packet, which PB has, too; 0 where it has none (draft-ietf-opsawg-pcapng, 4.3.1). */
function flagsOf({ byteOrder, options, bytes }: PacketBlock, place: BlockPlace): number {
  const optionsAt = packetAt.end + bytes.length + paddingOf(bytes.length);
  const view = optionView(options, optionCodes.packetFlags, 4, place, optionsAt);
  return view?.getUint32(0, byteOrder === 'little') ?? 0;
}
