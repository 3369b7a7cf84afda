import {
  boolean,
  choice,
  enumerated,
  group,
  integer,
  optional,
  sequence,
  unsupported,
} from '../../per/index.js';
import { RSRPRange, RSRQRange } from './cell.js';
import { WLANRSSIRangeR13 } from './measurement.js';
import { setupRelease } from './setup-release.js';

/** Hysteresis, in halves of a dB (TS 36.331, 6.3.5). */
const Hysteresis = integer(0, 30);

// biome-ignore format: rows as in the specification
const TimeToTrigger = enumerated(
  'ms0', 'ms40', 'ms64', 'ms80', 'ms100', 'ms128', 'ms160', 'ms256', 'ms320', 'ms480', 'ms512', 'ms640',
  'ms1024', 'ms1280', 'ms2560', 'ms5120',
);

// biome-ignore format: rows as in the specification
const ReportInterval = enumerated(
  'ms120', 'ms240', 'ms480', 'ms640', 'ms1024', 'ms2048', 'ms5120', 'ms10240',
  'min1', 'min6', 'min12', 'min30', 'min60', 'spare3', 'spare2', 'spare1',
);

const ReportAmount = enumerated('r1', 'r2', 'r4', 'r8', 'r16', 'r32', 'r64', 'infinity');

const ThresholdEUTRA = choice({
  'threshold-RSRP': RSRPRange,
  'threshold-RSRQ': RSRQRange,
});

/** ReportConfigEUTRA; its additions are kept as octets (TS 36.331, 6.3.5). */
const ReportConfigEUTRA = sequence(
  {
    triggerType: choice({
      event: sequence({
        eventId: choice(
          {
            eventA1: sequence({ 'a1-Threshold': ThresholdEUTRA }),
            eventA2: sequence({ 'a2-Threshold': ThresholdEUTRA }),
            eventA3: sequence({ 'a3-Offset': integer(-30, 30), reportOnLeave: boolean }),
            eventA4: sequence({ 'a4-Threshold': ThresholdEUTRA }),
            eventA5: sequence({ 'a5-Threshold1': ThresholdEUTRA, 'a5-Threshold2': ThresholdEUTRA }),
          },
          '...',
          {
            'eventA6-r10': sequence({ 'a6-Offset-r10': integer(-30, 30), 'a6-ReportOnLeave-r10': boolean }),
            'eventC1-r12': sequence({ 'c1-Threshold-r12': integer(0, 97), 'c1-ReportOnLeave-r12': boolean }),
            'eventC2-r12': sequence({
              'c2-RefCSI-RS-r12': integer(1, 96),
              'c2-Offset-r12': integer(-30, 30),
              'c2-ReportOnLeave-r12': boolean,
            }),
          },
        ),
        hysteresis: Hysteresis,
        timeToTrigger: TimeToTrigger,
      }),
      periodical: sequence({ purpose: enumerated('reportStrongestCells', 'reportCGI') }),
    }),
    triggerQuantity: enumerated('rsrp', 'rsrq'),
    reportQuantity: enumerated('sameAsTriggerQuantity', 'both'),
    maxReportCells: integer(1, 8),
    reportInterval: ReportInterval,
    reportAmount: ReportAmount,
  },
  '...',
);

const ThresholdUTRA = choice({
  'utra-RSCP': integer(-5, 91),
  'utra-EcN0': integer(0, 49),
});
const ThresholdGERAN = integer(0, 63);
const ThresholdCDMA2000 = integer(0, 63);

const ReportQuantityWLANR13 = sequence(
  {
    'bandRequestWLAN-r13': optional(enumerated('true')),
    'carrierInfoRequestWLAN-r13': optional(enumerated('true')),
    'availableAdmissionCapacityRequestWLAN-r13': optional(enumerated('true')),
    'backhaulDL-BandwidthRequestWLAN-r13': optional(enumerated('true')),
    'backhaulUL-BandwidthRequestWLAN-r13': optional(enumerated('true')),
    'channelUtilizationRequestWLAN-r13': optional(enumerated('true')),
    'stationCountRequestWLAN-r13': optional(enumerated('true')),
  },
  '...',
);

/** ReportConfigInterRAT, with the events W1 to W3 of WLAN (TS 36.331, 6.3.5). */
const ReportConfigInterRAT = sequence(
  {
    triggerType: choice({
      event: sequence({
        eventId: choice(
          {
            eventB1: sequence({
              'b1-Threshold': choice({
                'b1-ThresholdUTRA': ThresholdUTRA,
                'b1-ThresholdGERAN': ThresholdGERAN,
                'b1-ThresholdCDMA2000': ThresholdCDMA2000,
              }),
            }),
            eventB2: sequence({
              'b2-Threshold1': ThresholdEUTRA,
              'b2-Threshold2': choice({
                'b2-Threshold2UTRA': ThresholdUTRA,
                'b2-Threshold2GERAN': ThresholdGERAN,
                'b2-Threshold2CDMA2000': ThresholdCDMA2000,
              }),
            }),
          },
          '...',
          {
            'eventW1-r13': sequence({ 'w1-Threshold-r13': WLANRSSIRangeR13 }),
            'eventW2-r13': sequence({
              'w2-Threshold1-r13': WLANRSSIRangeR13,
              'w2-Threshold2-r13': WLANRSSIRangeR13,
            }),
            'eventW3-r13': sequence({ 'w3-Threshold-r13': WLANRSSIRangeR13 }),
          },
        ),
        hysteresis: Hysteresis,
        timeToTrigger: TimeToTrigger,
      }),
      periodical: sequence({
        purpose: enumerated('reportStrongestCells', 'reportStrongestCellsForSON', 'reportCGI'),
      }),
    }),
    maxReportCells: integer(1, 8),
    reportInterval: ReportInterval,
    reportAmount: ReportAmount,
  },
  '...',
  group({
    'si-RequestForHO-r9': optional(enumerated('setup')),
  }),
  group({
    'reportQuantityUTRA-FDD-r10': optional(enumerated('both')),
  }),
  group({
    'includeLocationInfo-r11': optional(boolean),
  }),
  group({
    'b2-Threshold1-v1250': optional(setupRelease(integer(-30, 46))),
  }),
  group({
    'reportQuantityWLAN-r13': optional(ReportQuantityWLANR13),
  }),
  group({
    'reportAnyWLAN-r14': optional(boolean),
  }),
  group({
    'reportQuantityCellNR-r15': optional(unsupported('ReportQuantityNR-r15')),
    'maxReportRS-Index-r15': optional(integer(0, 32)),
    'reportQuantityRS-IndexNR-r15': optional(unsupported('ReportQuantityNR-r15')),
    'reportRS-IndexResultsNR': optional(boolean),
    'reportSFTD-Meas-r15': optional(enumerated('pSCell', 'neighborCells')),
  }),
  group({
    'useAutonomousGapsNR-r16': optional(enumerated('setup')),
    'measRSSI-ReportConfigNR-r16': optional(unsupported('MeasRSSI-ReportConfig-r13')),
  }),
  group({
    'condReconfigurationTriggerNR-r17': optional(unsupported('CondReconfigurationTriggerNR-r17')),
  }),
);

/** ReportConfigId (TS 36.331, 6.3.5). */
export const ReportConfigId = integer(1, 32);

/** ReportConfigToAddMod (TS 36.331, 6.3.5). */
export const ReportConfigToAddMod = sequence({
  reportConfigId: ReportConfigId,
  reportConfig: choice({
    reportConfigEUTRA: ReportConfigEUTRA,
    reportConfigInterRAT: ReportConfigInterRAT,
  }),
});
