/** What a UE can do in one band of a combination (TS 36.331, 6.3.6). */
import { enumerated, optional, sequence, sequenceOf, size } from '../../../per/index.js';
import {
  CABandwidthClassR10,
  FreqBandIndicator,
  FreqBandIndicatorR11,
  FreqBandIndicatorV9e0,
} from './band.js';
import {
  MIMOCAParametersPerBoBCR13,
  MIMOCAParametersPerBoBCV1430,
  MIMOCapabilityDLR10,
  MIMOCapabilityULR10,
} from './mimo.js';
import { MUSTParametersR14 } from './physical-layer.js';
import { supported } from './supported.js';

// biome-ignore format: rows as in the specification
const RFRetuningTimeR14 = enumerated(
  'n0', 'n0dot5', 'n1', 'n1dot5', 'n2', 'n2dot5', 'n3', 'n3dot5', 'n4', 'n4dot5', 'n5', 'n5dot5', 'n6',
  'n6dot5', 'n7', 'spare1',
);

/** How many CSI processes a UE supports in a band, or on a carrier. */
const SupportedCSIProcR11 = enumerated('n1', 'n3', 'n4');

const CAMIMOParametersULR10 = sequence({
  'ca-BandwidthClassUL-r10': CABandwidthClassR10,
  'supportedMIMO-CapabilityUL-r10': optional(MIMOCapabilityULR10),
});

const BandParametersULR10 = sequenceOf(size(1, 16), CAMIMOParametersULR10);

const CAMIMOParametersDLR10 = sequence({
  'ca-BandwidthClassDL-r10': CABandwidthClassR10,
  'supportedMIMO-CapabilityDL-r10': optional(MIMOCapabilityDLR10),
});

const BandParametersDLR10 = sequenceOf(size(1, 16), CAMIMOParametersDLR10);

export const BandParametersR10 = sequence({
  'bandEUTRA-r10': FreqBandIndicator,
  'bandParametersUL-r10': optional(BandParametersULR10),
  'bandParametersDL-r10': optional(BandParametersDLR10),
});

export const BandParametersV1090 = sequence(
  {
    'bandEUTRA-v1090': optional(FreqBandIndicatorV9e0),
  },
  '...',
);

export const BandParametersV1130 = sequence({
  'supportedCSI-Proc-r11': SupportedCSIProcR11,
});

export const BandParametersR11 = sequence({
  'bandEUTRA-r11': FreqBandIndicatorR11,
  'bandParametersUL-r11': optional(BandParametersULR10),
  'bandParametersDL-r11': optional(BandParametersDLR10),
  'supportedCSI-Proc-r11': optional(SupportedCSIProcR11),
});

const IntraBandContiguousCCInfoR12 = sequence({
  'fourLayerTM3-TM4-perCC-r12': supported,
  'supportedMIMO-CapabilityDL-r12': optional(MIMOCapabilityDLR10),
  'supportedCSI-Proc-r12': optional(SupportedCSIProcR11),
});

const CAMIMOParametersDLV1270 = sequence({
  'intraBandContiguousCC-InfoList-r12': sequenceOf(size(1, 5), IntraBandContiguousCCInfoR12),
});

export const BandParametersV1270 = sequence({
  'bandParametersDL-v1270': sequenceOf(size(1, 16), CAMIMOParametersDLV1270),
});

const BandParametersULR13 = CAMIMOParametersULR10;

const CAMIMOParametersDLR13 = sequence({
  'ca-BandwidthClassDL-r13': CABandwidthClassR10,
  'supportedMIMO-CapabilityDL-r13': optional(MIMOCapabilityDLR10),
  'fourLayerTM3-TM4-r13': supported,
  'intraBandContiguousCC-InfoList-r13': sequenceOf(size(1, 32), IntraBandContiguousCCInfoR12),
});

const BandParametersDLR13 = CAMIMOParametersDLR13;

export const BandParametersR13 = sequence({
  'bandEUTRA-r13': FreqBandIndicatorR11,
  'bandParametersUL-r13': optional(BandParametersULR13),
  'bandParametersDL-r13': optional(BandParametersDLR13),
  'supportedCSI-Proc-r13': optional(SupportedCSIProcR11),
});

export const BandParametersV1320 = sequence({
  'bandParametersDL-v1320': MIMOCAParametersPerBoBCR13,
});

const UL256QAMPerCCInfoR14 = sequence({
  'ul-256QAM-perCC-r14': supported,
});

const SRSCapabilityPerBandPairR14 = sequence({
  retuningInfo: sequence({
    'rf-RetuningTimeDL-r14': optional(RFRetuningTimeR14),
    'rf-RetuningTimeUL-r14': optional(RFRetuningTimeR14),
  }),
});

export const BandParametersV1430 = sequence({
  'bandParametersDL-v1430': optional(MIMOCAParametersPerBoBCV1430),
  'ul-256QAM-r14': supported,
  'ul-256QAM-perCC-InfoList-r14': optional(sequenceOf(size(2, 32), UL256QAMPerCCInfoR14)),
  'srs-CapabilityPerBandPairList-r14': optional(sequenceOf(size(1, 64), SRSCapabilityPerBandPairR14)),
});

export const BandParametersV1450 = sequence({
  'must-CapabilityPerBand-r14': optional(MUSTParametersR14),
});

const V2XBandwidthClassR14 = enumerated('a', 'b', 'c', 'd', 'e', 'f', '...', 'c1-v1530');

const V2XBandwidthClassSLR14 = sequenceOf(size(1, 16), V2XBandwidthClassR14);

export const BandParametersTxSLR14 = sequence({
  'v2x-BandwidthClassTxSL-r14': V2XBandwidthClassSLR14,
  'v2x-eNB-Scheduled-r14': supported,
  'v2x-HighPower-r14': supported,
});

export const BandParametersRxSLR14 = sequence({
  'v2x-BandwidthClassRxSL-r14': V2XBandwidthClassSLR14,
  'v2x-HighReception-r14': supported,
});
