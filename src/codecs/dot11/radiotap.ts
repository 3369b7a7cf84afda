import { integer, objectOf, octetsOf, onlyNames } from '../check.js';
import { decoder } from '../decoder.js';
import {
  DecodeError,
  type DecodeErrorCode,
  type DecodeErrorDetails,
  type Decoder,
  EncodeError,
} from '../error.js';
import { get16le, get32le } from '../layout/octets.js';

const FORMAT = 'radiotap';

/** Offsets in the header (radiotap.org). */
const LENGTH = 2;
const PRESENT = 4;
const WORD = 4;

/** Bits of each present word. */
const BIT_TSFT = 0;
const BIT_FLAGS = 1;
const BIT_RADIOTAP_NAMESPACE = 29;
const BIT_VENDOR_NAMESPACE = 30;
const BIT_EXTENSION = 31;

const TSFT_LENGTH = 8;
/** A vendor namespace: OUI, sub-namespace, and the number of octets of its fields. */
const VENDOR_HEADER_LENGTH = 6;
const VENDOR_SKIP_LENGTH = 4;

/** Bits of {@link RadiotapFields.flags}. */
export const RADIOTAP_FLAG = {
  shortPreamble: 0x02,
  /** An FCS ends the frame. */
  fcs: 0x10,
  /** The MAC header is padded to a multiple of 4 octets. */
  dataPad: 0x20,
  /** The frame failed its FCS check. */
  badFcs: 0x40,
} as const;

/** Channel: centre frequency in MHz and the radiotap channel flags (0x0080 2.4 GHz, 0x0100 5 GHz, …). */
export interface RadiotapChannel {
  readonly frequency: number;
  readonly flags: number;
}

/** The fields of one radiotap present word; those of structure are kept as octets. */
export interface RadiotapFields {
  /** Microseconds of the MAC's 64-bit clock when the first bit arrived. */
  readonly tsft?: bigint | undefined;
  /** See {@link RADIOTAP_FLAG}. */
  readonly flags?: number | undefined;
  /** Units of 500 kb/s. */
  readonly rate?: number | undefined;
  readonly channel?: RadiotapChannel | undefined;
  readonly fhss?: Uint8Array | undefined;
  /** dBm. */
  readonly antennaSignal?: number | undefined;
  /** dBm. */
  readonly antennaNoise?: number | undefined;
  readonly lockQuality?: number | undefined;
  readonly txAttenuation?: number | undefined;
  readonly dbTxAttenuation?: number | undefined;
  /** dBm. */
  readonly txPower?: number | undefined;
  readonly antenna?: number | undefined;
  /** dB above an arbitrary reference. */
  readonly dbAntennaSignal?: number | undefined;
  /** dB above an arbitrary reference. */
  readonly dbAntennaNoise?: number | undefined;
  readonly rxFlags?: number | undefined;
  readonly txFlags?: number | undefined;
  readonly rtsRetries?: number | undefined;
  readonly dataRetries?: number | undefined;
  readonly xChannel?: Uint8Array | undefined;
  readonly mcs?: Uint8Array | undefined;
  readonly aMpduStatus?: Uint8Array | undefined;
  readonly vht?: Uint8Array | undefined;
  readonly timestamp?: Uint8Array | undefined;
  readonly he?: Uint8Array | undefined;
  readonly heMu?: Uint8Array | undefined;
  readonly heMuOtherUser?: Uint8Array | undefined;
  readonly zeroLengthPsdu?: number | undefined;
  readonly lSig?: Uint8Array | undefined;
}

/** A radiotap header. */
export interface Radiotap {
  readonly header: {
    readonly version: number;
    readonly pad: number;
    /** Octets of the header. */
    readonly length: number;
    readonly present: readonly number[];
    /** The whole header as it is, with what is not interpreted. */
    readonly octets: Uint8Array;
  };
  /** What the first present word names. */
  readonly fields: RadiotapFields;
  /** What further present words name, mostly one an antenna. */
  readonly antennas: readonly RadiotapFields[];
  /** The number of the first present bit, over all words, whose size is not known: nothing behind it is interpreted. */
  readonly stoppedAt?: number;
}

const MAX_8 = 0xff;
const MAX_16 = 0xffff;
const MAX_64 = 0xffff_ffff_ffff_ffffn;
const CHANNEL = { frequency: true, flags: true } as const;

interface FieldKind {
  readonly name: keyof RadiotapFields;
  readonly align: number;
  readonly size: number;
  get(view: DataView, offset: number): unknown;
  /** @throws EncodeError, at `path`, for what `get` does not give */
  put(view: DataView, offset: number, value: unknown, path: string): void;
}

const octetsAt = ({ buffer, byteOffset }: DataView, offset: number, size: number): Uint8Array =>
  new Uint8Array(buffer, byteOffset + offset, size);

const unsigned8 = (name: keyof RadiotapFields): FieldKind => ({
  name,
  align: 1,
  size: 1,
  get: (view, offset) => view.getUint8(offset),
  put: (view, offset, value, path) => view.setUint8(offset, integer(value, path, MAX_8)),
});
const signed8 = (name: keyof RadiotapFields): FieldKind => ({
  name,
  align: 1,
  size: 1,
  get: (view, offset) => view.getInt8(offset),
  put: (view, offset, value, path) => view.setInt8(offset, integer(value, path, 127, -128)),
});
const unsigned16 = (name: keyof RadiotapFields): FieldKind => ({
  name,
  align: 2,
  size: 2,
  get: (view, offset) => view.getUint16(offset, true),
  put: (view, offset, value, path) => view.setUint16(offset, integer(value, path, MAX_16), true),
});
const structure = (name: keyof RadiotapFields, align: number, size: number): FieldKind => ({
  name,
  align,
  size,
  get: (view, offset) => octetsAt(view, offset, size),
  put: (view, offset, value, path) => octetsAt(view, offset, size).set(octetsOf(value, path, size)),
});

/** By bit of the present word. */
const FIELDS: readonly FieldKind[] = [
  {
    name: 'tsft',
    align: 8,
    size: TSFT_LENGTH,
    get: (view, offset) => view.getBigUint64(offset, true),
    put: (view, offset, value, path) => {
      if (typeof value !== 'bigint' || value < 0n || value > MAX_64)
        throw new EncodeError(path, `is to be a bigint from 0 to ${MAX_64}`);
      view.setBigUint64(offset, value, true);
    },
  },
  unsigned8('flags'),
  unsigned8('rate'),
  {
    name: 'channel',
    align: 2,
    size: 4,
    get: (view, offset) => ({
      frequency: view.getUint16(offset, true),
      flags: view.getUint16(offset + 2, true),
    }),
    put: (view, offset, value, path) => {
      const channel = objectOf(value as RadiotapChannel, path);
      onlyNames(path, channel, CHANNEL);
      view.setUint16(offset, integer(channel.frequency, `${path}.frequency`, MAX_16), true);
      view.setUint16(offset + 2, integer(channel.flags, `${path}.flags`, MAX_16), true);
    },
  },
  structure('fhss', 2, 2),
  signed8('antennaSignal'),
  signed8('antennaNoise'),
  unsigned16('lockQuality'),
  unsigned16('txAttenuation'),
  unsigned16('dbTxAttenuation'),
  signed8('txPower'),
  unsigned8('antenna'),
  unsigned8('dbAntennaSignal'),
  unsigned8('dbAntennaNoise'),
  unsigned16('rxFlags'),
  unsigned16('txFlags'),
  unsigned8('rtsRetries'),
  unsigned8('dataRetries'),
  structure('xChannel', 4, 8),
  structure('mcs', 1, 3),
  structure('aMpduStatus', 4, 8),
  structure('vht', 2, 12),
  structure('timestamp', 8, 12),
  structure('he', 2, 12),
  structure('heMu', 2, 12),
  structure('heMuOtherUser', 2, 6),
  unsigned8('zeroLengthPsdu'),
  structure('lSig', 2, 4),
];

const align = (offset: number, to: number): number => (offset + to - 1) & -to;

const fault = (
  code: DecodeErrorCode,
  name: string,
  details: Partial<DecodeErrorDetails> & { offset: number },
) => new DecodeError({ code, format: FORMAT, path: `${FORMAT}.${name}`, ...details });

const need = (length: number, offset: number, required: number, name: string, claimedBy?: string): void => {
  if (length - offset < required)
    throw fault('truncated', name, {
      // Where it would be aligned to may be behind the header.
      offset: Math.min(offset, length),
      required,
      available: Math.max(0, length - offset),
      ...(claimedBy === undefined ? {} : { claimedBy: `${FORMAT}.${claimedBy}` }),
    });
};

const hasBit = (present: number, bit: number): boolean => ((present >>> bit) & 1) === 1;

/**
 * Octets of the radiotap header that `bytes` begin with.
 * @throws DecodeError for another version than 0, a length below 8, and one that is beyond the octets
 */
export function radiotapLength(bytes: Uint8Array): number {
  need(bytes.length, 0, PRESENT + WORD, 'header');
  if (bytes[0] !== 0)
    throw fault('unsupported', 'version', { offset: 0, reason: `is ${bytes[0]}, and only 0 is decoded` });
  const length = get16le(bytes, LENGTH);
  if (length < PRESENT + WORD)
    throw fault('length', 'length', { offset: LENGTH, required: PRESENT + WORD, available: length });
  need(bytes.length, 0, length, 'header', 'length');
  return length;
}

/** Where the fields start: behind the last present word. */
const fieldsOffset = (bytes: Uint8Array, length: number): number => {
  let offset = PRESENT;
  for (; hasBit(get32le(bytes, offset), BIT_EXTENSION); offset += WORD)
    need(length, offset + WORD, WORD, 'present', 'length');
  return offset + WORD;
};

/**
 * The flags field of a radiotap header, or undefined where it has none; no other field is read.
 * @param length what {@link radiotapLength} gave for `bytes`
 * @throws DecodeError
 */
export function radiotapFlags(bytes: Uint8Array, length: number): number | undefined {
  const present = bytes[PRESENT]!;
  if (!hasBit(present, BIT_FLAGS)) return undefined;
  const start = fieldsOffset(bytes, length);
  const offset = hasBit(present, BIT_TSFT) ? align(start, TSFT_LENGTH) + TSFT_LENGTH : start;
  need(length, offset, 1, 'fields.flags', 'length');
  return bytes[offset];
}

interface Walk {
  readonly view: DataView;
  readonly length: number;
  offset: number;
}

/** Reads the fields that `present` names; gives the first bit whose size is not known, if there is one. */
const readWord = (walk: Walk, present: number, fields: Record<string, unknown>): number | undefined => {
  for (let bit = 0; bit < BIT_RADIOTAP_NAMESPACE; bit++) {
    if (!hasBit(present, bit)) continue;
    const field = FIELDS[bit];
    if (field === undefined) return bit;
    const offset = align(walk.offset, field.align);
    need(walk.length, offset, field.size, `fields.${field.name}`, 'length');
    fields[field.name] = field.get(walk.view, offset);
    walk.offset = offset + field.size;
  }
  return undefined;
};

/** Passes over the fields of a vendor. */
const skipVendor = (walk: Walk): void => {
  const offset = align(walk.offset, 2);
  need(walk.length, offset, VENDOR_HEADER_LENGTH, 'vendorNamespace', 'length');
  const start = offset + VENDOR_HEADER_LENGTH;
  const skip = walk.view.getUint16(offset + VENDOR_SKIP_LENGTH, true);
  need(walk.length, start, skip, 'vendorNamespace.fields', 'vendorNamespace.skipLength');
  walk.offset = start + skip;
};

/**
 * The radiotap header that `bytes` begin with; what follows it, the frame, is not looked at.
 *
 * Present words of vendor namespaces are passed over as their own length says. A bit of unknown size ends the
 * interpretation, and `header.octets` has the rest.
 * @throws DecodeError
 */
export const decodeRadiotap: Decoder<Radiotap> = /* @__PURE__ */ decoder<Radiotap>((bytes, value) => {
  const length = radiotapLength(bytes);
  const start = fieldsOffset(bytes, length);
  const present: number[] = [];
  for (let offset = PRESENT; offset < start; offset += WORD) present.push(get32le(bytes, offset));
  const octets = bytes.subarray(0, length);
  value.header = { version: bytes[0]!, pad: bytes[1]!, length, present, octets };
  const fields: RadiotapFields = {};
  const antennas: RadiotapFields[] = [];
  value.fields = fields;
  value.antennas = antennas;
  const walk = { view: new DataView(bytes.buffer, bytes.byteOffset, length), length, offset: start };
  let isVendor = false;
  for (const [i, bits] of present.entries()) {
    if (!isVendor) {
      const into: RadiotapFields = i === 0 ? fields : {};
      if (i > 0) antennas.push(into);
      const unknown = readWord(walk, bits, into as Record<string, unknown>);
      if (unknown !== undefined) {
        value.stoppedAt = i * 32 + unknown;
        return;
      }
    }
    if (hasBit(bits, BIT_VENDOR_NAMESPACE)) {
      skipVendor(walk);
      isVendor = true;
    } else if (hasBit(bits, BIT_RADIOTAP_NAMESPACE)) isVendor = false;
  }
});

const NAMES: Readonly<Record<string, true>> = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ FIELDS.map(({ name }) => [name, true as const]),
);

/**
 * A radiotap header of version 0 and one present word with the fields that `fields` has, for a frame to follow.
 * @throws EncodeError for a value that its field cannot hold, and names that there are not
 */
export function radiotapHeader(fields: RadiotapFields = {}): Uint8Array<ArrayBuffer> {
  onlyNames(FORMAT, fields, NAMES);
  const view = new DataView(new ArrayBuffer(MOST_OCTETS));
  let present = 0;
  let offset = PRESENT + WORD;
  for (const [bit, { name, align: to, size, put }] of FIELDS.entries()) {
    const value = fields[name];
    if (value === undefined) continue;
    const at = align(offset, to);
    put(view, at, value, `${FORMAT}.${name}`);
    present |= 1 << bit;
    offset = at + size;
  }
  view.setUint16(LENGTH, offset, true);
  view.setUint32(PRESENT, present, true);
  return new Uint8Array(view.buffer, 0, offset);
}

/** The header with all fields, and as much padding before each as there can be. */
const MOST_OCTETS = /* @__PURE__ */ FIELDS.reduce(
  (sum, field) => sum + field.size + field.align - 1,
  PRESENT + WORD,
);
