import { DecodeError, EncodeError } from '../error.js';
import type { Field } from '../layout/index.js';
import { put16 } from '../layout/octets.js';
import { objectOf } from './octets.js';

/** A parameter of a chunk, or an error cause (RFC 9260, 3.2.1 and 3.3.10). */
export interface SctpParameter {
  /** Parameter type (see {@link SCTP_PARAMETER}) or cause code. */
  readonly type: number;
  readonly value: Uint8Array;
  /**
   * What pads it to a multiple of 4 octets; left out where zeros do. That of the last parameter belongs to
   * the chunk and is here only where the chunk's length counts it.
   */
  readonly padding?: Uint8Array;
}

/** Parameter types (RFC 9260, 3.3). */
export const SCTP_PARAMETER = {
  heartbeatInfo: 1,
  ipv4Address: 5,
  ipv6Address: 6,
  stateCookie: 7,
  unrecognizedParameter: 8,
  cookiePreservative: 9,
  hostNameAddress: 11,
  supportedAddressTypes: 12,
} as const;

const HEADER = 4;

/** Octets that pad `length` to a multiple of 4. */
export const padding = (length: number): number => -length & 3;

/** Whether octets are all zero, as padding should be. */
export const isZero = (bytes: Uint8Array): boolean => bytes.every(octet => octet === 0);

const readParameter = (rest: Uint8Array, offset: number, format: string, path: string): SctpParameter => {
  const truncated = (required: number, claimedBy?: string): DecodeError =>
    new DecodeError({
      code: 'truncated',
      format,
      path,
      offset,
      required,
      available: rest.length,
      ...(claimedBy === undefined ? {} : { claimedBy }),
    });
  if (rest.length < HEADER) throw truncated(HEADER);
  const type = (rest[0]! << 8) | rest[1]!;
  const length = (rest[2]! << 8) | rest[3]!;
  if (length < HEADER)
    throw new DecodeError({
      code: 'length',
      reason: `is ${length}, less than the ${HEADER} of every parameter`,
      format,
      path: `${path}.length`,
      offset: offset + 2,
    });
  if (length > rest.length) throw truncated(length, `${path}.length`);
  const value = rest.subarray(HEADER, length);
  // Behind the value: nothing, if it is the last; else its padding, which only a last one has to count to be there.
  if (rest.length === length) return { type, value };
  const padded = length + padding(length);
  if (padded > rest.length) throw truncated(padded, `${path}.length`);
  const pad = rest.subarray(length, padded);
  return pad.length > 0 && (padded === rest.length || !isZero(pad))
    ? { type, value, padding: pad }
    : { type, value };
};

/** Octets of a parameter within its chunk, its own padding included. */
const sizeOf = ({ value, padding: pad }: SctpParameter, isLast: boolean): number => {
  const length = HEADER + value.length;
  return length + (isLast && pad === undefined ? 0 : padding(length));
};

/** The parameters of a chunk, or the causes of an error, up to its end. */
export const parameters: Field<readonly SctpParameter[]> = {
  size: undefined,
  read: ({ bytes, format, name, offset }) => {
    const value: SctpParameter[] = [];
    let at = offset;
    while (at < bytes.length) {
      const one = readParameter(bytes.subarray(at), at, format, `${format}.${name}[${value.length}]`);
      value.push(one);
      at += sizeOf(one, at + HEADER + one.value.length === bytes.length);
    }
    return { value, end: bytes.length };
  },
  measure: (value, path) => {
    if (!Array.isArray(value)) throw new EncodeError(path, 'is to be an array');
    return value.reduce<number>((sum, one: SctpParameter, i) => {
      const at = `${path}[${i}]`;
      objectOf(one, at);
      if (!Number.isInteger(one.type) || one.type < 0 || one.type > 0xffff)
        throw new EncodeError(`${at}.type`, 'is to be an integer from 0 to 65535');
      if (!(one.value instanceof Uint8Array) || one.value.length > 0xffff - HEADER)
        throw new EncodeError(`${at}.value`, `is to be at most ${0xffff - HEADER} octets (Uint8Array)`);
      const pad: unknown = one.padding;
      const padLength = padding(one.value.length);
      if (pad !== undefined && (!(pad instanceof Uint8Array) || pad.length !== padLength))
        throw new EncodeError(`${at}.padding`, `is to be left out or ${padLength} octets (Uint8Array)`);
      return sum + sizeOf(one, i === value.length - 1);
    }, 0);
  },
  write: (bytes, offset, value) => {
    let at = offset;
    value.forEach((one, i) => {
      put16(bytes, at, one.type);
      put16(bytes, at + 2, HEADER + one.value.length);
      bytes.set(one.value, at + HEADER);
      if (one.padding !== undefined) bytes.set(one.padding, at + HEADER + one.value.length);
      at += sizeOf(one, i === value.length - 1);
    });
    return at;
  },
};
