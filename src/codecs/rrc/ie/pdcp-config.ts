import {
  boolean,
  choice,
  enumerated,
  group,
  type Infer,
  integer,
  nullType,
  optional,
  sequence,
  unsupported,
  withDefault,
} from '../../per/index.js';
import { setupRelease } from './setup-release.js';

// biome-ignore format: rows as in the specification
const TReorderingR12 = enumerated(
  'ms0', 'ms20', 'ms40', 'ms60', 'ms80', 'ms100', 'ms120', 'ms140',
  'ms160', 'ms180', 'ms200', 'ms220', 'ms240', 'ms260', 'ms280', 'ms300',
  'ms500', 'ms750', 'spare14', 'spare13', 'spare12', 'spare11', 'spare10', 'spare9',
  'spare8', 'spare7', 'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

// biome-ignore format: rows as in the specification
const StatusPduPeriodicityR13 = enumerated(
  'ms5', 'ms10', 'ms20', 'ms30', 'ms40', 'ms50', 'ms60', 'ms70', 'ms80', 'ms90', 'ms100',
  'ms150', 'ms200', 'ms300', 'ms500', 'ms1000', 'ms2000', 'ms5000', 'ms10000', 'ms20000', 'ms50000',
);

// biome-ignore format: rows as in the specification
const StatusPduPeriodicityOffsetR13 = enumerated(
  'ms1', 'ms2', 'ms5', 'ms10', 'ms25', 'ms50', 'ms100', 'ms250', 'ms500', 'ms2500', 'ms5000', 'ms25000',
);

// biome-ignore format: rows as in the specification
const DataSplitThresholdR14 = enumerated(
  'b0', 'b100', 'b200', 'b400', 'b800', 'b1600', 'b3200', 'b6400',
  'b12800', 'b25600', 'b51200', 'b102400', 'b204800', 'b409600', 'b819200',
);

/** PDCP-Config (TS 36.331, 6.3.2). */
export const PDCPConfig = sequence(
  {
    discardTimer: optional(
      enumerated('ms50', 'ms100', 'ms150', 'ms300', 'ms500', 'ms750', 'ms1500', 'infinity'),
    ),
    'rlc-AM': optional(sequence({ statusReportRequired: boolean })),
    'rlc-UM': optional(sequence({ 'pdcp-SN-Size': enumerated('len7bits', 'len12bits') })),
    headerCompression: choice({
      notUsed: nullType,
      rohc: sequence(
        {
          maxCID: withDefault(integer(1, 16383), 15),
          profiles: sequence({
            profile0x0001: boolean,
            profile0x0002: boolean,
            profile0x0003: boolean,
            profile0x0004: boolean,
            profile0x0006: boolean,
            profile0x0101: boolean,
            profile0x0102: boolean,
            profile0x0103: boolean,
            profile0x0104: boolean,
          }),
        },
        '...',
      ),
    }),
  },
  '...',
  group({
    'rn-IntegrityProtection-r10': optional(enumerated('enabled')),
  }),
  group({
    'pdcp-SN-Size-v1130': optional(enumerated('len15bits')),
  }),
  group({
    'ul-DataSplitDRB-ViaSCG-r12': optional(boolean),
    't-Reordering-r12': optional(TReorderingR12),
  }),
  group({
    'ul-DataSplitThreshold-r13': optional(unsupported('PDCP-Config.ul-DataSplitThreshold-r13')),
    'pdcp-SN-Size-v1310': optional(enumerated('len18bits')),
    'statusFeedback-r13': optional(
      setupRelease(
        sequence({
          'statusPDU-TypeForPolling-r13': optional(enumerated('type1', 'type2')),
          'statusPDU-Periodicity-Type1-r13': optional(StatusPduPeriodicityR13),
          'statusPDU-Periodicity-Type2-r13': optional(StatusPduPeriodicityR13),
          'statusPDU-Periodicity-Offset-r13': optional(StatusPduPeriodicityOffsetR13),
        }),
      ),
    ),
  }),
  group({
    'ul-LWA-Config-r14': optional(
      setupRelease(
        sequence({
          'ul-LWA-DRB-ViaWLAN-r14': boolean,
          'ul-LWA-DataSplitThreshold-r14': optional(DataSplitThresholdR14),
        }),
      ),
    ),
    'uplinkOnlyHeaderCompression-r14': optional(unsupported('PDCP-Config.uplinkOnlyHeaderCompression-r14')),
  }),
  group({
    'uplinkDataCompression-r15': optional(unsupported('PDCP-Config.uplinkDataCompression-r15')),
    'pdcp-DuplicationConfig-r15': optional(unsupported('PDCP-Config.pdcp-DuplicationConfig-r15')),
  }),
  group({
    'ethernetHeaderCompression-r16': optional(unsupported('SetupRelease')),
  }),
  group({
    'discardTimerExt-r17': optional(unsupported('SetupRelease')),
  }),
);
export type PDCPConfig = Infer<typeof PDCPConfig>;
