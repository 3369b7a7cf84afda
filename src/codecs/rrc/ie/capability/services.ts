/** Broadcast, telephony, and other things that a UE can do (TS 36.331, 6.3.6). */
import { sequence } from '../../../per/index.js';
import { supported } from './supported.js';

export const OtherParametersR11 = sequence({
  'inDeviceCoexInd-r11': supported,
  'powerPrefInd-r11': supported,
  'ue-Rx-TxTimeDiffMeasurements-r11': supported,
});

export const OtherParametersV1360 = sequence({
  'inDeviceCoexInd-HardwareSharingInd-r13': supported,
});

export const OtherParametersV1430 = sequence({
  'bwPrefInd-r14': supported,
  'rlm-ReportSupport-r14': supported,
});

export const OtherParametersV1450 = sequence({
  'overheatingInd-r14': supported,
});

export const OtherParametersV1460 = sequence({
  'nonCSG-SI-Reporting-r14': supported,
});

export const MBMSParametersR11 = sequence({
  'mbms-SCell-r11': supported,
  'mbms-NonServingCell-r11': supported,
});

export const MBMSParametersV1250 = sequence({
  'mbms-AsyncDC-r12': supported,
});

export const MBMSParametersV1430 = sequence({
  'fembmsDedicatedCell-r14': supported,
  'fembmsMixedCell-r14': supported,
  'subcarrierSpacingMBMS-khz7dot5-r14': supported,
  'subcarrierSpacingMBMS-khz1dot25-r14': supported,
});

export const SCPTMParametersR13 = sequence({
  'scptm-ParallelReception-r13': supported,
  'scptm-SCell-r13': supported,
  'scptm-NonServingCell-r13': supported,
  'scptm-AsyncDC-r13': supported,
});

export const MMTELParametersR14 = sequence({
  'delayBudgetReporting-r14': supported,
  'pusch-Enhancements-r14': supported,
  'recommendedBitRate-r14': supported,
  'recommendedBitRateQuery-r14': supported,
});
