import { integer, octetsOf } from '../check.js';
import { fault, gather, need, type OnError, raise } from '../decoder.js';
import { type Decoded, type DecodeOptions, EncodeError, type Lax, nested } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { Cursor } from '../layout/index.js';
import { type OctetWriter, openWriter } from '../layout/octet-writer.js';
import { put32le } from '../layout/octets.js';
import { type Element, type ElementOptions, readElements, writeElement } from './element.js';
import { FCS_LENGTH, fcsField } from './fcs.js';
import {
  authenticatesByElements,
  bodyOf,
  type ControlFrame,
  type DataFrame,
  type ExtensionFrame,
  FORMAT,
  type FrameKind,
  headerParts,
  kindOf,
  type ManagementFrame,
  OPTIONAL_PARTS,
  type Part,
  START_PART,
} from './frame-bodies.js';
import type { FrameControl } from './frame-control.js';
import { writeItems } from './tlv.js';

/**
 * An IEEE 802.11 frame: its MAC header, and by `kind` its body.
 *
 * Management frames have fixed fields and `elements`, but for those that are encrypted
 * (`protected-management`), fragments (`management-fragment`) and reserved ones (`management`), whose `body` is
 * kept as it is. Data frames have a `payload`: an MSDU, A-MSDU or fragment, or what it is encrypted to.
 * Reserved and rare control frames, and extension frames, have a `body` of all that follows the duration.
 */
export type Dot11Frame = ManagementFrame | ControlFrame | DataFrame | ExtensionFrame;

/** The frame of a kind. */
export type FrameOf<K extends Dot11Frame['kind']> = Extract<Dot11Frame, { readonly kind: K }>;

/** How a frame is read. */
export interface Dot11Options extends ElementOptions {
  /** Whether an FCS ends the octets; it is kept in `fcs`, not checked. */
  readonly fcs?: boolean | undefined;
}

type Draft = Record<string, unknown>;

/** Reads the octets from `start` to the end of `mpdu` as elements. */
const readElementsOf = (
  draft: Draft,
  mpdu: Uint8Array,
  start: number,
  options: Dot11Options,
  onError: OnError,
): void => {
  const { value, error } = readElements(mpdu, start, mpdu.length, options);
  draft.elements = value;
  if (error !== undefined) onError(nested(error, FORMAT, `${FORMAT}.elements`, start));
};

const withoutFcs = (draft: Draft, bytes: Uint8Array): Uint8Array => {
  need(bytes, 0, FCS_LENGTH, FORMAT, 'fcs');
  draft.fcs = fcsField(bytes);
  return bytes.subarray(0, bytes.length - FCS_LENGTH);
};

const readFrame = (draft: Draft, bytes: Uint8Array, options: Dot11Options, onError: OnError): void => {
  const mpdu = options.fcs === true ? withoutFcs(draft, bytes) : bytes;
  const at = new Cursor(FORMAT, mpdu);
  START_PART.readInto(draft, at);
  const control = draft.frameControl as FrameControl;
  if (control.protocolVersion !== 0) {
    const reason = `is ${control.protocolVersion}, and only 0 is decoded`;
    throw fault(FORMAT, 'frameControl.protocolVersion', 0, 'unsupported', reason);
  }
  for (const part of headerParts(control)) part.readInto(draft, at);
  const { fragmentNumber } = (draft.sequenceControl ?? UNFRAGMENTED) as { fragmentNumber: number };
  const kind = kindOf(control, fragmentNumber);
  draft.kind = kind;
  const { fields, tail } = bodyOf(kind);
  fields.readInto(draft, at);
  if (tail === 'elements' || (kind === 'authentication' && authenticatesByElements(draft.algorithm)))
    readElementsOf(draft, mpdu, at.offset, options, onError);
  else if (tail === undefined) at.refuseTrailing();
  else draft[tail] = mpdu.subarray(at.offset);
};

const UNFRAGMENTED = { fragmentNumber: 0 } as const;

/**
 * With options: under `lax` what could be read, and the first error with it.
 * @throws DecodeError without `lax`
 */
export function decodeDot11<L extends boolean = false>(
  mpdu: Uint8Array,
  options?: Dot11Options & DecodeOptions<L>,
): Decoded<L, Dot11Frame>;
/**
 * The frame in `mpdu`, from frame control on (IEEE 802.11-2020, 9.2.3). Octet strings in it are views of `mpdu`.
 * Under `lax` elements that do not fit their format are kept as unknown ones, and what can be read is.
 * @throws DecodeError
 */
export function decodeDot11(mpdu: Uint8Array): Dot11Frame;
export function decodeDot11(
  mpdu: Uint8Array,
  options: Dot11Options & DecodeOptions = {},
): Dot11Frame | Lax<Dot11Frame> {
  requireOctets(mpdu);
  const draft: Draft = { kind: undefined };
  if (options.lax !== true) {
    readFrame(draft, mpdu, options, raise);
    return draft as unknown as Dot11Frame;
  }
  return gather(draft, (_, onError) => readFrame(draft, mpdu, options, onError)) as Lax<Dot11Frame>;
}

/** @throws EncodeError where frame control says that the frame is of another kind */
const requireKind = (frame: Dot11Frame): FrameKind => {
  const { kind, frameControl } = frame;
  if (frameControl.protocolVersion !== 0)
    throw new EncodeError(`${FORMAT}.frameControl.protocolVersion`, 'is to be 0');
  const fragmentNumber = 'sequenceControl' in frame ? (frame.sequenceControl?.fragmentNumber ?? 0) : 0;
  const meant = kindOf(frameControl, fragmentNumber);
  if (kind !== meant)
    throw new EncodeError(`${FORMAT}.kind`, `is to be '${meant}', as frame control and sequence control say`);
  return kind;
};

const writePart = (to: OctetWriter, part: Part, value: Draft): void => {
  const at = to.reserve(part.measure(value));
  part.write(to.bytes, at, value);
};

/** @throws EncodeError for a part of the header that frame control has no place for: it would be lost */
const refuseUnwritten = (frame: Draft, parts: readonly Part[]): void => {
  for (const [name, part] of OPTIONAL_PARTS)
    if (frame[name] !== undefined && !parts.includes(part))
      throw new EncodeError(`${FORMAT}.${name}`, 'is only there where frame control says so');
};

const ELEMENTS_PATH = `${FORMAT}.elements`;

const writeBody = (to: OctetWriter, frame: Dot11Frame): void => {
  const value = frame as unknown as Draft;
  const kind = requireKind(frame);
  const { fields, tail } = bodyOf(kind);
  const at = to.reserve(fields.measure(value));
  // Behind the fields first: where both are wrong, the error is that of the elements.
  if (tail === 'elements' || (kind === 'authentication' && value.elements !== undefined))
    writeItems(to, value.elements as readonly Element[], ELEMENTS_PATH, writeElement);
  else if (tail !== undefined) to.append(octetsOf(value[tail], `${FORMAT}.${tail}`));
  fields.write(to.bytes, at, value);
};

/**
 * The octets of a frame, with its FCS at the end where it has one (which is written as it is; see `fcsOf`).
 * @throws EncodeError
 */
export function encodeDot11(frame: Dot11Frame): Uint8Array<ArrayBuffer> {
  const value = frame as unknown as Draft;
  const to = openWriter();
  try {
    writePart(to, START_PART, value);
    const parts = headerParts(frame.frameControl);
    refuseUnwritten(value, parts);
    for (const part of parts) writePart(to, part, value);
    writeBody(to, frame);
    if (frame.fcs !== undefined) {
      const fcs = integer(frame.fcs, `${FORMAT}.fcs`, 0xffff_ffff);
      const at = to.reserve(FCS_LENGTH);
      put32le(to.bytes, at, fcs);
    }
    return to.octets();
  } finally {
    to.close();
  }
}
