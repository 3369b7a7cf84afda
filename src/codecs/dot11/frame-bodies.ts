/** The parts that frames are made of: each a layout, and which of them a frame has. */
import { integer } from '../check.js';
import { EncodeError } from '../error.js';
import type { Told } from '../given.js';
import type { Field, Infer, Layout } from '../layout/index.js';
import { bits, flag, layout, octets, u8, u16be, u16le, u32le, u64le } from '../layout/index.js';
import { get16le, put16le } from '../layout/octets.js';
import type { Element } from './element.js';
import type { ElementOf } from './fields.js';
import { FRAME_CONTROL_FIELD, type FrameControl, type FrameName, SUBTYPES } from './frame-control.js';
import { FRAME_TYPE } from './header.js';

/** What errors call a frame. */
export const FORMAT = '802.11';

/** Two octets, little-endian: 4 bits fragment number, 12 bits sequence number (9.2.4.4). */
const sequenceControl: Field<{ fragmentNumber: number; sequenceNumber: number }> = {
  size: 2,
  read: at => {
    const raw = get16le(at.bytes, at.take(2));
    return { fragmentNumber: raw & 0x0f, sequenceNumber: raw >>> 4 };
  },
  measure: (value, path) => {
    const { fragmentNumber, sequenceNumber } = value ?? {};
    integer(fragmentNumber, `${path}.fragmentNumber`, 0x0f);
    integer(sequenceNumber, `${path}.sequenceNumber`, 0xfff);
    return 2;
  },
  write: (bytes, offset, { fragmentNumber, sequenceNumber }) => {
    put16le(bytes, offset, (sequenceNumber << 4) | fragmentNumber);
    return offset + 2;
  },
};

/** Categories whose action frames have an organization behind the category, and no action code (Table 9-51). */
const VENDOR_SPECIFIC = 127;
const VENDOR_SPECIFIC_PROTECTED = 126;

const hasActionCode = (category: number): boolean =>
  category !== VENDOR_SPECIFIC && category !== VENDOR_SPECIFIC_PROTECTED;

/** The octet behind the category of an action frame; none with a vendor's category. */
const actionCode: Field<number | undefined> = {
  size: undefined,
  read: at => (hasActionCode(at.bytes[at.offset - 1]!) ? at.bytes[at.take(1)]! : undefined),
  measure: (value, path) => (value === undefined ? 0 : u8.measure(value, path)),
  write: (bytes, offset, value, path) => {
    if (hasActionCode(bytes[offset - 1]!) === (value === undefined))
      throw new EncodeError(
        path,
        `is there but with categories ${VENDOR_SPECIFIC_PROTECTED} and ${VENDOR_SPECIFIC}`,
      );
    return value === undefined ? offset : u8.write(bytes, offset, value, path);
  },
};

const START = /* @__PURE__ */ layout(FORMAT, { frameControl: FRAME_CONTROL_FIELD, duration: u16le });
const ADDRESSES = /* @__PURE__ */ layout(FORMAT, {
  address1: octets(6),
  address2: octets(6),
  address3: octets(6),
  sequenceControl,
});
const ADDRESS_4 = /* @__PURE__ */ layout(FORMAT, { address4: octets(6) });
/** `upper` is TXOP limit, queue size or buffer state, by who sends what (Table 9-10). */
const QOS_CONTROL = /* @__PURE__ */ layout(FORMAT, {
  qosControl: bits(u16be, { amsduPresent: flag, ackPolicy: 2, eosp: flag, tid: 4, upper: 8 }),
});
const HT_CONTROL = /* @__PURE__ */ layout(FORMAT, { htControl: u32le });
const ONE_ADDRESS = /* @__PURE__ */ layout(FORMAT, { address1: octets(6) });
const TWO_ADDRESSES = /* @__PURE__ */ layout(FORMAT, { address1: octets(6), address2: octets(6) });
const EMPTY = /* @__PURE__ */ layout(FORMAT, {});
const BEACON = /* @__PURE__ */ layout(FORMAT, {
  timestamp: u64le,
  beaconInterval: u16le,
  capabilityInformation: u16le,
});
const ASSOCIATION_REQUEST = /* @__PURE__ */ layout(FORMAT, {
  capabilityInformation: u16le,
  listenInterval: u16le,
});
const REASSOCIATION_REQUEST = /* @__PURE__ */ layout(FORMAT, {
  capabilityInformation: u16le,
  listenInterval: u16le,
  currentApAddress: octets(6),
});
const ASSOCIATION_RESPONSE = /* @__PURE__ */ layout(FORMAT, {
  capabilityInformation: u16le,
  statusCode: u16le,
  aid: u16le,
});
const REASON = /* @__PURE__ */ layout(FORMAT, { reasonCode: u16le });
const AUTHENTICATION = /* @__PURE__ */ layout(FORMAT, {
  algorithm: u16le,
  transaction: u16le,
  statusCode: u16le,
});
const ACTION = /* @__PURE__ */ layout(FORMAT, { category: u8, actionCode });
const BLOCK_ACK_REQUEST = /* @__PURE__ */ layout(FORMAT, {
  address1: octets(6),
  address2: octets(6),
  barControl: u16le,
});
const BLOCK_ACK = /* @__PURE__ */ layout(FORMAT, {
  address1: octets(6),
  address2: octets(6),
  baControl: u16le,
});

/** What all octets behind the fields of a body are called; `elements` are read further, the others are not. */
type Tail = 'elements' | 'body' | 'payload' | 'barInformation' | 'baInformation';

/** A body of nothing but fields. */
const fieldsOnly = <F>(fields: F) => ({ fields, tail: undefined });
/** A body of fields and what is behind them. */
const before = <F, const T extends Tail>(fields: F, tail: T) => ({ fields, tail });

const RAW = /* @__PURE__ */ before(EMPTY, 'body');

const MANAGEMENT_BODIES = {
  beacon: /* @__PURE__ */ before(BEACON, 'elements'),
  'probe-request': /* @__PURE__ */ before(EMPTY, 'elements'),
  'probe-response': /* @__PURE__ */ before(BEACON, 'elements'),
  authentication: /* @__PURE__ */ before(AUTHENTICATION, 'body'),
  'association-request': /* @__PURE__ */ before(ASSOCIATION_REQUEST, 'elements'),
  'association-response': /* @__PURE__ */ before(ASSOCIATION_RESPONSE, 'elements'),
  'reassociation-request': /* @__PURE__ */ before(REASSOCIATION_REQUEST, 'elements'),
  'reassociation-response': /* @__PURE__ */ before(ASSOCIATION_RESPONSE, 'elements'),
  disassociation: /* @__PURE__ */ before(REASON, 'elements'),
  deauthentication: /* @__PURE__ */ before(REASON, 'elements'),
  action: /* @__PURE__ */ before(ACTION, 'body'),
  'action-no-ack': /* @__PURE__ */ before(ACTION, 'body'),
  atim: /* @__PURE__ */ fieldsOnly(EMPTY),
  'protected-management': RAW,
  'management-fragment': RAW,
  management: RAW,
} as const;

const CONTROL_BODIES = {
  ack: /* @__PURE__ */ fieldsOnly(ONE_ADDRESS),
  cts: /* @__PURE__ */ fieldsOnly(ONE_ADDRESS),
  rts: /* @__PURE__ */ fieldsOnly(TWO_ADDRESSES),
  'ps-poll': /* @__PURE__ */ fieldsOnly(TWO_ADDRESSES),
  'cf-end': /* @__PURE__ */ fieldsOnly(TWO_ADDRESSES),
  'block-ack-request': /* @__PURE__ */ before(BLOCK_ACK_REQUEST, 'barInformation'),
  'block-ack': /* @__PURE__ */ before(BLOCK_ACK, 'baInformation'),
  control: RAW,
} as const;

const DATA_BODIES = {
  data: /* @__PURE__ */ before(EMPTY, 'payload'),
  null: /* @__PURE__ */ fieldsOnly(EMPTY),
} as const;

const BODIES = {
  ...MANAGEMENT_BODIES,
  ...CONTROL_BODIES,
  ...DATA_BODIES,
  extension: RAW,
} as const;

/** What the body of a frame is read as. */
export type FrameKind = keyof typeof BODIES;

type FieldsOf<K extends FrameKind> = (typeof BODIES)[K]['fields'];
type TailOf<T> = T extends Tail
  ? { [K in T]: K extends 'elements' ? readonly Element[] : Uint8Array }
  : unknown;
type BodyOf<K extends FrameKind> = K extends 'authentication'
  ? Infer<typeof AUTHENTICATION> & AuthenticationContent
  : K extends 'action' | 'action-no-ack'
    ? ElementOf<typeof ACTION> & TailOf<'body'>
    : Infer<FieldsOf<K>> & TailOf<(typeof BODIES)[K]['tail']>;
/** Elements where the algorithm is open system, shared key or FT (0 to 2); else the octets as they are. */
type AuthenticationContent =
  | { readonly elements: readonly Element[]; readonly body?: undefined }
  | { readonly body: Uint8Array; readonly elements?: undefined };

type Start = Infer<typeof START> & {
  /** As it stands at the end of the frame; only where it was asked for. */
  readonly fcs?: number | undefined;
};
type FullHeader = Start & Infer<typeof ADDRESSES> & Told<Infer<typeof HT_CONTROL>>;
type DataHeader = FullHeader & Told<Infer<typeof ADDRESS_4> & Infer<typeof QOS_CONTROL>>;

type Framed<K extends FrameKind, H> = { [N in K]: { readonly kind: N } & H & BodyOf<N> }[K];

/** A management frame (IEEE 802.11-2020, 9.3.3), told apart by `kind`. */
export type ManagementFrame = Framed<keyof typeof MANAGEMENT_BODIES, FullHeader>;
/** A control frame (9.3.1). */
export type ControlFrame = Framed<keyof typeof CONTROL_BODIES, Start>;
/** A data frame (9.3.2). */
export type DataFrame = Framed<keyof typeof DATA_BODIES, DataHeader>;
/** An extension frame (9.3.4); its body is kept as octets. */
export type ExtensionFrame = Framed<'extension', Start>;

/** The layout of any part; which one a value goes with is known from the frame control in it. */
export type Part = Layout<Record<string, unknown>>;

const part = (declared: unknown): Part => declared as Part;

/** Frame control and duration, which say what follows. */
export const START_PART = /* @__PURE__ */ part(START);

/** The parts of the MAC header that not every frame has, each of one field. */
export const OPTIONAL_PARTS: readonly (readonly [field: string, Part])[] = [
  ['address4', /* @__PURE__ */ part(ADDRESS_4)],
  ['qosControl', /* @__PURE__ */ part(QOS_CONTROL)],
  ['htControl', /* @__PURE__ */ part(HT_CONTROL)],
];

const isQos = ({ type, subtype }: FrameControl): boolean => type === FRAME_TYPE.data && (subtype & 8) !== 0;

/** The parts of the MAC header behind the duration (9.2.3): all of fixed size. */
export function headerParts(control: FrameControl): readonly Part[] {
  const { type, toDs, fromDs, htcOrder } = control;
  if (type !== FRAME_TYPE.management && type !== FRAME_TYPE.data) return [];
  const parts = [part(ADDRESSES)];
  if (type === FRAME_TYPE.data && toDs && fromDs) parts.push(part(ADDRESS_4));
  if (isQos(control)) parts.push(part(QOS_CONTROL));
  // The bit means HT control but in data frames without QoS, where it is the obsolete "strictly ordered".
  if (htcOrder && (type === FRAME_TYPE.management || isQos(control))) parts.push(part(HT_CONTROL));
  return parts;
}

/** What is behind the header: fields, and the name of what is behind those, if anything is. */
export interface Body {
  readonly fields: Part;
  readonly tail: Tail | undefined;
}

/** The body of a frame of `kind`. */
export const bodyOf = (kind: FrameKind): Body => BODIES[kind] as unknown as Body;

const KINDS: ReadonlyMap<number, FrameName> = /* @__PURE__ */ new Map(
  Object.entries(SUBTYPES).map(([name, [type, subtype]]) => [(type << 4) | subtype, name as FrameName]),
);

const managementKind = (control: FrameControl, fragmentNumber: number): FrameKind => {
  if (control.protectedFrame) return 'protected-management';
  if (control.moreFragments || fragmentNumber > 0) return 'management-fragment';
  return (KINDS.get(control.subtype) as FrameKind | undefined) ?? 'management';
};

/**
 * As what the body of a frame is read.
 * @param fragmentNumber that of a management frame: a fragment of a body cannot be read by itself
 */
export function kindOf(control: FrameControl, fragmentNumber: number): FrameKind {
  const { type, subtype } = control;
  if (type === FRAME_TYPE.management) return managementKind(control, fragmentNumber);
  if (type === FRAME_TYPE.data) return (subtype & 4) === 0 ? 'data' : 'null';
  if (type === FRAME_TYPE.control)
    return (KINDS.get((type << 4) | subtype) as FrameKind | undefined) ?? 'control';
  return 'extension';
}

/** Open system, shared key and FT; SAE and FILS have fixed fields in front of elements, by transaction and status. */
const LAST_ALGORITHM_WITH_ELEMENTS = 2;

/** Whether the body of an authentication frame is elements alone. */
export const authenticatesByElements = (algorithm: unknown): boolean =>
  typeof algorithm === 'number' && algorithm <= LAST_ALGORITHM_WITH_ELEMENTS;
