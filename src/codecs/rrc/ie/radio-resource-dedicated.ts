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
import { LogicalChannelConfig } from './logical-channel-config.js';
import { CRNTI } from './mobility.js';
import { PDCPConfig } from './pdcp-config.js';
import { RLCConfig } from './rlc-config.js';

/** DRB-Identity (TS 36.331, 6.3.2). */
export const DRBIdentity = integer(1, 32);

/** SRB-ToAddMod (TS 36.331, 6.3.2). */
export const SRBToAddMod = sequence(
  {
    'srb-Identity': integer(1, 2),
    'rlc-Config': optional(
      choice({
        explicitValue: unsupported('RLC-Config of an SRB'),
        defaultValue: nullType,
      }),
    ),
    logicalChannelConfig: optional(
      choice({
        explicitValue: unsupported('LogicalChannelConfig of an SRB'),
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
    'rlc-Config-v1250': optional(unsupported('RLC-Config-v1250')),
  }),
  group({
    'rlc-Config-v1310': optional(unsupported('RLC-Config-v1310')),
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
        explicitValue: unsupported('MAC-MainConfig'),
        defaultValue: nullType,
      }),
    ),
    'sps-Config': optional(unsupported('SPS-Config')),
    physicalConfigDedicated: optional(unsupported('PhysicalConfigDedicated')),
  },
  '...',
  group({
    'rlf-TimersAndConstants-r9': optional(unsupported('RLF-TimersAndConstants-r9')),
  }),
  group({
    'measSubframePatternPCell-r10': optional(unsupported('MeasSubframePatternPCell-r10')),
  }),
  group({
    'neighCellsCRS-Info-r11': optional(unsupported('NeighCellsCRS-Info-r11')),
  }),
  group({
    'naics-Info-r12': optional(unsupported('NAICS-AssistanceInfo-r12')),
  }),
  group({
    'neighCellsCRS-Info-r13': optional(unsupported('NeighCellsCRS-Info-r13')),
    'rlf-TimersAndConstants-r13': optional(unsupported('RLF-TimersAndConstants-r13')),
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
    'rlf-TimersAndConstantsMCG-Failure-r16': optional(unsupported('RLF-TimersAndConstantsMCG-Failure-r16')),
    'crs-ChEstMPDCCH-ConfigDedicated-r16': optional(unsupported('SetupRelease')),
    'newUE-Identity-r16': optional(CRNTI),
  }),
);
export type RadioResourceConfigDedicated = Infer<typeof RadioResourceConfigDedicated>;
