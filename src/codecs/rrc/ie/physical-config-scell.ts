import {
  bitString,
  boolean,
  choice,
  enumerated,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
  withDefault,
} from '../../per/index.js';
import { FilterCoefficient } from './cell.js';
import {
  CQIReportModeAperiodic,
  PDSCHConfigDedicated,
  SoundingRSULConfigDedicated,
  UETransmitAntennaSelection,
} from './physical-config-dedicated.js';
import { setupRelease } from './setup-release.js';

// biome-ignore format: rows as in the specification
const TransmissionModeR10 = enumerated(
  'tm1', 'tm2', 'tm3', 'tm4', 'tm5', 'tm6', 'tm7', 'tm8-v920', 'tm9-v1020', 'tm10-v1130',
  'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

const AntennaInfoDedicatedR10 = sequence({
  'transmissionMode-r10': TransmissionModeR10,
  'codebookSubsetRestriction-r10': optional(bitString()),
  'ue-TransmitAntennaSelection': UETransmitAntennaSelection,
});

const CrossCarrierSchedulingConfigR10 = sequence({
  'schedulingCellInfo-r10': choice({
    'own-r10': sequence({ 'cif-Presence-r10': boolean }),
    'other-r10': sequence({
      'schedulingCellId-r10': integer(0, 7),
      'pdsch-Start-r10': integer(1, 4),
    }),
  }),
});

const CSIRSConfigR10 = sequence({
  'csi-RS-r10': optional(
    setupRelease(
      sequence({
        'antennaPortsCount-r10': enumerated('an1', 'an2', 'an4', 'an8'),
        'resourceConfig-r10': integer(0, 31),
        'subframeConfig-r10': integer(0, 154),
        'p-C-r10': integer(-8, 15),
      }),
    ),
  ),
  'zeroTxPowerCSI-RS-r10': optional(
    setupRelease(
      sequence({
        'zeroTxPowerResourceConfigList-r12': bitString(size(16)),
        'zeroTxPowerSubframeConfig-r12': integer(0, 154),
      }),
    ),
  ),
});

// biome-ignore format: rows as in the specification
const TransmissionModeULR10 = enumerated(
  'tm1', 'tm2', 'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

const AntennaInfoULR10 = sequence({
  'transmissionModeUL-r10': optional(TransmissionModeULR10),
  'fourAntennaPortActivated-r10': optional(enumerated('setup')),
});

const UplinkPowerControlDedicatedSCellR10 = sequence({
  'p0-UE-PUSCH-r10': integer(-8, 7),
  'deltaMCS-Enabled-r10': enumerated('en0', 'en1'),
  'accumulationEnabled-r10': boolean,
  'pSRS-Offset-r10': integer(0, 15),
  'pSRS-OffsetAp-r10': optional(integer(0, 15)),
  'filterCoefficient-r10': withDefault(FilterCoefficient, 'fc4'),
  'pathlossReferenceLinking-r10': enumerated('pCell', 'sCell'),
});

const CQIReportPeriodicR10 = setupRelease(
  sequence({
    'cqi-PUCCH-ResourceIndex-r10': integer(0, 1184),
    'cqi-PUCCH-ResourceIndexP1-r10': optional(integer(0, 1184)),
    'cqi-pmi-ConfigIndex': integer(0, 1023),
    'cqi-FormatIndicatorPeriodic-r10': choice({
      'widebandCQI-r10': sequence({ 'csi-ReportMode-r10': optional(enumerated('submode1', 'submode2')) }),
      'subbandCQI-r10': sequence({ k: integer(1, 4), 'periodicityFactor-r10': enumerated('n2', 'n4') }),
    }),
    'ri-ConfigIndex': optional(integer(0, 1023)),
    simultaneousAckNackAndCQI: boolean,
    'cqi-Mask-r9': optional(enumerated('setup')),
    'csi-ConfigIndex-r10': optional(
      setupRelease(
        sequence({
          'cqi-pmi-ConfigIndex2-r10': integer(0, 1023),
          'ri-ConfigIndex2-r10': optional(integer(0, 1023)),
        }),
      ),
    ),
  }),
);

const CQIReportConfigSCellR10 = sequence({
  'cqi-ReportModeAperiodic-r10': optional(CQIReportModeAperiodic),
  'nomPDSCH-RS-EPRE-Offset-r10': integer(-1, 6),
  'cqi-ReportPeriodicSCell-r10': optional(CQIReportPeriodicR10),
  'pmi-RI-Report-r10': optional(enumerated('setup')),
});

const SRSAntennaPort = enumerated('an1', 'an2', 'an4', 'spare1');

const SRSConfigApR10 = sequence({
  'srs-AntennaPortAp-r10': SRSAntennaPort,
  'srs-BandwidthAp-r10': enumerated('bw0', 'bw1', 'bw2', 'bw3'),
  'freqDomainPositionAp-r10': integer(0, 23),
  'transmissionCombAp-r10': integer(0, 1),
  'cyclicShiftAp-r10': enumerated('cs0', 'cs1', 'cs2', 'cs3', 'cs4', 'cs5', 'cs6', 'cs7'),
});

const SoundingRSULConfigDedicatedAperiodicR10 = setupRelease(
  sequence({
    'srs-ConfigIndexAp-r10': integer(0, 31),
    'srs-ConfigApDCI-Format4-r10': optional(sequenceOf(size(1, 3), SRSConfigApR10)),
    'srs-ActivateAp-r10': optional(
      setupRelease(
        sequence(
          {
            'srs-ConfigApDCI-Format0-r10': SRSConfigApR10,
            'srs-ConfigApDCI-Format1a2b2c-r10': SRSConfigApR10,
          },
          '...',
        ),
      ),
    ),
  }),
);

/** PhysicalConfigDedicatedSCell-r10; its additions are kept as octets (TS 36.331, 6.3.2). */
export const PhysicalConfigDedicatedSCellR10 = sequence(
  {
    'nonUL-Configuration-r10': optional(
      sequence({
        'antennaInfo-r10': optional(AntennaInfoDedicatedR10),
        'crossCarrierSchedulingConfig-r10': optional(CrossCarrierSchedulingConfigR10),
        'csi-RS-Config-r10': optional(CSIRSConfigR10),
        'pdsch-ConfigDedicated-r10': optional(PDSCHConfigDedicated),
      }),
    ),
    'ul-Configuration-r10': optional(
      sequence({
        'antennaInfoUL-r10': optional(AntennaInfoULR10),
        'pusch-ConfigDedicatedSCell-r10': optional(
          sequence({
            'groupHoppingDisabled-r10': optional(enumerated('true')),
            'dmrs-WithOCC-Activated-r10': optional(enumerated('true')),
          }),
        ),
        'uplinkPowerControlDedicatedSCell-r10': optional(UplinkPowerControlDedicatedSCellR10),
        'cqi-ReportConfigSCell-r10': optional(CQIReportConfigSCellR10),
        'soundingRS-UL-ConfigDedicated-r10': optional(SoundingRSULConfigDedicated),
        'soundingRS-UL-ConfigDedicated-v1020': optional(sequence({ 'srs-AntennaPort-r10': SRSAntennaPort })),
        'soundingRS-UL-ConfigDedicatedAperiodic-r10': optional(SoundingRSULConfigDedicatedAperiodicR10),
      }),
    ),
  },
  '...',
);
