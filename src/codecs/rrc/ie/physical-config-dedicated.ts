import {
  bitString,
  boolean,
  choice,
  enumerated,
  integer,
  nullType,
  optional,
  sequence,
  size,
  withDefault,
} from '../../per/index.js';
import { FilterCoefficient } from './cell.js';
import { setupRelease } from './setup-release.js';

/** PDSCH-ConfigDedicated (TS 36.331, 6.3.2). */
export const PDSCHConfigDedicated = sequence({
  'p-a': enumerated('dB-6', 'dB-4dot77', 'dB-3', 'dB-1dot77', 'dB0', 'dB1', 'dB2', 'dB3'),
});

/** PUCCH-ConfigDedicated (TS 36.331, 6.3.2). */
const PUCCHConfigDedicated = sequence({
  ackNackRepetition: setupRelease(
    sequence({
      repetitionFactor: enumerated('n2', 'n4', 'n6', 'spare1'),
      'n1PUCCH-AN-Rep': integer(0, 2047),
    }),
  ),
  'tdd-AckNackFeedbackMode': optional(enumerated('bundling', 'multiplexing')),
});

/** PUSCH-ConfigDedicated (TS 36.331, 6.3.2). */
const PUSCHConfigDedicated = sequence({
  'betaOffset-ACK-Index': integer(0, 15),
  'betaOffset-RI-Index': integer(0, 15),
  'betaOffset-CQI-Index': integer(0, 15),
});

/** UplinkPowerControlDedicated (TS 36.331, 6.3.2). */
const UplinkPowerControlDedicated = sequence({
  'p0-UE-PUSCH': integer(-8, 7),
  'deltaMCS-Enabled': enumerated('en0', 'en1'),
  accumulationEnabled: boolean,
  'p0-UE-PUCCH': integer(-8, 7),
  'pSRS-Offset': integer(0, 15),
  filterCoefficient: withDefault(FilterCoefficient, 'fc4'),
});

/** TPC-PDCCH-Config (TS 36.331, 6.3.2). */
const TPCPDCCHConfig = setupRelease(
  sequence({
    'tpc-RNTI': bitString(size(16)),
    'tpc-Index': choice({
      indexOfFormat3: integer(1, 15),
      indexOfFormat3A: integer(1, 31),
    }),
  }),
);

// biome-ignore format: rows as in the specification
/** CQI-ReportModeAperiodic (TS 36.331, 6.3.2). */
export const CQIReportModeAperiodic = enumerated(
  'rm12', 'rm20', 'rm22', 'rm30', 'rm31', 'rm32-v1250', 'rm10-v1310', 'rm11-v1310',
);

/** CQI-ReportPeriodic (TS 36.331, 6.3.2). */
const CQIReportPeriodic = setupRelease(
  sequence({
    'cqi-PUCCH-ResourceIndex': integer(0, 1185),
    'cqi-pmi-ConfigIndex': integer(0, 1023),
    'cqi-FormatIndicatorPeriodic': choice({
      widebandCQI: nullType,
      subbandCQI: sequence({ k: integer(1, 4) }),
    }),
    'ri-ConfigIndex': optional(integer(0, 1023)),
    simultaneousAckNackAndCQI: boolean,
  }),
);

/** CQI-ReportConfig (TS 36.331, 6.3.2). */
const CQIReportConfig = sequence({
  'cqi-ReportModeAperiodic': optional(CQIReportModeAperiodic),
  'nomPDSCH-RS-EPRE-Offset': integer(-1, 6),
  'cqi-ReportPeriodic': optional(CQIReportPeriodic),
});

/** SoundingRS-UL-ConfigDedicated (TS 36.331, 6.3.2). */
export const SoundingRSULConfigDedicated = setupRelease(
  sequence({
    'srs-Bandwidth': enumerated('bw0', 'bw1', 'bw2', 'bw3'),
    'srs-HoppingBandwidth': enumerated('hbw0', 'hbw1', 'hbw2', 'hbw3'),
    freqDomainPosition: integer(0, 23),
    duration: boolean,
    'srs-ConfigIndex': integer(0, 1023),
    transmissionComb: integer(0, 1),
    cyclicShift: enumerated('cs0', 'cs1', 'cs2', 'cs3', 'cs4', 'cs5', 'cs6', 'cs7'),
  }),
);

/** ue-TransmitAntennaSelection (TS 36.331, 6.3.2). */
export const UETransmitAntennaSelection = setupRelease(enumerated('closedLoop', 'openLoop'));

/** AntennaInfoDedicated (TS 36.331, 6.3.2). */
const AntennaInfoDedicated = sequence({
  transmissionMode: enumerated('tm1', 'tm2', 'tm3', 'tm4', 'tm5', 'tm6', 'tm7', 'tm8-v920'),
  codebookSubsetRestriction: optional(
    choice({
      'n2TxAntenna-tm3': bitString(size(2)),
      'n4TxAntenna-tm3': bitString(size(4)),
      'n2TxAntenna-tm4': bitString(size(6)),
      'n4TxAntenna-tm4': bitString(size(64)),
      'n2TxAntenna-tm5': bitString(size(4)),
      'n4TxAntenna-tm5': bitString(size(16)),
      'n2TxAntenna-tm6': bitString(size(4)),
      'n4TxAntenna-tm6': bitString(size(16)),
    }),
  ),
  'ue-TransmitAntennaSelection': UETransmitAntennaSelection,
});

// biome-ignore format: rows as in the specification
const DSRTransMax = enumerated('n4', 'n8', 'n16', 'n32', 'n64', 'spare3', 'spare2', 'spare1');

/** SchedulingRequestConfig (TS 36.331, 6.3.2). */
const SchedulingRequestConfig = setupRelease(
  sequence({
    'sr-PUCCH-ResourceIndex': integer(0, 2047),
    'sr-ConfigIndex': integer(0, 157),
    'dsr-TransMax': DSRTransMax,
  }),
);

/** PhysicalConfigDedicated; its additions are kept as octets (TS 36.331, 6.3.2). */
export const PhysicalConfigDedicated = sequence(
  {
    'pdsch-ConfigDedicated': optional(PDSCHConfigDedicated),
    'pucch-ConfigDedicated': optional(PUCCHConfigDedicated),
    'pusch-ConfigDedicated': optional(PUSCHConfigDedicated),
    uplinkPowerControlDedicated: optional(UplinkPowerControlDedicated),
    'tpc-PDCCH-ConfigPUCCH': optional(TPCPDCCHConfig),
    'tpc-PDCCH-ConfigPUSCH': optional(TPCPDCCHConfig),
    'cqi-ReportConfig': optional(CQIReportConfig),
    'soundingRS-UL-ConfigDedicated': optional(SoundingRSULConfigDedicated),
    antennaInfo: optional(
      choice({
        explicitValue: AntennaInfoDedicated,
        defaultValue: nullType,
      }),
    ),
    schedulingRequestConfig: optional(SchedulingRequestConfig),
  },
  '...',
);
