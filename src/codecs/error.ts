/** Why octets could not be decoded. */
export type DecodeErrorCode =
  /** Fewer octets than a field, or the length that claims it, asks for. */
  | 'truncated'
  /** Octets left after the last field. */
  | 'trailing'
  /** A field holds a value that the format does not allow. */
  | 'value'
  /** A length field contradicts what it measures, or a limit. */
  | 'length'
  /** Valid, but outside what this codec decodes. */
  | 'unsupported'
  /** Deeper than the codec follows. */
  | 'nesting';

/** What a {@link DecodeError} is made of. */
export interface DecodeErrorDetails {
  readonly code: DecodeErrorCode;
  /** What is wrong, as a phrase without the place: `needs 22 octets, 10 left`. Built from the lengths if left out. */
  readonly reason?: string | undefined;
  /** The format being decoded: `EAPOL-Key`. */
  readonly format: string;
  /** The field, from the format down: `EAPOL-Key.keyData[1].GTK`. */
  readonly path: string;
  /** Octets from the start of what was passed to the decoder. */
  readonly offset: number;
  /** Bits into the octet at `offset`, for bit-packed formats. */
  readonly bit?: number | undefined;
  /** Length error: octets (PER: bits) that were needed … */
  readonly required?: number | undefined;
  /** … and how many there were. */
  readonly available?: number | undefined;
  /** The path of the field that claimed the length. */
  readonly claimedBy?: string | undefined;
}

const reasonOf = (d: DecodeErrorDetails): string => {
  if (d.reason !== undefined) return d.reason;
  if (d.code === 'trailing') return `${octets(d.available ?? 0)} too many`;
  const claim = d.claimedBy === undefined ? '' : ` (claimed by ${d.claimedBy})`;
  return d.required === undefined
    ? `is not decodable (${d.code})`
    : `needs ${octets(d.required)}, ${d.available ?? 0} left${claim}`;
};

const octets = (count: number): string => `${count} octet${count === 1 ? '' : 's'}`;

/**
 * The only error that a decoder throws for octets it cannot read. It names the field, where it is,
 * and, for a length error, how much was required, how much there was and which field claimed it.
 * The message never holds field contents, so that keys stay out of logs.
 */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code: DecodeErrorCode;
  readonly format: string;
  readonly path: string;
  readonly offset: number;
  readonly bit: number | undefined;
  readonly required: number | undefined;
  readonly available: number | undefined;
  readonly claimedBy: string | undefined;
  readonly details: DecodeErrorDetails;

  constructor(details: DecodeErrorDetails) {
    const at = details.bit === undefined ? `${details.offset}` : `${details.offset}, bit ${details.bit}`;
    super(`${details.path}: ${reasonOf(details)}, at offset ${at}`);
    this.details = details;
    this.code = details.code;
    this.format = details.format;
    this.path = details.path;
    this.offset = details.offset;
    this.bit = details.bit;
    this.required = details.required;
    this.available = details.available;
    this.claimedBy = details.claimedBy;
  }

  /** The plain form that `decode … -` prints a line of. */
  toJSON(): Record<string, unknown> {
    const { reason: _, ...rest } = this.details;
    return { ...rest, message: this.message };
  }
}

/** Thrown by an encoder for a value that its format cannot carry; `path` names the value, the message its range. */
export class EncodeError extends Error {
  override readonly name = 'EncodeError';
  /** Beside the codes of a {@link DecodeError}. */
  readonly code = 'encode';
  readonly path: string;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.path = path;
  }

  toJSON(): Record<string, unknown> {
    return { code: this.code, path: this.path, message: this.message };
  }
}

/**
 * What a decoder returns under `{ lax: true }`: the fields read before the first error, and that error.
 * Without an error `value` is whole. With one, parts of what it has may be incomplete as well, where the format nests (ASN.1).
 */
export type Lax<T> =
  | { readonly value: T; readonly error?: undefined }
  | { readonly value: Partial<T>; readonly error: DecodeError };

/** What a decoder of a list returns under `{ lax: true }`: the items that could be read, and the first error. */
export interface LaxList<T> {
  readonly value: T[];
  readonly error?: DecodeError;
}

/**
 * Options of a decoder. Those of capture headers and files, and of parts that are small or that others are in, are strict alone:
 * `decodeAmsdu`, `decodeAvs`, `decodeBlocks`, `decodeDot11Deep`, `decodeLlc`, `decodePcap`, `decodePpi`, `decodePrism`.
 */
export interface DecodeOptions<L extends boolean = boolean> {
  /** Return what could be read together with the error, instead of throwing it. */
  readonly lax?: L | undefined;
}

/**
 * What a decoder gives whose `lax` is of type `L`: the value, or under `true` what could be read of it. Where it is not known
 * before the program runs, either.
 */
export type Decoded<L extends boolean, T, Read = Lax<T>> = L extends true ? Read : T;

/** A decoder that takes no options but `lax`. */
export interface Decoder<T> {
  /** What could be read of `bytes`, with the first error, if `lax` is true; else as without options. @throws DecodeError */
  <L extends boolean = false>(bytes: Uint8Array, options?: DecodeOptions<L>): Decoded<L, T>;
  /** The value of `bytes`, all of them. Octet strings in it are views of `bytes`. @throws DecodeError */
  (bytes: Uint8Array): T;
}

/**
 * `error` of a part, seen from the whole that holds it.
 * @param format that of the whole
 * @param path the place of the part in it, put before the inner path's own fields
 * @param offset octets from the start of the whole to the part
 */
export function nested(error: DecodeError, format: string, path: string, offset: number): DecodeError {
  const below = (inner: string): string =>
    inner.startsWith(error.format) ? path + inner.slice(error.format.length) : `${path}.${inner}`;
  const { claimedBy, ...details } = error.details;
  return new DecodeError({
    ...details,
    format,
    path: below(error.path),
    offset: offset + error.offset,
    ...(claimedBy === undefined ? {} : { claimedBy: below(claimedBy) }),
  });
}

/** `error` that an item of the list at `path` has met under that path: with the item's number behind it. */
export function ofItem(error: unknown, path: string, index: number): unknown {
  return error instanceof EncodeError
    ? new EncodeError(`${path}[${index}]${error.path.slice(path.length)}`, reasonIn(error))
    : error;
}

/** What is wrong, without the path that the message begins with. */
export const reasonIn = (error: EncodeError): string => error.message.slice(error.path.length + 2);
