/** What a UE can do in FDD alone, or in TDD alone (TS 36.331, 6.3.6). */
import { bitString, group, optional, sequence, size } from '../../../per/index.js';
import { IRATParametersCDMA20001XRTTV1020, IRATParametersUTRATDDV1020 } from './inter-rat.js';
import { MeasParametersV1130, MeasParametersV1250, OTDOAPositioningCapabilitiesR10 } from './measurement.js';
import {
  PhyLayerParametersV1020,
  PhyLayerParametersV1130,
  PhyLayerParametersV1250,
  PhyLayerParametersV1310,
  PhyLayerParametersV1320,
  PhyLayerParametersV1430,
} from './physical-layer.js';
import { MBMSParametersR11, MMTELParametersR14, OtherParametersR11, SCPTMParametersR13 } from './services.js';

export const UEEUTRACapabilityAddXDDModeV1060 = sequence(
  {
    'phyLayerParameters-v1060': optional(PhyLayerParametersV1020),
    'featureGroupIndRel10-v1060': optional(bitString(size(32))),
    'interRAT-ParametersCDMA2000-v1060': optional(IRATParametersCDMA20001XRTTV1020),
    'interRAT-ParametersUTRA-TDD-v1060': optional(IRATParametersUTRATDDV1020),
  },
  '...',
  group({
    'otdoa-PositioningCapabilities-r10': optional(OTDOAPositioningCapabilitiesR10),
  }),
);

export const UEEUTRACapabilityAddXDDModeV1130 = sequence(
  {
    'phyLayerParameters-v1130': optional(PhyLayerParametersV1130),
    'measParameters-v1130': optional(MeasParametersV1130),
    'otherParameters-r11': optional(OtherParametersR11),
  },
  '...',
);

export const UEEUTRACapabilityAddXDDModeV1180 = sequence({
  'mbms-Parameters-r11': MBMSParametersR11,
});

export const UEEUTRACapabilityAddXDDModeV1250 = sequence({
  'phyLayerParameters-v1250': optional(PhyLayerParametersV1250),
  'measParameters-v1250': optional(MeasParametersV1250),
});

export const UEEUTRACapabilityAddXDDModeV1310 = sequence({
  'phyLayerParameters-v1310': optional(PhyLayerParametersV1310),
});

export const UEEUTRACapabilityAddXDDModeV1320 = sequence({
  'phyLayerParameters-v1320': optional(PhyLayerParametersV1320),
  'scptm-Parameters-r13': optional(SCPTMParametersR13),
});

export const UEEUTRACapabilityAddXDDModeV1430 = sequence({
  'phyLayerParameters-v1430': optional(PhyLayerParametersV1430),
  'mmtel-Parameters-r14': optional(MMTELParametersR14),
});
