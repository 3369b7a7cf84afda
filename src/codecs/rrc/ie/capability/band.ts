/** Bands and classes of bandwidth (TS 36.331, 6.3.4, 6.3.6). */
import { enumerated, integer, optional, sequence, sequenceOf, size } from '../../../per/index.js';

export const FreqBandIndicator = integer(1, 64);

export const FreqBandIndicatorV9e0 = integer(65, 256);

export const FreqBandIndicatorR11 = integer(1, 256);

export const CABandwidthClassR10 = enumerated('a', 'b', 'c', 'd', 'e', 'f', '...');

const BandIndicationR14 = sequence({
  'bandEUTRA-r14': FreqBandIndicatorR11,
  'ca-BandwidthClassDL-r14': CABandwidthClassR10,
  'ca-BandwidthClassUL-r14': optional(CABandwidthClassR10),
});

const BandCombinationR14 = sequenceOf(size(1, 64), BandIndicationR14);

export const BandCombinationListR14 = sequenceOf(size(1, 384), BandCombinationR14);

export const FreqBandIndicatorListEUTRAR12 = sequenceOf(size(1, 64), FreqBandIndicatorR11);
