export { type IEError, type IEErrorKind, ieNameOf } from './abstract-syntax.js';
/** The types of the ASN.1 module, to encode and decode parts of messages: `asn1.Cause`. */
export * as asn1 from './asn1.js';
export * from './build/addition.js';
export {
  type AdmittedBearer,
  type BearerCause,
  type BearerQos,
  type BearerToAdd,
  type BearerToModify,
  type BearerToRelease,
  type GtpTunnel,
  gtpTunnel,
  type WtBearer,
} from './build/bearers.js';
export * from './build/interface.js';
export * from './build/lwip.js';
export { type MessageInput, xwapMessage } from './build/message.js';
export * from './build/modification.js';
export * from './build/modification-by-wt.js';
export type { AdditionReject, UeReject } from './build/refusal.js';
export {
  type ReleaseRequired,
  type WtReleaseConfirm,
  type WtReleaseRequest,
  wtReleaseConfirm,
  wtReleaseRequest,
  wtReleaseRequired,
} from './build/release.js';
export * from './build/status.js';
export {
  type Characteristics,
  elementsOf,
  type GlobalEnb,
  globalEnbId,
  mobilitySet,
  plmnIdentity,
  radioNetworkCause,
  reportCharacteristics,
  type UePair,
  type UeXwapId,
  ueXwapIdNumber,
  type WlanId,
  type WtId,
  wtId,
} from './build/values.js';
export { type IEChanges, type IEField, ieFieldsOf, withIEFields, withIEs } from './build/with-ies.js';
/** In declarations of programs, which do not look into `asn1` for names. */
export type { IE, ProtocolExtensionField } from './containers.js';
export { criticalityDiagnostics, type Reaction, type Report, reactTo, refusalOf } from './error-handling.js';
export { decodeXwap, encodeXwap, XwAP, type XwAPPDU } from './pdu.js';
export {
  type MessageName,
  type Outcome,
  type ProcedureName,
  type Sender,
  type XwapProcedure,
  xwapProcedures,
} from './procedures.js';
export {
  type ExtensionField,
  extensionOf,
  type IEMessageName,
  itemsOf,
  type ListField,
  type MessageIEs,
  type MessageView,
  type PrivateView,
  type UnknownView,
  viewXwap,
  type XwapView,
} from './view.js';
