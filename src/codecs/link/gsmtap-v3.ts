import { bit, integer, objectOf, objectsOf, octetsOf } from '../check.js';
import { decoder, fault, need } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import { get16, put16 } from '../layout/octets.js';
import { isZero } from '../padding.js';

/** The type of LTE RRC messages in version 3. */
export const GSMTAP_V3_LTE_RRC = 0x0403;
/** Sub-types of LTE RRC in version 3: the logical channel. */
export const GSMTAP_V3_LTE_RRC_CHANNEL = {
  dlCcch: 0x0008,
  dlDcch: 0x0009,
  ulCcch: 0x000a,
  ulDcch: 0x000b,
} as const;

/** What a packet says of the message, beside its type: the time, the channel, how strong the signal was. */
export interface GsmtapV3Metadatum {
  /** 0 to 0xffff but 0xfffe, which ends the list. */
  readonly tag: number;
  readonly value: Uint8Array;
}

/** A GSMTAP version 3 packet (libosmocore, gsmtapv3.h). */
export interface GsmtapV3 {
  /** 0 where left out. */
  readonly reserved?: number | undefined;
  /** See {@link GSMTAP_V3_LTE_RRC}. */
  readonly type: number;
  /** For LTE RRC see {@link GSMTAP_V3_LTE_RRC_CHANNEL}. */
  readonly subType: number;
  /** In the order of the packet. */
  readonly metadata: readonly GsmtapV3Metadatum[];
  /** Whether a tag of its own ends the metadata. */
  readonly hasEndTag: boolean;
  /**
   * Whether octets of 0 fill up the last of the 32-bit words that the header counts. SCAT counts that word and does not fill it
   * up: its payload follows the end tag.
   */
  readonly isPadded: boolean;
  readonly payload: Uint8Array;
}

const FORMAT = 'GSMTAP v3';
const FIXED = 8;
const TAG_AND_LENGTH = 4;
const END_TAG = 0xfffe;
const WORD = 4;

/** Reads a GSMTAP version 3 packet, the payload of a UDP datagram. @throws DecodeError */
export const decodeGsmtapV3: Decoder<GsmtapV3> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, FIXED, FORMAT, 'header');
  if (bytes[0] !== 3) throw fault(FORMAT, 'version', 0, 'unsupported', `is ${bytes[0]}, not 3`);
  value.reserved = bytes[1]!;
  const end = WORD * get16(bytes, 2);
  value.type = get16(bytes, 4);
  value.subType = get16(bytes, 6);
  const metadata: GsmtapV3Metadatum[] = [];
  value.metadata = metadata;
  value.hasEndTag = false;
  let at = FIXED;
  while (!value.hasEndTag && at + 2 <= end && (at + TAG_AND_LENGTH <= end || isEndTag(bytes, at))) {
    const path = `metadata[${metadata.length}]`;
    value.hasEndTag = isEndTag(bytes, at);
    if (value.hasEndTag) at += 2;
    else {
      need(bytes, at, TAG_AND_LENGTH, FORMAT, path);
      const length = get16(bytes, at + 2);
      need(bytes, at + TAG_AND_LENGTH, length, FORMAT, `${path}.value`, `${path}.length`);
      const from = at + TAG_AND_LENGTH;
      metadata.push({ tag: get16(bytes, at), value: bytes.subarray(from, from + length) });
      at = from + length;
    }
  }
  const left = end - at;
  if (left < 0 || left >= WORD)
    throw fault(
      FORMAT,
      'headerWords',
      2,
      'length',
      `is ${end / WORD}, but the metadata has ${at - FIXED} octets`,
    );
  value.isPadded = left > 0 && bytes.length >= end && isZero(bytes, at, end);
  if (left > 0 && !value.isPadded && !value.hasEndTag)
    throw fault(
      FORMAT,
      `metadata[${metadata.length}]`,
      at,
      'length',
      `has ${left} octets, less than a tag and a length`,
    );
  value.payload = bytes.subarray(value.isPadded ? end : at);
});

const isEndTag = (bytes: Uint8Array, at: number): boolean =>
  at + 2 <= bytes.length && get16(bytes, at) === END_TAG;

/** Writes a GSMTAP version 3 packet. @throws EncodeError */
export function encodeGsmtapV3(value: GsmtapV3): Uint8Array<ArrayBuffer> {
  objectOf(value, FORMAT);
  const payload = octetsOf(value.payload, `${FORMAT}.payload`);
  const metadata = objectsOf(value.metadata, `${FORMAT}.metadata`).map(({ tag, value: octets }, i) => {
    const path = `${FORMAT}.metadata[${i}]`;
    if (integer(tag, `${path}.tag`, 0xffff) === END_TAG)
      throw new EncodeError(`${path}.tag`, 'is that of the end: hasEndTag says that it is there');
    integer(octetsOf(octets, `${path}.value`).length, `${path}.value.length`, 0xffff);
    return { tag, octets };
  });
  const hasEndTag = bit(value.hasEndTag, `${FORMAT}.hasEndTag`) === 1;
  const isPadded = bit(value.isPadded, `${FORMAT}.isPadded`) === 1;
  const end = metadata.reduce(
    (sum, { octets }) => sum + TAG_AND_LENGTH + octets.length,
    FIXED + (hasEndTag ? 2 : 0),
  );
  const words = Math.ceil(end / WORD);
  if (!hasEndTag && !isPadded && end % WORD !== 0)
    throw new EncodeError(
      `${FORMAT}.isPadded`,
      'is to be true: without an end tag the header ends with a word',
    );
  const gap = WORD * words - end;
  if (isPadded && gap === 0)
    throw new EncodeError(`${FORMAT}.isPadded`, 'is to be false: the metadata ends with a word');
  if (!isPadded && gap > 0 && payload.length >= gap && isZero(payload, 0, gap))
    throw new EncodeError(`${FORMAT}.isPadded`, 'is to be true: the payload would be read as what fills up');
  const from = isPadded ? end + gap : end;
  const bytes = new Uint8Array(from + payload.length);
  bytes[0] = 3;
  bytes[1] = integer(value.reserved ?? 0, `${FORMAT}.reserved`, 0xff);
  put16(bytes, 2, integer(words, `${FORMAT}.headerWords`, 0xffff));
  put16(bytes, 4, integer(value.type, `${FORMAT}.type`, 0xffff));
  put16(bytes, 6, integer(value.subType, `${FORMAT}.subType`, 0xffff));
  let at = FIXED;
  for (const { tag, octets } of metadata) {
    put16(bytes, at, tag);
    put16(bytes, at + 2, octets.length);
    bytes.set(octets, at + TAG_AND_LENGTH);
    at += TAG_AND_LENGTH + octets.length;
  }
  if (hasEndTag) put16(bytes, at, END_TAG);
  bytes.set(payload, from);
  return bytes;
}
