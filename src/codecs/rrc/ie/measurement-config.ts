import {
  boolean,
  choice,
  enumerated,
  group,
  type Infer,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
  unsupported,
  withDefault,
} from '../../per/index.js';
import { ARFCNValueEUTRAV9e0, FilterCoefficient, RSRPRange } from './cell.js';
import {
  MeasObjectId,
  MeasObjectIdV1310,
  MeasObjectToAddMod,
  MeasObjectToAddModExtR13,
} from './measurement-object.js';
import { ReportConfigId, ReportConfigToAddMod } from './report-config.js';
import { setupRelease } from './setup-release.js';

/** MeasId (TS 36.331, 6.3.5). */
export const MeasId = integer(1, 32);

/** MeasId-v1250 (TS 36.331, 6.3.5). */
const MeasIdV1250 = integer(33, 64);

/** MeasIdToAddMod: an object and how to report it (TS 36.331, 6.3.5). */
const MeasIdToAddMod = sequence({
  measId: MeasId,
  measObjectId: MeasObjectId,
  reportConfigId: ReportConfigId,
});

const MeasIdToAddModV1310 = sequence({ 'measObjectId-v1310': optional(MeasObjectIdV1310) });

const QuantityConfigRSNRR15 = sequence({
  'filterCoeff-RSRP-r15': withDefault(FilterCoefficient, 'fc4'),
  'filterCoeff-RSRQ-r15': withDefault(FilterCoefficient, 'fc4'),
  'filterCoefficient-SINR-r13': withDefault(FilterCoefficient, 'fc4'),
});

/** QuantityConfig (TS 36.331, 6.3.5). */
const QuantityConfig = sequence(
  {
    quantityConfigEUTRA: optional(
      sequence({
        filterCoefficientRSRP: withDefault(FilterCoefficient, 'fc4'),
        filterCoefficientRSRQ: withDefault(FilterCoefficient, 'fc4'),
      }),
    ),
    quantityConfigUTRA: optional(
      sequence({
        'measQuantityUTRA-FDD': enumerated('cpich-RSCP', 'cpich-EcN0'),
        'measQuantityUTRA-TDD': enumerated('pccpch-RSCP'),
        filterCoefficient: withDefault(FilterCoefficient, 'fc4'),
      }),
    ),
    quantityConfigGERAN: optional(
      sequence({
        measQuantityGERAN: enumerated('rssi'),
        filterCoefficient: withDefault(FilterCoefficient, 'fc2'),
      }),
    ),
    quantityConfigCDMA2000: optional(
      sequence({ measQuantityCDMA2000: enumerated('pilotStrength', 'pilotPnPhaseAndPilotStrength') }),
    ),
  },
  '...',
  group({
    'quantityConfigUTRA-v1020': optional(
      sequence({ 'filterCoefficient2-FDD-r10': withDefault(FilterCoefficient, 'fc4') }),
    ),
  }),
  group({
    'quantityConfigEUTRA-v1250': optional(
      sequence({ 'filterCoefficientCSI-RSRP-r12': optional(FilterCoefficient) }),
    ),
  }),
  group({
    'quantityConfigEUTRA-v1310': optional(
      sequence({ 'filterCoefficientRS-SINR-r13': withDefault(FilterCoefficient, 'fc4') }),
    ),
    'quantityConfigWLAN-r13': optional(
      sequence({
        'measQuantityWLAN-r13': enumerated('rssiWLAN'),
        'filterCoefficient-r13': withDefault(FilterCoefficient, 'fc4'),
      }),
    ),
  }),
  group({
    'quantityConfigNRList-r15': optional(
      sequenceOf(
        size(1, 2),
        sequence({
          'measQuantityCellNR-r15': QuantityConfigRSNRR15,
          'measQuantityRS-IndexNR-r15': optional(QuantityConfigRSNRR15),
        }),
      ),
    ),
  }),
);

/** MeasGapConfig (TS 36.331, 6.3.5). */
const MeasGapConfig = setupRelease(
  sequence({
    gapOffset: choice(
      {
        gp0: integer(0, 39),
        gp1: integer(0, 79),
      },
      '...',
      {
        'gp2-r14': integer(0, 39),
        'gp3-r14': integer(0, 79),
        'gp-ncsg0-r14': integer(0, 39),
        'gp-ncsg1-r14': integer(0, 79),
        'gp-ncsg2-r14': integer(0, 39),
        'gp-ncsg3-r14': integer(0, 79),
        'gp-nonUniform1-r14': integer(0, 1279),
        'gp-nonUniform2-r14': integer(0, 2559),
        'gp-nonUniform3-r14': integer(0, 5119),
        'gp-nonUniform4-r14': integer(0, 10239),
        'gp4-r15': integer(0, 19),
        'gp5-r15': integer(0, 159),
        'gp6-r15': integer(0, 19),
        'gp7-r15': integer(0, 39),
        'gp8-r15': integer(0, 79),
        'gp9-r15': integer(0, 159),
        'gp10-r15': integer(0, 19),
        'gp11-r15': integer(0, 159),
      },
    ),
  }),
);

const PreRegistrationZoneIdHRPD = integer(0, 255);

/** PreRegistrationInfoHRPD (TS 36.331, 6.3.4). */
const PreRegistrationInfoHRPD = sequence({
  preRegistrationAllowed: boolean,
  preRegistrationZoneId: optional(PreRegistrationZoneIdHRPD),
  secondaryPreRegistrationZoneIdList: optional(sequenceOf(size(1, 2), PreRegistrationZoneIdHRPD)),
});

const TEvaluation = enumerated('s30', 's60', 's120', 's180', 's240', 'spare3', 'spare2', 'spare1');
const SpeedStateScaleFactor = enumerated('oDot25', 'oDot5', 'oDot75', 'lDot0');

/** speedStatePars of MeasConfig (TS 36.331, 6.3.5 and 6.3.4). */
const SpeedStatePars = setupRelease(
  sequence({
    mobilityStateParameters: sequence({
      't-Evaluation': TEvaluation,
      't-HystNormal': TEvaluation,
      'n-CellChangeMedium': integer(1, 16),
      'n-CellChangeHigh': integer(1, 16),
    }),
    'timeToTrigger-SF': sequence({ 'sf-Medium': SpeedStateScaleFactor, 'sf-High': SpeedStateScaleFactor }),
  }),
);

/** MeasConfig: what the UE is to measure and to report (TS 36.331, 6.3.5). */
export const MeasConfig = sequence(
  {
    measObjectToRemoveList: optional(sequenceOf(size(1, 32), MeasObjectId)),
    measObjectToAddModList: optional(sequenceOf(size(1, 32), MeasObjectToAddMod)),
    reportConfigToRemoveList: optional(sequenceOf(size(1, 32), ReportConfigId)),
    reportConfigToAddModList: optional(sequenceOf(size(1, 32), ReportConfigToAddMod)),
    measIdToRemoveList: optional(sequenceOf(size(1, 32), MeasId)),
    measIdToAddModList: optional(sequenceOf(size(1, 32), MeasIdToAddMod)),
    quantityConfig: optional(QuantityConfig),
    measGapConfig: optional(MeasGapConfig),
    's-Measure': optional(RSRPRange),
    preRegistrationInfoHRPD: optional(PreRegistrationInfoHRPD),
    speedStatePars: optional(SpeedStatePars),
  },
  '...',
  group({
    'measObjectToAddModList-v9e0': optional(
      sequenceOf(
        size(1, 32),
        sequence({
          'measObjectEUTRA-v9e0': optional(sequence({ 'carrierFreq-v9e0': ARFCNValueEUTRAV9e0 })),
        }),
      ),
    ),
  }),
  group({
    'allowInterruptions-r11': optional(boolean),
  }),
  group({
    'measScaleFactor-r12': optional(setupRelease(enumerated('sf-EUTRA-cf1', 'sf-EUTRA-cf2'))),
    'measIdToRemoveListExt-r12': optional(sequenceOf(size(1, 32), MeasIdV1250)),
    'measIdToAddModListExt-r12': optional(
      sequenceOf(
        size(1, 32),
        sequence({
          'measId-v1250': MeasIdV1250,
          'measObjectId-r12': MeasObjectId,
          'reportConfigId-r12': ReportConfigId,
        }),
      ),
    ),
    'measRSRQ-OnAllSymbols-r12': optional(boolean),
  }),
  group({
    'measObjectToRemoveListExt-r13': optional(sequenceOf(size(1, 32), MeasObjectIdV1310)),
    'measObjectToAddModListExt-r13': optional(sequenceOf(size(1, 32), MeasObjectToAddModExtR13)),
    'measIdToAddModList-v1310': optional(sequenceOf(size(1, 32), MeasIdToAddModV1310)),
    'measIdToAddModListExt-v1310': optional(sequenceOf(size(1, 32), MeasIdToAddModV1310)),
  }),
  group({
    'measGapConfigPerCC-List-r14': optional(unsupported('MeasGapConfigPerCC-List-r14')),
    'measGapSharingConfig-r14': optional(
      setupRelease(
        sequence({
          'measGapSharingScheme-r14': enumerated('scheme00', 'scheme01', 'scheme10', 'scheme11'),
        }),
      ),
    ),
  }),
  group({
    'fr1-Gap-r15': optional(boolean),
    'mgta-r15': optional(boolean),
  }),
  group({
    'measGapConfigDensePRS-r15': optional(unsupported('MeasGapConfigDensePRS-r15')),
    'heightThreshRef-r15': optional(setupRelease(integer(0, 31))),
  }),
);
export type MeasConfig = Infer<typeof MeasConfig>;
