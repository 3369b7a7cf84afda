/** What a UE can do on the physical channels (TS 36.331, 6.3.6). */
import {
  bitString,
  boolean,
  enumerated,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../../per/index.js';
import { MIMOUEParametersR13, MIMOUEParametersV1430 } from './mimo.js';
import { supported } from './supported.js';

// biome-ignore format: rows as in the specification
const NumberOfAggregatedPRBR12 = enumerated(
  'n50', 'n75', 'n100', 'n125', 'n150', 'n175', 'n200', 'n225', 'n250', 'n275', 'n300', 'n350', 'n400',
  'n450', 'n500', 'spare',
);

export const PhyLayerParameters = sequence({
  'ue-TxAntennaSelectionSupported': boolean,
  'ue-SpecificRefSigsSupported': boolean,
});

export const PhyLayerParametersV920 = sequence({
  'enhancedDualLayerFDD-r9': supported,
  'enhancedDualLayerTDD-r9': supported,
});

const NonContiguousULRAWithinCCR10 = sequence({
  'nonContiguousUL-RA-WithinCC-Info-r10': supported,
});

const NonContiguousULRAWithinCCListR10 = sequenceOf(size(1, 64), NonContiguousULRAWithinCCR10);

export const PhyLayerParametersV1020 = sequence({
  'twoAntennaPortsForPUCCH-r10': supported,
  'tm9-With-8Tx-FDD-r10': supported,
  'pmi-Disabling-r10': supported,
  'crossCarrierScheduling-r10': supported,
  'simultaneousPUCCH-PUSCH-r10': supported,
  'multiClusterPUSCH-WithinCC-r10': supported,
  'nonContiguousUL-RA-WithinCC-List-r10': optional(NonContiguousULRAWithinCCListR10),
});

export const PhyLayerParametersV1130 = sequence({
  'crs-InterfHandl-r11': supported,
  'ePDCCH-r11': supported,
  'multiACK-CSI-Reporting-r11': supported,
  'ss-CCH-InterfHandl-r11': supported,
  'tdd-SpecialSubframe-r11': supported,
  'txDiv-PUCCH1b-ChSelect-r11': supported,
  'ul-CoMP-r11': supported,
});

export const PhyLayerParametersV1170 = sequence({
  'interBandTDD-CA-WithDifferentConfig-r11': optional(bitString(size(2))),
});

const NAICSCapabilityEntryR12 = sequence(
  {
    'numberOfNAICS-CapableCC-r12': integer(1, 5),
    'numberOfAggregatedPRB-r12': NumberOfAggregatedPRBR12,
  },
  '...',
);

const NAICSCapabilityListR12 = sequenceOf(size(1, 8), NAICSCapabilityEntryR12);

export const PhyLayerParametersV1250 = sequence({
  'e-HARQ-Pattern-FDD-r12': supported,
  'enhanced-4TxCodebook-r12': supported,
  'tdd-FDD-CA-PCellDuplex-r12': optional(bitString(size(2))),
  'phy-TDD-ReConfig-TDD-PCell-r12': supported,
  'phy-TDD-ReConfig-FDD-PCell-r12': supported,
  'pusch-FeedbackMode-r12': supported,
  'pusch-SRS-PowerControl-SubframeSet-r12': supported,
  'csi-SubframeSet-r12': supported,
  'noResourceRestrictionForTTIBundling-r12': supported,
  'discoverySignalsInDeactSCell-r12': supported,
  'naics-Capability-List-r12': optional(NAICSCapabilityListR12),
});

export const PhyLayerParametersV1280 = sequence({
  'alternativeTBS-Indices-r12': supported,
});

export const PhyLayerParametersV1310 = sequence({
  'aperiodicCSI-Reporting-r13': optional(bitString(size(2))),
  'codebook-HARQ-ACK-r13': optional(bitString(size(2))),
  'crossCarrierScheduling-B5C-r13': supported,
  'fdd-HARQ-TimingTDD-r13': supported,
  'maxNumberUpdatedCSI-Proc-r13': optional(integer(5, 32)),
  'pucch-Format4-r13': supported,
  'pucch-Format5-r13': supported,
  'pucch-SCell-r13': supported,
  'spatialBundling-HARQ-ACK-r13': supported,
  'supportedBlindDecoding-r13': optional(
    sequence({
      'maxNumberDecoding-r13': optional(integer(1, 32)),
      'pdcch-CandidateReductions-r13': supported,
      'skipMonitoringDCI-Format0-1A-r13': supported,
    }),
  ),
  'uci-PUSCH-Ext-r13': supported,
  'crs-InterfMitigationTM10-r13': supported,
  'pdsch-CollisionHandling-r13': supported,
});

export const PhyLayerParametersV1320 = sequence({
  'mimo-UE-Parameters-r13': optional(MIMOUEParametersR13),
});

export const PhyLayerParametersV1330 = sequence({
  'cch-InterfMitigation-RefRecTypeA-r13': supported,
  'cch-InterfMitigation-RefRecTypeB-r13': supported,
  'cch-InterfMitigation-MaxNumCCs-r13': optional(integer(1, 32)),
  'crs-InterfMitigationTM1toTM9-r13': optional(integer(1, 32)),
});

const FeMBMSUnicastParametersR14 = sequence({
  'unicast-fembmsMixedSCell-r14': supported,
  'emptyUnicastRegion-r14': supported,
});

export const PhyLayerParametersV1430 = sequence({
  'ce-PUSCH-NB-MaxTBS-r14': supported,
  'ce-PDSCH-PUSCH-MaxBandwidth-r14': optional(enumerated('bw5', 'bw20')),
  'ce-HARQ-AckBundling-r14': supported,
  'ce-PDSCH-TenProcesses-r14': supported,
  'ce-RetuningSymbols-r14': optional(enumerated('n0', 'n1')),
  'ce-PDSCH-PUSCH-Enhancement-r14': supported,
  'ce-SchedulingEnhancement-r14': supported,
  'ce-SRS-Enhancement-r14': supported,
  'ce-PUCCH-Enhancement-r14': supported,
  'ce-ClosedLoopTxAntennaSelection-r14': supported,
  'tdd-SpecialSubframe-r14': supported,
  'tdd-TTI-Bundling-r14': supported,
  'dmrs-LessUpPTS-r14': supported,
  'mimo-UE-Parameters-v1430': optional(MIMOUEParametersV1430),
  'alternativeTBS-Index-r14': supported,
  'feMBMS-Unicast-Parameters-r14': optional(FeMBMSUnicastParametersR14),
});

export const PhyLayerParametersV1450 = sequence({
  'ce-SRS-EnhancementWithoutComb4-r14': supported,
  'crs-LessDwPTS-r14': supported,
});

export const MUSTParametersR14 = sequence({
  'must-TM234-UpTo2Tx-r14': supported,
  'must-TM89-UpToOneInterferingLayer-r14': supported,
  'must-TM10-UpToOneInterferingLayer-r14': supported,
  'must-TM89-UpToThreeInterferingLayers-r14': supported,
  'must-TM10-UpToThreeInterferingLayers-r14': supported,
});

export const CEParametersR13 = sequence({
  'ce-ModeA-r13': supported,
  'ce-ModeB-r13': supported,
});

export const CEParametersV1320 = sequence({
  'intraFreqA3-CE-ModeA-r13': supported,
  'intraFreqA3-CE-ModeB-r13': supported,
  'intraFreqHO-CE-ModeA-r13': supported,
  'intraFreqHO-CE-ModeB-r13': supported,
});

export const CEParametersV1350 = sequence({
  'unicastFrequencyHopping-r13': supported,
});

export const CEParametersV1430 = sequence({
  'ce-SwitchWithoutHO-r14': supported,
});

export const LAAParametersR13 = sequence({
  'crossCarrierSchedulingLAA-DL-r13': supported,
  'csi-RS-DRS-RRM-MeasurementsLAA-r13': supported,
  'downlinkLAA-r13': supported,
  'endingDwPTS-r13': supported,
  'secondSlotStartingPosition-r13': supported,
  'tm9-LAA-r13': supported,
  'tm10-LAA-r13': supported,
});

export const LAAParametersV1430 = sequence({
  'crossCarrierSchedulingLAA-UL-r14': supported,
  'uplinkLAA-r14': supported,
  'twoStepSchedulingTimingInfo-r14': optional(enumerated('nPlus1', 'nPlus2', 'nPlus3')),
  'uss-BlindDecodingAdjustment-r14': supported,
  'uss-BlindDecodingReduction-r14': supported,
  'outOfSequenceGrantHandling-r14': supported,
});
