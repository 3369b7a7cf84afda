/**
 * A view of the MAC header where it lies, for paths that see every frame of a capture: nothing is checked and
 * nothing built. `bytes` hold an MPDU from `offset` on; see {@link holdsHeader} for whether they hold enough.
 * All offsets are octets from the start of the MPDU (IEEE 802.11-2020, 9.2.3).
 */
import { MAC_LENGTH } from './mac.js';

/** Offset of duration/ID. */
export const DURATION = 2;
/** Offset of address 1: the receiver. */
export const ADDRESS_1 = 4;
/** Offset of address 2: the transmitter. */
export const ADDRESS_2 = 10;
/** Offset of address 3. */
export const ADDRESS_3 = 16;
/** Offset of sequence control. */
export const SEQUENCE_CONTROL = 22;
/** Offset of address 4, where To DS and From DS are both set. */
export const ADDRESS_4 = 24;

/** Frame types (Table 9-1). */
export const FRAME_TYPE = { management: 0, control: 1, data: 2, extension: 3 } as const;

const TO_DS = 0x01;
const FROM_DS = 0x02;
const BOTH_DS = TO_DS | FROM_DS;
const MORE_FRAGMENTS = 0x04;
const RETRY = 0x08;
const PROTECTED_FRAME = 0x40;
const HTC_ORDER = 0x80;
/** Bits of the subtype of data frames. */
const NO_DATA = 4;
const QOS = 8;
const AMSDU_PRESENT = 0x80;

const QOS_CONTROL_LENGTH = 2;
const HT_CONTROL_LENGTH = 4;
const ACK_LENGTH = 10;
const RTS_LENGTH = 16;
const CONTROL_WRAPPER = 7;
const CTS = 12;
const ACK = 13;

const flagsOf = (bytes: Uint8Array, offset: number): number => bytes[offset + 1]!;

/** The frame type, one of {@link FRAME_TYPE}. */
export const frameType = (bytes: Uint8Array, offset = 0): number => (bytes[offset]! >> 2) & 3;
/** The subtype within its type (Table 9-1). */
export const frameSubtype = (bytes: Uint8Array, offset = 0): number => bytes[offset]! >> 4;
/** The To DS bit: towards the access point. */
export const toDs = (bytes: Uint8Array, offset = 0): boolean => (flagsOf(bytes, offset) & TO_DS) !== 0;
/** The From DS bit: from the access point. */
export const fromDs = (bytes: Uint8Array, offset = 0): boolean => (flagsOf(bytes, offset) & FROM_DS) !== 0;
/** The More Fragments bit: further fragments of the MSDU or MMPDU follow. */
export const moreFragments = (bytes: Uint8Array, offset = 0): boolean =>
  (flagsOf(bytes, offset) & MORE_FRAGMENTS) !== 0;
/** The Retry bit: the frame was sent before. */
export const isRetry = (bytes: Uint8Array, offset = 0): boolean => (flagsOf(bytes, offset) & RETRY) !== 0;
/** The Protected Frame bit: the frame body is encrypted. */
export const isProtected = (bytes: Uint8Array, offset = 0): boolean =>
  (flagsOf(bytes, offset) & PROTECTED_FRAME) !== 0;

/** Whether it is a data frame with QoS control. */
export const isQosData = (bytes: Uint8Array, offset = 0): boolean =>
  frameType(bytes, offset) === FRAME_TYPE.data && (frameSubtype(bytes, offset) & QOS) !== 0;
/** Whether it is a data frame that carries data, not a null one. */
export const carriesData = (bytes: Uint8Array, offset = 0): boolean =>
  frameType(bytes, offset) === FRAME_TYPE.data && (frameSubtype(bytes, offset) & NO_DATA) === 0;

/** 0 to 15, of a data or management frame. */
export const fragmentNumber = (bytes: Uint8Array, offset = 0): number =>
  bytes[offset + SEQUENCE_CONTROL]! & 0x0f;
/** 0 to 4095, of a data or management frame. */
export const sequenceNumber = (bytes: Uint8Array, offset = 0): number =>
  (bytes[offset + SEQUENCE_CONTROL]! >> 4) | (bytes[offset + SEQUENCE_CONTROL + 1]! << 4);

/** The offset of QoS control in a frame that has it. */
export const qosControlOffset = (bytes: Uint8Array, offset = 0): number =>
  (flagsOf(bytes, offset) & BOTH_DS) === BOTH_DS ? ADDRESS_4 + MAC_LENGTH : ADDRESS_4;

/** Whether the body of a data frame is an A-MSDU (9.2.4.5.9). */
export const isAmsdu = (bytes: Uint8Array, offset = 0): boolean =>
  isQosData(bytes, offset) && (bytes[offset + qosControlOffset(bytes, offset)]! & AMSDU_PRESENT) !== 0;

const controlHeaderLength = (subtype: number): number =>
  subtype === ACK || subtype === CTS || subtype === CONTROL_WRAPPER ? ACK_LENGTH : RTS_LENGTH;

/**
 * Octets of the MAC header: with address 4 where To DS and From DS are set, QoS control in QoS data frames, and
 * HT control where the +HTC/Order bit says so (9.2.4.1.10: in QoS data and management frames). Of a control
 * frame, up to its last address; of an extension frame, frame control and duration.
 */
export function headerLength(bytes: Uint8Array, offset = 0): number {
  const first = bytes[offset]!;
  const flags = bytes[offset + 1]!;
  const htControl = (flags & HTC_ORDER) === 0 ? 0 : HT_CONTROL_LENGTH;
  switch ((first >> 2) & 3) {
    case FRAME_TYPE.management:
      return ADDRESS_4 + htControl;
    case FRAME_TYPE.data: {
      const addresses = (flags & BOTH_DS) === BOTH_DS ? ADDRESS_4 + MAC_LENGTH : ADDRESS_4;
      return (first >> 4) & QOS ? addresses + QOS_CONTROL_LENGTH + htControl : addresses;
    }
    case FRAME_TYPE.control:
      return controlHeaderLength(first >> 4);
    default:
      return ADDRESS_1;
  }
}

/** Whether `bytes` hold a MAC header of protocol version 0 from `offset` on, whole. */
export function holdsHeader(bytes: Uint8Array, offset = 0): boolean {
  const available = bytes.length - offset;
  return available >= DURATION && (bytes[offset]! & 3) === 0 && available >= headerLength(bytes, offset);
}

/** The address at one of {@link ADDRESS_1} to {@link ADDRESS_4}, a view of `bytes`. */
export const addressAt = (bytes: Uint8Array, address: number, offset = 0): Uint8Array =>
  bytes.subarray(offset + address, offset + address + MAC_LENGTH);

/** Whether the 6 octets of `a` from `atA` are those of `b` from `atB`. */
export function sameAddress(a: Uint8Array, atA: number, b: Uint8Array, atB: number): boolean {
  for (let i = 0; i < MAC_LENGTH; i++) if (a[atA + i] !== b[atB + i]) return false;
  return true;
}
