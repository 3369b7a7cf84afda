import { fault } from '../decoder.js';
import { requireOctets } from '../is-octets.js';
import { layout, octets, u16be, u16le, u32be, u32le } from '../layout/index.js';
import { checkFixedPart, checkHeaderLength } from './header-length.js';

const FORMAT = 'Prism';

/** Octets in front of the items, and of an item. */
const HEADER_LENGTH = 24;
const ITEM_LENGTH = 12;

/** Message codes of the two drivers whose items are known: their identifiers differ. */
const WLAN_NG = 0x44;
const ATHEROS = 0x41;

const declare = (u16: typeof u16be, u32: typeof u32be) => ({
  header: layout(FORMAT, { messageCode: u32, messageLength: u32, deviceName: octets(16) }),
  item: layout(`${FORMAT}.item`, { did: u32, status: u16, length: u16, data: u32 }),
});

const LITTLE = /* @__PURE__ */ declare(u16le, u32le);
const BIG = /* @__PURE__ */ declare(u16be, u32be);

/** What the items of either driver are, by the number in their identifier, counted from 1. */
const NAMES = [
  'hostTime',
  'macTime',
  'channel',
  'rssi',
  'signalQuality',
  'signal',
  'noise',
  'rate',
  'isTx',
  'frameLength',
] as const;

/** What a Prism item is. */
export type PrismItemName = (typeof NAMES)[number];

/** An item: `name` is undefined where the identifier is not known; `status` 0 says that `data` is there. */
export interface PrismItem {
  readonly did: number;
  readonly name: PrismItemName | undefined;
  readonly status: number;
  readonly length: number;
  readonly data: number;
}

/** A Prism monitoring header (link type 119), as the wlan-ng (0x44) and Atheros (0x41) drivers write it. */
export interface Prism {
  readonly byteOrder: 'little' | 'big';
  readonly messageCode: number;
  /** Octets of the header. */
  readonly messageLength: number;
  /** Latin characters, filled up with zeros. */
  readonly deviceName: Uint8Array;
  readonly items: readonly PrismItem[];
}

const nameOf = (messageCode: number, did: number): PrismItemName | undefined => {
  const shift = messageCode === WLAN_NG ? 16 : 12;
  const number = did >>> shift;
  return did === ((number << shift) | messageCode) >>> 0 ? NAMES[number - 1] : undefined;
};

/** The byte order is that of the capturing host: of the two readings of the message code the known one is right. */
const byteOrderOf = (bytes: Uint8Array): Prism['byteOrder'] | undefined => {
  const isCode = (octet: number | undefined): boolean => octet === WLAN_NG || octet === ATHEROS;
  const [a, b, c, d] = bytes;
  if (isCode(a) && b === 0 && c === 0 && d === 0) return 'little';
  return a === 0 && b === 0 && c === 0 && isCode(d) ? 'big' : undefined;
};

const readHeader = (bytes: Uint8Array) => {
  const byteOrder = byteOrderOf(bytes);
  checkFixedPart(FORMAT, bytes, HEADER_LENGTH);
  if (byteOrder === undefined)
    throw fault(FORMAT, 'messageCode', 0, 'unsupported', 'is neither 0x44 nor 0x41');
  const { header, item } = byteOrder === 'little' ? LITTLE : BIG;
  const fields = header.decode(bytes.subarray(0, HEADER_LENGTH));
  const { messageLength } = fields;
  checkHeaderLength(FORMAT, bytes, messageLength, { name: 'messageLength', offset: 4 }, HEADER_LENGTH);
  return { byteOrder, fields, item };
};

/** Octets of the Prism header that `bytes` begin with. @throws DecodeError */
export function prismLength(bytes: Uint8Array): number {
  return readHeader(bytes).fields.messageLength;
}

/** The Prism header that `bytes` begin with; what follows it, the frame, is not looked at. @throws DecodeError */
export function decodePrism(bytes: Uint8Array): Prism {
  requireOctets(bytes);
  const { byteOrder, fields, item } = readHeader(bytes);
  const items: PrismItem[] = [];
  for (let end = HEADER_LENGTH + ITEM_LENGTH; end <= fields.messageLength; end += ITEM_LENGTH) {
    const { did, status, length, data } = item.decode(bytes.subarray(end - ITEM_LENGTH, end));
    items.push({ did, name: nameOf(fields.messageCode, did), status, length, data });
  }
  return { byteOrder, ...fields, items };
}
