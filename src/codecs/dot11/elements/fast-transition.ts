import { octetsOf } from '../../check.js';
import { DecodeError } from '../../error.js';
import { type Layout, layout, octets, rest, UNFIT, u8, u16le } from '../../layout/index.js';
import { between, type ElementOf, optionalPart, part, partFlag, reservedFrom, tag } from '../fields.js';
import type { BodyFormat } from '../tlv.js';
import { listOfSubelements, type UnknownSubelement } from './subelement.js';

/** The two octets of a subelement that say which key it holds: the key ID, and reserved bits. */
const KEY_ID = { keyId: part(0, 2), reservedBits: reservedFrom(2), reserved: u8 } as const;

const R1KH_ID = /* @__PURE__ */ layout('R1KH-ID', { subelement: tag('R1KH-ID'), r1khId: octets(6) });
const GTK = /* @__PURE__ */ layout('GTK', {
  subelement: tag('GTK'),
  ...KEY_ID,
  keyLength: u8,
  rsc: octets(8),
  wrappedKey: rest,
});
const R0KH_ID = /* @__PURE__ */ layout('R0KH-ID', { subelement: tag('R0KH-ID'), r0khId: between(1, 48) });
const IGTK = /* @__PURE__ */ layout('IGTK', {
  subelement: tag('IGTK'),
  keyId: u16le,
  ipn: octets(6),
  keyLength: u8,
  wrappedKey: rest,
});
const OCI = /* @__PURE__ */ layout('OCI', {
  subelement: tag('OCI'),
  operatingClass: u8,
  primaryChannel: u8,
  frequencySegment1Channel: u8,
});
const BIGTK = /* @__PURE__ */ layout('BIGTK', {
  subelement: tag('BIGTK'),
  keyId: u16le,
  bipn: octets(6),
  keyLength: u8,
  wrappedKey: rest,
});

type KnownSubelement =
  | ElementOf<typeof R1KH_ID>
  | ElementOf<typeof GTK>
  | ElementOf<typeof R0KH_ID>
  | ElementOf<typeof IGTK>
  | ElementOf<typeof OCI>
  | ElementOf<typeof BIGTK>;

/** A subelement of the Fast BSS Transition element; keys in it are wrapped under the KEK (Table 9-179). */
export type FastTransitionSubelement = KnownSubelement | UnknownSubelement;

/** By identifier (Table 9-179). */
const SUBELEMENTS: readonly (BodyFormat<KnownSubelement> | undefined)[] = [
  undefined,
  R1KH_ID,
  GTK,
  R0KH_ID,
  IGTK,
  OCI,
  BIGTK,
];

/** @param code the MIC Length subfield, by which IEEE 802.11-2024 tells how long the MIC is: 0, 1 and 2 for 16, 24 and 32 octets */
const withMicOf = <const L extends number>(micLength: L, code: number) =>
  layout('Fast BSS Transition', {
    element: tag('Fast BSS Transition'),
    rsnxeUsed: partFlag(0),
    micLengthCode: optionalPart(1, 3, code),
    reserved: reservedFrom(4),
    elementCount: u8,
    mic: octets(micLength),
    anonce: octets(32),
    snonce: octets(32),
    subelements: listOfSubelements(SUBELEMENTS),
  });

const MIC_16 = /* @__PURE__ */ withMicOf(16, 0);

/**
 * Octets of the MIC of a Fast BSS Transition element: 24 with AKM 13, up to 32 with 25, whose hash goes by the group of SAE, else
 * 16 (9.4.2.47; IEEE 802.11-2024).
 */
export type FastTransitionMicLength = 16 | 24 | 32;

/** What {@link fastTransition} reads and writes; `micLengthCode` follows from `mic` where it is left out. */
export type FastTransitionElement = ElementOf<typeof MIC_16>;

type FastTransitionLayout = Layout<FastTransitionElement>;

/** By MIC Length subfield; typed as if all MICs were alike. */
const LAYOUTS = [
  MIC_16,
  /* @__PURE__ */ withMicOf(24, 1),
  /* @__PURE__ */ withMicOf(32, 2),
] as unknown as readonly [FastTransitionLayout, FastTransitionLayout, FastTransitionLayout];

/** The layout for a MIC of so many octets; that of 16 where there is none. */
const layoutFor = (micLength: number): FastTransitionLayout => LAYOUTS[micLength / 8 - 2] ?? LAYOUTS[0];

const interpret: BodyFormat<FastTransitionElement>['interpret'] = (bytes, start = 0, end, quiet) => {
  const code = (bytes[start]! >>> 1) & 7;
  // Before 2024 these bits were reserved: 0 may be a sender of 24 octets that does not know them.
  if (code > 0) return (LAYOUTS[code] ?? LAYOUTS[0]).interpret(bytes, start, end, quiet);
  try {
    return LAYOUTS[0].interpret(bytes, start, end, quiet);
  } catch (error) {
    if (!(error instanceof DecodeError) && error !== UNFIT) throw error;
    try {
      return LAYOUTS[1].interpret(bytes, start, end, quiet);
    } catch {
      throw error;
    }
  }
};

const layoutOf = (value: FastTransitionElement): FastTransitionLayout =>
  layoutFor(octetsOf(value.mic, 'Fast BSS Transition.mic').length);

const reading = (
  read: BodyFormat<FastTransitionElement>['interpret'],
): BodyFormat<FastTransitionElement> => ({
  format: MIC_16.format,
  interpret: read,
  measure: value => layoutOf(value).measure(value),
  write: (bytes, offset, value) => layoutOf(value).write(bytes, offset, value),
});

const ANY = /* @__PURE__ */ reading(interpret);

/**
 * Fast BSS Transition (9.4.2.47). Editions before 2024 do not say how long the MIC is.
 * @param micLength octets of the MIC; left out, what the MIC Length subfield says, where that is 0 16 if the subelements behind
 * fit then, else 24
 */
export const fastTransition = (micLength?: FastTransitionMicLength): BodyFormat<FastTransitionElement> =>
  micLength === undefined ? ANY : reading(layoutFor(micLength).interpret);
