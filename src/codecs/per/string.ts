import { concat } from '../concat.js';
import { fromHex, toHex } from '../hex.js';
import { isOctets } from '../is-octets.js';
import { refuse, refuseOthers } from './fault.js';
import type { BitReader } from './reader.js';
import { anySize, checkCount, readCount, type Size, sizeBits, writeCount } from './size.js';
import type { Json, Type } from './type.js';
import type { BitWriter } from './writer.js';

/** A BIT STRING: `length` bits, first bit first; unused bits of the last octet are zero. */
export interface BitString {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/**
 * A BIT STRING from its bits in text: `bits('0101')`.
 * @throws TypeError for any other character
 */
export function bits(text: string): BitString {
  if (!/^[01]*$/.test(text)) throw new TypeError('a bit string is made of 0 and 1');
  const bytes = new Uint8Array((text.length + 7) >>> 3);
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) === 0x31) bytes[i >>> 3]! |= 0x80 >>> (i & 7);
  }
  return { bytes, length: text.length };
}

/** The bits of a BIT STRING in text: `0101`. */
export function bitsToText({ bytes, length }: BitString): string {
  let text = '';
  for (let i = 0; i < length; i++) text += (bytes[i >>> 3]! >>> (7 - (i & 7))) & 1;
  return text;
}

/** A string of `width` bits a unit and the number of its units. */
interface Units {
  readonly bytes: Uint8Array;
  readonly count: number;
}

/** X.691, 16.8 to 16.11 and 17.5 to 17.8: the two string types differ in the unit only. */
function readString(reader: BitReader, constraint: Size, width: 1 | 8): Units {
  const extended = constraint.extensible && reader.bit() === 1;
  const at = reader.pos;
  const count = readCount(reader, constraint, extended);
  if (reader.more) return readBlocks(reader, constraint, width, extended, count, at);
  const fixed = constraint.range?.count === 1 && !extended;
  // Nothing follows a count of zero, not even padding (X.691, 11.9.3.3).
  if (count > 0 && !(fixed && count * width <= 16)) reader.align();
  return { bytes: reader.field(count * width, !fixed), count };
}

/** Puts a fragmented string together. Blocks are whole octets, all but the last (X.691, 11.9.3.8). */
function readBlocks(
  reader: BitReader,
  constraint: Size,
  width: 1 | 8,
  extended: boolean,
  first: number,
  at: number,
): Units {
  const blocks: Uint8Array[] = [];
  let total = 0;
  for (let count = first; ; count = reader.nextLength(count)) {
    total += count;
    checkCount(reader, constraint, extended, total, at);
    const more = reader.more;
    blocks.push(reader.field(count * width, true));
    if (!more) break;
  }
  return { bytes: concat(blocks), count: total };
}

const unconstrained = /* @__PURE__ */ anySize();

/** Octets behind a general length determinant. */
export function readOctets(reader: BitReader): Uint8Array {
  return readString(reader, unconstrained, 8).bytes;
}

function writeString(
  writer: BitWriter,
  constraint: Size,
  width: 1 | 8,
  value: Uint8Array,
  count: number,
): void {
  if (writeCount(writer, constraint, count, width === 1 ? 'bits' : 'octets')) {
    const fixed = constraint.range!.count === 1;
    if (count > 0 && !(fixed && count * width <= 16)) writer.align();
    writer.field(value, count * width);
  } else {
    writer.counted(count, (from, units) => writer.field(value, units * width, (from * width) >>> 3));
  }
}

/** An object of one key in JSON: `{"hex": …}`. */
export function keyed(json: unknown, key: string): string {
  const value = typeof json === 'object' && json !== null ? Reflect.get(json, key) : undefined;
  if (typeof value !== 'string') return refuse(`must be {"${key}": text}`);
  refuseOthers(json as object, key);
  return value;
}

/** Octets as `{"hex": …}`. */
export const octetsToJson = (value: unknown): Json =>
  isOctets(value) ? { hex: toHex(value) } : refuse('must be a Uint8Array');

/** Octets from `{"hex": …}`. */
export function octetsFromJson(json: unknown): Uint8Array {
  const text = keyed(json, 'hex');
  return /^([0-9a-fA-F]{2})*$/.test(text) ? fromHex(text) : refuse('"hex" must be pairs of hex digits');
}

/** OCTET STRING: `octetString()`, `octetString(size(1, 32))`. X.691, clause 17. */
export function octetString(constraint: Size = anySize()): Type<Uint8Array> {
  return {
    decode: reader => readString(reader, constraint, 8).bytes,
    encode(writer, value) {
      if (!isOctets(value)) refuse('must be a Uint8Array');
      writeString(writer, constraint, 8, value, value.length);
    },
    toJson: octetsToJson,
    fromJson: octetsFromJson,
    minBits: aligned => sizeBits(constraint, 8, aligned),
    shape: () => ({ kind: 'OCTET STRING', size: constraint }),
  };
}

/** BIT STRING without named bits: `bitString(size(256))`. X.691, clause 16. */
export function bitString(constraint: Size = anySize()): Type<BitString> {
  return {
    decode(reader) {
      const { bytes, count } = readString(reader, constraint, 1);
      return { bytes, length: count };
    },
    encode(writer, value) {
      const { bytes, length } = checkedBits(value);
      writeString(writer, constraint, 1, bytes, length);
    },
    toJson: value => ({ bits: bitsToText(checkedBits(value)) }),
    fromJson(json) {
      const text = keyed(json, 'bits');
      return /^[01]*$/.test(text) ? bits(text) : refuse('"bits" must be of 0 and 1');
    },
    minBits: aligned => sizeBits(constraint, 1, aligned),
    shape: () => ({ kind: 'BIT STRING', size: constraint }),
  };
}

/** `value` if it is a BIT STRING. */
export function checkedBits(value: BitString): BitString {
  const { bytes, length } = (value ?? {}) as Partial<BitString>;
  if (!isOctets(bytes) || !Number.isSafeInteger(length) || length! < 0) {
    return refuse('must be { bytes: Uint8Array, length: number of bits }');
  }
  if (bytes.length !== (length! + 7) >>> 3) refuse(`${length} bits must be in ${(length! + 7) >>> 3} octets`);
  const unused = -length! & 7;
  if ((bytes[bytes.length - 1]! & (0xff >>> (8 - unused))) !== 0) {
    refuse(`the last ${unused} bits of "bytes" are not part of the value and must be zero`);
  }
  return value;
}
