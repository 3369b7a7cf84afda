import { DecodeError, EncodeError, type Lax, nested } from '../error.js';
import { decodeElements, type ElementOptions, encodeElements } from './element.js';
import { FCS_LENGTH, fcsField } from './fcs.js';
import {
  authenticatesByElements,
  bodyPart,
  type ControlFrame,
  type DataFrame,
  type ExtensionFrame,
  FORMAT,
  type FrameKind,
  headerParts,
  kindOf,
  type ManagementFrame,
  type Part,
  startPart,
} from './frame-bodies.js';
import type { FrameControl } from './frame-control.js';
import { concat, type OnError, raise } from './tlv.js';

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
  readonly fcs?: boolean;
}

type Draft = Record<string, unknown>;

/** Reads `part` into `draft`, as far as it goes, from the octets at `offset` to the end of what is passed. */
const readPart = (draft: Draft, part: Part, bytes: Uint8Array, offset: number): void => {
  const { value, error } = part.decode(bytes.subarray(offset), { lax: true });
  Object.assign(draft, value);
  if (error !== undefined) throw nested(error, FORMAT, FORMAT, offset);
};

/** Turns the octets `draft.elements` into elements. */
const readElements = (draft: Draft, end: number, options: Dot11Options, onError: OnError): void => {
  const bytes = draft.elements as Uint8Array;
  const { value, error } = decodeElements(bytes, { ...options, lax: true });
  draft.elements = value;
  if (error !== undefined) onError(nested(error, FORMAT, `${FORMAT}.elements`, end - bytes.length));
};

const withoutFcs = (draft: Draft, bytes: Uint8Array): Uint8Array => {
  if (bytes.length < FCS_LENGTH)
    throw new DecodeError({
      code: 'truncated',
      format: FORMAT,
      path: `${FORMAT}.fcs`,
      offset: 0,
      required: FCS_LENGTH,
      available: bytes.length,
    });
  draft.fcs = fcsField(bytes);
  return bytes.subarray(0, bytes.length - FCS_LENGTH);
};

const readFrame = (draft: Draft, bytes: Uint8Array, options: Dot11Options, onError: OnError): void => {
  const mpdu = options.fcs === true ? withoutFcs(draft, bytes) : bytes;
  let offset = 0;
  const readFixed = (part: Part): void => {
    readPart(draft, part, mpdu.subarray(0, offset + part.fixedSize), offset);
    offset += part.fixedSize;
  };
  readFixed(startPart());
  const control = draft.frameControl as FrameControl;
  if (control.protocolVersion !== 0)
    throw new DecodeError({
      code: 'unsupported',
      reason: `is ${control.protocolVersion}, and only 0 is decoded`,
      format: FORMAT,
      path: `${FORMAT}.frameControl.protocolVersion`,
      offset: 0,
    });
  for (const part of headerParts(control)) readFixed(part);
  const { fragmentNumber } = (draft.sequenceControl ?? { fragmentNumber: 0 }) as { fragmentNumber: number };
  const kind = kindOf(control, fragmentNumber);
  draft.kind = kind;
  readPart(draft, bodyPart(kind)!, mpdu, offset);
  if (kind === 'authentication' && authenticatesByElements(draft.algorithm)) {
    draft.elements = draft.body;
    delete draft.body;
  }
  if (draft.elements !== undefined) readElements(draft, mpdu.length, options, onError);
};

/**
 * The frame in `mpdu`, from frame control on (IEEE 802.11-2020, 9.2.3). Octet strings in it are views of `mpdu`.
 * Under `lax` elements that do not fit their format are kept as unknown ones, and what can be read is.
 * @throws DecodeError
 */
export function decodeDot11(mpdu: Uint8Array, options?: Dot11Options & { readonly lax?: false }): Dot11Frame;
export function decodeDot11(
  mpdu: Uint8Array,
  options: Dot11Options & { readonly lax: true },
): Lax<Dot11Frame>;
export function decodeDot11(
  mpdu: Uint8Array,
  options: Dot11Options & { readonly lax?: boolean } = {},
): Dot11Frame | Lax<Dot11Frame> {
  const draft: Draft = { kind: undefined };
  if (options.lax !== true) {
    readFrame(draft, mpdu, options, raise);
    return draft as unknown as Dot11Frame;
  }
  let first: DecodeError | undefined;
  try {
    readFrame(draft, mpdu, options, error => {
      first ??= error;
    });
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    first ??= error;
  }
  return first === undefined
    ? { value: draft as unknown as Dot11Frame }
    : { value: draft as Partial<Dot11Frame>, error: first };
}

/** The octets of `value.elements` in the property that the layout of the body has them in. */
const bodyValue = (frame: Dot11Frame): Draft => {
  const value = frame as unknown as Draft;
  if (!('elements' in frame) || frame.elements === undefined) return value;
  const octets = encodeElements(frame.elements, `${FORMAT}.elements`);
  return { ...value, [frame.kind === 'authentication' ? 'body' : 'elements']: octets };
};

const encodeFcs = (fcs: unknown): Uint8Array => {
  if (typeof fcs !== 'number' || !Number.isInteger(fcs) || fcs < 0 || fcs > 0xffff_ffff)
    throw new EncodeError(`${FORMAT}.fcs`, `is to be an integer from 0 to ${0xffff_ffff}`);
  return Uint8Array.of(fcs, fcs >>> 8, fcs >>> 16, fcs >>> 24);
};

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

/**
 * The octets of a frame, with its FCS at the end where it has one (which is written as it is; see `fcsOf`).
 * @throws EncodeError
 */
export function encodeDot11(frame: Dot11Frame): Uint8Array {
  const value = frame as unknown as Draft;
  const start = startPart().encode(value);
  const header = headerParts(frame.frameControl).map(part => part.encode(value));
  const body = bodyPart(requireKind(frame))!.encode(bodyValue(frame));
  return concat([start, ...header, body, ...(frame.fcs === undefined ? [] : [encodeFcs(frame.fcs)])]);
}
