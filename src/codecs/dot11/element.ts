import { integer, isNameIn, NONE, objectOf, octetsOf } from '../check.js';
import { concat } from '../concat.js';
import { gather, raise } from '../decoder.js';
import { type Decoded, type DecodeOptions, EncodeError, type LaxList } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { Cursor, type Field } from '../layout/index.js';
import { type OctetWriter, openWriter } from '../layout/octet-writer.js';
import { get32 } from '../layout/octets.js';
import {
  DS_PARAMETER_SET,
  MANAGEMENT_MIC,
  MOBILITY_DOMAIN,
  RSNX,
  SSID,
  SUPPORTED_RATES,
  TIMEOUT_INTERVAL,
  VENDOR_SPECIFIC,
} from './elements/basic.js';
import {
  type FastTransitionElement,
  type FastTransitionMicLength,
  fastTransition,
} from './elements/fast-transition.js';
import { isBasicMultiLink, MULTI_LINK, type MultiLinkElement } from './elements/multi-link.js';
import { RSN, type RsnElement, WPA, type WpaElement } from './elements/rsn.js';
import type { ElementOf } from './fields.js';
import { type BodyFormat, itemOctets, type ListFormat, listField, readTlvs, writeTlv } from './tlv.js';

/** The identifier of elements whose own identifier is in the first octet of the body (9.4.2.1). */
const EXTENSION = 255;
const VENDOR = 221;

/** An element that is not decoded; `extensionId` is its own identifier where `id` is 255 and the body has one. */
export interface UnknownElement {
  readonly element: 'unknown';
  readonly id: number;
  readonly extensionId?: number | undefined;
  /** What is behind the identifiers and the length. */
  readonly body: Uint8Array;
}

/** An element of a management frame or of key data (9.4.2). */
export type Element =
  | ElementOf<typeof SSID>
  | ElementOf<typeof SUPPORTED_RATES>
  | ElementOf<typeof DS_PARAMETER_SET>
  | RsnElement
  | ElementOf<typeof MOBILITY_DOMAIN>
  | FastTransitionElement
  | ElementOf<typeof TIMEOUT_INTERVAL>
  | ElementOf<typeof MANAGEMENT_MIC>
  | ElementOf<typeof RSNX>
  | ElementOf<typeof VENDOR_SPECIFIC>
  | MultiLinkElement
  | WpaElement
  | UnknownElement;

/** The element called `name`. */
export type ElementNamed<N extends Element['element']> = Extract<Element, { readonly element: N }>;

/** Identifiers of the elements that are decoded (Table 9-92); those of one identifier are told apart by their body. */
export const ELEMENT_IDS = {
  SSID: 0,
  'Supported Rates': 1,
  'DS Parameter Set': 3,
  RSN: 48,
  'Mobility Domain': 54,
  'Fast BSS Transition': 55,
  'Timeout Interval': 56,
  'Management MIC': 76,
  WPA: VENDOR,
  'Vendor Specific': VENDOR,
  RSNX: 244,
  'Multi-Link': EXTENSION,
} as const;

/** How elements are read. */
export interface ElementOptions {
  /** Octets of the MIC of a Fast BSS Transition element; see {@link fastTransition}. */
  readonly micLength?: FastTransitionMicLength | undefined;
}

type Format = BodyFormat<Element>;

const FORMATS: ReadonlyMap<number, Format> = /* @__PURE__ */ new Map<number, Format>([
  [0, SSID],
  [1, SUPPORTED_RATES],
  [3, DS_PARAMETER_SET],
  [48, RSN],
  [54, MOBILITY_DOMAIN],
  [56, TIMEOUT_INTERVAL],
  [76, MANAGEMENT_MIC],
  [244, RSNX],
]);

/** What the body of the WPA element begins with: its organization and type. */
const WPA_SELECTOR = 0x0050f201;

/** The format of the element of `id` with the body from `start` up to `end`, or nothing where there is none here. */
export function elementFormat(
  id: number,
  bytes: Uint8Array,
  start: number,
  end: number,
  options: ElementOptions,
): Format | undefined {
  if (id === VENDOR) return end - start >= 4 && get32(bytes, start) === WPA_SELECTOR ? WPA : VENDOR_SPECIFIC;
  if (id === EXTENSION) return isBasicMultiLink(bytes, start, end) ? (MULTI_LINK as Format) : undefined;
  if (id === ELEMENT_IDS['Fast BSS Transition']) return fastTransition(options.micLength);
  return FORMATS.get(id);
}

/** An element of `id` that keeps `body` as it is. */
export function unknownElement(id: number, body: Uint8Array): UnknownElement {
  return id === EXTENSION && body.length > 0
    ? { element: 'unknown', id, extensionId: body[0]!, body: body.subarray(1) }
    : { element: 'unknown', id, body };
}

/**
 * With options: under `lax` all elements, those that do not fit their format as `unknown`, and the first error with them.
 * @throws DecodeError without `lax`
 */
export function decodeElements<L extends boolean = false>(
  bytes: Uint8Array,
  options?: ElementOptions & DecodeOptions<L>,
): Decoded<L, Element[], LaxList<Element>>;
/**
 * The elements of `bytes`, one behind the other up to their end (9.4.2.1).
 *
 * One of an identifier that is not decoded is kept as `unknown`. One whose body does not fit its format is
 * an error; under `lax` it is kept as `unknown` too, and the first such error comes with the list.
 * @throws DecodeError
 */
export function decodeElements(bytes: Uint8Array): Element[];
export function decodeElements(
  bytes: Uint8Array,
  options: ElementOptions & DecodeOptions = {},
): Element[] | LaxList<Element> {
  requireOctets(bytes);
  if (options.lax === true) return readElements(bytes, 0, bytes.length, options);
  const items: Element[] = [];
  readTlvs(LIST, items, new Cursor('elements', bytes), options, raise);
  return items;
}

const LIST: ListFormat<Element, ElementOptions> = {
  path: 'elements',
  formatOf: elementFormat,
  unknown: unknownElement,
};

/** {@link decodeElements} under `lax`, of the octets from `start` up to `end`; offsets in the error count from `start`. */
export const readElements = (
  bytes: Uint8Array,
  start: number,
  end: number,
  options: ElementOptions,
): LaxList<Element> =>
  gather<Element[]>([], (items, onError) =>
    readTlvs(LIST, items, new Cursor('elements', bytes, start, end), options, onError),
  );

/** The body of an element that was kept as it is. */
const UNKNOWN: Pick<BodyFormat<UnknownElement>, 'measure' | 'write'> = {
  measure: ({ id, extensionId, body }) => {
    const { length } = octetsOf(body, 'body');
    if (extensionId === undefined) return length;
    if (id !== EXTENSION) throw new EncodeError('extensionId', `is only there where id is ${EXTENSION}`);
    integer(extensionId, 'extensionId', 255);
    return 1 + length;
  },
  write: (bytes, offset, { extensionId, body }) => {
    if (extensionId !== undefined) bytes[offset] = extensionId;
    bytes.set(body, extensionId === undefined ? offset : offset + 1);
  },
};

/** Formats of the elements that their body tells apart from others of the same identifier. */
const BY_BODY: Readonly<Partial<Record<Element['element'], unknown>>> = {
  WPA,
  'Multi-Link': MULTI_LINK,
};

/** Writes an element, its header in front. @throws EncodeError */
export function writeElement(to: OctetWriter, element: Element, path: string): void {
  objectOf(element, path);
  if (element.element === 'unknown') {
    writeTlv(to, element.id, path, UNKNOWN, element);
    return;
  }
  if (!isNameIn(ELEMENT_IDS, element.element))
    throw new EncodeError(`${path}.element`, 'is no element of a known name');
  const id = ELEMENT_IDS[element.element];
  const format = BY_BODY[element.element] ?? elementFormat(id, NONE, 0, 0, {})!;
  writeTlv(to, id, path, format as Format, element);
}

/**
 * The octets of one element, its header in front.
 * @param path names it in errors
 * @throws EncodeError
 */
export function encodeElement(element: Element, path = 'element'): Uint8Array<ArrayBuffer> {
  const to = openWriter();
  try {
    writeElement(to, element, path);
    return to.octets();
  } finally {
    to.close();
  }
}

/**
 * The octets of `elements`, in their order.
 * @param path names the list in errors
 * @throws EncodeError with the place of the element and its field
 */
export function encodeElements(elements: readonly Element[], path = 'elements'): Uint8Array<ArrayBuffer> {
  return itemOctets(elements, path, writeElement);
}

/** Elements up to the end of a format that holds some. */
export const elementList: Field<readonly Element[]> = /* @__PURE__ */ listField(LIST, {}, writeElement);

/** Octets of an element's identifier and length. */
const HEADER = 2;
/** It goes on with what an element has beyond 255 octets (IEEE 802.11-2020, 10.28.11). */
const FRAGMENT = 242;

/**
 * The Basic Multi-Link element of a frame, with what Fragment elements behind it go on with; undefined where there is none that can
 * be read (IEEE 802.11-2020, 10.28.12; IEEE Std 802.11be-2024, 9.4.2). It may have more than 255 octets,
 * so no encoder takes it; where the fragments do not fit, it is as it is without them.
 */
export function findMultiLink(elements: readonly Element[]): MultiLinkElement | undefined {
  const at = elements.findIndex(({ element }) => element === 'Multi-Link');
  const found = elements[at];
  if (found?.element !== 'Multi-Link') return undefined;
  const parts: Uint8Array[] = [];
  for (let i = at + 1; i < elements.length; i++) {
    const next = elements[i]!;
    if (next.element !== 'unknown' || next.id !== FRAGMENT) break;
    parts.push(next.body);
  }
  if (parts.length === 0) return found;
  const { value, error } = MULTI_LINK.decode(concat([encodeElement(found).subarray(HEADER), ...parts]), {
    lax: true,
  });
  return error === undefined ? (value as MultiLinkElement) : found;
}

/** The first element called `name`, if there is one, of a frame or among the KDEs of key data. */
export function findElement<N extends Element['element']>(
  elements: readonly (Element | { readonly kde: string })[],
  name: N,
): ElementNamed<N> | undefined {
  return elements.find(
    (element): element is ElementNamed<N> => 'element' in element && element.element === name,
  );
}
