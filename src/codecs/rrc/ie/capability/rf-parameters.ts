/** Which bands a UE supports (TS 36.331, 6.3.6). */
import { boolean, enumerated, integer, optional, sequence, sequenceOf, size } from '../../../per/index.js';
import { BandCombinationListR14, FreqBandIndicator, FreqBandIndicatorR11 } from './band.js';
import {
  SupportedBandCombinationAddR11,
  SupportedBandCombinationAddV1250,
  SupportedBandCombinationAddV1270,
  SupportedBandCombinationAddV1320,
  SupportedBandCombinationAddV1430,
  SupportedBandCombinationAddV1450,
  SupportedBandCombinationExtR10,
  SupportedBandCombinationR10,
  SupportedBandCombinationReducedR13,
  SupportedBandCombinationReducedV1320,
  SupportedBandCombinationReducedV1430,
  SupportedBandCombinationReducedV1450,
  SupportedBandCombinationV1090,
  SupportedBandCombinationV1130,
  SupportedBandCombinationV1250,
  SupportedBandCombinationV1270,
  SupportedBandCombinationV1320,
  SupportedBandCombinationV1430,
  SupportedBandCombinationV1450,
} from './band-combination.js';
import { supported } from './supported.js';

const SupportedBandEUTRA = sequence({
  bandEUTRA: FreqBandIndicator,
  halfDuplex: boolean,
});

const SupportedBandListEUTRA = sequenceOf(size(1, 64), SupportedBandEUTRA);

export const RFParameters = sequence({
  supportedBandListEUTRA: SupportedBandListEUTRA,
});

export const RFParametersV1020 = sequence({
  'supportedBandCombination-r10': SupportedBandCombinationR10,
});

export const RFParametersV1060 = sequence({
  'supportedBandCombinationExt-r10': SupportedBandCombinationExtR10,
});

export const RFParametersV1090 = sequence({
  'supportedBandCombination-v1090': optional(SupportedBandCombinationV1090),
});

export const RFParametersV1130 = sequence({
  'supportedBandCombination-v1130': optional(SupportedBandCombinationV1130),
});

export const RFParametersV1180 = sequence({
  'freqBandRetrieval-r11': supported,
  'requestedBands-r11': optional(sequenceOf(size(1, 64), FreqBandIndicatorR11)),
  'supportedBandCombinationAdd-r11': optional(SupportedBandCombinationAddR11),
});

const SupportedBandEUTRAV1250 = sequence({
  'dl-256QAM-r12': supported,
  'ul-64QAM-r12': supported,
});

const SupportedBandListEUTRAV1250 = sequenceOf(size(1, 64), SupportedBandEUTRAV1250);

export const RFParametersV1250 = sequence({
  'supportedBandListEUTRA-v1250': optional(SupportedBandListEUTRAV1250),
  'supportedBandCombination-v1250': optional(SupportedBandCombinationV1250),
  'supportedBandCombinationAdd-v1250': optional(SupportedBandCombinationAddV1250),
  'freqBandPriorityAdjustment-r12': supported,
});

export const RFParametersV1270 = sequence({
  'supportedBandCombination-v1270': optional(SupportedBandCombinationV1270),
  'supportedBandCombinationAdd-v1270': optional(SupportedBandCombinationAddV1270),
});

const SupportedBandEUTRAV1310 = sequence({
  'ue-PowerClass-5-r13': supported,
});

const SupportedBandListEUTRAV1310 = sequenceOf(size(1, 64), SupportedBandEUTRAV1310);

export const RFParametersV1310 = sequence({
  'eNB-RequestedParameters-r13': optional(
    sequence({
      'reducedIntNonContCombRequested-r13': optional(enumerated('true')),
      'requestedCCsDL-r13': optional(integer(2, 32)),
      'requestedCCsUL-r13': optional(integer(2, 32)),
      'skipFallbackCombRequested-r13': optional(enumerated('true')),
    }),
  ),
  'maximumCCsRetrieval-r13': supported,
  'skipFallbackCombinations-r13': supported,
  'reducedIntNonContComb-r13': supported,
  'supportedBandListEUTRA-v1310': optional(SupportedBandListEUTRAV1310),
  'supportedBandCombinationReduced-r13': optional(SupportedBandCombinationReducedR13),
});

const SupportedBandEUTRAV1320 = sequence({
  'intraFreq-CE-NeedForGaps-r13': supported,
  'ue-PowerClass-N-r13': optional(enumerated('class1', 'class2', 'class4')),
});

const SupportedBandListEUTRAV1320 = sequenceOf(size(1, 64), SupportedBandEUTRAV1320);

export const RFParametersV1320 = sequence({
  'supportedBandListEUTRA-v1320': optional(SupportedBandListEUTRAV1320),
  'supportedBandCombination-v1320': optional(SupportedBandCombinationV1320),
  'supportedBandCombinationAdd-v1320': optional(SupportedBandCombinationAddV1320),
  'supportedBandCombinationReduced-v1320': optional(SupportedBandCombinationReducedV1320),
});

export const RFParametersV1430 = sequence({
  'supportedBandCombination-v1430': optional(SupportedBandCombinationV1430),
  'supportedBandCombinationAdd-v1430': optional(SupportedBandCombinationAddV1430),
  'supportedBandCombinationReduced-v1430': optional(SupportedBandCombinationReducedV1430),
  'eNB-RequestedParameters-v1430': optional(
    sequence({
      'requestedDiffFallbackCombList-r14': BandCombinationListR14,
    }),
  ),
  'diffFallbackCombReport-r14': supported,
});

export const RFParametersV1450 = sequence({
  'supportedBandCombination-v1450': optional(SupportedBandCombinationV1450),
  'supportedBandCombinationAdd-v1450': optional(SupportedBandCombinationAddV1450),
  'supportedBandCombinationReduced-v1450': optional(SupportedBandCombinationReducedV1450),
});
