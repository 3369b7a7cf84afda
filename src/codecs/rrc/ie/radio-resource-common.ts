import {
  boolean,
  enumerated,
  group,
  type Infer,
  integer,
  optional,
  sequence,
  unsupported,
} from '../../per/index.js';
import { PMax } from './cell.js';
import {
  AntennaInfoCommon,
  PHICHConfig,
  PRACHConfigInfo,
  PUCCHConfigCommon,
  RACHConfigCommon,
  SoundingRSULConfigCommon,
  TDDConfig,
  UplinkPowerControlCommon,
  UplinkPowerControlCommonV1020,
} from './channel-config-common.js';

/** PRACH-Config (TS 36.331, 6.3.2). */
const PRACHConfig = sequence({
  rootSequenceIndex: integer(0, 837),
  'prach-ConfigInfo': optional(PRACHConfigInfo),
});

/** PDSCH-ConfigCommon (TS 36.331, 6.3.2). */
export const PDSCHConfigCommon = sequence({
  referenceSignalPower: integer(-60, 50),
  'p-b': integer(0, 3),
});

/** UL-ReferenceSignalsPUSCH (TS 36.331, 6.3.2). */
const ULReferenceSignalsPUSCH = sequence({
  groupHoppingEnabled: boolean,
  groupAssignmentPUSCH: integer(0, 29),
  sequenceHoppingEnabled: boolean,
  cyclicShift: integer(0, 7),
});

/** PUSCH-ConfigCommon (TS 36.331, 6.3.2). */
export const PUSCHConfigCommon = sequence({
  'pusch-ConfigBasic': sequence({
    'n-SB': integer(1, 4),
    hoppingMode: enumerated('interSubFrame', 'intraAndInterSubFrame'),
    'pusch-HoppingOffset': integer(0, 98),
    enable64QAM: boolean,
  }),
  'ul-ReferenceSignalsPUSCH': ULReferenceSignalsPUSCH,
});

/** UL-CyclicPrefixLength (TS 36.331, 6.3.2). */
export const ULCyclicPrefixLength = enumerated('len1', 'len2');

/** RadioResourceConfigCommon: what every UE of the target cell needs (TS 36.331, 6.3.2). */
export const RadioResourceConfigCommon = sequence(
  {
    'rach-ConfigCommon': optional(RACHConfigCommon),
    'prach-Config': PRACHConfig,
    'pdsch-ConfigCommon': optional(PDSCHConfigCommon),
    'pusch-ConfigCommon': PUSCHConfigCommon,
    'phich-Config': optional(PHICHConfig),
    'pucch-ConfigCommon': optional(PUCCHConfigCommon),
    'soundingRS-UL-ConfigCommon': optional(SoundingRSULConfigCommon),
    uplinkPowerControlCommon: optional(UplinkPowerControlCommon),
    antennaInfoCommon: optional(AntennaInfoCommon),
    'p-Max': optional(PMax),
    'tdd-Config': optional(TDDConfig),
    'ul-CyclicPrefixLength': ULCyclicPrefixLength,
  },
  '...',
  group({
    'uplinkPowerControlCommon-v1020': optional(UplinkPowerControlCommonV1020),
  }),
  group({
    'tdd-Config-v1130': optional(unsupported('TDD-Config-v1130')),
  }),
  group({
    'pusch-ConfigCommon-v1270': optional(unsupported('PUSCH-ConfigCommon-v1270')),
  }),
  group({
    'prach-Config-v1310': optional(unsupported('PRACH-Config-v1310')),
    'freqHoppingParameters-r13': optional(unsupported('FreqHoppingParameters-r13')),
    'pdsch-ConfigCommon-v1310': optional(unsupported('PDSCH-ConfigCommon-v1310')),
    'pucch-ConfigCommon-v1310': optional(unsupported('PUCCH-ConfigCommon-v1310')),
    'pusch-ConfigCommon-v1310': optional(unsupported('PUSCH-ConfigCommon-v1310')),
    'uplinkPowerControlCommon-v1310': optional(unsupported('UplinkPowerControlCommon-v1310')),
  }),
  group({
    'highSpeedConfig-r14': optional(unsupported('HighSpeedConfig-r14')),
    'prach-Config-v1430': optional(unsupported('PRACH-Config-v1430')),
    'pucch-ConfigCommon-v1430': optional(unsupported('PUCCH-ConfigCommon-v1430')),
    'tdd-Config-v1430': optional(unsupported('TDD-Config-v1430')),
  }),
  group({
    'tdd-Config-v1450': optional(unsupported('TDD-Config-v1450')),
  }),
  group({
    'uplinkPowerControlCommon-v1530': optional(unsupported('UplinkPowerControlCommon-v1530')),
    'highSpeedConfig-v1530': optional(unsupported('HighSpeedConfig-v1530')),
  }),
  group({
    'highSpeedConfig-v1610': optional(unsupported('HighSpeedConfig-v1610')),
    'uplinkPowerControlCommon-v1610': optional(unsupported('UplinkPowerControlCommon-v1610')),
    'highSpeedInterRAT-NR-r16': optional(boolean),
  }),
  group({
    'ntn-ConfigCommon-r17': optional(unsupported('ntn-ConfigCommon-r17')),
  }),
);
export type RadioResourceConfigCommon = Infer<typeof RadioResourceConfigCommon>;
