import { boolean, enumerated, group, integer, optional, sequence, unsupported } from '../../per/index.js';
import { setupRelease } from './setup-release.js';

// biome-ignore format: rows as in the specification
const NumberOfRAPreambles = enumerated(
  'n4', 'n8', 'n12', 'n16', 'n20', 'n24', 'n28', 'n32', 'n36', 'n40', 'n44', 'n48', 'n52', 'n56', 'n60', 'n64',
);

// biome-ignore format: rows as in the specification
const SizeOfRAPreamblesGroupA = enumerated(
  'n4', 'n8', 'n12', 'n16', 'n20', 'n24', 'n28', 'n32', 'n36', 'n40', 'n44', 'n48', 'n52', 'n56', 'n60',
);

// biome-ignore format: rows as in the specification
const MessagePowerOffsetGroupB = enumerated(
  'minusinfinity', 'dB0', 'dB5', 'dB8', 'dB10', 'dB12', 'dB15', 'dB18',
);

// biome-ignore format: rows as in the specification
const PreambleInitialReceivedTargetPower = enumerated(
  'dBm-120', 'dBm-118', 'dBm-116', 'dBm-114', 'dBm-112', 'dBm-110', 'dBm-108', 'dBm-106', 'dBm-104', 'dBm-102',
  'dBm-100', 'dBm-98', 'dBm-96', 'dBm-94', 'dBm-92', 'dBm-90',
);

// biome-ignore format: rows as in the specification
const PreambleTransMax = enumerated(
  'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n10', 'n20', 'n50', 'n100', 'n200',
);

/** RACH-ConfigCommon (TS 36.331, 6.3.2). */
export const RACHConfigCommon = sequence(
  {
    preambleInfo: sequence({
      'numberOfRA-Preambles': NumberOfRAPreambles,
      preamblesGroupAConfig: optional(
        sequence(
          {
            'sizeOfRA-PreamblesGroupA': SizeOfRAPreamblesGroupA,
            messageSizeGroupA: enumerated('b56', 'b144', 'b208', 'b256'),
            messagePowerOffsetGroupB: MessagePowerOffsetGroupB,
          },
          '...',
        ),
      ),
    }),
    powerRampingParameters: sequence({
      powerRampingStep: enumerated('dB0', 'dB2', 'dB4', 'dB6'),
      preambleInitialReceivedTargetPower: PreambleInitialReceivedTargetPower,
    }),
    'ra-SupervisionInfo': sequence({
      preambleTransMax: PreambleTransMax,
      'ra-ResponseWindowSize': enumerated('sf2', 'sf3', 'sf4', 'sf5', 'sf6', 'sf7', 'sf8', 'sf10'),
      'mac-ContentionResolutionTimer': enumerated(
        'sf8',
        'sf16',
        'sf24',
        'sf32',
        'sf40',
        'sf48',
        'sf56',
        'sf64',
      ),
    }),
    'maxHARQ-Msg3Tx': integer(1, 8),
  },
  '...',
  group({
    'preambleTransMax-CE-r13': optional(PreambleTransMax),
    'rach-CE-LevelInfoList-r13': optional(unsupported('RACH-CE-LevelInfoList-r13')),
  }),
  group({
    'edt-SmallTBS-Subset-r15': optional(enumerated('true')),
  }),
);

/** PRACH-ConfigInfo (TS 36.331, 6.3.2). */
export const PRACHConfigInfo = sequence({
  'prach-ConfigIndex': integer(0, 63),
  highSpeedFlag: boolean,
  zeroCorrelationZoneConfig: integer(0, 15),
  'prach-FreqOffset': integer(0, 94),
});

/** PHICH-Config (TS 36.331, 6.3.2). */
export const PHICHConfig = sequence({
  'phich-Duration': enumerated('normal', 'extended'),
  'phich-Resource': enumerated('oneSixth', 'half', 'one', 'two'),
});

/** PUCCH-ConfigCommon (TS 36.331, 6.3.2). */
export const PUCCHConfigCommon = sequence({
  'deltaPUCCH-Shift': enumerated('ds1', 'ds2', 'ds3'),
  'nRB-CQI': integer(0, 98),
  'nCS-AN': integer(0, 7),
  'n1PUCCH-AN': integer(0, 2047),
});

// biome-ignore format: rows as in the specification
const SRSSubframeConfig = enumerated(
  'sc0', 'sc1', 'sc2', 'sc3', 'sc4', 'sc5', 'sc6', 'sc7',
  'sc8', 'sc9', 'sc10', 'sc11', 'sc12', 'sc13', 'sc14', 'sc15',
);

/** SoundingRS-UL-ConfigCommon (TS 36.331, 6.3.2). */
export const SoundingRSULConfigCommon = setupRelease(
  sequence({
    'srs-BandwidthConfig': enumerated('bw0', 'bw1', 'bw2', 'bw3', 'bw4', 'bw5', 'bw6', 'bw7'),
    'srs-SubframeConfig': SRSSubframeConfig,
    'ackNackSRS-SimultaneousTransmission': boolean,
    'srs-MaxUpPts': optional(enumerated('true')),
  }),
);

/** Alpha-r12 (TS 36.331, 6.3.2). */
export const AlphaR12 = enumerated('al0', 'al04', 'al05', 'al06', 'al07', 'al08', 'al09', 'al1');

/** DeltaFList-PUCCH (TS 36.331, 6.3.2). */
export const DeltaFListPUCCH = sequence({
  'deltaF-PUCCH-Format1': enumerated('deltaF-2', 'deltaF0', 'deltaF2'),
  'deltaF-PUCCH-Format1b': enumerated('deltaF1', 'deltaF3', 'deltaF5'),
  'deltaF-PUCCH-Format2': enumerated('deltaF-2', 'deltaF0', 'deltaF1', 'deltaF2'),
  'deltaF-PUCCH-Format2a': enumerated('deltaF-2', 'deltaF0', 'deltaF2'),
  'deltaF-PUCCH-Format2b': enumerated('deltaF-2', 'deltaF0', 'deltaF2'),
});

/** UplinkPowerControlCommon (TS 36.331, 6.3.2). */
export const UplinkPowerControlCommon = sequence({
  'p0-NominalPUSCH': integer(-126, 24),
  alpha: AlphaR12,
  'p0-NominalPUCCH': integer(-127, -96),
  'deltaFList-PUCCH': DeltaFListPUCCH,
  deltaPreambleMsg3: integer(-1, 6),
});

// biome-ignore format: rows as in the specification
/** deltaF-PUCCH-Format3 of a cell (TS 36.331, 6.3.2). */
export const DeltaFPUCCHFormat3 = enumerated(
  'deltaF-1', 'deltaF0', 'deltaF1', 'deltaF2', 'deltaF3', 'deltaF4', 'deltaF5', 'deltaF6',
);

/** deltaF-PUCCH-Format1bCS of a cell (TS 36.331, 6.3.2). */
export const DeltaFPUCCHFormat1bCS = enumerated('deltaF1', 'deltaF2', 'spare2', 'spare1');

/** UplinkPowerControlCommon-v1020 (TS 36.331, 6.3.2). */
export const UplinkPowerControlCommonV1020 = sequence({
  'deltaF-PUCCH-Format3-r10': DeltaFPUCCHFormat3,
  'deltaF-PUCCH-Format1bCS-r10': DeltaFPUCCHFormat1bCS,
});

/** AntennaInfoCommon (TS 36.331, 6.3.2). */
export const AntennaInfoCommon = sequence({ antennaPortsCount: enumerated('an1', 'an2', 'an4', 'spare1') });

/** TDD-Config (TS 36.331, 6.3.2). */
export const TDDConfig = sequence({
  subframeAssignment: enumerated('sa0', 'sa1', 'sa2', 'sa3', 'sa4', 'sa5', 'sa6'),
  specialSubframePatterns: enumerated('ssp0', 'ssp1', 'ssp2', 'ssp3', 'ssp4', 'ssp5', 'ssp6', 'ssp7', 'ssp8'),
});
