import { integer, objectOf } from '../check.js';
import { concat } from '../concat.js';
import { EncodeError } from '../error.js';
import { type OctetWriter, openWriter } from '../layout/octet-writer.js';
import { get32, put32 as put32be, put32le, put64 } from '../layout/octets.js';
import { paddingOf } from '../padding.js';
import {
  type ByteOrder,
  checkPacket,
  type InterfaceOptions,
  mostOctets,
  otherFcsLength,
  type PacketToWrite,
} from './packet.js';
import { BLOCK_TRAILER_LENGTH, blockAt, blockCodes, MAX_BLOCK_LENGTH, packetAt } from './pcapng.js';
import { encodeBlock } from './pcapng-block.js';
import {
  flagBits,
  mostOfTexts,
  OPTION_HEADER_LENGTH,
  type Option,
  optionCodes,
  textOption,
  writeOptions,
  writeTexts,
} from './pcapng-option.js';

/** What a pcapng file is to be like. */
export interface PcapngOptions {
  /** The interfaces that are described at the start; more can follow. */
  readonly interfaces?: readonly InterfaceOptions[] | undefined;
  /** Little-endian if left out. */
  readonly byteOrder?: ByteOrder | undefined;
  readonly hardware?: string | undefined;
  readonly os?: string | undefined;
  readonly application?: string | undefined;
  readonly comments?: readonly string[] | undefined;
}

/** Makes the octets of a pcapng file of one section, to be put one after the other. */
export interface PcapngWriter {
  /** The Section Header Block, and an Interface Description Block for each of `interfaces`. */
  header(): Uint8Array<ArrayBuffer>;
  /**
   * The Interface Description Block of a further interface: the number of interfaces so far is its number.
   * @throws EncodeError for a field that does not fit
   */
  addInterface(added: InterfaceOptions): Uint8Array<ArrayBuffer>;
  /** An Enhanced Packet Block. @throws EncodeError for what pcapng or the interface cannot hold */
  packet(packet: PacketToWrite): Uint8Array<ArrayBuffer>;
}

/** The section length that leaves it unsaid (draft-ietf-opsawg-pcapng, 4.1). */
const UNKNOWN_LENGTH = 0xffff_ffff_ffff_ffffn;
const MAX_TIMESTAMP = UNKNOWN_LENGTH;
const MAX_32 = 0xffff_ffff;

const exponents = { microseconds: 6, nanoseconds: 9 } as const;
const octet = (code: number, value: number): Option => ({ code, value: Uint8Array.of(value) });

/** `options` with what ends them, or none if there are none. */
const ended = (options: Option[]): readonly Option[] => {
  if (options.length > 0) options.push(END);
  return options;
};

const END: Option = { code: optionCodes.endOfOptions, value: /* @__PURE__ */ new Uint8Array(0) };

const texts = (...pairs: readonly (readonly [code: number, text: string | undefined])[]): Option[] =>
  pairs.flatMap(([code, text]) => (text === undefined ? [] : [textOption(code, text)]));

const commentOptions = (comments: readonly string[] = []): Option[] =>
  comments.map(text => textOption(optionCodes.comment, text));

/**
 * A writer of pcapng files, version 1.0 (draft-ietf-opsawg-pcapng).
 * @throws EncodeError for a field that does not fit
 */
export function pcapngWriter(options: PcapngOptions = {}): PcapngWriter {
  return pcapngAppender(options);
}

/** A {@link PcapngWriter} that can also write many packets into one array. */
export interface PcapngAppender extends PcapngWriter {
  /**
   * Writes the block of `packet` behind what `to` holds: an array of its own costs a block more than its octets do.
   * @throws EncodeError as {@link PcapngWriter.packet} does; what `to` holds is of no use then
   */
  append(to: OctetWriter, packet: PacketToWrite): void;
}

/** An interface as its packets are checked and written. */
interface Interface {
  readonly linkType: number;
  readonly mostOctets: number;
  /** Nanoseconds. */
  readonly unit: number;
  readonly fcsLength: number | undefined;
}

/** The Section Header Block of a file (4.1). */
const sectionBlock = (options: PcapngOptions, byteOrder: ByteOrder): Uint8Array<ArrayBuffer> =>
  encodeBlock({
    type: 'SHB',
    byteOrder,
    majorVersion: 1,
    minorVersion: 0,
    sectionLength: UNKNOWN_LENGTH,
    options: ended([
      ...commentOptions(options.comments),
      ...texts(
        [optionCodes.sectionHardware, options.hardware],
        [optionCodes.sectionOs, options.os],
        [optionCodes.sectionApplication, options.application],
      ),
    ]),
  });

/** The Interface Description Block of an interface (4.2). @throws EncodeError for a field that does not fit */
function interfaceBlock(added: InterfaceOptions, byteOrder: ByteOrder): Uint8Array<ArrayBuffer> {
  const { linkType, snapLength = 0, resolution = 'nanoseconds', fcsLength } = added;
  if (fcsLength !== undefined && !(Number.isInteger(fcsLength) && fcsLength >= 0 && fcsLength <= 31))
    throw new EncodeError('pcapng.IDB.fcsLength', `is to be an integer from 0 to 31, not ${fcsLength}`);
  return encodeBlock({
    type: 'IDB',
    byteOrder,
    linkType,
    reserved: 0,
    snapLength,
    options: ended([
      ...commentOptions(added.comments),
      ...texts(
        [optionCodes.interfaceName, added.name],
        [optionCodes.interfaceDescription, added.description],
      ),
      octet(optionCodes.interfaceResolution, exponents[resolution]),
      ...(fcsLength === undefined ? [] : [octet(optionCodes.interfaceFcsLength, 8 * fcsLength)]),
    ]),
  });
}

const interfaceOf = ({
  linkType,
  snapLength = 0,
  resolution = 'nanoseconds',
  fcsLength,
}: InterfaceOptions): Interface => ({
  linkType,
  mostOctets: mostOctets(linkType, snapLength),
  unit: 10 ** (9 - exponents[resolution]),
  fcsLength,
});

/** The time of a packet in units of its interface. @throws EncodeError for one that 64 bits do not hold */
function timestampOf(time: bigint, { unit }: Interface): bigint {
  const timestamp = unit === 1 ? time : time / BigInt(unit);
  if (BigInt.asUintN(64, timestamp) !== timestamp)
    throw new EncodeError('pcapng.EPB.time', `is to be at most ${MAX_TIMESTAMP * BigInt(unit)}, not ${time}`);
  return timestamp;
}

/** {@link pcapngWriter} for one who writes many packets. */
export function pcapngAppender(options: PcapngOptions = {}): PcapngAppender {
  const { byteOrder = 'little' } = options;
  const little = byteOrder === 'little';
  const interfaces: Interface[] = [];

  const addInterface = (added: InterfaceOptions): Uint8Array<ArrayBuffer> => {
    const block = interfaceBlock(added, byteOrder);
    interfaces.push(interfaceOf(added));
    return block;
  };

  const section = sectionBlock(options, byteOrder);
  const header = concat([section, ...(options.interfaces ?? []).map(addInterface)]);

  /** Takes a timestamp apart, into words of 32 bits. */
  const halves = new Uint8Array(8);
  const put32 = little ? put32le : put32be;

  // What `encodeBlock` writes of an Enhanced Packet Block, but not by way of a Block: to make one takes as long again.
  const append = (to: OctetWriter, packet: PacketToWrite): void => {
    const number = integer(objectOf(packet, 'pcapng.EPB').interface ?? 0, 'pcapng.EPB.interface', MAX_32);
    const on = interfaces[number];
    if (on === undefined)
      throw new EncodeError('pcapng.EPB.interface', `is ${number}, of ${interfaces.length} interfaces`);
    checkPacket(packet, 'pcapng.EPB', on.linkType, on.mostOctets);
    const timestamp = timestampOf(packet.time, on);
    const { bytes, fcsLength, badFcs = false, originalLength = bytes.length, comments = NONE } = packet;
    if (!Number.isInteger(originalLength) || originalLength > 0xffff_ffff)
      throw new EncodeError(
        'pcapng.EPB.originalLength',
        `is to be an integer from 0 to ${0xffff_ffff}, not ${originalLength}`,
      );
    const mostOfComments = mostOfTexts(comments, 'EPB');
    if (mostOfComments > 3 * MAX_BLOCK_LENGTH) throw tooLong(Math.ceil(mostOfComments / 3));
    const from = to.reserve(packetAt.end + bytes.length + MOST_BESIDE + mostOfComments);
    const block = to.bytes;
    put32(block, from + blockAt.type, blockCodes.EPB);
    put32(block, from + packetAt.interfaceId, number);
    put64(halves, 0, timestamp);
    put32(block, from + packetAt.timestampHigh, get32(halves, 0));
    put32(block, from + packetAt.timestampLow, get32(halves, 4));
    put32(block, from + packetAt.capturedLength, bytes.length);
    put32(block, from + packetAt.originalLength, originalLength);
    block.set(bytes, from + packetAt.end);
    const options = from + packetAt.end + bytes.length + paddingOf(bytes.length);
    let at = writeTexts(block, options, optionCodes.comment, comments, little, 'EPB');
    const ownLength = fcsLength === on.fcsLength ? 0 : ownFcsLength(fcsLength, on);
    if (ownLength > 0 || badFcs) {
      writeOptions(block, at, [flags(ownLength, badFcs, little)], little, 'EPB');
      at += FLAGS_LENGTH;
    }
    // What ends them is all zero, and there if they are.
    if (at !== options) at += OPTION_HEADER_LENGTH;
    const end = at + BLOCK_TRAILER_LENGTH;
    if (end - from > MAX_BLOCK_LENGTH) throw tooLong(end - from);
    put32(block, from + blockAt.totalLength, end - from);
    put32(block, at, end - from);
    to.length = end;
  };

  return {
    header: () => header.slice(),
    addInterface,
    packet: packet => {
      const to = openWriter();
      try {
        append(to, packet);
        return to.octets();
      } finally {
        to.close();
      }
    },
    append,
  };
}

const NONE: readonly string[] = [];

const tooLong = (octets: number): EncodeError =>
  new EncodeError('pcapng.EPB', `is ${octets} octets or more, is to be at most ${MAX_BLOCK_LENGTH}`);

/** Octets of the option that {@link flags} makes. */
const FLAGS_LENGTH = OPTION_HEADER_LENGTH + 4;
/** The most octets of a packet's block beside its header, octets and comments: padding, flags, the end of options, the length. */
const MOST_BESIDE = 3 + FLAGS_LENGTH + OPTION_HEADER_LENGTH + BLOCK_TRAILER_LENGTH;

/**
 * The FCS length of a packet that is not that of its interface, for epb_flags, where 0 leaves it to the interface (4.3.1).
 * @throws EncodeError for a packet without FCS where the interface has one, and the other way round
 */
function ownFcsLength(fcsLength: number | undefined, on: Interface): number {
  if (fcsLength !== undefined && Number.isInteger(fcsLength) && fcsLength > 0 && fcsLength <= 15)
    return fcsLength;
  throw otherFcsLength('pcapng.EPB', fcsLength, on.fcsLength, 'its interface');
}

/** epb_flags with nothing but the FCS length, 0 for that of the interface, and whether the FCS is wrong. */
function flags(fcsLength: number, badFcs: boolean, little: boolean): Option {
  const value = new Uint8Array(4);
  const bits = (fcsLength << flagBits.fcsLengthShift) | (badFcs ? flagBits.crcError : 0);
  (little ? put32le : put32be)(value, 0, bits);
  return { code: optionCodes.packetFlags, value };
}
