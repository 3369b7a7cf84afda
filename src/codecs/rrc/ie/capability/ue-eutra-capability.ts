import {
  bitString,
  enumerated,
  type Infer,
  integer,
  octetString,
  optional,
  sequence,
  size,
  type Type,
} from '../../../per/index.js';
import {
  UEEUTRACapabilityAddXDDModeV1060,
  UEEUTRACapabilityAddXDDModeV1130,
  UEEUTRACapabilityAddXDDModeV1180,
  UEEUTRACapabilityAddXDDModeV1250,
  UEEUTRACapabilityAddXDDModeV1310,
  UEEUTRACapabilityAddXDDModeV1320,
  UEEUTRACapabilityAddXDDModeV1430,
} from './add-xdd-mode.js';
import {
  IRATParametersCDMA2000HRPD,
  IRATParametersCDMA2000V1130,
  IRATParametersCDMA20001XRTT,
  IRATParametersCDMA20001XRTTV920,
  IRATParametersCDMA20001XRTTV1020,
  IRATParametersGERAN,
  IRATParametersGERANV920,
  IRATParametersUTRAFDD,
  IRATParametersUTRATDD128,
  IRATParametersUTRATDD384,
  IRATParametersUTRATDD768,
  IRATParametersUTRATDDV1020,
  IRATParametersUTRAV920,
} from './inter-rat.js';
import {
  DCParametersR12,
  DCParametersV1310,
  MACParametersR12,
  MACParametersV1310,
  MACParametersV1430,
  MACParametersV1440,
  PDCPParameters,
  PDCPParametersV1130,
  PDCPParametersV1310,
  PDCPParametersV1430,
  RLCParametersR12,
  RLCParametersV1310,
  RLCParametersV1430,
} from './layer-2.js';
import {
  CSGProximityIndicationParametersR9,
  HighSpeedEnhParametersR14,
  MeasParameters,
  MeasParametersV11a0,
  MeasParametersV1020,
  MeasParametersV1130,
  MeasParametersV1250,
  MeasParametersV1310,
  MeasParametersV1430,
  MobilityParametersR14,
  NeighCellSIAcquisitionParametersR9,
  SONParametersR9,
  UEBasedNetwPerfMeasParametersR10,
  UEBasedNetwPerfMeasParametersV1250,
  UEBasedNetwPerfMeasParametersV1430,
} from './measurement.js';
import {
  CEParametersR13,
  CEParametersV1320,
  CEParametersV1350,
  CEParametersV1430,
  LAAParametersR13,
  LAAParametersV1430,
  PhyLayerParameters,
  PhyLayerParametersV920,
  PhyLayerParametersV1020,
  PhyLayerParametersV1130,
  PhyLayerParametersV1170,
  PhyLayerParametersV1250,
  PhyLayerParametersV1280,
  PhyLayerParametersV1310,
  PhyLayerParametersV1320,
  PhyLayerParametersV1330,
  PhyLayerParametersV1430,
  PhyLayerParametersV1450,
} from './physical-layer.js';
import {
  RFParameters,
  RFParametersV1020,
  RFParametersV1060,
  RFParametersV1090,
  RFParametersV1130,
  RFParametersV1180,
  RFParametersV1250,
  RFParametersV1270,
  RFParametersV1310,
  RFParametersV1320,
  RFParametersV1430,
  RFParametersV1450,
} from './rf-parameters.js';
import {
  MBMSParametersR11,
  MBMSParametersV1250,
  MBMSParametersV1430,
  MMTELParametersR14,
  OtherParametersR11,
  OtherParametersV1360,
  OtherParametersV1430,
  OtherParametersV1450,
  OtherParametersV1460,
  SCPTMParametersR13,
} from './services.js';
import { SLParametersR12, SLParametersV1310, SLParametersV1430 } from './sidelink.js';
import {
  IRATParametersWLANR13,
  LWAParametersR13,
  LWAParametersV1430,
  LWAParametersV1440,
  LWIPParametersR13,
  LWIPParametersV1430,
  WLANIWParametersR12,
  WLANIWParametersV1310,
} from './wlan.js';

// biome-ignore format: rows as in the specification
const AccessStratumRelease = enumerated(
  'rel8', 'rel9', 'rel10', 'rel11', 'rel12', 'rel13', 'rel14', 'rel15', '...', 'rel16', 'rel17',
);

// Each of the IEs holds the next later ones, which therefore stand before it. Some have a type by a name of its own: the compiler
// declares what is nested deeper than it likes as `any`.

const UEEUTRACapabilityV1460IEs = sequence({
  'ue-CategoryDL-v1460': optional(integer(21)),
  'otherParameters-v1460': OtherParametersV1460,
  // What later releases have is left behind it.
  nonCriticalExtension: optional(sequence({})),
});

const UEEUTRACapabilityV1450IEs = sequence({
  'phyLayerParameters-v1450': optional(PhyLayerParametersV1450),
  'rf-Parameters-v1450': optional(RFParametersV1450),
  'otherParameters-v1450': OtherParametersV1450,
  'ue-CategoryDL-v1450': optional(integer(20)),
  nonCriticalExtension: optional(UEEUTRACapabilityV1460IEs),
});

const UEEUTRACapabilityV1440IEs = sequence({
  'lwa-Parameters-v1440': LWAParametersV1440,
  'mac-Parameters-v1440': MACParametersV1440,
  nonCriticalExtension: optional(UEEUTRACapabilityV1450IEs),
});

const V1430 = sequence({
  'phyLayerParameters-v1430': PhyLayerParametersV1430,
  'ue-CategoryDL-v1430': optional(enumerated('m2')),
  'ue-CategoryUL-v1430': optional(enumerated('n16', 'n17', 'n18', 'n19', 'n20', 'm2')),
  'ue-CategoryUL-v1430b': optional(enumerated('n21')),
  'mac-Parameters-v1430': optional(MACParametersV1430),
  'measParameters-v1430': optional(MeasParametersV1430),
  'pdcp-Parameters-v1430': optional(PDCPParametersV1430),
  'rlc-Parameters-v1430': RLCParametersV1430,
  'rf-Parameters-v1430': optional(RFParametersV1430),
  'laa-Parameters-v1430': optional(LAAParametersV1430),
  'lwa-Parameters-v1430': optional(LWAParametersV1430),
  'lwip-Parameters-v1430': optional(LWIPParametersV1430),
  'otherParameters-v1430': OtherParametersV1430,
  'mmtel-Parameters-r14': optional(MMTELParametersR14),
  'mobilityParameters-r14': optional(MobilityParametersR14),
  'ce-Parameters-v1430': CEParametersV1430,
  'fdd-Add-UE-EUTRA-Capabilities-v1430': optional(UEEUTRACapabilityAddXDDModeV1430),
  'tdd-Add-UE-EUTRA-Capabilities-v1430': optional(UEEUTRACapabilityAddXDDModeV1430),
  'mbms-Parameters-v1430': optional(MBMSParametersV1430),
  'sl-Parameters-v1430': optional(SLParametersV1430),
  'ue-BasedNetwPerfMeasParameters-v1430': optional(UEBasedNetwPerfMeasParametersV1430),
  'highSpeedEnhParameters-r14': optional(HighSpeedEnhParametersR14),
  nonCriticalExtension: optional(UEEUTRACapabilityV1440IEs),
});
export interface UEEUTRACapabilityV1430IEs extends Infer<typeof V1430> {}
export const UEEUTRACapabilityV1430IEs: Type<UEEUTRACapabilityV1430IEs> = V1430;

const UEEUTRACapabilityV1360IEs = sequence({
  'other-Parameters-v1360': optional(OtherParametersV1360),
  nonCriticalExtension: optional(UEEUTRACapabilityV1430IEs),
});

const UEEUTRACapabilityV1350IEs = sequence({
  'ue-CategoryDL-v1350': optional(enumerated('oneBis')),
  'ue-CategoryUL-v1350': optional(enumerated('oneBis')),
  'ce-Parameters-v1350': CEParametersV1350,
  nonCriticalExtension: optional(UEEUTRACapabilityV1360IEs),
});

const UEEUTRACapabilityV1340IEs = sequence({
  'ue-CategoryUL-v1340': optional(integer(15)),
  nonCriticalExtension: optional(UEEUTRACapabilityV1350IEs),
});

const UEEUTRACapabilityV1330IEs = sequence({
  'ue-CategoryDL-v1330': optional(integer(18, 19)),
  'phyLayerParameters-v1330': optional(PhyLayerParametersV1330),
  'ue-CE-NeedULGaps-r13': optional(enumerated('true')),
  nonCriticalExtension: optional(UEEUTRACapabilityV1340IEs),
});

const V1320 = sequence({
  'ce-Parameters-v1320': optional(CEParametersV1320),
  'phyLayerParameters-v1320': optional(PhyLayerParametersV1320),
  'rf-Parameters-v1320': optional(RFParametersV1320),
  'fdd-Add-UE-EUTRA-Capabilities-v1320': optional(UEEUTRACapabilityAddXDDModeV1320),
  'tdd-Add-UE-EUTRA-Capabilities-v1320': optional(UEEUTRACapabilityAddXDDModeV1320),
  nonCriticalExtension: optional(UEEUTRACapabilityV1330IEs),
});
export interface UEEUTRACapabilityV1320IEs extends Infer<typeof V1320> {}
export const UEEUTRACapabilityV1320IEs: Type<UEEUTRACapabilityV1320IEs> = V1320;

const V1310 = sequence({
  'ue-CategoryDL-v1310': optional(enumerated('n17', 'm1')),
  'ue-CategoryUL-v1310': optional(enumerated('n14', 'm1')),
  'pdcp-Parameters-v1310': PDCPParametersV1310,
  'rlc-Parameters-v1310': RLCParametersV1310,
  'mac-Parameters-v1310': optional(MACParametersV1310),
  'phyLayerParameters-v1310': optional(PhyLayerParametersV1310),
  'rf-Parameters-v1310': optional(RFParametersV1310),
  'measParameters-v1310': optional(MeasParametersV1310),
  'dc-Parameters-v1310': optional(DCParametersV1310),
  'sl-Parameters-v1310': optional(SLParametersV1310),
  'scptm-Parameters-r13': optional(SCPTMParametersR13),
  'ce-Parameters-r13': optional(CEParametersR13),
  'interRAT-ParametersWLAN-r13': IRATParametersWLANR13,
  'laa-Parameters-r13': optional(LAAParametersR13),
  'lwa-Parameters-r13': optional(LWAParametersR13),
  'wlan-IW-Parameters-v1310': WLANIWParametersV1310,
  'lwip-Parameters-r13': LWIPParametersR13,
  'fdd-Add-UE-EUTRA-Capabilities-v1310': optional(UEEUTRACapabilityAddXDDModeV1310),
  'tdd-Add-UE-EUTRA-Capabilities-v1310': optional(UEEUTRACapabilityAddXDDModeV1310),
  nonCriticalExtension: optional(UEEUTRACapabilityV1320IEs),
});
export interface UEEUTRACapabilityV1310IEs extends Infer<typeof V1310> {}
export const UEEUTRACapabilityV1310IEs: Type<UEEUTRACapabilityV1310IEs> = V1310;

const UEEUTRACapabilityV1280IEs = sequence({
  'phyLayerParameters-v1280': optional(PhyLayerParametersV1280),
  nonCriticalExtension: optional(UEEUTRACapabilityV1310IEs),
});

const UEEUTRACapabilityV1270IEs = sequence({
  'rf-Parameters-v1270': optional(RFParametersV1270),
  nonCriticalExtension: optional(UEEUTRACapabilityV1280IEs),
});

const UEEUTRACapabilityV1260IEs = sequence({
  'ue-CategoryDL-v1260': optional(integer(15, 16)),
  nonCriticalExtension: optional(UEEUTRACapabilityV1270IEs),
});

const V1250 = sequence({
  'phyLayerParameters-v1250': optional(PhyLayerParametersV1250),
  'rf-Parameters-v1250': optional(RFParametersV1250),
  'rlc-Parameters-r12': optional(RLCParametersR12),
  'ue-BasedNetwPerfMeasParameters-v1250': optional(UEBasedNetwPerfMeasParametersV1250),
  'ue-CategoryDL-r12': optional(integer(0, 14)),
  'ue-CategoryUL-r12': optional(integer(0, 13)),
  'wlan-IW-Parameters-r12': optional(WLANIWParametersR12),
  'measParameters-v1250': optional(MeasParametersV1250),
  'dc-Parameters-r12': optional(DCParametersR12),
  'mbms-Parameters-v1250': optional(MBMSParametersV1250),
  'mac-Parameters-r12': optional(MACParametersR12),
  'fdd-Add-UE-EUTRA-Capabilities-v1250': optional(UEEUTRACapabilityAddXDDModeV1250),
  'tdd-Add-UE-EUTRA-Capabilities-v1250': optional(UEEUTRACapabilityAddXDDModeV1250),
  'sl-Parameters-r12': optional(SLParametersR12),
  nonCriticalExtension: optional(UEEUTRACapabilityV1260IEs),
});
export interface UEEUTRACapabilityV1250IEs extends Infer<typeof V1250> {}
export const UEEUTRACapabilityV1250IEs: Type<UEEUTRACapabilityV1250IEs> = V1250;

const UEEUTRACapabilityV11a0IEs = sequence({
  'ue-Category-v11a0': optional(integer(11, 12)),
  'measParameters-v11a0': optional(MeasParametersV11a0),
  nonCriticalExtension: optional(UEEUTRACapabilityV1250IEs),
});

const V1180 = sequence({
  'rf-Parameters-v1180': optional(RFParametersV1180),
  'mbms-Parameters-r11': optional(MBMSParametersR11),
  'fdd-Add-UE-EUTRA-Capabilities-v1180': optional(UEEUTRACapabilityAddXDDModeV1180),
  'tdd-Add-UE-EUTRA-Capabilities-v1180': optional(UEEUTRACapabilityAddXDDModeV1180),
  nonCriticalExtension: optional(UEEUTRACapabilityV11a0IEs),
});
export interface UEEUTRACapabilityV1180IEs extends Infer<typeof V1180> {}
export const UEEUTRACapabilityV1180IEs: Type<UEEUTRACapabilityV1180IEs> = V1180;

const UEEUTRACapabilityV1170IEs = sequence({
  'phyLayerParameters-v1170': optional(PhyLayerParametersV1170),
  'ue-Category-v1170': optional(integer(9, 10)),
  nonCriticalExtension: optional(UEEUTRACapabilityV1180IEs),
});

const V1130 = sequence({
  'pdcp-Parameters-v1130': PDCPParametersV1130,
  'phyLayerParameters-v1130': optional(PhyLayerParametersV1130),
  'rf-Parameters-v1130': RFParametersV1130,
  'measParameters-v1130': MeasParametersV1130,
  'interRAT-ParametersCDMA2000-v1130': IRATParametersCDMA2000V1130,
  'otherParameters-r11': OtherParametersR11,
  'fdd-Add-UE-EUTRA-Capabilities-v1130': optional(UEEUTRACapabilityAddXDDModeV1130),
  'tdd-Add-UE-EUTRA-Capabilities-v1130': optional(UEEUTRACapabilityAddXDDModeV1130),
  nonCriticalExtension: optional(UEEUTRACapabilityV1170IEs),
});
export interface UEEUTRACapabilityV1130IEs extends Infer<typeof V1130> {}
export const UEEUTRACapabilityV1130IEs: Type<UEEUTRACapabilityV1130IEs> = V1130;

const UEEUTRACapabilityV1090IEs = sequence({
  'rf-Parameters-v1090': optional(RFParametersV1090),
  nonCriticalExtension: optional(UEEUTRACapabilityV1130IEs),
});

const UEEUTRACapabilityV1060IEs = sequence({
  'fdd-Add-UE-EUTRA-Capabilities-v1060': optional(UEEUTRACapabilityAddXDDModeV1060),
  'tdd-Add-UE-EUTRA-Capabilities-v1060': optional(UEEUTRACapabilityAddXDDModeV1060),
  'rf-Parameters-v1060': optional(RFParametersV1060),
  nonCriticalExtension: optional(UEEUTRACapabilityV1090IEs),
});

const V1020 = sequence({
  'ue-Category-v1020': optional(integer(6, 8)),
  'phyLayerParameters-v1020': optional(PhyLayerParametersV1020),
  'rf-Parameters-v1020': optional(RFParametersV1020),
  'measParameters-v1020': optional(MeasParametersV1020),
  'featureGroupIndRel10-r10': optional(bitString(size(32))),
  'interRAT-ParametersCDMA2000-v1020': optional(IRATParametersCDMA20001XRTTV1020),
  'ue-BasedNetwPerfMeasParameters-r10': optional(UEBasedNetwPerfMeasParametersR10),
  'interRAT-ParametersUTRA-TDD-v1020': optional(IRATParametersUTRATDDV1020),
  nonCriticalExtension: optional(UEEUTRACapabilityV1060IEs),
});
export interface UEEUTRACapabilityV1020IEs extends Infer<typeof V1020> {}
export const UEEUTRACapabilityV1020IEs: Type<UEEUTRACapabilityV1020IEs> = V1020;

const UEEUTRACapabilityV940IEs = sequence({
  // CONTAINING UE-EUTRA-Capability-v9a0-IEs, which is outside the profile.
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(UEEUTRACapabilityV1020IEs),
});

const UEEUTRACapabilityV920IEs = sequence({
  'phyLayerParameters-v920': PhyLayerParametersV920,
  'interRAT-ParametersGERAN-v920': IRATParametersGERANV920,
  'interRAT-ParametersUTRA-v920': optional(IRATParametersUTRAV920),
  'interRAT-ParametersCDMA2000-v920': optional(IRATParametersCDMA20001XRTTV920),
  'deviceType-r9': optional(enumerated('noBenFromBatConsumpOpt')),
  'csg-ProximityIndicationParameters-r9': CSGProximityIndicationParametersR9,
  'neighCellSI-AcquisitionParameters-r9': NeighCellSIAcquisitionParametersR9,
  'son-Parameters-r9': SONParametersR9,
  nonCriticalExtension: optional(UEEUTRACapabilityV940IEs),
});

/** UE-EUTRA-Capability up to the last IEs of Release 14, which are also the last with something of LWA (TS 36.331, 6.3.6). */
export const UEEUTRACapability = sequence({
  accessStratumRelease: AccessStratumRelease,
  'ue-Category': integer(1, 5),
  'pdcp-Parameters': PDCPParameters,
  phyLayerParameters: PhyLayerParameters,
  'rf-Parameters': RFParameters,
  measParameters: MeasParameters,
  featureGroupIndicators: optional(bitString(size(32))),
  'interRAT-Parameters': sequence({
    utraFDD: optional(IRATParametersUTRAFDD),
    utraTDD128: optional(IRATParametersUTRATDD128),
    utraTDD384: optional(IRATParametersUTRATDD384),
    utraTDD768: optional(IRATParametersUTRATDD768),
    geran: optional(IRATParametersGERAN),
    'cdma2000-HRPD': optional(IRATParametersCDMA2000HRPD),
    'cdma2000-1xRTT': optional(IRATParametersCDMA20001XRTT),
  }),
  nonCriticalExtension: optional(UEEUTRACapabilityV920IEs),
});
export type UEEUTRACapability = Infer<typeof UEEUTRACapability>;
