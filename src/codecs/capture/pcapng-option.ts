import { integer } from '../check.js';
import { DecodeError, EncodeError } from '../error.js';
import { put16, put16le } from '../layout/octets.js';
import { isZero, paddingOf } from '../padding.js';
import { putText, UTF8_MOST } from '../utf8.js';

/** One option of a block, octet for octet (draft-ietf-opsawg-pcapng, 3.5). */
export interface Option {
  readonly code: number;
  /** Option Length octets. */
  readonly value: Uint8Array;
  /**
   * The octets between the value and the next option, or after opt_endofopt up to the end of the block, unless
   * they are the zeros that pad the value to a multiple of 4 octets.
   */
  readonly padding?: Uint8Array | undefined;
}

/** Option codes, named as the draft names them, in small letters and without underscores. */
export const optionCodes = {
  endOfOptions: 0,
  comment: 1,
  sectionHardware: 2,
  sectionOs: 3,
  sectionApplication: 4,
  interfaceName: 2,
  interfaceDescription: 3,
  interfaceResolution: 9,
  interfaceFcsLength: 13,
  interfaceOffset: 14,
  packetFlags: 2,
} as const;

/** What epb_flags tell that is read: FCS length in octets, and the link layer's CRC error (draft-ietf-opsawg-pcapng, 4.3.1). */
export const flagBits = { fcsLength: 0x1e0, fcsLengthShift: 5, crcError: 0x0100_0000 } as const;

/** The most octets of a value. */
const MOST_OF_VALUE = 0xffff;
/** Octets of code and length; `opt_endofopt` is no more. */
export const OPTION_HEADER_LENGTH = 4;
const optionAt = { code: 0, length: 2, value: 4 } as const;

/** Options of a block that are read: each takes far more memory than its 4 octets, and a block may hold 32 million. */
const MOST_OPTIONS = 16_384;

const none: readonly Option[] = [];

/**
 * Reads the options from `from` to `end`, which are a multiple of 4 octets apart; up to {@link MOST_OPTIONS}.
 * @param index of the block in the file, for errors
 * @param base the offset in the file of `bytes[0]`
 * @throws DecodeError for a length beyond `end`, and for more options than that
 */
export function decodeOptions(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  end: number,
  little: boolean,
  index: number,
  base: number,
): readonly Option[] {
  if (from === end) return none;
  const options: Option[] = [];
  let at = from;
  while (at < end) {
    const code = view.getUint16(at + optionAt.code, little);
    const length = view.getUint16(at + optionAt.length, little);
    const valueAt = at + optionAt.value;
    if (options.length === MOST_OPTIONS)
      throw new DecodeError({
        code: 'unsupported',
        format: 'pcapng',
        path: `pcapng.block[${index}].options[${options.length}]`,
        reason: `is one more than the ${MOST_OPTIONS} options of a block that are read`,
        offset: base + at,
      });
    if (length > end - valueAt) {
      const path = `pcapng.block[${index}].options[${options.length}]`;
      throw new DecodeError({
        code: 'length',
        format: 'pcapng',
        path: `${path}.value`,
        offset: base + valueAt,
        required: length,
        available: end - valueAt,
        claimedBy: `${path}.length`,
      });
    }
    const value = bytes.subarray(valueAt, valueAt + length);
    const padded = valueAt + length + paddingOf(length);
    at = code === optionCodes.endOfOptions ? end : padded;
    if (at === padded && isZero(bytes, valueAt + length, at)) options.push({ code, value });
    else options.push({ code, value, padding: bytes.subarray(valueAt + length, at) });
  }
  return options;
}

/** Octets that `options` take. */
export function optionsLength(options: readonly Option[]): number {
  let sum = 0;
  for (const { value, padding } of options)
    sum += OPTION_HEADER_LENGTH + value.length + (padding?.length ?? paddingOf(value.length));
  return sum;
}

/** `length` of the value of an option, the `index`th. @throws EncodeError if 16 bits do not hold it */
const fitting = (length: number, index: number, type: string): number => {
  if (length > MOST_OF_VALUE)
    throw new EncodeError(
      `pcapng.${type}.options[${index}].value`,
      `is to be at most ${MOST_OF_VALUE} octets, not ${length}`,
    );
  return length;
};

/** Writes `options` of a block of `type` at `from`. @throws EncodeError for a code or a length that 16 bits do not hold */
export function writeOptions(
  bytes: Uint8Array,
  from: number,
  options: readonly Option[],
  little: boolean,
  type: string,
): void {
  const put = little ? put16le : put16;
  let at = from;
  for (let i = 0; i < options.length; i++) {
    const { code, value, padding } = options[i]!;
    integer(code, `pcapng.${type}.options[${i}].code`, 0xffff);
    if (padding !== undefined && paddingOf(value.length + padding.length) !== 0)
      throw new EncodeError(`pcapng.${type}.options[${i}].padding`, 'is to end at a multiple of 4 octets');
    put(bytes, at + optionAt.code, code);
    put(bytes, at + optionAt.length, fitting(value.length, i, type));
    bytes.set(value, at + optionAt.value);
    at += optionAt.value + value.length;
    if (padding !== undefined) bytes.set(padding, at);
    at += padding?.length ?? paddingOf(value.length);
  }
}

/**
 * The most octets that `texts` take as options of a block of `type`, at most thrice what they do take.
 * @throws EncodeError for one that is too long even in ASCII
 */
export function mostOfTexts(texts: readonly string[], type: string): number {
  let most = 0;
  for (let i = 0; i < texts.length; i++) {
    const text = texts[i]!;
    if (text.length > MOST_OF_VALUE) fitting(encoder.encode(text).length, i, type);
    most += OPTION_HEADER_LENGTH + UTF8_MOST * text.length + 3;
  }
  return most;
}

/**
 * Writes `texts` as options of a block of `type` at `from`, where all is zero: the offset behind them.
 * @throws EncodeError for a length that 16 bits do not hold
 */
export function writeTexts(
  bytes: Uint8Array,
  from: number,
  code: number,
  texts: readonly string[],
  little: boolean,
  type: string,
): number {
  const put = little ? put16le : put16;
  let at = from;
  for (let i = 0; i < texts.length; i++) {
    const end = putText(bytes, at + optionAt.value, texts[i]!);
    const length = fitting(end - at - optionAt.value, i, type);
    put(bytes, at + optionAt.code, code);
    put(bytes, at + optionAt.length, length);
    at = end + paddingOf(length);
  }
  return at;
}

/**
 * The text of an option: UTF-8 up to the first zero octet, with U+FFFD for what is no UTF-8
 * (draft-ietf-opsawg-pcapng, 3.5 and 3.6.3).
 */
export function optionText(value: Uint8Array): string {
  const end = value.indexOf(0);
  return decoder.decode(end < 0 ? value : value.subarray(0, end));
}

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();

/** An option that holds `text`. */
export const textOption = (code: number, text: string): Option => ({ code, value: encoder.encode(text) });
