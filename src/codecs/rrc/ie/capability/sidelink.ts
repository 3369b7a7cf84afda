/** What a UE can do on the sidelink (TS 36.331, 6.3.6). */
import { enumerated, integer, optional, sequence, sequenceOf, size } from '../../../per/index.js';
import { FreqBandIndicatorListEUTRAR12, FreqBandIndicatorR11 } from './band.js';
import { BandParametersRxSLR14, BandParametersTxSLR14 } from './band-parameters.js';
import { supported } from './supported.js';

const V2XBandParametersR14 = sequence({
  'v2x-FreqBandEUTRA-r14': FreqBandIndicatorR11,
  'bandParametersTxSL-r14': optional(BandParametersTxSLR14),
  'bandParametersRxSL-r14': optional(BandParametersRxSLR14),
});

const SupportedBandInfoR12 = sequence({
  'support-r12': supported,
});

const SupportedBandInfoListR12 = sequenceOf(size(1, 64), SupportedBandInfoR12);

export const SLParametersR12 = sequence({
  'commSimultaneousTx-r12': supported,
  'commSupportedBands-r12': optional(FreqBandIndicatorListEUTRAR12),
  'discSupportedBands-r12': optional(SupportedBandInfoListR12),
  'discScheduledResourceAlloc-r12': supported,
  'disc-UE-SelectedResourceAlloc-r12': supported,
  'disc-SLSS-r12': supported,
  'discSupportedProc-r12': optional(enumerated('n50', 'n400')),
});

export const SLParametersV1310 = sequence({
  'discSysInfoReporting-r13': supported,
  'commMultipleTx-r13': supported,
  'discInterFreqTx-r13': supported,
  'discPeriodicSLSS-r13': supported,
});

const V2XBandCombinationParametersR14 = sequenceOf(size(1, 64), V2XBandParametersR14);

const V2XSupportedBandCombinationR14 = sequenceOf(size(1, 384), V2XBandCombinationParametersR14);

export const SLParametersV1430 = sequence({
  'zoneBasedPoolSelection-r14': supported,
  'ue-AutonomousWithFullSensing-r14': supported,
  'ue-AutonomousWithPartialSensing-r14': supported,
  'sl-CongestionControl-r14': supported,
  'v2x-TxWithShortResvInterval-r14': supported,
  'v2x-numberTxRxTiming-r14': optional(integer(1, 16)),
  'v2x-nonAdjacentPSCCH-PSSCH-r14': supported,
  'slss-TxRx-r14': supported,
  'v2x-SupportedBandCombinationList-r14': optional(V2XSupportedBandCombinationR14),
});
