/** Which bands a UE can aggregate (TS 36.331, 6.3.6). */
import { bitString, choice, enumerated, optional, sequence, sequenceOf, size } from '../../../per/index.js';
import {
  BandParametersR10,
  BandParametersR11,
  BandParametersR13,
  BandParametersV1090,
  BandParametersV1130,
  BandParametersV1270,
  BandParametersV1320,
  BandParametersV1430,
  BandParametersV1450,
} from './band-parameters.js';
import { BandInfoEUTRA } from './measurement.js';
import { supported } from './supported.js';

const BandCombinationParametersR10 = sequenceOf(size(1, 64), BandParametersR10);

export const SupportedBandCombinationR10 = sequenceOf(size(1, 128), BandCombinationParametersR10);

const SupportedBandwidthCombinationSetR10 = bitString(size(1, 32));

const BandCombinationParametersExtR10 = sequence({
  'supportedBandwidthCombinationSet-r10': optional(SupportedBandwidthCombinationSetR10),
});

export const SupportedBandCombinationExtR10 = sequenceOf(size(1, 128), BandCombinationParametersExtR10);

const BandCombinationParametersV1090 = sequenceOf(size(1, 64), BandParametersV1090);

export const SupportedBandCombinationV1090 = sequenceOf(size(1, 128), BandCombinationParametersV1090);

const BandCombinationParametersV1130 = sequence(
  {
    'multipleTimingAdvance-r11': supported,
    'simultaneousRx-Tx-r11': supported,
    'bandParameterList-r11': optional(sequenceOf(size(1, 64), BandParametersV1130)),
  },
  '...',
);

export const SupportedBandCombinationV1130 = sequenceOf(size(1, 128), BandCombinationParametersV1130);

const BandCombinationParametersV1250 = sequence(
  {
    'dc-Support-r12': optional(
      sequence({
        'asynchronous-r12': supported,
        'supportedCellGrouping-r12': optional(
          choice({
            'threeEntries-r12': bitString(size(3)),
            'fourEntries-r12': bitString(size(7)),
            'fiveEntries-r12': bitString(size(15)),
          }),
        ),
      }),
    ),
    'supportedNAICS-2CRS-AP-r12': optional(bitString(size(1, 8))),
    'commSupportedBandsPerBC-r12': optional(bitString(size(1, 64))),
  },
  '...',
);

export const SupportedBandCombinationV1250 = sequenceOf(size(1, 128), BandCombinationParametersV1250);

const BandCombinationParametersV1270 = sequence({
  'bandParameterList-v1270': optional(sequenceOf(size(1, 64), BandParametersV1270)),
});

export const SupportedBandCombinationV1270 = sequenceOf(size(1, 128), BandCombinationParametersV1270);

const BandCombinationParametersV1320 = sequence({
  'bandParameterList-v1320': optional(sequenceOf(size(1, 64), BandParametersV1320)),
  'additionalRx-Tx-PerformanceReq-r13': supported,
});

export const SupportedBandCombinationV1320 = sequenceOf(size(1, 128), BandCombinationParametersV1320);

const BandCombinationParametersV1430 = sequence({
  'bandParameterList-v1430': optional(sequenceOf(size(1, 64), BandParametersV1430)),
  'v2x-SupportedTxBandCombListPerBC-r14': optional(bitString(size(1, 384))),
  'v2x-SupportedRxBandCombListPerBC-r14': optional(bitString(size(1, 384))),
});

export const SupportedBandCombinationV1430 = sequenceOf(size(1, 128), BandCombinationParametersV1430);

const BandCombinationParametersV1450 = sequence({
  'bandParameterList-v1450': optional(sequenceOf(size(1, 64), BandParametersV1450)),
});

export const SupportedBandCombinationV1450 = sequenceOf(size(1, 128), BandCombinationParametersV1450);

const BandCombinationParametersR11 = sequence(
  {
    'bandParameterList-r11': sequenceOf(size(1, 64), BandParametersR11),
    'supportedBandwidthCombinationSet-r11': optional(SupportedBandwidthCombinationSetR10),
    'multipleTimingAdvance-r11': supported,
    'simultaneousRx-Tx-r11': supported,
    'bandInfoEUTRA-r11': BandInfoEUTRA,
  },
  '...',
);

export const SupportedBandCombinationAddR11 = sequenceOf(size(1, 256), BandCombinationParametersR11);

export const SupportedBandCombinationAddV1250 = sequenceOf(size(1, 256), BandCombinationParametersV1250);

export const SupportedBandCombinationAddV1270 = sequenceOf(size(1, 256), BandCombinationParametersV1270);

export const SupportedBandCombinationAddV1320 = sequenceOf(size(1, 256), BandCombinationParametersV1320);

export const SupportedBandCombinationAddV1430 = sequenceOf(size(1, 256), BandCombinationParametersV1430);

export const SupportedBandCombinationAddV1450 = sequenceOf(size(1, 256), BandCombinationParametersV1450);

const BandCombinationParametersR13 = sequence({
  'differentFallbackSupported-r13': optional(enumerated('true')),
  'bandParameterList-r13': sequenceOf(size(1, 64), BandParametersR13),
  'supportedBandwidthCombinationSet-r13': optional(SupportedBandwidthCombinationSetR10),
  'multipleTimingAdvance-r13': supported,
  'simultaneousRx-Tx-r13': supported,
  'bandInfoEUTRA-r13': BandInfoEUTRA,
  'dc-Support-r13': optional(
    sequence({
      'asynchronous-r13': supported,
      'supportedCellGrouping-r13': optional(
        choice({
          'threeEntries-r13': bitString(size(3)),
          'fourEntries-r13': bitString(size(7)),
          'fiveEntries-r13': bitString(size(15)),
        }),
      ),
    }),
  ),
  'supportedNAICS-2CRS-AP-r13': optional(bitString(size(1, 8))),
  'commSupportedBandsPerBC-r13': optional(bitString(size(1, 64))),
});

export const SupportedBandCombinationReducedR13 = sequenceOf(size(1, 384), BandCombinationParametersR13);

export const SupportedBandCombinationReducedV1320 = sequenceOf(size(1, 384), BandCombinationParametersV1320);

export const SupportedBandCombinationReducedV1430 = sequenceOf(size(1, 384), BandCombinationParametersV1430);

export const SupportedBandCombinationReducedV1450 = sequenceOf(size(1, 384), BandCombinationParametersV1450);
