import { bit, integer, objectOf, octetsOf } from '../check.js';
import { type Draft, decodeInto, decoder, fault, need, refuseTrailing } from '../decoder.js';
import { type Decoded, type DecodeOptions, type Decoder, EncodeError, type Lax } from '../error.js';
import { requireOctets } from '../is-octets.js';
import { get16, get24, put16, put24 } from '../layout/octets.js';

/** A PDCP data PDU of an SRB (TS 36.323, 6.2.2). */
export interface PdcpSrb {
  /** The three reserved bits; 0 where left out. */
  readonly reserved?: number | undefined;
  /** 5 bits. */
  readonly sn: number;
  /** The RRC message: in clear, or ciphered together with `macI`. */
  readonly data: Uint8Array;
  /** 4 octets; zeros before integrity protection is activated (6.3.4). */
  readonly macI: Uint8Array;
}

/** Sequence number lengths of DRBs, in bits (TS 36.323, 6.3.2). */
export type PdcpSnLength = 7 | 12 | 15 | 18;

interface Reserved {
  /** The reserved bits of the header together, in the order of the PDU; 0 where left out. */
  readonly reserved?: number | undefined;
}

/** A data PDU (TS 36.323, 6.2.3, 6.2.4, 6.2.9 and 6.2.11). Of the reserved bits, uplink ones may be AILC (6.3.20). */
export interface PdcpData extends Reserved {
  readonly pdu: 'data';
  readonly sn: number;
  /** The P bit, which asks for a status report (6.3.18); with an 18-bit SN only, and false where left out. */
  readonly polling?: boolean | undefined;
  /** Ciphered or in clear, without integrity protection. */
  readonly data: Uint8Array;
}

/** A PDCP status report (TS 36.323, 6.2.6). */
export interface PdcpStatusReport extends Reserved {
  readonly pdu: 'statusReport';
  /** First missing SN. */
  readonly fms: number;
  /** From the most significant bit of the first octet on: whether the SDU of SN FMS + 1, FMS + 2, … was received. */
  readonly bitmap: Uint8Array;
}

/** An interspersed ROHC feedback packet (TS 36.323, 6.2.5). */
export interface PdcpRohcFeedback extends Reserved {
  readonly pdu: 'rohcFeedback';
  readonly feedback: Uint8Array;
}

/** An LWA status report (TS 36.323, 6.2.12). */
export interface PdcpLwaStatusReport extends Reserved {
  readonly pdu: 'lwaStatusReport';
  /** First missing SN. */
  readonly fms: number;
  /** SN of the SDU with the highest COUNT received on WLAN. */
  readonly hrw: number;
  /** Number of missing SDUs from FMS on and below HRW. */
  readonly nmp: number;
}

/** An LWA end-marker packet (TS 36.323, 6.2.13). */
export interface PdcpLwaEndMarker extends Reserved {
  readonly pdu: 'lwaEndMarker';
  /** SN of the last PDU that is ciphered with the key before PDCP re-establishment. */
  readonly lsn: number;
}

/** Another control PDU: 4 is UDC feedback, 5 EHC feedback, the rest is reserved (TS 36.323, 6.3.8). */
export interface PdcpOtherControl extends Reserved {
  readonly pdu: 'otherControl';
  /** 4 to 7. */
  readonly type: number;
  /** What is behind the first octet, whose lower half is `reserved`. */
  readonly content: Uint8Array;
}

/** A PDCP PDU of a DRB. */
export type PdcpDrb =
  | PdcpData
  | PdcpStatusReport
  | PdcpRohcFeedback
  | PdcpLwaStatusReport
  | PdcpLwaEndMarker
  | PdcpOtherControl;

const FORMAT = 'PDCP';
const MAC_I = 4;
const SN_LENGTHS: readonly number[] = [7, 12, 15, 18];

/** PDU types of control PDUs (6.3.8). */
const STATUS_REPORT = 0;
const ROHC_FEEDBACK = 1;
const LWA_STATUS_REPORT = 2;
const LWA_END_MARKER = 3;

/** Reads a PDCP PDU of an SRB, whose MAC-I and ciphering are nothing to a codec. @throws DecodeError */
export const decodePdcpSrb: Decoder<PdcpSrb> = /* @__PURE__ */ decoder((bytes, value) => {
  need(bytes, 0, 1, FORMAT, 'sn');
  value.reserved = bytes[0]! >>> 5;
  value.sn = bytes[0]! & 0x1f;
  need(bytes, 1, MAC_I, FORMAT, 'macI');
  value.data = bytes.subarray(1, bytes.length - MAC_I);
  value.macI = bytes.subarray(bytes.length - MAC_I);
});

/** Writes a PDCP PDU of an SRB. @throws EncodeError */
export function encodePdcpSrb(value: PdcpSrb): Uint8Array<ArrayBuffer> {
  objectOf(value, FORMAT);
  const data = octetsOf(value.data, 'PDCP.data');
  const bytes = new Uint8Array(1 + data.length + MAC_I);
  bytes[0] = (integer(value.reserved ?? 0, 'PDCP.reserved', 7) << 5) | integer(value.sn, 'PDCP.sn', 31);
  bytes.set(data, 1);
  bytes.set(octetsOf(value.macI, 'PDCP.macI', MAC_I), 1 + data.length);
  return bytes;
}

/**
 * With options: under `lax` what could be read of `bytes`, with the first error.
 * @throws DecodeError without `lax`
 */
export function decodePdcpDrb<L extends boolean = false>(
  bytes: Uint8Array,
  snLength: PdcpSnLength,
  options?: DecodeOptions<L>,
): Decoded<L, PdcpDrb>;
/**
 * Reads a PDCP PDU of a DRB.
 * @param snLength bits of a sequence number, as RRC configured them: the PDU does not say
 * @throws DecodeError
 */
export function decodePdcpDrb(bytes: Uint8Array, snLength: PdcpSnLength): PdcpDrb;
export function decodePdcpDrb(
  bytes: Uint8Array,
  snLength: PdcpSnLength,
  options?: DecodeOptions,
): PdcpDrb | Lax<PdcpDrb> {
  checkSnLength(snLength);
  requireOctets(bytes);
  return decodeInto<PdcpDrb>(options, value => {
    need(bytes, 0, 1, FORMAT, 'header');
    if ((bytes[0]! & 0x80) !== 0) readData(bytes, snLength, value as Draft<PdcpData>);
    else Object.assign(value, readControl(bytes, snLength));
  });
}

const checkSnLength = (snLength: number): void => {
  if (!SN_LENGTHS.includes(snLength))
    throw new EncodeError('snLength', `is to be one of ${SN_LENGTHS.join(', ')}`);
};

const readData = (bytes: Uint8Array, snLength: PdcpSnLength, value: Draft<PdcpData>): void => {
  const first = bytes[0]!;
  value.pdu = 'data';
  const header = headerOctets(snLength);
  need(bytes, 0, header, FORMAT, 'sn');
  if (snLength === 7) value.sn = first & 0x7f;
  else if (snLength === 12) {
    value.reserved = (first >>> 4) & 7;
    value.sn = get16(bytes, 0) & 0xfff;
  } else if (snLength === 15) value.sn = get16(bytes, 0) & 0x7fff;
  else {
    value.polling = (first & 0x40) !== 0;
    value.reserved = (first >>> 2) & 0xf;
    value.sn = get24(bytes, 0) & 0x3ffff;
  }
  value.data = bytes.subarray(header);
};

/** Octets of the header of a data PDU. */
const headerOctets = (snLength: PdcpSnLength): number => (snLength === 7 ? 1 : snLength === 18 ? 3 : 2);

/** Octets of a control PDU up to the end of its first SN: 4 bits, reserved ones, and the SN (6.2.6). */
const controlOctets = (snLength: PdcpSnLength): number => (snLength === 12 ? 2 : 3);

const readControl = (bytes: Uint8Array, snLength: PdcpSnLength): PdcpDrb => {
  const type = bytes[0]! >>> 4;
  if (type === ROHC_FEEDBACK)
    return { pdu: 'rohcFeedback', reserved: bytes[0]! & 0xf, feedback: bytes.subarray(1) };
  if (type > LWA_END_MARKER)
    return { pdu: 'otherControl', type, reserved: bytes[0]! & 0xf, content: bytes.subarray(1) };
  if (snLength === 7)
    throw fault(FORMAT, 'type', 0, 'unsupported', `is ${type}, which has no format with a 7-bit SN`);
  const start = controlOctets(snLength);
  need(bytes, 0, start, FORMAT, type === LWA_END_MARKER ? 'lsn' : 'fms');
  const word = snLength === 12 ? get16(bytes, 0) & 0xfff : get24(bytes, 0) & 0xfffff;
  const sn = word & (2 ** snLength - 1);
  const reserved = word >>> snLength;
  if (type === STATUS_REPORT)
    return { pdu: 'statusReport', reserved, fms: sn, bitmap: bytes.subarray(start) };
  if (type === LWA_STATUS_REPORT) return readLwaStatusReport(bytes, snLength, sn, reserved);
  refuseTrailing(bytes, start, FORMAT);
  return { pdu: 'lwaEndMarker', reserved, lsn: sn };
};

/** HRW and NMP behind the FMS: side by side (12), each behind a reserved bit (15), or with four between them (18). */
const readLwaStatusReport = (
  bytes: Uint8Array,
  snLength: PdcpSnLength,
  fms: number,
  reserved: number,
): PdcpLwaStatusReport => {
  const at = controlOctets(snLength);
  const size = snLength === 12 ? 3 : snLength === 15 ? 4 : 5;
  need(bytes, at, size, FORMAT, 'hrw');
  refuseTrailing(bytes, at + size, FORMAT);
  const pdu = 'lwaStatusReport';
  if (snLength === 12) {
    const both = get24(bytes, at);
    return { pdu, reserved, fms, hrw: both >>> 12, nmp: both & 0xfff };
  }
  if (snLength === 15) {
    const [hrw, nmp] = [get16(bytes, at), get16(bytes, at + 2)];
    const bits = ((hrw >>> 15) << 1) | (nmp >>> 15);
    return { pdu, reserved: (reserved << 2) | bits, fms, hrw: hrw & 0x7fff, nmp: nmp & 0x7fff };
  }
  const tail = get24(bytes, at + 2);
  return {
    pdu,
    reserved: (reserved << 4) | ((tail >>> 18) & 0xf),
    fms,
    hrw: get24(bytes, at) >>> 6,
    nmp: tail & 0x3ffff,
  };
};

/**
 * Writes a PDCP PDU of a DRB.
 * @param snLength bits of a sequence number, as RRC configured them
 * @throws EncodeError
 */
export function encodePdcpDrb(value: PdcpDrb, snLength: PdcpSnLength): Uint8Array<ArrayBuffer> {
  checkSnLength(snLength);
  objectOf(value, FORMAT);
  switch (value.pdu) {
    case 'data':
      return encodeData(value, snLength);
    case 'rohcFeedback':
      return behindNibble(ROHC_FEEDBACK, value, octetsOf(value.feedback, 'PDCP.feedback'));
    case 'otherControl':
      return behindNibble(
        integer(value.type, 'PDCP.type', 7, LWA_END_MARKER + 1),
        value,
        octetsOf(value.content, 'PDCP.content'),
      );
    case 'statusReport': {
      const bitmap = octetsOf(value.bitmap, 'PDCP.bitmap');
      const bytes = withSn(
        STATUS_REPORT,
        snLength,
        value.fms,
        'PDCP.fms',
        value.reserved ?? 0,
        0,
        bitmap.length,
      );
      bytes.set(bitmap, controlOctets(snLength));
      return bytes;
    }
    case 'lwaStatusReport':
      return encodeLwaStatusReport(value, snLength);
    case 'lwaEndMarker':
      return withSn(LWA_END_MARKER, snLength, value.lsn, 'PDCP.lsn', value.reserved ?? 0, 0, 0);
    default:
      throw new EncodeError('PDCP.pdu', 'is to be the name of a PDU');
  }
}

const encodeData = (value: PdcpData, snLength: PdcpSnLength): Uint8Array<ArrayBuffer> => {
  const data = octetsOf(value.data, 'PDCP.data');
  const header = headerOctets(snLength);
  const bytes = new Uint8Array(header + data.length);
  const sn = integer(value.sn, 'PDCP.sn', 2 ** snLength - 1);
  const polling = bit(value.polling ?? false, 'PDCP.polling');
  if (polling === 1 && snLength !== 18)
    throw new EncodeError('PDCP.polling', 'is to be false but with an 18-bit SN');
  const reserved = integer(
    value.reserved ?? 0,
    'PDCP.reserved',
    snLength === 12 ? 7 : snLength === 18 ? 15 : 0,
  );
  if (snLength === 7) bytes[0] = 0x80 | sn;
  else if (snLength === 18) put24(bytes, 0, 0x800000 | (polling << 22) | (reserved << 18) | sn);
  else put16(bytes, 0, 0x8000 | (reserved << 12) | sn);
  bytes.set(data, header);
  return bytes;
};

const behindNibble = (type: number, { reserved }: Reserved, content: Uint8Array): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(1 + content.length);
  bytes[0] = (type << 4) | integer(reserved ?? 0, 'PDCP.reserved', 15);
  bytes.set(content, 1);
  return bytes;
};

/**
 * A control PDU with an SN and room for `more` octets. Of the reserved bits, `laterBits` are not before the SN
 * but behind it, and not written here.
 */
const withSn = (
  type: number,
  snLength: PdcpSnLength,
  sn: number,
  path: string,
  reserved: number,
  laterBits: number,
  more: number,
): Uint8Array<ArrayBuffer> => {
  if (snLength === 7) throw new EncodeError('PDCP.pdu', 'is to be one that has a format with a 7-bit SN');
  integer(sn, path, 2 ** snLength - 1);
  const firstBits = snLength === 12 ? 0 : 20 - snLength;
  integer(reserved, 'PDCP.reserved', 2 ** (firstBits + laterBits) - 1);
  const word = ((reserved >>> laterBits) << snLength) | sn;
  const start = controlOctets(snLength);
  const bytes = new Uint8Array(start + more);
  if (start === 2) put16(bytes, 0, (type << 12) | word);
  else put24(bytes, 0, (type << 20) | word);
  return bytes;
};

const encodeLwaStatusReport = (
  value: PdcpLwaStatusReport,
  snLength: PdcpSnLength,
): Uint8Array<ArrayBuffer> => {
  const reserved = value.reserved ?? 0;
  const max = 2 ** snLength - 1;
  const laterBits = snLength === 15 ? 2 : snLength === 18 ? 4 : 0;
  const size = snLength === 12 ? 3 : snLength === 15 ? 4 : 5;
  const bytes = withSn(LWA_STATUS_REPORT, snLength, value.fms, 'PDCP.fms', reserved, laterBits, size);
  const hrw = integer(value.hrw, 'PDCP.hrw', max);
  const nmp = integer(value.nmp, 'PDCP.nmp', max);
  const at = controlOctets(snLength);
  if (snLength === 12) put24(bytes, at, (hrw << 12) | nmp);
  else if (snLength === 15) {
    put16(bytes, at, ((reserved & 2) << 14) | hrw);
    put16(bytes, at + 2, ((reserved & 1) << 15) | nmp);
  } else {
    put16(bytes, at, hrw >>> 2);
    put24(bytes, at + 2, ((hrw & 3) << 22) | ((reserved & 0xf) << 18) | nmp);
  }
  return bytes;
};
