export {
  type Bearer,
  bearerChanges,
  type DataSplitThreshold,
  drbToAddMod,
  type ReorderingTime,
  type StatusPeriod,
} from './build/bearer.js';
export { type UeCapability, ueCapabilityEnquiry, ueCapabilityInformation } from './build/capability.js';
export { connectionRelease, reconfigurationComplete } from './build/connection.js';
export { type Bandwidth, type Handover, handoverCommand } from './build/handover.js';
export { type LwaSetup, lwaConfiguration, type MobilitySetChange } from './build/lwa.js';
export { type Measurement, measurementReport, type WlanMeasurement } from './build/measurement.js';
export {
  bearerReconfiguration,
  lwaReconfiguration,
  lwaRelease,
  type ReconfigurationOptions,
} from './build/reconfiguration.js';
export {
  type SecurityAlgorithms,
  type SecurityMode,
  securityModeCommand,
  securityModeComplete,
  securityModeFailure,
} from './build/security.js';
export { type WlanIdentity, wlanIdentifiers } from './build/wlan.js';
export { type WlanStatus, wlanConnectionStatusReport } from './build/wlan-status.js';
export { DLDCCHMessage, DlDcch, decodeDlDcch, encodeDlDcch } from './dl-dcch.js';
export {
  UEEUTRACapability,
  type UEEUTRACapabilityV1020IEs,
  type UEEUTRACapabilityV1130IEs,
  type UEEUTRACapabilityV1180IEs,
  type UEEUTRACapabilityV1250IEs,
  type UEEUTRACapabilityV1310IEs,
  type UEEUTRACapabilityV1320IEs,
  type UEEUTRACapabilityV1430IEs,
} from './ie/capability/ue-eutra-capability.js';
export { LWAConfigR13, LWAConfigurationR13, WLANIdentifiersR12, WLANMobilityConfigR13 } from './ie/lwa.js';
export { MeasResults, MeasResultWLANR13 } from './ie/measurement.js';
export { MeasConfig } from './ie/measurement-config.js';
export { MobilityControlInfo } from './ie/mobility.js';
export { PDCPConfig } from './ie/pdcp-config.js';
export { RadioResourceConfigCommon } from './ie/radio-resource-common.js';
export { DRBToAddMod, RadioResourceConfigDedicated } from './ie/radio-resource-dedicated.js';
export { SecurityAlgorithmConfig, SecurityConfigHO } from './ie/security.js';
export type {
  RRCConnectionReconfigurationR8IEs,
  RRCConnectionReconfigurationV1020IEs,
} from './messages/rrc-connection-reconfiguration.js';
export type { RRCConnectionReconfigurationCompleteV1250IEs } from './messages/rrc-connection-reconfiguration-complete.js';
export type { RRCConnectionReleaseV1530IEs } from './messages/rrc-connection-release.js';
export type { UECapabilityEnquiryV1430IEs } from './messages/ue-capability-enquiry.js';
export { capabilityEnquiryOf, type Reconfiguration, reconfigurationOf, wlanStatusOf } from './read.js';
export {
  decodeUeEutraCapability,
  encodeUeEutraCapability,
  lwaParametersOf,
  UeEutraCapability,
  wlanMacAddressOf,
} from './ue-eutra-capability.js';
export { decodeUlDcch, encodeUlDcch, ULDCCHMessage, UlDcch } from './ul-dcch.js';
