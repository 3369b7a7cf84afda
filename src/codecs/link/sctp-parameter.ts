import { arrayOf, integer, objectOf } from '../check.js';
import { EncodeError } from '../error.js';
import { isOctets } from '../is-octets.js';
import type { Cursor, Field } from '../layout/index.js';
import { get16, put16 } from '../layout/octets.js';
import { isZero, paddingOf } from '../padding.js';

/** A parameter of a chunk, or an error cause (RFC 9260, 3.2.1 and 3.3.10). */
export interface SctpParameter {
  /** Parameter type (see {@link SCTP_PARAMETER}) or cause code. */
  readonly type: number;
  readonly value: Uint8Array;
  /**
   * What pads it to a multiple of 4 octets; left out where zeros do. That of the last parameter belongs to
   * the chunk and is here only where the chunk's length counts it.
   */
  readonly padding?: Uint8Array | undefined;
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

/** Reads the parameter in front of which `at` is. */
const readParameter = (at: Cursor): SctpParameter => {
  const { bytes, offset } = at;
  const available = at.end - offset;
  if (available < HEADER) throw at.truncated(HEADER);
  const type = get16(bytes, offset);
  const length = get16(bytes, offset + 2);
  const lengthName = `${at.name}.length`;
  if (length < HEADER) {
    at.name = lengthName;
    at.offset += 2;
    throw at.fault('length', `is ${length}, less than the ${HEADER} of every parameter`);
  }
  if (length > available) throw at.truncated(length, lengthName);
  const value = bytes.subarray(offset + HEADER, offset + length);
  // Behind the value: nothing, if it is the last; else its padding, which only a last one has to count to be there.
  const padded = length === available ? length : length + paddingOf(length);
  if (padded > available) throw at.truncated(padded, lengthName);
  at.offset = offset + padded;
  if (length === available) return { type, value };
  const isUsual = padded < available && isZero(bytes, offset + length, at.offset);
  return isUsual ? { type, value } : { type, value, padding: bytes.subarray(offset + length, at.offset) };
};

/** Octets of a parameter within its chunk, its own padding included. */
const sizeOf = ({ value, padding: pad }: SctpParameter, isLast: boolean): number => {
  const length = HEADER + value.length;
  return length + (isLast && pad === undefined ? 0 : paddingOf(length));
};

/** The parameters of a chunk, or the causes of an error, up to its end. */
export const parameters: Field<readonly SctpParameter[]> = {
  size: undefined,
  read: at => {
    const value: SctpParameter[] = [];
    for (const list = at.name; at.offset < at.end; ) {
      at.name = `${list}[${value.length}]`;
      value.push(readParameter(at));
    }
    return value;
  },
  measure: (value, path) =>
    arrayOf(value, path).reduce((sum, one, i) => {
      const at = `${path}[${i}]`;
      integer(objectOf(one, at).type, `${at}.type`, 0xffff);
      if (!isOctets(one.value) || one.value.length > 0xffff - HEADER)
        throw new EncodeError(`${at}.value`, `is to be at most ${0xffff - HEADER} octets (Uint8Array)`);
      const pad: unknown = one.padding;
      const padLength = paddingOf(one.value.length);
      if (pad !== undefined && (!isOctets(pad) || pad.length !== padLength))
        throw new EncodeError(`${at}.padding`, `is to be left out or ${padLength} octets (Uint8Array)`);
      return sum + sizeOf(one, i === value.length - 1);
    }, 0),
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
