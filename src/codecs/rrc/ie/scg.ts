import {
  choice,
  enumerated,
  integer,
  nullType,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { ARFCNValueEUTRAR9, CRNTI, PhysCellId } from './cell.js';
import {
  DeltaFListPUCCH,
  DeltaFPUCCHFormat1bCS,
  DeltaFPUCCHFormat3,
  PUCCHConfigCommon,
  RACHConfigCommon,
} from './channel-config-common.js';
import { LogicalChannelConfig } from './logical-channel-config.js';
import { MACMainConfig } from './mac-main-config.js';
import { RACHConfigDedicated } from './mobility.js';
import { NAICSAssistanceInfoR12 } from './neighbour-cells.js';
import { PDCPConfig } from './pdcp-config.js';
import { PhysicalConfigDedicated } from './physical-config-dedicated.js';
import { DRBIdentity } from './radio-resource-dedicated.js';
import { RLCConfig, RLCConfigV1250 } from './rlc-config.js';
import { RLFTimersAndConstantsSCGR12 } from './rlf-timers.js';
import {
  RadioResourceConfigCommonSCellR10,
  SCellIndexR10,
  SCellToAddModListR10,
  SCellToReleaseListR10,
} from './scell.js';
import { CipheringAlgorithmR12 } from './security.js';
import { setupRelease } from './setup-release.js';
import { SPSConfig } from './sps-config.js';

/** DRB-ToAddModSCG-r12; its additions are kept as octets (TS 36.331, 6.3.2). */
const DRBToAddModSCGR12 = sequence(
  {
    'drb-Identity-r12': DRBIdentity,
    'drb-Type-r12': optional(
      choice({
        'split-r12': nullType,
        'scg-r12': sequence({
          'eps-BearerIdentity-r12': optional(integer(0, 15)),
          'pdcp-Config-r12': optional(PDCPConfig),
        }),
      }),
    ),
    'rlc-ConfigSCG-r12': optional(RLCConfig),
    'rlc-Config-v1250': optional(RLCConfigV1250),
    'logicalChannelIdentitySCG-r12': optional(integer(3, 10)),
    'logicalChannelConfigSCG-r12': optional(LogicalChannelConfig),
  },
  '...',
);

/** RadioResourceConfigDedicatedSCG-r12; its additions are kept as octets (TS 36.331, 6.3.2). */
const RadioResourceConfigDedicatedSCGR12 = sequence(
  {
    'drb-ToAddModListSCG-r12': optional(sequenceOf(size(1, 11), DRBToAddModSCGR12)),
    'mac-MainConfigSCG-r12': optional(MACMainConfig),
    'rlf-TimersAndConstantsSCG-r12': optional(RLFTimersAndConstantsSCGR12),
  },
  '...',
);

/** RadioResourceConfigCommonPSCell-r12; its additions are kept as octets (TS 36.331, 6.3.2). */
const RadioResourceConfigCommonPSCellR12 = sequence(
  {
    'basicFields-r12': RadioResourceConfigCommonSCellR10,
    'pucch-ConfigCommon-r12': PUCCHConfigCommon,
    'rach-ConfigCommon-r12': RACHConfigCommon,
    'uplinkPowerControlCommonPSCell-r12': sequence({
      'deltaF-PUCCH-Format3-r12': DeltaFPUCCHFormat3,
      'deltaF-PUCCH-Format1bCS-r12': DeltaFPUCCHFormat1bCS,
      'p0-NominalPUCCH-r12': integer(-127, -96),
      'deltaFList-PUCCH-r12': DeltaFListPUCCH,
    }),
  },
  '...',
);

/** RadioResourceConfigDedicatedPSCell-r12; its additions are kept as octets (TS 36.331, 6.3.2). */
const RadioResourceConfigDedicatedPSCellR12 = sequence(
  {
    'physicalConfigDedicatedPSCell-r12': optional(PhysicalConfigDedicated),
    'sps-Config-r12': optional(SPSConfig),
    'naics-Info-r12': optional(NAICSAssistanceInfoR12),
  },
  '...',
);

/** PSCellToAddMod-r12; its additions are kept as octets (TS 36.331, 6.2.2). */
const PSCellToAddModR12 = sequence(
  {
    'sCellIndex-r12': SCellIndexR10,
    'cellIdentification-r12': optional(
      sequence({ 'physCellId-r12': PhysCellId, 'dl-CarrierFreq-r12': ARFCNValueEUTRAR9 }),
    ),
    'radioResourceConfigCommonPSCell-r12': optional(RadioResourceConfigCommonPSCellR12),
    'radioResourceConfigDedicatedPSCell-r12': optional(RadioResourceConfigDedicatedPSCellR12),
  },
  '...',
);

/** MobilityControlInfoSCG-r12; its additions are kept as octets (TS 36.331, 6.3.4). */
const MobilityControlInfoSCGR12 = sequence(
  {
    't307-r12': enumerated('ms50', 'ms100', 'ms150', 'ms200', 'ms500', 'ms1000', 'ms2000', 'spare1'),
    'ue-IdentitySCG-r12': optional(CRNTI),
    'rach-ConfigDedicated-r12': optional(RACHConfigDedicated),
    'cipheringAlgorithmSCG-r12': optional(CipheringAlgorithmR12),
  },
  '...',
);

/** SCG-ConfigPartSCG-r12; its additions are kept as octets (TS 36.331, 6.2.2). */
const SCGConfigPartSCGR12 = sequence(
  {
    'radioResourceConfigDedicatedSCG-r12': optional(RadioResourceConfigDedicatedSCGR12),
    'sCellToReleaseListSCG-r12': optional(SCellToReleaseListR10),
    'pSCellToAddMod-r12': optional(PSCellToAddModR12),
    'sCellToAddModListSCG-r12': optional(SCellToAddModListR10),
    'mobilityControlInfoSCG-r12': optional(MobilityControlInfoSCGR12),
  },
  '...',
);

/** SCG-Configuration-r12: dual connectivity (TS 36.331, 6.2.2). */
export const SCGConfigurationR12 = setupRelease(
  sequence({
    'scg-ConfigPartMCG-r12': optional(
      sequence(
        {
          'scg-Counter-r12': optional(integer(0, 65535)),
          'powerCoordinationInfo-r12': optional(
            sequence({
              'p-MeNB-r12': integer(1, 16),
              'p-SeNB-r12': integer(1, 16),
              'powerControlMode-r12': integer(1, 2),
            }),
          ),
        },
        '...',
      ),
    ),
    'scg-ConfigPartSCG-r12': optional(SCGConfigPartSCGR12),
  }),
);
