import { need } from '../decoder.js';
import { requireOctets } from '../is-octets.js';
import { get16le, get32le } from '../layout/octets.js';
import { paddingOf } from '../padding.js';
import { checkFixedPart, checkHeaderLength } from './header-length.js';

const FORMAT = 'PPI';

/** Octets of the header in front of the fields, and of a field in front of its data. */
const HEADER_LENGTH = 8;
const FIELD_HEADER_LENGTH = 4;
/** Offsets in the header. */
const LENGTH = 2;
const LINK_TYPE = 4;
/** Header flag: fields are aligned to 4 octets. */
const ALIGNED = 0x01;
/** The 802.11-Common field, and where its flags are: behind the time stamp. */
const COMMON = 2;
const COMMON_FLAGS = 8;
const COMMON_FLAGS_END = 10;

/** Flags of the 802.11-Common field. */
const FCS_PRESENT = 0x01;
const FCS_INVALID = 0x04;

/** What a PPI header says of the frame behind it; `fcs` is undefined without an 802.11-Common field. */
export interface Ppi {
  /** Octets of the header. */
  readonly length: number;
  /** LINKTYPE_ of what follows: 105 for 802.11. */
  readonly linkType: number;
  readonly fcs: boolean | undefined;
  readonly badFcs: boolean;
}

/**
 * The Per-Packet Information header that `bytes` begin with (link type 192).
 * @throws DecodeError for a length that is below 8 or beyond the octets, and for a field beyond the header
 */
export function decodePpi(bytes: Uint8Array): Ppi {
  requireOctets(bytes);
  checkFixedPart(FORMAT, bytes, HEADER_LENGTH);
  const length = get16le(bytes, LENGTH);
  checkHeaderLength(FORMAT, bytes, length, { name: 'length', offset: LENGTH }, HEADER_LENGTH);
  const header = bytes.subarray(0, length);
  const linkType = get32le(bytes, LINK_TYPE);
  const aligned = (bytes[1]! & ALIGNED) !== 0;
  for (let offset = HEADER_LENGTH, i = 0; length - offset >= FIELD_HEADER_LENGTH; i++) {
    const start = offset + FIELD_HEADER_LENGTH;
    const size = get16le(bytes, offset + 2);
    need(header, start, size, FORMAT, `fields[${i}]`, `fields[${i}].length`);
    if (get16le(bytes, offset) === COMMON && size >= COMMON_FLAGS_END) {
      const flags = get16le(bytes, start + COMMON_FLAGS);
      return { length, linkType, fcs: (flags & FCS_PRESENT) !== 0, badFcs: (flags & FCS_INVALID) !== 0 };
    }
    offset = start + size + (aligned ? paddingOf(size) : 0);
  }
  return { length, linkType, fcs: undefined, badFcs: false };
}
