export { type AmsduSubframe, decodeAmsdu, encodeAmsdu } from './amsdu.js';
export { type Avs, decodeAvs } from './avs.js';
export {
  type DeepAmsdu,
  type DeepEapolKey,
  type DeepFrame,
  type DeepMsdu,
  decodeDot11Deep,
  eapolKeyOf,
  encodeDot11Deep,
} from './deep.js';
export { decodeEapol, EAPOL_PACKET_TYPE, type Eapol, encodeEapol } from './eapol.js';
export {
  DESCRIPTOR_TYPE,
  decodeEapolKey,
  type EapolKey,
  type EapolKeyOptions,
  eapolKeyMicInput,
  encodeEapolKey,
  type MicLength,
  withMic,
} from './eapol-key.js';
export { type EapolKeyFields, eapolKey } from './eapol-key-fields.js';
export {
  decodeElements,
  ELEMENT_IDS,
  type Element,
  type ElementNamed,
  type ElementOptions,
  encodeElement,
  encodeElements,
  findElement,
  findMultiLink,
  type UnknownElement,
} from './element.js';
export type {
  FastTransitionElement,
  FastTransitionMicLength,
  FastTransitionSubelement,
} from './elements/fast-transition.js';
export type {
  CommonInfo,
  MultiLinkElement,
  MultiLinkSubelement,
  StaInfo,
} from './elements/multi-link.js';
export { type RsnCapabilities, type RsnElement, rsnCapabilities, type WpaElement } from './elements/rsn.js';
export { endsWithFcs, FCS_LENGTH, type FcsDetector, fcsDetector, fcsOf } from './fcs.js';
export type { ElementOf } from './fields.js';
export { type Dot11Frame, type Dot11Options, decodeDot11, encodeDot11, type FrameOf } from './frame.js';
export type { ControlFrame, DataFrame, ExtensionFrame, FrameKind, ManagementFrame } from './frame-bodies.js';
export { type FrameControl, type FrameFlags, type FrameName, frameControl } from './frame-control.js';
export * from './header.js';
export {
  decodeKeyData,
  encodeKeyData,
  findKde,
  type Kde,
  type KdeNamed,
  type KeyDataItem,
  type KeyDataPadding,
} from './kde.js';
export { formatMac, isGroupAddress, parseMac } from './mac.js';
export { packetNumberOctets, packetNumberOf } from './packet-number.js';
export {
  DOT11_LINK_TYPES,
  type Dot11Packet,
  type Dot11Stripper,
  dot11Of,
  dot11Stripper,
  isDot11LinkType,
  type PacketOfDot11,
} from './physical.js';
export { decodePpi, type Ppi } from './ppi.js';
export { decodePrism, type Prism, type PrismItem, type PrismItemName } from './prism.js';
export {
  decodeRadiotap,
  RADIOTAP_FLAG,
  type Radiotap,
  type RadiotapChannel,
  type RadiotapFields,
  radiotapHeader,
} from './radiotap.js';
export { REASON_CODES, reasonName } from './reason-codes.js';
export { STATUS_CODES, statusName } from './status-codes.js';
