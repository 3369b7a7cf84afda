import { toHex } from '../hex.js';
import type { BitReader } from './reader.js';
import type { BitWriter } from './writer.js';

/** So many names are looked through faster than looked up. */
const FEW = 16;

/** What gives the index of one of `names`, which are all different; -1 for what is none of them. */
export function indexIn(names: readonly string[]): (name: unknown) => number {
  if (names.length > FEW) {
    const indices = new Map<unknown, number>(names.map((name, index) => [name, index]));
    return name => indices.get(name) ?? -1;
  }
  return name => {
    for (let i = 0; i < names.length; i++) if (names[i] === name) return i;
    return -1;
  };
}

/** The fewest bits that hold every number from 0 to `count` - 1. */
export function bitsFor(count: number | bigint): number {
  const last = BigInt(count) - 1n;
  return last === 0n ? 0 : last.toString(2).length;
}

/**
 * The range of a small constrained whole number (X.691, 11.5), for indices, counts and integers:
 * `count` values, at most 65536.
 */
export interface SmallRange {
  readonly count: number;
  readonly unaligned: number;
  /** Octets in the ALIGNED variant; 0 where it takes the same bits as the other. */
  readonly octets: 0 | 1 | 2;
}

/** The range of `count` values, at most 65536, as both variants send it (X.691, 11.5.7). */
export function smallRange(count: number): SmallRange {
  return { count, unaligned: bitsFor(count), octets: count < 256 ? 0 : count === 256 ? 1 : 2 };
}

/** The bits of a number of that range, padding not counted. */
export const rangeBits = (range: SmallRange, aligned: boolean): number =>
  aligned && range.octets > 0 ? range.octets * 8 : range.unaligned;

/** A number of that range, less its lower bound (X.691, 11.5.6 and 11.5.7); the caller checks the upper bound. */
export function readOffset(reader: BitReader, range: SmallRange): number {
  if (!reader.aligned || range.octets === 0) return reader.bits(range.unaligned);
  reader.align();
  return reader.bits(range.octets * 8);
}

/** Writes what {@link readOffset} reads. */
export function writeOffset(writer: BitWriter, range: SmallRange, offset: number): void {
  if (writer.aligned && range.octets > 0) {
    writer.align();
    writer.bits(offset, range.octets * 8);
  } else writer.bits(offset, range.unaligned);
}

/** `value` as a number if a number holds it exactly. */
export const narrow = (value: bigint): number | bigint => {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
};

/** An unsigned integer of any width, first bit first (X.691, 11.3). */
export function readUnsigned(reader: BitReader, bits: number): number | bigint {
  if (bits <= 32) return reader.bits(bits);
  if (bits <= 53) return reader.bits(bits - 32) * 0x1_0000_0000 + reader.bits(32);
  const lead = bits % 8;
  reader.need(bits);
  const high = BigInt(reader.bits(lead));
  return narrow((high << BigInt(bits - lead)) | unsigned(reader.field(bits - lead)));
}

const unsigned = (octets: Uint8Array): bigint => BigInt(`0x0${toHex(octets)}`);

/** Octets as an unsigned integer. */
export function unsignedOf(octets: Uint8Array): number | bigint {
  if (octets.length > 6) return narrow(unsigned(octets));
  let value = 0;
  for (const octet of octets) value = value * 256 + octet;
  return value;
}

/** Octets as a two's complement integer (X.691, 11.4). */
export function signedOf(octets: Uint8Array): number | bigint {
  if (octets.length > 6) return narrow(BigInt.asIntN(octets.length * 8, unsigned(octets)));
  const value = unsignedOf(octets) as number;
  return octets[0]! < 0x80 ? value : value - 2 ** (octets.length * 8);
}

/** Writes `value` in as many bits, most significant first; it must fit (X.691, 11.3). */
export function writeUnsigned(writer: BitWriter, value: number | bigint, bits: number): void {
  if (bits <= 32) writer.bits(Number(value), bits);
  else if (bits <= 53) {
    const number = Number(value);
    writer.bits(Math.floor(number / 0x1_0000_0000), bits - 32);
    writer.bits(number >>> 0, 32);
  } else {
    const big = BigInt(value);
    const lead = bits % 8;
    const low = BigInt(bits - lead);
    writer.bits(Number(big >> low), lead);
    writer.field(bigintOctets(big & ((1n << low) - 1n), (bits - lead) / 8));
  }
}

const bigintOctets = (value: bigint, length: number): Uint8Array => {
  const digits = value.toString(16).padStart(length * 2, '0');
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(digits.slice(i * 2, i * 2 + 2), 16));
};

/** The fewest octets of an unsigned integer, at least one. */
export function unsignedOctets(value: number | bigint): Uint8Array {
  const digits = value.toString(16).length;
  return bigintOctets(BigInt(value), (digits + 1) >> 1);
}

/** The fewest octets of an integer in two's complement. */
export function signedOctets(value: number | bigint): Uint8Array {
  const big = BigInt(value);
  const magnitude = big < 0n ? ~big : big;
  const bits = bitsFor(magnitude + 1n) + 1;
  const length = (bits + 7) >> 3;
  return bigintOctets(BigInt.asUintN(length * 8, big), length);
}

/**
 * A normally small non-negative whole number (X.691, 11.6): the number of an extension value or
 * alternative.
 */
export function readSmallNumber(reader: BitReader): number {
  const at = reader.pos;
  if (reader.bit() === 0) return reader.bits(6);
  const octets = reader.length();
  if (reader.more || octets > 6) reader.fail('unsupported', 'extension number above 2^48', at);
  if (octets === 0) reader.fail('length', 'an integer of no octets', at);
  reader.need(octets * 8, true);
  const value = readUnsigned(reader, octets * 8) as number;
  if (value < 64 || value < 2 ** (octets * 8 - 8)) {
    reader.failStrict('value', 'extension number is not in its shortest form', at);
  }
  return value;
}

/** Writes a normally small number (X.691, 11.6). */
export function writeSmallNumber(writer: BitWriter, value: number): void {
  if (value < 64) writer.bits(value, 7);
  else {
    writer.bits(1, 1);
    writer.octets(unsignedOctets(value));
  }
}
