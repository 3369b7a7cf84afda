/** What a UE can measure, and where it needs gaps for that (TS 36.331, 6.3.6). */
import { boolean, enumerated, optional, sequence, sequenceOf, size } from '../../../per/index.js';
import { supported } from './supported.js';

export const MobilityParametersR14 = sequence({
  'makeBeforeBreak-r14': supported,
  'rach-Less-r14': supported,
});

const InterFreqBandInfo = sequence({
  interFreqNeedForGaps: boolean,
});

const InterFreqBandList = sequenceOf(size(1, 64), InterFreqBandInfo);

const InterRATBandInfo = sequence({
  'interRAT-NeedForGaps': boolean,
});

const InterRATBandList = sequenceOf(size(1, 64), InterRATBandInfo);

export const BandInfoEUTRA = sequence({
  interFreqBandList: InterFreqBandList,
  'interRAT-BandList': optional(InterRATBandList),
});

const BandListEUTRA = sequenceOf(size(1, 64), BandInfoEUTRA);

export const MeasParameters = sequence({
  bandListEUTRA: BandListEUTRA,
});

const BandCombinationListEUTRAR10 = sequenceOf(size(1, 128), BandInfoEUTRA);

export const MeasParametersV1020 = sequence({
  'bandCombinationListEUTRA-r10': BandCombinationListEUTRAR10,
});

export const MeasParametersV1130 = sequence({
  'rsrqMeasWideband-r11': supported,
});

export const MeasParametersV11a0 = sequence({
  'benefitsFromInterruption-r11': optional(enumerated('true')),
});

export const MeasParametersV1250 = sequence({
  'timerT312-r12': supported,
  'alternativeTimeToTrigger-r12': supported,
  'incMonEUTRA-r12': supported,
  'incMonUTRA-r12': supported,
  'extendedMaxMeasId-r12': supported,
  'extendedRSRQ-LowerRange-r12': supported,
  'rsrq-OnAllSymbols-r12': supported,
  'crs-DiscoverySignalsMeas-r12': supported,
  'csi-RS-DiscoverySignalsMeas-r12': supported,
});

export const MeasParametersV1310 = sequence({
  'rs-SINR-Meas-r13': supported,
  'allowedCellList-r13': supported,
  'extendedMaxObjectId-r13': supported,
  'ul-PDCP-Delay-r13': supported,
  'extendedFreqPriorities-r13': supported,
  'multiBandInfoReport-r13': supported,
  'rssi-AndChannelOccupancyReporting-r13': supported,
});

export const MeasParametersV1430 = sequence({
  'ceMeasurements-r14': supported,
  'ncsg-r14': supported,
  'shortMeasurementGap-r14': supported,
  'perServingCellMeasurementGap-r14': supported,
  'nonUniformGap-r14': supported,
});

export const CSGProximityIndicationParametersR9 = sequence({
  'intraFreqProximityIndication-r9': supported,
  'interFreqProximityIndication-r9': supported,
  'utran-ProximityIndication-r9': supported,
});

export const NeighCellSIAcquisitionParametersR9 = sequence({
  'intraFreqSI-AcquisitionForHO-r9': supported,
  'interFreqSI-AcquisitionForHO-r9': supported,
  'utran-SI-AcquisitionForHO-r9': supported,
});

export const SONParametersR9 = sequence({
  'rach-Report-r9': supported,
});

export const UEBasedNetwPerfMeasParametersR10 = sequence({
  'loggedMeasurementsIdle-r10': supported,
  'standaloneGNSS-Location-r10': supported,
});

export const UEBasedNetwPerfMeasParametersV1250 = sequence({
  'loggedMBSFNMeasurements-r12': enumerated('supported'),
});

export const UEBasedNetwPerfMeasParametersV1430 = sequence({
  'locationReport-r14': supported,
});

export const OTDOAPositioningCapabilitiesR10 = sequence({
  'otdoa-UE-Assisted-r10': enumerated('supported'),
  'interFreqRSTD-Measurement-r10': supported,
});

export const HighSpeedEnhParametersR14 = sequence({
  'measurementEnhancements-r14': supported,
  'demodulationEnhancements-r14': supported,
  'prach-Enhancements-r14': supported,
});
