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
  sequenceOf,
  size,
  unsupported,
} from '../../per/index.js';
import { CRNTI } from './cell.js';
import { LogicalChannelConfig } from './logical-channel-config.js';
import { MACMainConfig } from './mac-main-config.js';
import { NAICSAssistanceInfoR12 } from './neighbour-cells.js';
import { PDCPConfig } from './pdcp-config.js';
import { PhysicalConfigDedicated } from './physical-config-dedicated.js';
import { RLCConfig, RLCConfigV1250, RLCConfigV1310 } from './rlc-config.js';
import {
  RLFTimersAndConstantsMCGFailureR16,
  RLFTimersAndConstantsR9,
  RLFTimersAndConstantsR13,
} from './rlf-timers.js';
import { SPSConfig } from './sps-config.js';

/** DRB-Identity (TS 36.331, 6.3.2). */
export const DRBIdentity = integer(1, 32);

/** SRB-ToAddMod (TS 36.331, 6.3.2). */
export const SRBToAddMod = sequence(
  {
    'srb-Identity': integer(1, 2),
    'rlc-Config': optional(
      choice({
        explicitValue: RLCConfig,
        defaultValue: nullType,
      }),
    ),
    logicalChannelConfig: optional(
      choice({
        explicitValue: LogicalChannelConfig,
        defaultValue: nullType,
      }),
    ),
  },
  '...',
  group({
    'pdcp-verChange-r15': optional(enumerated('true')),
    'rlc-Config-v1530': optional(unsupported('RLC-Config-v1530')),
    'rlc-BearerConfigSecondary-r15': optional(unsupported('RLC-BearerConfig-r15')),
    'srb-Identity-v1530': optional(integer(4)),
  }),
  group({
    'rlc-Config-v1560': optional(unsupported('RLC-Config-v1510')),
  }),
  group({
    'rlc-Config-v1700': optional(unsupported('RLC-Config-v1700')),
  }),
);
export type SRBToAddMod = Infer<typeof SRBToAddMod>;

/** DRB-ToAddMod (TS 36.331, 6.3.2). */
export const DRBToAddMod = sequence(
  {
    'eps-BearerIdentity': optional(integer(0, 15)),
    'drb-Identity': DRBIdentity,
    'pdcp-Config': optional(PDCPConfig),
    'rlc-Config': optional(RLCConfig),
    logicalChannelIdentity: optional(integer(3, 10)),
    logicalChannelConfig: optional(LogicalChannelConfig),
  },
  '...',
  group({
    'drb-TypeChange-r12': optional(enumerated('toMCG')),
    'rlc-Config-v1250': optional(RLCConfigV1250),
  }),
  group({
    'rlc-Config-v1310': optional(RLCConfigV1310),
    'drb-TypeLWA-r13': optional(boolean),
    'drb-TypeLWIP-r13': optional(enumerated('lwip', 'lwip-DL-only', 'lwip-UL-only', 'eutran')),
  }),
  group({
    'rlc-Config-v1430': optional(unsupported('RLC-Config-v1430')),
    'lwip-UL-Aggregation-r14': optional(boolean),
    'lwip-DL-Aggregation-r14': optional(boolean),
    'lwa-WLAN-AC-r14': optional(enumerated('ac-bk', 'ac-be', 'ac-vi', 'ac-vo')),
  }),
  group({
    'rlc-Config-v1510': optional(unsupported('RLC-Config-v1510')),
  }),
  group({
    'rlc-Config-v1530': optional(unsupported('RLC-Config-v1530')),
    'rlc-BearerConfigSecondary-r15': optional(unsupported('RLC-BearerConfig-r15')),
    'logicalChannelIdentity-r15': optional(integer(32, 38)),
  }),
  group({
    'daps-HO-r16': optional(enumerated('true')),
  }),
  group({
    'rlc-Config-v1700': optional(unsupported('RLC-Config-v1700')),
  }),
);
export type DRBToAddMod = Infer<typeof DRBToAddMod>;

/** RadioResourceConfigDedicated: the bearers (TS 36.331, 6.3.2). */
export const RadioResourceConfigDedicated = sequence(
  {
    'srb-ToAddModList': optional(sequenceOf(size(1, 2), SRBToAddMod)),
    'drb-ToAddModList': optional(sequenceOf(size(1, 11), DRBToAddMod)),
    'drb-ToReleaseList': optional(sequenceOf(size(1, 11), DRBIdentity)),
    'mac-MainConfig': optional(
      choice({
        explicitValue: MACMainConfig,
        defaultValue: nullType,
      }),
    ),
    'sps-Config': optional(SPSConfig),
    physicalConfigDedicated: optional(PhysicalConfigDedicated),
  },
  '...',
  group({
    'rlf-TimersAndConstants-r9': optional(RLFTimersAndConstantsR9),
  }),
  group({
    'measSubframePatternPCell-r10': optional(unsupported('MeasSubframePatternPCell-r10')),
  }),
  group({
    'neighCellsCRS-Info-r11': optional(unsupported('NeighCellsCRS-Info-r11')),
  }),
  group({
    'naics-Info-r12': optional(NAICSAssistanceInfoR12),
  }),
  group({
    'neighCellsCRS-Info-r13': optional(unsupported('NeighCellsCRS-Info-r13')),
    'rlf-TimersAndConstants-r13': optional(RLFTimersAndConstantsR13),
  }),
  group({
    'sps-Config-v1430': optional(unsupported('SPS-Config-v1430')),
  }),
  group({
    'srb-ToAddModListExt-r15': optional(sequenceOf(size(1), SRBToAddMod)),
    'srb-ToReleaseListExt-r15': optional(integer(4)),
    'sps-Config-v1530': optional(unsupported('SPS-Config-v1530')),
    'crs-IntfMitigConfig-r15': optional(unsupported('RadioResourceConfigDedicated.crs-IntfMitigConfig-r15')),
    'neighCellsCRS-Info-r15': optional(unsupported('NeighCellsCRS-Info-r15')),
    'drb-ToAddModList-r15': optional(sequenceOf(size(1, 15), DRBToAddMod)),
    'drb-ToReleaseList-r15': optional(sequenceOf(size(1, 15), DRBIdentity)),
    dummy: optional(sequenceOf(size(1, 2), integer(1, 2))),
  }),
  group({
    'sps-Config-v1540': optional(unsupported('SPS-Config-v1540')),
  }),
  group({
    'rlf-TimersAndConstantsMCG-Failure-r16': optional(RLFTimersAndConstantsMCGFailureR16),
    'crs-ChEstMPDCCH-ConfigDedicated-r16': optional(unsupported('SetupRelease')),
    'newUE-Identity-r16': optional(CRNTI),
  }),
);
export type RadioResourceConfigDedicated = Infer<typeof RadioResourceConfigDedicated>;
