import { bit, integer, objectOf, octetsOf } from '../../check.js';
import { EncodeError } from '../../error.js';
import { Cursor, type Field, layout, octets, rest, u8, u16le } from '../../layout/index.js';
import { get16le, put16le } from '../../layout/octets.js';
import { type ElementOf, optional, tag } from '../fields.js';
import { listOfSubelements, type UnknownSubelement } from './subelement.js';

/** The identifier that the body of the element begins with (IEEE Std 802.11be-2024, 9.4.2.1). */
const MULTI_LINK_EXTENSION = 107;

/** Common Info of a Basic Multi-Link element; what is left out is not there (IEEE Std 802.11be-2024, 9.4.2). */
export interface CommonInfo {
  /** Bits of the Multi-Link Control field that announce nothing known: bit 3, and those from bit 11 up. */
  readonly reserved?: number | undefined;
  readonly mldMacAddress: Uint8Array;
  /** The link that the frame was sent on, in bits 0 to 3; the others are reserved. */
  readonly linkIdInfo?: number | undefined;
  readonly bssParametersChangeCount?: number | undefined;
  readonly mediumSynchronizationDelay?: number | undefined;
  readonly emlCapabilities?: number | undefined;
  readonly mldCapabilitiesAndOperations?: number | undefined;
  readonly apMldId?: number | undefined;
  readonly extendedMldCapabilitiesAndOperations?: number | undefined;
  /** What a later edition may have put behind, within the length that the field states. */
  readonly more?: Uint8Array | undefined;
}

/** STA Control and STA Info of a Per-STA Profile; what is left out is not there (IEEE Std 802.11be-2024, 9.4.2). */
export interface StaInfo {
  readonly linkId: number;
  readonly completeProfile: boolean;
  /** Whether the NSTR Indication Bitmap, where there is one, has two octets. */
  readonly nstrBitmapSize?: boolean | undefined;
  /** Bits 12 to 15 of STA Control, as they are there. */
  readonly reserved?: number | undefined;
  readonly macAddress?: Uint8Array | undefined;
  readonly beaconInterval?: number | undefined;
  /** Little-endian, as on the wire. */
  readonly tsfOffset?: Uint8Array | undefined;
  readonly dtimInfo?: Uint8Array | undefined;
  readonly nstrIndicationBitmap?: Uint8Array | undefined;
  readonly bssParametersChangeCount?: number | undefined;
  readonly more?: Uint8Array | undefined;
}

/** A field that a bit of the control field announces, or that is always there. */
type Part = readonly [name: string, bit: number | undefined, field: Field<never>];

type Values = Readonly<Record<string, unknown>> & { readonly more?: Uint8Array | undefined };

/** What the control field holds beside the bits that announce fields. */
interface Control {
  read(control: number): Values;
  /** The bits for `value`. @throws EncodeError */
  bitsOf(value: Values, path: string): number;
}

/**
 * A control field of 16 bits, and an info field that begins with its own length, of which the length octet is one; each of its
 * fields is there where a bit of the control field says so. `partsOf` gives them, in their order.
 */
function info<V extends object>(control: Control, partsOf: (bits: Values) => readonly Part[]): Field<V> {
  const present = (value: Values): readonly Part[] =>
    partsOf(value).filter(([name, bit]) => bit === undefined || value[name] !== undefined);
  return {
    size: undefined,
    read: at => {
      const bits = get16le(at.bytes, at.take(2));
      const value: Record<string, unknown> & { more?: Uint8Array | undefined } = { ...control.read(bits) };
      const start = at.take(1);
      const length = at.bytes[start]!;
      if (length === 0) {
        at.offset = start;
        throw at.fault('value', 'has a length of 0, though the length counts itself');
      }
      at.take(length - 1);
      const inside = new Cursor(at.format, at.bytes, at.start, start + length, at.quiet);
      inside.offset = start + 1;
      const base = at.name;
      for (const [name, bit, field] of partsOf(value)) {
        if (bit !== undefined && ((bits >>> bit) & 1) === 0) continue;
        inside.name = `${base}.${name}`;
        if (field.size! > inside.end - inside.offset) throw inside.truncated(field.size!, base);
        value[name] = field.read(inside);
      }
      const left = inside.end - inside.offset;
      if (left > 0) value.more = inside.view(left);
      return value as V;
    },
    measure: (given, path) => {
      objectOf(given, path);
      const value = given as Values;
      control.bitsOf(value, path);
      let size = 3;
      for (const [name, , field] of present(value))
        size += field.measure(value[name] as never, `${path}.${name}`);
      if (value.more !== undefined) size += octetsOf(value.more, `${path}.more`).length;
      return size;
    },
    write: (bytes, offset, given, path) => {
      const value = given as Values;
      let bits = control.bitsOf(value, path);
      let at = offset + 3;
      for (const [name, bit, field] of present(value)) {
        if (bit !== undefined) bits |= 1 << bit;
        at = field.write(bytes, at, value[name] as never, `${path}.${name}`);
      }
      const more = value.more;
      if (more !== undefined) bytes.set(more, at);
      at += more?.length ?? 0;
      put16le(bytes, offset, bits);
      bytes[offset + 2] = integer(at - offset - 2, path, 255);
      return at;
    },
  };
}

const COMMON: readonly Part[] = [
  ['mldMacAddress', undefined, octets(6) as Field<never>],
  ['linkIdInfo', 4, u8 as Field<never>],
  ['bssParametersChangeCount', 5, u8 as Field<never>],
  ['mediumSynchronizationDelay', 6, u16le as Field<never>],
  ['emlCapabilities', 7, u16le as Field<never>],
  ['mldCapabilitiesAndOperations', 8, u16le as Field<never>],
  ['apMldId', 9, u8 as Field<never>],
  ['extendedMldCapabilitiesAndOperations', 10, u16le as Field<never>],
];
/** Bits of the Multi-Link Control field that announce nothing: those of the type, which is 0, left out. */
const COMMON_RESERVED = 0xf808;

const commonInfo = /* @__PURE__ */ info<CommonInfo>(
  {
    read: bits => ((bits & COMMON_RESERVED) === 0 ? {} : { reserved: bits & COMMON_RESERVED }),
    bitsOf: ({ reserved = 0 }, path) => {
      const bits = integer(reserved, `${path}.reserved`, 0xffff);
      if ((bits & ~COMMON_RESERVED) === 0) return bits;
      throw new EncodeError(`${path}.reserved`, 'is to have only bit 3, and bits from 11 up');
    },
  },
  () => COMMON,
);

const staPartsWith = (bitmapSize: 1 | 2): readonly Part[] => [
  ['macAddress', 5, octets(6) as Field<never>],
  ['beaconInterval', 6, u16le as Field<never>],
  ['tsfOffset', 7, octets(8) as Field<never>],
  ['dtimInfo', 8, octets(2) as Field<never>],
  ['nstrIndicationBitmap', 9, octets(bitmapSize) as Field<never>],
  ['bssParametersChangeCount', 11, u8 as Field<never>],
];
const STA = /* @__PURE__ */ staPartsWith(1);
const STA_WIDE = /* @__PURE__ */ staPartsWith(2);

const staInfo = /* @__PURE__ */ info<StaInfo>(
  {
    read: bits => ({
      linkId: bits & 0x0f,
      completeProfile: (bits & 0x10) !== 0,
      ...((bits & 0x0400) === 0 ? {} : { nstrBitmapSize: true }),
      ...(bits >>> 12 === 0 ? {} : { reserved: bits >>> 12 }),
    }),
    bitsOf: ({ linkId, completeProfile, nstrBitmapSize = false, reserved = 0 }, path) =>
      (bit(completeProfile, `${path}.completeProfile`) << 4) |
      (bit(nstrBitmapSize, `${path}.nstrBitmapSize`) << 10) |
      integer(linkId, `${path}.linkId`, 15) |
      (integer(reserved, `${path}.reserved`, 15) << 12),
  },
  ({ nstrBitmapSize }) => (nstrBitmapSize === true ? STA_WIDE : STA),
);

const PER_STA_PROFILE = /* @__PURE__ */ layout('Per-STA Profile', {
  subelement: tag('Per-STA Profile'),
  staInfo,
  profile: rest,
});

/**
 * A subelement of the Basic Multi-Link element. `profile` is what the station or AP of that link would say there: fields of the frame,
 * then elements, of which those are left out that are the same as in the frame (IEEE Std 802.11be-2024, 9.4.2).
 */
export type MultiLinkSubelement = ElementOf<typeof PER_STA_PROFILE> | UnknownSubelement;

/** Where the last whole subelement ends: one may go on in Fragment elements behind this one. */
function wholeUpTo({ bytes, offset, end }: Cursor): number {
  let at = offset;
  while (at + 2 <= end && at + 2 + bytes[at + 1]! <= end) at += 2 + bytes[at + 1]!;
  return at;
}

/** Octets of the longest body of an element. */
const MOST = 255;

/** By identifier: the Per-STA Profile has 0. */
const profiles = /* @__PURE__ */ listOfSubelements<ElementOf<typeof PER_STA_PROFILE>>([PER_STA_PROFILE]);

/** Link Info: Per-STA Profiles. */
const linkInfo: Field<readonly MultiLinkSubelement[]> = {
  ...profiles,
  read: at => {
    const end = at.end - at.start === MOST ? wholeUpTo(at) : at.end;
    const inside = new Cursor(at.format, at.bytes, at.start, end, at.quiet);
    inside.offset = at.offset;
    inside.name = at.name;
    const value = profiles.read(inside);
    at.offset = end;
    return value;
  },
};

/**
 * The Multi-Link element of the Basic variant (IEEE Std 802.11be-2024, 9.4.2). One that is longer than 255 octets goes on in
 * Fragment elements; `begun` is what is in front of them of a subelement that they go on with.
 */
export const MULTI_LINK = /* @__PURE__ */ layout('Multi-Link', {
  element: tag('Multi-Link', Uint8Array.of(MULTI_LINK_EXTENSION)),
  commonInfo,
  linkInfo,
  begun: optional(rest),
});

/** What {@link MULTI_LINK} reads and writes. */
export type MultiLinkElement = ElementOf<typeof MULTI_LINK>;

/** Whether a body from `start` up to `end` is that of a Multi-Link element of the Basic variant: type 0. */
export const isBasicMultiLink = (bytes: Uint8Array, start: number, end: number): boolean =>
  end - start >= 2 && bytes[start] === MULTI_LINK_EXTENSION && (bytes[start + 1]! & 0x07) === 0;
