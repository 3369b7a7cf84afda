/** The types of the ASN.1 module, by their names there without hyphens: `UEContextInformationWTModReq`. */
export * from './common-data-types.js';
export { protocolIEID } from './constants.js';
export {
  type ContainerList,
  type IE,
  type IEName,
  type IESet,
  type Message,
  type MessageValue,
  type Named,
  PrivateIEContainer,
  PrivateIEField,
  type ProtocolExtensionField,
  type ProtocolIEField,
} from './containers.js';
export * from './ies/bearer.js';
export * from './ies/diagnostics.js';
export * from './ies/node.js';
export * from './ies/status.js';
export * from './ies/ue.js';
export * from './ies/wlan.js';
export * from './messages/addition.js';
export * from './messages/interface.js';
export * from './messages/lwip.js';
export * from './messages/modification.js';
export * from './messages/modification-by-wt.js';
export * from './messages/private.js';
export * from './messages/release.js';
export * from './messages/status.js';
export { type OutcomeValue, XwAPPDU } from './pdu.js';
export { elementaryProcedures } from './procedures.js';
