import type { InterfaceOptions } from './packet.js';
import { blockError, type InterfaceDescriptionBlock, interfaceAt } from './pcapng.js';
import { type Option, optionCodes, optionsLength, optionText } from './pcapng-option.js';

/** Where a block is, for errors: its index in the file, and its offset. */
export interface BlockPlace {
  readonly index: number;
  readonly offset: number;
}

/** What the packets of an interface need of its description. */
export interface Interface {
  readonly linkType: number;
  /** The most octets captured of a packet; 0 if there is no limit. */
  readonly snapLength: number;
  /** Octets of frame check sequence, if the description tells. */
  readonly fcsLength: number | undefined;
  readonly resolution: NonNullable<InterfaceOptions['resolution']>;
  /** Nanoseconds since 1970-01-01T00:00:00Z. */
  readonly time: (timestampHigh: number, timestampLow: number) => bigint;
}

/**
 * The value of the first option `code`, which is to have `length` octets.
 * @param optionsAt where the options start in the block
 * @throws DecodeError `length` if it has another number of octets
 */
export function optionView(
  options: readonly Option[],
  code: number,
  length: number,
  place: BlockPlace,
  optionsAt: number,
): DataView | undefined {
  const i = options.findIndex(option => option.code === code);
  if (i < 0) return undefined;
  const { value } = options[i]!;
  if (value.length !== length)
    throw blockError(place.index, `options[${i}].length`, {
      code: 'length',
      reason: `is ${value.length}, is to be ${length}`,
      offset: place.offset + optionsAt + optionsLength(options.slice(0, i)) + 2,
    });
  return new DataView(value.buffer, value.byteOffset, length);
}

/** Microseconds (draft-ietf-opsawg-pcapng, 4.2, if_tsresol). */
const DEFAULT_RESOLUTION = 6;

/**
 * What an Interface Description Block says (draft-ietf-opsawg-pcapng, 4.2).
 * @throws DecodeError `length` for an option of the wrong length
 */
export function describedInterface(block: InterfaceDescriptionBlock, place: BlockPlace): Interface {
  const little = block.byteOrder === 'little';
  const option = (code: number, length: number): DataView | undefined =>
    optionView(block.options, code, length, place, interfaceAt.end);
  const resolution = option(optionCodes.interfaceResolution, 1)?.getUint8(0) ?? DEFAULT_RESOLUTION;
  const offset = option(optionCodes.interfaceOffset, 8)?.getBigInt64(0, little) ?? 0n;
  const fcsLength = option(optionCodes.interfaceFcsLength, 1)?.getUint8(0);
  return {
    linkType: block.linkType,
    snapLength: block.snapLength,
    // The draft counts bits, and gives 4 as an example: no FCS has fewer than 8 bits, 4 means octets.
    fcsLength: fcsLength === undefined || fcsLength < 8 ? fcsLength : Math.floor(fcsLength / 8),
    resolution: resolution <= DEFAULT_RESOLUTION ? 'microseconds' : 'nanoseconds',
    time: clock(resolution, offset),
  };
}

/** The same for one who writes the interface, with its texts. */
export function interfaceOptions(
  { options }: InterfaceDescriptionBlock,
  { linkType, snapLength, resolution, fcsLength }: Interface,
): InterfaceOptions {
  const text = (code: number): string | undefined => {
    const found = options.find(option => option.code === code);
    return found && optionText(found.value);
  };
  return {
    linkType,
    name: text(optionCodes.interfaceName),
    description: text(optionCodes.interfaceDescription),
    comments: commentsOf(options),
    snapLength,
    resolution,
    fcsLength,
  };
}

/** The comments among the options of a block; undefined where there are none. */
export function commentsOf(options: readonly Option[]): readonly string[] | undefined {
  const comments = options.filter(({ code }) => code === optionCodes.comment);
  return comments.length === 0 ? undefined : comments.map(({ value }) => optionText(value));
}

const NANOSECONDS = 1_000_000_000n;

/**
 * How an interface counts time: `resolution` is if_tsresol, a negative power of 10, or of 2 with the upper bit
 * set; `offset` is if_tsoffset in seconds. Exact down to the nanosecond; what is finer is cut off.
 */
function clock(resolution: number, offset: bigint): Interface['time'] {
  const exponent = resolution & 0x7f;
  const offsetTime = offset * NANOSECONDS;
  if (resolution >= 0x80) {
    const bits = BigInt(exponent);
    return (high, low) => ((units(high, low) * NANOSECONDS) >> bits) + offsetTime;
  }
  const factor = 10n ** BigInt(Math.abs(9 - exponent));
  return exponent <= 9
    ? (high, low) => units(high, low) * factor + offsetTime
    : (high, low) => units(high, low) / factor + offsetTime;
}

/** Both halves of a time stamp; by way of a number where it is exact, which is faster. */
const units = (high: number, low: number): bigint =>
  high < 0x20_0000 ? BigInt(high * 0x1_0000_0000 + low) : (BigInt(high) << 32n) | BigInt(low);
