import { bit, integer, isNameIn, objectOf, objectsOf, octetsOf } from '../check.js';
import { decoder, fault, need } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import { get16, put16 } from '../layout/octets.js';

/** The tags of the framing: number, octets of the value. */
const TAGS = {
  sequenceNumberLength: [0x02, 1],
  direction: [0x03, 1],
  logicalChannelType: [0x04, 1],
  bcchTransport: [0x05, 1],
  rohcIpVersion: [0x06, 2],
  rohcCidInclusion: [0x07, 1],
  rohcLargeCid: [0x08, 1],
  rohcMode: [0x09, 1],
  rohcRnd: [0x0a, 1],
  rohcUdpChecksum: [0x0b, 1],
  rohcProfile: [0x0c, 2],
  channelId: [0x0d, 2],
  ueId: [0x0e, 2],
} as const;

/** The name of a tag of the framing. */
export type PdcpLteTagName = keyof typeof TAGS;

/** What a tag says. */
export interface PdcpLteTag {
  readonly tag: PdcpLteTagName;
  /**
   * `sequenceNumberLength` in bits, 5, 7, 12, 15 or 18; `direction` 0 uplink, 1 downlink; `logicalChannelType` as
   * in {@link PDCP_LTE_CHANNEL}; `channelId` 1 for SRB1, 2 for SRB2, or the DRB identity; `ueId` selects the keys.
   */
  readonly value: number;
}

/** A PDCP PDU in the UDP payload that Wireshark's heuristic `pdcp_lte_udp` recognises (packet-pdcp-lte.h). */
export interface PdcpLteFraming {
  /** Whether the PDU has no PDCP header. */
  readonly noHeader: boolean;
  readonly plane: 'signalling' | 'user';
  readonly rohcCompression: boolean;
  /** In the order of the packet. The user plane needs `sequenceNumberLength`; security needs `channelId` and `ueId`. */
  readonly tags: readonly PdcpLteTag[];
  /** The PDCP PDU. */
  readonly payload: Uint8Array;
}

/** Values of the tag `logicalChannelType`. */
export const PDCP_LTE_CHANNEL = { dcch: 1, bcch: 2, ccch: 3, pcch: 4 } as const;

const FORMAT = 'PDCP-LTE';
/** ASCII `pdcp-lte`. */
const SIGNATURE = [0x70, 0x64, 0x63, 0x70, 0x2d, 0x6c, 0x74, 0x65];
const FIXED = SIGNATURE.length + 3;
const PAYLOAD = 0x01;
const NAMES = /* @__PURE__ */ Object.keys(TAGS) as PdcpLteTagName[];

/** Whether a UDP payload begins with the signature of the framing. */
export function isPdcpLteFraming(payload: Uint8Array): boolean {
  return SIGNATURE.every((octet, i) => payload[i] === octet);
}

const readBoolean = (bytes: Uint8Array, offset: number, field: string): boolean => {
  const octet = bytes[offset]!;
  if (octet > 1) throw fault(FORMAT, field, offset, 'value', `is ${octet}, not 0 or 1`);
  return octet === 1;
};

/** Reads a UDP payload in the framing. @throws DecodeError */
export const decodePdcpLteFraming: Decoder<PdcpLteFraming> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, SIGNATURE.length, FORMAT, 'signature');
  if (!isPdcpLteFraming(bytes)) throw fault(FORMAT, 'signature', 0, 'value', 'is not that of the framing');
  need(bytes, 0, FIXED, FORMAT, 'header');
  value.noHeader = readBoolean(bytes, 8, 'noHeader');
  const plane = bytes[9]!;
  if (plane !== 1 && plane !== 2) throw fault(FORMAT, 'plane', 9, 'value', `is ${plane}, not 1 or 2`);
  value.plane = plane === 1 ? 'signalling' : 'user';
  value.rohcCompression = readBoolean(bytes, 10, 'rohcCompression');
  const tags: PdcpLteTag[] = [];
  value.tags = tags;
  let at = FIXED;
  for (;;) {
    const path = `tags[${tags.length}]`;
    need(bytes, at, 1, FORMAT, path);
    const number = bytes[at]!;
    if (number === PAYLOAD) break;
    const tag = NAMES.find(name => TAGS[name][0] === number);
    // Without a length field, what is behind an unknown tag cannot be found.
    if (tag === undefined)
      throw fault(FORMAT, path, at, 'unsupported', `has tag ${number}, which is not known`);
    const size = TAGS[tag][1];
    need(bytes, at + 1, size, FORMAT, `${path}.value`);
    tags.push({ tag, value: size === 1 ? bytes[at + 1]! : get16(bytes, at + 1) });
    at += 1 + size;
  }
  value.payload = bytes.subarray(at + 1);
});

/** Writes a UDP payload in the framing. @throws EncodeError */
export function encodePdcpLteFraming(value: PdcpLteFraming): Uint8Array<ArrayBuffer> {
  const { plane } = objectOf(value, FORMAT);
  if (plane !== 'signalling' && plane !== 'user')
    throw new EncodeError('PDCP-LTE.plane', 'is to be signalling or user');
  const payload = octetsOf(value.payload, 'PDCP-LTE.payload');
  const tags = objectsOf(value.tags, 'PDCP-LTE.tags');
  const size = tags.reduce((sum, { tag }, i) => {
    if (!isNameIn(TAGS, tag))
      throw new EncodeError(`PDCP-LTE.tags[${i}].tag`, `is to be one of ${NAMES.join(', ')}`);
    return sum + 1 + TAGS[tag][1];
  }, FIXED + 1);
  const bytes = new Uint8Array(size + payload.length);
  bytes.set(SIGNATURE);
  bytes[8] = bit(value.noHeader, 'PDCP-LTE.noHeader');
  bytes[9] = plane === 'signalling' ? 1 : 2;
  bytes[10] = bit(value.rohcCompression, 'PDCP-LTE.rohcCompression');
  let at = FIXED;
  tags.forEach(({ tag, value: number }, i) => {
    const [type, octets] = TAGS[tag];
    integer(number, `PDCP-LTE.tags[${i}].value`, 2 ** (8 * octets) - 1);
    bytes[at] = type;
    if (octets === 1) bytes[at + 1] = number;
    else put16(bytes, at + 1, number);
    at += 1 + octets;
  });
  bytes[at] = PAYLOAD;
  bytes.set(payload, at + 1);
  return bytes;
}
