import { arrayOf, octetsOf } from '../check.js';
import { concat } from '../concat.js';
import { DecodeError, type DecodeErrorDetails, EncodeError, ofItem } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { counted, type Infer, layout, octets, u16be } from '../layout/index.js';
import { get16 } from '../layout/octets.js';
import { isZero, paddingOf } from '../padding.js';

const FORMAT = 'A-MSDU';

const SUBFRAME = /* @__PURE__ */ layout(FORMAT, {
  destination: octets(6),
  source: octets(6),
  msdu: counted(u16be),
});

/** An MSDU of an A-MSDU, LLC included, with the addresses it has of its own (9.3.2.2.2). */
export interface AmsduSubframe extends Readonly<Infer<typeof SUBFRAME>> {
  /**
   * What follows the MSDU where it is not what the standard asks for: zeros up to a multiple of 4 octets, and
   * nothing behind the last one.
   */
  readonly padding?: Uint8Array | undefined;
}

/** Octets of a subframe in front of its MSDU; the last two are the length. */
const HEADER = 14;

type Fault = Omit<DecodeErrorDetails, 'format' | 'code' | 'path'>;
const truncated = (path: string, fault: Fault): DecodeError =>
  new DecodeError({ format: FORMAT, code: 'truncated', path, ...fault });

/**
 * The MSDUs of an A-MSDU, the body of a QoS data frame with the A-MSDU Present bit (9.3.2.2).
 * @throws DecodeError for a subframe that is cut short
 */
export function decodeAmsdu(payload: Uint8Array): AmsduSubframe[] {
  requireOctets(payload);
  const subframes: AmsduSubframe[] = [];
  for (let offset = 0; offset < payload.length; ) {
    const path = `${FORMAT}[${subframes.length}]`;
    const available = payload.length - offset;
    if (available < HEADER) throw truncated(`${path}.header`, { offset, required: HEADER, available });
    const required = get16(payload, offset + HEADER - 2);
    if (required > available - HEADER)
      throw truncated(`${path}.msdu`, {
        offset: offset + HEADER,
        required,
        available: available - HEADER,
        claimedBy: `${path}.msduLength`,
      });
    const end = offset + HEADER + required;
    const subframe = SUBFRAME.interpret(payload.subarray(offset, end));
    offset = end + paddingOf(HEADER + required);
    const isUsual = offset < payload.length ? isZero(payload, end, offset) : end === payload.length;
    subframes.push(isUsual ? subframe : { ...subframe, padding: payload.subarray(end, offset) });
  }
  return subframes;
}

const encodeSubframe = (subframe: AmsduSubframe, isLast: boolean): Uint8Array => {
  const octets = SUBFRAME.encode(subframe);
  const most = paddingOf(octets.length);
  const path = `${FORMAT}.padding`;
  const padding = octetsOf(subframe.padding ?? new Uint8Array(isLast ? 0 : most), path);
  if (padding.length > most || (padding.length < most && !isLast))
    throw new EncodeError(path, `is to be ${isLast ? 'at most ' : ''}${most} octets, not ${padding.length}`);
  return concat([octets, padding]);
};

/**
 * The octets of an A-MSDU; each subframe but the last is padded to a multiple of 4 octets (9.3.2.2.2).
 * @throws EncodeError with the place of the subframe and its field
 */
export function encodeAmsdu(subframes: readonly AmsduSubframe[]): Uint8Array<ArrayBuffer> {
  return concat(
    arrayOf(subframes, FORMAT).map((subframe, i) => {
      try {
        return encodeSubframe(subframe, i + 1 === subframes.length);
      } catch (error) {
        throw ofItem(error, FORMAT, i);
      }
    }),
  );
}
