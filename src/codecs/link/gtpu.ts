import { integer, isNameIn, objectOf, objectsOf, octetsOf } from '../check.js';
import { decoder, fault, need, refuseTrailing } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import { get16, get32, put16, put32 } from '../layout/octets.js';
import {
  encodeInformationElement,
  type GtpInformationElement,
  readInformationElements,
} from './gtpu-information-element.js';

export type { GtpInformationElement } from './gtpu-information-element.js';

/** The UDP port of GTP-U (TS 29.281, 4.4.2). */
export const GTPU_PORT = 2152;

/**
 * Extension header types (TS 29.281, 5.2.1). On Xw-U a G-PDU may carry the Xw RAN container, in which
 * TS 36.465 puts DL USER DATA and DL DATA DELIVERY STATUS, with or without a T-PDU (TS 36.464).
 */
export const GTPU_EXTENSION_HEADER = {
  longPdcpPduNumber: 0x03,
  serviceClassIndicator: 0x20,
  udpPort: 0x40,
  ranContainer: 0x81,
  longPdcpPduNumberOld: 0x82,
  xwRanContainer: 0x83,
  nrRanContainer: 0x84,
  pduSessionContainer: 0x85,
  pdcpPduNumber: 0xc0,
} as const;

/** An extension header, kept as it is (TS 29.281, 5.2.1). */
export interface GtpExtensionHeader {
  /** See {@link GTPU_EXTENSION_HEADER}; not 0, which ends the chain. */
  readonly type: number;
  /** What is between its length and the type of the next: 2 octets and a multiple of 4 more, up to 1018. */
  readonly content: Uint8Array;
}

/** Header octets that are there because of another flag and that their own says not to evaluate; 0 of those that it says to. */
export interface GtpUnevaluated {
  readonly sequenceNumber: number;
  readonly nPduNumber: number;
  readonly nextExtensionHeaderType: number;
}

/** The messages other than G-PDU that TS 29.281, 6.1 defines, by type. */
const SIGNALLING = {
  echoRequest: 1,
  echoResponse: 2,
  errorIndication: 26,
  supportedExtensionHeadersNotification: 31,
  endMarker: 254,
} as const;
const G_PDU = 255;

type Signalling = keyof typeof SIGNALLING;
const SIGNALLING_NAMES = /* @__PURE__ */ Object.keys(SIGNALLING) as Signalling[];

/** What a GTP-U packet carries. */
export type GtpMessage =
  /** The payload is the T-PDU: on Xw-U an LWA PDU, LWAAP header and PDCP PDU (TS 36.465, 3.1). */
  | { readonly message: 'gPdu'; readonly payload: Uint8Array }
  | { readonly message: Signalling; readonly informationElements: readonly GtpInformationElement[] }
  | { readonly message: 'unknown'; readonly messageType: number; readonly payload: Uint8Array };

/** A GTP-U packet (TS 29.281, 5.1). */
export interface GtpU {
  /** Tunnel endpoint identifier of the receiver, 32 bits. */
  readonly teid: number;
  /** 16 bits; left out where the S flag is not set. */
  readonly sequenceNumber?: number | undefined;
  /** 8 bits; left out where the PN flag is not set. */
  readonly nPduNumber?: number | undefined;
  /** Left out where the E flag is not set; empty where it is and no header follows. */
  readonly extensionHeaders?: readonly GtpExtensionHeader[] | undefined;
  /** The spare bit of the first octet; 0 where left out. */
  readonly spare?: number | undefined;
  /** Left out where they are zero, as they should be. */
  readonly unevaluated?: GtpUnevaluated | undefined;
  readonly content: GtpMessage;
}

const FORMAT = 'GTP-U';
const HEADER = 8;
/** Sequence number, N-PDU number and next extension header type: all there if one of the flags is set. */
const OPTIONAL = 4;
const [E, S, PN] = [4, 2, 1];

const readExtensionHeaders = (packet: Uint8Array, first: number, headers: GtpExtensionHeader[]): number => {
  let at = HEADER + OPTIONAL;
  for (let type = first; type !== 0; type = packet[at - 1]!) {
    const path = `extensionHeaders[${headers.length}]`;
    need(packet, at, 1, FORMAT, path, 'length');
    const length = 4 * packet[at]!;
    if (length === 0)
      throw fault(FORMAT, `${path}.length`, at, 'length', 'is 0, less than the 1 of every header');
    need(packet, at, length, FORMAT, path, `${path}.length`);
    headers.push({ type, content: packet.subarray(at + 1, at + length - 1) });
    at += length;
  }
  return at;
};

/** Reads a GTP-U packet, the payload of a UDP datagram. Extension headers of any type are kept. @throws DecodeError */
export const decodeGtpU: Decoder<GtpU> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, HEADER, FORMAT, 'header');
  const first = bytes[0]!;
  if (first >>> 5 !== 1) throw fault(FORMAT, 'version', 0, 'unsupported', `is ${first >>> 5}, not 1`);
  if ((first & 0x10) === 0) throw fault(FORMAT, 'protocolType', 0, 'unsupported', "is 0: GTP'");
  const messageType = bytes[1]!;
  const length = get16(bytes, 2);
  value.teid = get32(bytes, 4);
  value.spare = (first >>> 3) & 1;
  need(bytes, HEADER, length, FORMAT, 'content', 'length');
  refuseTrailing(bytes, HEADER + length, FORMAT);
  let at = HEADER;
  if ((first & (E | S | PN)) !== 0) {
    need(bytes, HEADER, OPTIONAL, FORMAT, 'sequenceNumber', 'length');
    const sequenceNumber = get16(bytes, HEADER);
    const nPduNumber = bytes[HEADER + 2]!;
    const next = bytes[HEADER + 3]!;
    const unevaluated = {
      sequenceNumber: first & S ? 0 : sequenceNumber,
      nPduNumber: first & PN ? 0 : nPduNumber,
      nextExtensionHeaderType: first & E ? 0 : next,
    };
    if (first & S) value.sequenceNumber = sequenceNumber;
    if (first & PN) value.nPduNumber = nPduNumber;
    if (unevaluated.sequenceNumber + unevaluated.nPduNumber + unevaluated.nextExtensionHeaderType > 0)
      value.unevaluated = unevaluated;
    at += OPTIONAL;
    if (first & E) {
      const headers: GtpExtensionHeader[] = [];
      value.extensionHeaders = headers;
      at = readExtensionHeaders(bytes, next, headers);
    }
  }
  value.content = readContent(bytes, at, messageType);
});

const readContent = (bytes: Uint8Array, at: number, messageType: number): GtpMessage => {
  if (messageType === G_PDU) return { message: 'gPdu', payload: bytes.subarray(at) };
  const message = SIGNALLING_NAMES.find(name => SIGNALLING[name] === messageType);
  if (message === undefined) return { message: 'unknown', messageType, payload: bytes.subarray(at) };
  const informationElements: GtpInformationElement[] = [];
  readInformationElements(bytes, at, FORMAT, informationElements);
  return { message, informationElements };
};

const typeOf = (content: GtpMessage): number => {
  if (content.message === 'gPdu') return G_PDU;
  if (content.message === 'unknown') {
    const type = integer(content.messageType, 'GTP-U.content.messageType', 0xff);
    if (type === G_PDU || SIGNALLING_NAMES.some(name => SIGNALLING[name] === type))
      throw new EncodeError('GTP-U.content.messageType', `is to be none that has a name: ${type}`);
    return type;
  }
  if (!isNameIn(SIGNALLING, content.message))
    throw new EncodeError(
      'GTP-U.content.message',
      `is to be gPdu, unknown or one of ${SIGNALLING_NAMES.join(', ')}`,
    );
  return SIGNALLING[content.message];
};

const bodyOf = (content: GtpMessage): readonly Uint8Array[] =>
  'informationElements' in content
    ? objectsOf(content.informationElements, 'GTP-U.content.informationElements').map((element, i) =>
        encodeInformationElement(element, `GTP-U.content.informationElements[${i}]`),
      )
    : [octetsOf(content.payload, 'GTP-U.content.payload')];

/** Writes a GTP-U packet; flags and lengths follow from the parts that are there. @throws EncodeError */
export function encodeGtpU(value: GtpU): Uint8Array<ArrayBuffer> {
  const { sequenceNumber, nPduNumber, unevaluated } = objectOf(value, FORMAT);
  const content = objectOf(value.content, 'GTP-U.content');
  const headers =
    value.extensionHeaders === undefined
      ? undefined
      : objectsOf(value.extensionHeaders, 'GTP-U.extensionHeaders');
  const type = typeOf(content);
  const body = bodyOf(content);
  const flags =
    (headers === undefined ? 0 : E) |
    (sequenceNumber === undefined ? 0 : S) |
    (nPduNumber === undefined ? 0 : PN);
  if (flags === 0 && unevaluated !== undefined)
    throw new EncodeError('GTP-U.unevaluated', 'is to be left out: no other field makes it be there');
  let start = HEADER + (flags === 0 ? 0 : OPTIONAL);
  for (const [i, { content: octets }] of (headers ?? []).entries()) {
    const { length } = octetsOf(octets, `GTP-U.extensionHeaders[${i}].content`);
    if (length % 4 !== 2 || length > 4 * 0xff - 2)
      throw new EncodeError(`GTP-U.extensionHeaders[${i}].content`, 'is to be 2, 6, 10, … or 1018 octets');
    start += length + 2;
  }
  const size = body.reduce((sum, part) => sum + part.length, start);
  if (size - HEADER > 0xffff)
    throw new EncodeError('GTP-U.content', 'is to be at most 65535 octets with its header');
  const bytes = new Uint8Array(size);
  bytes[0] = 0x30 | (integer(value.spare ?? 0, 'GTP-U.spare', 1) << 3) | flags;
  bytes[1] = type;
  put16(bytes, 2, size - HEADER);
  put32(bytes, 4, integer(value.teid, 'GTP-U.teid', 0xffffffff));
  if (flags !== 0) {
    const rest = objectOf(unevaluated ?? NOTHING, 'GTP-U.unevaluated');
    /** What is evaluated is not among the rest: 0 there. */
    const restOf = (name: keyof GtpUnevaluated, evaluated: unknown, max: number): number =>
      integer(rest[name], `GTP-U.unevaluated.${name}`, evaluated === undefined ? max : 0);
    const unevaluatedNumber = restOf('sequenceNumber', sequenceNumber, 0xffff);
    put16(bytes, 8, integer(sequenceNumber ?? unevaluatedNumber, 'GTP-U.sequenceNumber', 0xffff));
    const unevaluatedNPdu = restOf('nPduNumber', nPduNumber, 0xff);
    bytes[10] = integer(nPduNumber ?? unevaluatedNPdu, 'GTP-U.nPduNumber', 0xff);
    bytes[11] = restOf('nextExtensionHeaderType', headers, 0xff);
  }
  let at = HEADER + OPTIONAL;
  for (const [i, { type: headerType, content: octets }] of (headers ?? []).entries()) {
    bytes[at - 1] = integer(headerType, `GTP-U.extensionHeaders[${i}].type`, 0xff, 1);
    bytes[at] = (octets.length + 2) / 4;
    bytes.set(octets, at + 1);
    at += octets.length + 2;
  }
  at = start;
  for (const part of body) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

const NOTHING: GtpUnevaluated = { sequenceNumber: 0, nPduNumber: 0, nextExtensionHeaderType: 0 };
