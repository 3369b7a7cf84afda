import { bitString, enumerated, type Infer, integer, optional, size } from '../../per/index.js';
import { maxnoofBSSs, maxnoofFailedMeasObjects } from '../constants.js';
import { extensible, ie, listOfSingleContainers, named } from '../containers.js';
import { Cause } from './diagnostics.js';
import { BSSID } from './wlan.js';

export const MeasurementID = named('Measurement-ID', integer(1, 4095, '...'));
export type MeasurementID = Infer<typeof MeasurementID>;

export const RegistrationRequest = named('Registration-Request', enumerated('start', 'stop', '...'));
export type RegistrationRequest = Infer<typeof RegistrationRequest>;

/** From the left: BSS Load, WAN Metrics, Available Channel Utilization; the others are zero. */
export const ReportCharacteristics = named('ReportCharacteristics', bitString(size(32)));
export type ReportCharacteristics = Infer<typeof ReportCharacteristics>;

export const ReportingPeriodicity = named(
  'ReportingPeriodicity',
  enumerated('ms10', 'ms50', 'ms100', 'ms200', 'ms500', 's1', 's5', 's10', '...'),
);
export type ReportingPeriodicity = Infer<typeof ReportingPeriodicity>;

export const PartialSuccessIndicator = named(
  'PartialSuccessIndicator',
  enumerated('partial-success-allowed', '...'),
);
export type PartialSuccessIndicator = Infer<typeof PartialSuccessIndicator>;

export const BSSToReportItem = named('BSSToReport-Item', extensible({ bSSID: BSSID }));
export type BSSToReportItem = Infer<typeof BSSToReportItem>;

export const BSSToReportList = named(
  'BSSToReport-List',
  listOfSingleContainers(size(1, maxnoofBSSs), {
    'BSSToReport-Item': ie('ignore', BSSToReportItem, 'mandatory'),
  }),
);
export type BSSToReportList = Infer<typeof BSSToReportList>;

export const MeasurementFailureCauseItem = named(
  'MeasurementFailureCause-Item',
  extensible({ measurementFailedReportCharacteristics: ReportCharacteristics, cause: Cause }),
);
export type MeasurementFailureCauseItem = Infer<typeof MeasurementFailureCauseItem>;

export const MeasurementFailureCauseList = listOfSingleContainers(size(1, maxnoofFailedMeasObjects), {
  'MeasurementFailureCause-Item': ie('ignore', MeasurementFailureCauseItem, 'mandatory'),
});
export type MeasurementFailureCauseList = Infer<typeof MeasurementFailureCauseList>;

export const MeasurementInitiationResultItem = named(
  'MeasurementInitiationResult-Item',
  extensible({ bSSID: BSSID, 'measurementFailureCause-List': optional(MeasurementFailureCauseList) }),
);
export type MeasurementInitiationResultItem = Infer<typeof MeasurementInitiationResultItem>;

export const MeasurementInitiationResultList = named(
  'MeasurementInitiationResult-List',
  listOfSingleContainers(size(1, maxnoofBSSs), {
    'MeasurementInitiationResult-Item': ie('ignore', MeasurementInitiationResultItem, 'mandatory'),
  }),
);
export type MeasurementInitiationResultList = Infer<typeof MeasurementInitiationResultList>;

export const CompleteFailureCauseInformationItem = named(
  'CompleteFailureCauseInformation-Item',
  extensible({ bSSID: BSSID, 'measurementFailureCause-List': MeasurementFailureCauseList }),
);
export type CompleteFailureCauseInformationItem = Infer<typeof CompleteFailureCauseInformationItem>;

export const CompleteFailureCauseInformationList = named(
  'CompleteFailureCauseInformation-List',
  listOfSingleContainers(size(1, maxnoofBSSs), {
    'CompleteFailureCauseInformation-Item': ie('ignore', CompleteFailureCauseInformationItem, 'mandatory'),
  }),
);
export type CompleteFailureCauseInformationList = Infer<typeof CompleteFailureCauseInformationList>;

/** 1/255 of the capacity, as in the BSS Load element of IEEE 802.11-2020, 9.4.2.27. */
export const ChannelUtilization = integer(0, 255);
export type ChannelUtilization = Infer<typeof ChannelUtilization>;

export const StationCount = integer(0, 65535);
export type StationCount = Infer<typeof StationCount>;

export const BSSLoad = extensible({
  channelUtilization: ChannelUtilization,
  stationCount: optional(StationCount),
});
export type BSSLoad = Infer<typeof BSSLoad>;

/** kbit/s. */
export const WLANBackhaulRate = enumerated(
  'r0',
  'r4',
  'r8',
  'r16',
  'r32',
  'r64',
  'r128',
  'r256',
  'r512',
  'r1024',
  'r2048',
  'r4096',
  'r8192',
  'r16384',
  'r32768',
  'r65536',
  'r131072',
  'r262144',
  'r524288',
  'r1048576',
  'r2097152',
  'r4194304',
  'r8388608',
  'r16777216',
  'r33554432',
  'r67108864',
  'r134217728',
  'r268435456',
  'r536870912',
  'r1073741824',
  'r2147483648',
  'r4294967296',
);
export type WLANBackhaulRate = Infer<typeof WLANBackhaulRate>;

export const WANMetrics = extensible({
  'wAN-Backhaul-Rate-DL': WLANBackhaulRate,
  'wAN-Backhaul-Rate-UL': WLANBackhaulRate,
  'wANBackhaulLoad-DL': ChannelUtilization,
  'wANBackhaulLoad-UL': ChannelUtilization,
});
export type WANMetrics = Infer<typeof WANMetrics>;

/** Percent. */
export const CapacityValue = integer(0, 100);
export type CapacityValue = Infer<typeof CapacityValue>;

export const AvailableChUtilization = extensible({ capacityValue: CapacityValue });
export type AvailableChUtilization = Infer<typeof AvailableChUtilization>;

export const BSSMeasurementResultItem = named(
  'BSSMeasurementResult-Item',
  extensible({
    bSSID: BSSID,
    bSSLoad: optional(BSSLoad),
    wANMetrics: optional(WANMetrics),
    availableChUtilization: optional(AvailableChUtilization),
  }),
);
export type BSSMeasurementResultItem = Infer<typeof BSSMeasurementResultItem>;

export const BSSMeasurementResultList = named(
  'BSSMeasurementResult-List',
  listOfSingleContainers(size(1, maxnoofBSSs), {
    'BSSMeasurementResult-Item': ie('ignore', BSSMeasurementResultItem, 'mandatory'),
  }),
);
export type BSSMeasurementResultList = Infer<typeof BSSMeasurementResultList>;
