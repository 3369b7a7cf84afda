import { DecodeError, type DecodeErrorCode, EncodeError } from '../error.js';

/**
 * A failed decoding on its way out of the containers that hold it. Each container adds its own part of
 * the path as the fault passes through, so that nothing is spent on paths while all goes well.
 */
export class DecodeFault {
  readonly code: DecodeErrorCode;
  readonly reason: string;
  /** Bits from the start of the outermost encoding. */
  readonly position: number;
  readonly required: number | undefined;
  readonly available: number | undefined;
  /** Innermost segment first. */
  readonly path: string[] = [];
  /** The path of the field that claimed a length, in the same order; undefined if the type did. */
  claim: string[] | undefined;
  /** What was decoded of the value that the path has reached. */
  partial: unknown;

  constructor(
    code: DecodeErrorCode,
    reason: string,
    position: number,
    required?: number,
    available?: number,
    claimed = false,
  ) {
    this.code = code;
    this.reason = reason;
    this.position = position;
    this.required = required;
    this.available = available;
    this.claim = claimed ? [] : undefined;
  }

  /** The fault as the error that a caller sees. */
  toError(format: string): DecodeError {
    const claimedBy = this.claim === undefined ? undefined : pathOf(format, this.claim);
    return new DecodeError({
      code: this.code,
      reason: claimedBy === undefined ? this.reason : `${this.reason} (claimed by ${claimedBy})`,
      format,
      path: pathOf(format, this.path),
      offset: Math.floor(this.position / 8),
      bit: this.position % 8,
      required: this.required,
      available: this.available,
      claimedBy,
    });
  }
}

/** A value that cannot be encoded, on its way out; see {@link DecodeFault}. */
export class EncodeFault {
  readonly reason: string;
  readonly path: string[] = [];

  constructor(reason: string) {
    this.reason = reason;
  }

  toError(format: string): EncodeError {
    return new EncodeError(pathOf(format, this.path), this.reason);
  }
}

const pathOf = (format: string, segments: readonly string[]): string =>
  segments.reduceRight((path, segment) => path + segment, format);

/**
 * Adds one step to the path of whatever was thrown below it.
 * @param segment `.name` or `[0]`
 * @param partial what the container held when it was thrown; gets the partial value of the failed part
 * @param key where in `partial` that goes
 * @returns what to throw on
 */
export function traced(thrown: unknown, segment: string, partial?: object, key?: string | number): unknown {
  if (thrown instanceof DecodeFault) {
    thrown.path.push(segment);
    thrown.claim?.push(segment);
    if (partial !== undefined) {
      if (key !== undefined && thrown.partial !== undefined) Reflect.set(partial, key, thrown.partial);
      thrown.partial = partial;
    }
  } else if (thrown instanceof EncodeFault) thrown.path.push(segment);
  return thrown;
}

/** Refuses a value: `must be an integer in 0..7`. */
export function refuse(reason: string): never {
  throw new EncodeFault(reason);
}

/** Refuses JSON with a member that is none of `names`. */
export function refuseOthers(json: object, ...names: readonly string[]): void {
  for (const name in json) if (!names.includes(name)) refuse(`has no member '${name}'`);
}
