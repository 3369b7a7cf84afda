import { integer, NONE, objectOf, octetsOf } from '../check.js';
import { concat } from '../concat.js';
import { decoder, fault, need } from '../decoder.js';
import { type Decoder, EncodeError } from '../error.js';
import { bits, flag, layout, rest, u8, u16be, u32be } from '../layout/index.js';

/** The UDP port of GSMTAP. */
export const GSMTAP_PORT = 4729;
/** The type of LTE RRC messages. */
export const GSMTAP_LTE_RRC = 0x0d;
/** Sub-types of LTE RRC: the logical channel. */
export const GSMTAP_LTE_RRC_CHANNEL = { dlCcch: 0, dlDcch: 1, ulCcch: 2, ulDcch: 3 } as const;

/** A GSMTAP version 2 packet (libosmocore, gsmtap.h). */
export interface Gsmtap {
  /** See {@link GSMTAP_LTE_RRC}. */
  readonly type: number;
  readonly timeslot: number;
  /** The PCS band bit of the channel number. */
  readonly pcsBand: boolean;
  readonly uplink: boolean;
  /** Channel number, 14 bits. */
  readonly arfcn: number;
  /** -128 to 127. */
  readonly signalDbm: number;
  /** Signal to noise ratio in dB, -128 to 127. */
  readonly signalNoiseDb: number;
  readonly frameNumber: number;
  /** For LTE RRC see {@link GSMTAP_LTE_RRC_CHANNEL}. */
  readonly subType: number;
  readonly antenna: number;
  readonly subSlot: number;
  /** 0 where left out. */
  readonly reserved?: number | undefined;
  /** Header octets behind the sixteenth, a multiple of 4; left out where there are none. */
  readonly headerExtension?: Uint8Array | undefined;
  readonly payload: Uint8Array;
}

const FORMAT = 'GSMTAP';

const header = /* @__PURE__ */ layout(FORMAT, {
  version: u8,
  headerWords: u8,
  type: u8,
  timeslot: u8,
  channel: bits(u16be, { pcsBand: flag, uplink: flag, arfcn: 14 }),
  signalDbm: u8,
  signalNoiseDb: u8,
  frameNumber: u32be,
  subType: u8,
  antenna: u8,
  subSlot: u8,
  reserved: u8,
  payload: rest,
});

const signed = (octet: number): number => (octet << 24) >> 24;

/** Reads a GSMTAP packet, the payload of a UDP datagram. @throws DecodeError */
export const decodeGsmtap: Decoder<Gsmtap> = /* @__PURE__ */ decoder((bytes, value) => {
  const read = header.decode(bytes);
  if (read.version !== 2) throw fault(FORMAT, 'version', 0, 'unsupported', `is ${read.version}, not 2`);
  const extension = 4 * read.headerWords - header.fixedSize;
  if (extension < 0)
    throw fault(
      FORMAT,
      'headerWords',
      1,
      'length',
      `is ${read.headerWords}, less than the 4 of every header`,
    );
  value.type = read.type;
  value.timeslot = read.timeslot;
  value.pcsBand = read.channel.pcsBand;
  value.uplink = read.channel.uplink;
  value.arfcn = read.channel.arfcn;
  value.signalDbm = signed(read.signalDbm);
  value.signalNoiseDb = signed(read.signalNoiseDb);
  value.frameNumber = read.frameNumber;
  value.subType = read.subType;
  value.antenna = read.antenna;
  value.subSlot = read.subSlot;
  value.reserved = read.reserved;
  need(bytes, header.fixedSize, extension, FORMAT, 'headerExtension', 'headerWords');
  if (extension > 0) value.headerExtension = read.payload.subarray(0, extension);
  value.payload = read.payload.subarray(extension);
});

/** Writes a GSMTAP packet. @throws EncodeError */
export function encodeGsmtap(value: Gsmtap): Uint8Array<ArrayBuffer> {
  objectOf(value, FORMAT);
  const extension =
    value.headerExtension === undefined ? NONE : octetsOf(value.headerExtension, 'GSMTAP.headerExtension');
  if (extension.length % 4 !== 0 || extension.length > 4 * 0xff - header.fixedSize)
    throw new EncodeError('GSMTAP.headerExtension', 'is to be a multiple of 4 octets up to 1004');
  const payload = octetsOf(value.payload, 'GSMTAP.payload');
  // Field by field: an object spread costs ten times as much as all else here.
  return header.encode({
    version: 2,
    headerWords: (header.fixedSize + extension.length) / 4,
    type: value.type,
    timeslot: value.timeslot,
    channel: value,
    signalDbm: integer(value.signalDbm, 'GSMTAP.signalDbm', 127, -128) & 0xff,
    signalNoiseDb: integer(value.signalNoiseDb, 'GSMTAP.signalNoiseDb', 127, -128) & 0xff,
    frameNumber: value.frameNumber,
    subType: value.subType,
    antenna: value.antenna,
    subSlot: value.subSlot,
    reserved: value.reserved ?? 0,
    payload: extension.length === 0 ? payload : concat([extension, payload]),
  });
}
