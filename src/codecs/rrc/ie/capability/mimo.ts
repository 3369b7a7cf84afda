/** What a UE can do with several antennas (TS 36.331, 6.3.6). */
import { bitString, enumerated, integer, optional, sequence, sequenceOf, size } from '../../../per/index.js';
import { supported } from './supported.js';

const MIMONonPrecodedCapabilitiesR13 = sequence({
  'config1-r13': supported,
  'config2-r13': supported,
  'config3-r13': supported,
  'config4-r13': supported,
});

const MIMOBeamformedCapabilitiesR13 = sequence({
  'k-Max-r13': integer(1, 8),
  'n-MaxList-r13': optional(bitString(size(1, 7))),
});

const MIMOBeamformedCapabilityListR13 = sequenceOf(size(1, 4), MIMOBeamformedCapabilitiesR13);

const MIMOUEBeamformedCapabilitiesR13 = sequence({
  'altCodebook-r13': supported,
  'mimo-BeamformedCapabilities-r13': MIMOBeamformedCapabilityListR13,
});

const MIMOUEParametersPerTMR13 = sequence({
  'nonPrecoded-r13': optional(MIMONonPrecodedCapabilitiesR13),
  'beamformed-r13': optional(MIMOUEBeamformedCapabilitiesR13),
  'channelMeasRestriction-r13': supported,
  'dmrs-Enhancements-r13': supported,
  'csi-RS-EnhancementsTDD-r13': supported,
});

export const MIMOUEParametersR13 = sequence({
  'parametersTM9-r13': optional(MIMOUEParametersPerTMR13),
  'parametersTM10-r13': optional(MIMOUEParametersPerTMR13),
  'srs-EnhancementsTDD-r13': supported,
  'srs-Enhancements-r13': supported,
  'interferenceMeasRestriction-r13': supported,
});

const MIMOUEParametersPerTMV1430 = sequence({
  'nzp-CSI-RS-AperiodicInfo-r14': optional(
    sequence({
      'nMaxProc-r14': integer(5, 32),
      'nMaxResource-r14': enumerated('n1', 'n2', 'n4', 'n8'),
    }),
  ),
  'nzp-CSI-RS-PeriodicInfo-r14': optional(
    sequence({
      'nMaxResource-r14': enumerated('n1', 'n2', 'n4', 'n8'),
    }),
  ),
  'zp-CSI-RS-AperiodicInfo-r14': supported,
  'ul-dmrs-Enhancements-r14': supported,
  'densityReductionNP-r14': supported,
  'densityReductionBF-r14': supported,
  'hybridCSI-r14': supported,
  'semiOL-r14': supported,
  'csi-ReportingNP-r14': supported,
  'csi-ReportingAdvanced-r14': supported,
});

export const MIMOUEParametersV1430 = sequence({
  'parametersTM9-v1430': optional(MIMOUEParametersPerTMV1430),
  'parametersTM10-v1430': optional(MIMOUEParametersPerTMV1430),
});

const MIMOCAParametersPerBoBCPerTMR13 = sequence({
  'nonPrecoded-r13': optional(MIMONonPrecodedCapabilitiesR13),
  'beamformed-r13': optional(MIMOBeamformedCapabilityListR13),
  'dmrs-Enhancements-r13': optional(enumerated('different')),
});

export const MIMOCAParametersPerBoBCR13 = sequence({
  'parametersTM9-r13': optional(MIMOCAParametersPerBoBCPerTMR13),
  'parametersTM10-r13': optional(MIMOCAParametersPerBoBCPerTMR13),
});

const MIMOCAParametersPerBoBCPerTMV1430 = sequence({
  'csi-ReportingNP-r14': optional(enumerated('different')),
  'csi-ReportingAdvanced-r14': optional(enumerated('different')),
});

export const MIMOCAParametersPerBoBCV1430 = sequence({
  'parametersTM9-v1430': optional(MIMOCAParametersPerBoBCPerTMV1430),
  'parametersTM10-v1430': optional(MIMOCAParametersPerBoBCPerTMV1430),
});

export const MIMOCapabilityULR10 = enumerated('twoLayers', 'fourLayers');

export const MIMOCapabilityDLR10 = enumerated('twoLayers', 'fourLayers', 'eightLayers');
