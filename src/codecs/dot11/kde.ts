import { objectOf, octetsOf } from '../check.js';
import { gather, type OnError, raise } from '../decoder.js';
import { type Decoded, DecodeError, type DecodeOptions, EncodeError, type LaxList } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { Cursor, type Field, layout, octets, rest, u8, u16le, u32be } from '../layout/index.js';
import type { OctetWriter } from '../layout/octet-writer.js';
import { get24 } from '../layout/octets.js';
import {
  type Element,
  type ElementOptions,
  elementFormat,
  elementList,
  unknownElement,
  writeElement,
} from './element.js';
import { type ElementOf, optionalPart, oui, part, partFlag, partFrom, reservedFrom, tag } from './fields.js';
import { type BodyFormat, itemOctets, type ListFormat, readTlvs, writeTlv } from './tlv.js';

/** The identifier of the Vendor Specific element, which KDEs share. */
const KDE_ID = 0xdd;

/** A KDE of 00-0F-AC: it begins with that and its data type (12.7.2, j); `fields` are behind those. */
const kde = <const N extends string, const F extends Readonly<Record<string, Field<unknown>>>>(
  name: N,
  dataType: number,
  fields: F,
) => ({
  dataType,
  format: layout(name, { kde: tag(name, Uint8Array.of(0x00, 0x0f, 0xac, dataType)), ...fields }),
});

/** Those that are decoded (Table 12-9). */
const KDES = [
  /* @__PURE__ */ kde('GTK', 1, {
    keyId: part(0, 2),
    tx: partFlag(2),
    reservedBits: reservedFrom(3),
    reserved: reservedFrom(0),
    gtk: rest,
  }),
  /* @__PURE__ */ kde('MAC address', 3, { macAddress: octets(6) }),
  /* @__PURE__ */ kde('PMKID', 4, { pmkid: octets(16) }),
  /* @__PURE__ */ kde('Lifetime', 7, { lifetime: u32be }),
  /* @__PURE__ */ kde('IGTK', 9, { keyId: u16le, ipn: octets(6), igtk: rest }),
  /* @__PURE__ */ kde('Key ID', 10, {
    keyId: part(0, 2),
    reservedBits: reservedFrom(2),
    reserved: reservedFrom(0),
  }),
  /* @__PURE__ */ kde('OCI', 13, { operatingClass: u8, primaryChannel: u8, frequencySegment1Channel: u8 }),
  /* @__PURE__ */ kde('BIGTK', 14, { keyId: u16le, bipn: octets(6), bigtk: rest }),
  /* @__PURE__ */ kde('MLO GTK', 16, {
    keyId: part(0, 2),
    tx: partFlag(2),
    reserved: optionalPart(3, 1),
    linkId: partFrom(4),
    pn: octets(6),
    gtk: rest,
  }),
  /* @__PURE__ */ kde('MLO IGTK', 17, {
    keyId: u16le,
    ipn: octets(6),
    reserved: optionalPart(0, 4),
    linkId: partFrom(4),
    igtk: rest,
  }),
  /* @__PURE__ */ kde('MLO BIGTK', 18, {
    keyId: u16le,
    bipn: octets(6),
    reserved: optionalPart(0, 4),
    linkId: partFrom(4),
    bigtk: rest,
  }),
  /** `elements`: the RSNE and the RSNXE of the AP of that link, as the two flags say. */
  /* @__PURE__ */ kde('MLO Link', 19, {
    linkId: part(0, 4),
    rsnePresent: partFlag(4),
    rsnxePresent: partFlag(5),
    reserved: reservedFrom(6),
    macAddress: octets(6),
    elements: elementList,
  }),
] as const;
const UNKNOWN = /* @__PURE__ */ layout('unknown', { kde: tag('unknown'), oui, type: u8, body: rest });

/** What fills key data up in front of its encryption: 0xdd, then zeros (12.7.2 j). */
export interface KeyDataPadding {
  readonly kde: 'padding';
  /** All of it, the 0xdd included. */
  readonly octets: Uint8Array;
}

type KdeOf<D> = D extends { readonly format: infer L } ? ElementOf<L> : never;

/**
 * A key data encapsulation (12.7.2, Table 12-9; those of a link of multi-link operation: IEEE Std 802.11be-2024). Lifetimes are in
 * seconds; packet numbers (`pn`, `ipn`, `bipn`) are octets as on the wire: see `packetNumberOf`.
 */
export type Kde = KdeOf<(typeof KDES)[number]> | ElementOf<typeof UNKNOWN> | KeyDataPadding;

/** The KDE called `name`. */
export type KdeNamed<N extends Kde['kde']> = Extract<Kde, { readonly kde: N }>;

/** What key data is made of: elements, told by `element`, and KDEs, told by `kde`. */
export type KeyDataItem = Element | Kde;

type Format = BodyFormat<KeyDataItem>;

/** By data type. */
const FORMATS: ReadonlyMap<number, Format> = /* @__PURE__ */ new Map(
  KDES.map(({ dataType, format }) => [dataType, format as Format]),
);

/** Octets of an OUI and a data type. */
const SELECTOR_LENGTH = 4;
const IEEE_OUI = 0x000fac;

/**
 * The format of an item. Key data and management frames share the identifier 0xdd: what begins with 00-0F-AC
 * is a KDE, the WPA element an element, and all else a KDE of another organization.
 */
const formatOf = (
  id: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  options: ElementOptions,
): Format | undefined => {
  if (id !== KDE_ID) return elementFormat(id, bytes, start, end, options) as Format | undefined;
  if (end - start < SELECTOR_LENGTH) return UNKNOWN;
  if (get24(bytes, start) === IEEE_OUI) return FORMATS.get(bytes[start + 3]!) ?? UNKNOWN;
  const format = elementFormat(id, bytes, start, end, options);
  return format?.format === 'WPA' ? (format as Format) : UNKNOWN;
};

const unknownItem = (id: number, body: Uint8Array): KeyDataItem =>
  id === KDE_ID && body.length >= SELECTOR_LENGTH ? UNKNOWN.interpret(body) : unknownElement(id, body);

const LIST: ListFormat<KeyDataItem, ElementOptions> = { path: 'keyData', formatOf, unknown: unknownItem };

/** Where the padding starts: at the first item that is 0xdd without a length, or with length 0. */
const paddingOffset = (bytes: Uint8Array): number => {
  let offset = 0;
  while (offset < bytes.length) {
    const length = bytes[offset + 1] ?? 0;
    if (bytes[offset] === KDE_ID && length === 0) return offset;
    offset += 2 + length;
  }
  return bytes.length;
};

const read = (bytes: Uint8Array, options: ElementOptions, items: KeyDataItem[], onError: OnError): void => {
  const end = paddingOffset(bytes);
  readTlvs(LIST, items, new Cursor('keyData', bytes, 0, end), options, onError);
  if (end === bytes.length) return;
  const padding = bytes.subarray(end);
  const nonZero = padding.findIndex((octet, i) => i > 0 && octet !== 0);
  if (nonZero >= 0)
    onError(
      new DecodeError({
        code: 'value',
        reason: 'is to be zero',
        format: 'keyData',
        path: `keyData[${items.length}].padding`,
        offset: end + nonZero,
      }),
    );
  items.push({ kde: 'padding', octets: padding });
};

/**
 * With options: under `lax` all items, those that do not fit their format as `unknown`, and the first error with them.
 * @throws DecodeError without `lax`
 */
export function decodeKeyData<L extends boolean = false>(
  plain: Uint8Array,
  options?: ElementOptions & DecodeOptions<L>,
): Decoded<L, KeyDataItem[], LaxList<KeyDataItem>>;
/**
 * The elements and KDEs of key data in clear (12.7.2 j), with the padding behind them as the last item.
 *
 * What is not decoded is kept: an element as `{ element: 'unknown' }`, a KDE as `{ kde: 'unknown' }`. A body
 * that does not fit its format is an error; under `lax` it is kept in the same way, and the first such error
 * comes with the list.
 *
 * The group key handshake of WPA (descriptor type 254) has the bare GTK for key data: that is not for here.
 * @throws DecodeError
 */
export function decodeKeyData(plain: Uint8Array): KeyDataItem[];
export function decodeKeyData(
  plain: Uint8Array,
  options: ElementOptions & DecodeOptions = {},
): KeyDataItem[] | LaxList<KeyDataItem> {
  requireOctets(plain);
  if (options.lax === true)
    return gather<KeyDataItem[]>([], (items, onError) => read(plain, options, items, onError));
  const items: KeyDataItem[] = [];
  read(plain, options, items, raise);
  return items;
}

const KDE_FORMATS: readonly Format[] = [...FORMATS.values(), UNKNOWN];

const writeItem = (to: OctetWriter, item: KeyDataItem, path: string): void => {
  objectOf(item, path);
  if (!('kde' in item)) writeElement(to, item, path);
  else if (item.kde === 'padding') to.append(octetsOf(item.octets, `${path}.octets`));
  else {
    const format = KDE_FORMATS.find(one => one.format === item.kde);
    if (format === undefined) throw new EncodeError(`${path}.kde`, 'is no KDE of a known name');
    writeTlv(to, KDE_ID, path, format, item);
  }
};

/**
 * The octets of key data, its items in their order. Padding is written where it is an item: what is to be
 * encrypted is padded by the key wrap's own rule.
 * @throws EncodeError with the place of the item and its field
 */
export function encodeKeyData(items: readonly KeyDataItem[]): Uint8Array<ArrayBuffer> {
  return itemOctets(items, 'keyData', writeItem);
}

/** The first KDE called `name` in key data, if there is one; {@link findElement} does the same for its elements. */
export function findKde<N extends Kde['kde']>(
  items: readonly KeyDataItem[],
  name: N,
): KdeNamed<N> | undefined {
  return items.find((item): item is KdeNamed<N> => 'kde' in item && item.kde === name);
}
