import {
  bitString,
  boolean,
  choice,
  enumerated,
  integer,
  nullType,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { ARFCNValueEUTRAR9, CRNTI, PhysCellId, PMax } from './cell.js';
import { TDDConfig } from './channel-config-common.js';
import { PLMNIdentity } from './inter-rat.js';
import { setupRelease } from './setup-release.js';
import {
  LogicalChGroupInfoListR13,
  SLOffsetIndicatorR12,
  SLPriorityR13,
  SLSyncConfigNFreqR13,
  SLTxParametersR12,
} from './sidelink.js';
import { MACMainConfigSLR12 } from './sidelink-communication.js';

/** SL-TypeTxSync-r14 (TS 36.331, 6.3.8). */
const SLTypeTxSyncR14 = enumerated('gnss', 'enb', 'ue');

// biome-ignore format: rows as in the specification
const SLRestrictResourceReservationPeriodListR14 = sequenceOf(size(1, 16), enumerated(
  'v0dot2', 'v0dot5', 'v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7', 'v8', 'v9', 'v10',
  'spare4', 'spare3', 'spare2', 'spare1',
));

// biome-ignore format: rows as in the specification
const SizeSubchannel = enumerated(
  'n4', 'n5', 'n6', 'n8', 'n9', 'n10', 'n12', 'n15', 'n16', 'n18', 'n20', 'n25', 'n30', 'n48', 'n50', 'n72', 'n75',
  'n96', 'n100', 'spare13', 'spare12', 'spare11', 'spare10', 'spare9', 'spare8', 'spare7', 'spare6', 'spare5',
  'spare4', 'spare3', 'spare2', 'spare1',
);

/** The highest index of CBR levels is 15, of CBR configurations 3, and of Tx configurations 63 (TS 36.331, 6.4). */
const SLCBRPPPPTxConfigListR14 = sequenceOf(
  size(1, 8),
  sequence({
    'priorityThreshold-r14': SLPriorityR13,
    'defaultTxConfigIndex-r14': integer(0, 15),
    'cbr-ConfigIndex-r14': integer(0, 3),
    'tx-ConfigIndexList-r14': sequenceOf(size(1, 16), integer(0, 63)),
  }),
);

/** SL-CommResourcePoolV2X-r14; its additions are kept as octets (TS 36.331, 6.3.8). */
const SLCommResourcePoolV2XR14 = sequence(
  {
    'sl-OffsetIndicator-r14': optional(SLOffsetIndicatorR12),
    'sl-Subframe-r14': choice({
      'bs10-r14': bitString(size(10)),
      'bs16-r14': bitString(size(16)),
      'bs20-r14': bitString(size(20)),
      'bs30-r14': bitString(size(30)),
      'bs40-r14': bitString(size(40)),
      'bs50-r14': bitString(size(50)),
      'bs60-r14': bitString(size(60)),
      'bs100-r14': bitString(size(100)),
    }),
    'adjacencyPSCCH-PSSCH-r14': boolean,
    'sizeSubchannel-r14': SizeSubchannel,
    'numSubchannel-r14': enumerated('n1', 'n3', 'n5', 'n8', 'n10', 'n15', 'n20', 'spare1'),
    'startRB-Subchannel-r14': integer(0, 99),
    'startRB-PSCCH-Pool-r14': optional(integer(0, 99)),
    'rxParametersNCell-r14': optional(
      sequence({ 'tdd-Config-r14': optional(TDDConfig), 'syncConfigIndex-r14': integer(0, 15) }),
    ),
    'dataTxParameters-r14': optional(SLTxParametersR12),
    'zoneID-r14': optional(integer(0, 7)),
    'threshS-RSSI-CBR-r14': optional(integer(0, 45)),
    'poolReportId-r14': optional(integer(1, 72)),
    'cbr-pssch-TxConfigList-r14': optional(SLCBRPPPPTxConfigListR14),
    'resourceSelectionConfigP2X-r14': optional(
      sequence({
        'partialSensing-r14': optional(enumerated('true')),
        'randomSelection-r14': optional(enumerated('true')),
      }),
    ),
    'syncAllowed-r14': optional(
      sequence({
        'gnss-Sync-r14': optional(enumerated('true')),
        'enb-Sync-r14': optional(enumerated('true')),
        'ue-Sync-r14': optional(enumerated('true')),
      }),
    ),
    'restrictResourceReservationPeriod-r14': optional(SLRestrictResourceReservationPeriodListR14),
  },
  '...',
);

/** SL-PSSCH-TxParameters-r14 (TS 36.331, 6.3.8). */
const SLPSSCHTxParametersR14 = sequence({
  'minMCS-PSSCH-r14': integer(0, 31),
  'maxMCS-PSSCH-r14': integer(0, 31),
  'minSubChannel-NumberPSSCH-r14': integer(1, 20),
  'maxSubchannel-NumberPSSCH-r14': integer(1, 20),
  'allowedRetxNumberPSSCH-r14': enumerated('n0', 'n1', 'both', 'spare1'),
  'maxTxPower-r14': optional(choice({ 'minusinfinity-r14': nullType, 'txPower-r14': integer(-41, 31) })),
});

// biome-ignore format: rows as in the specification
const ThresUESpeed = enumerated(
  'kmph60', 'kmph80', 'kmph100', 'kmph120', 'kmph140', 'kmph160', 'kmph180', 'kmph200',
);

// biome-ignore format: rows as in the specification
const ProbResourceKeep = enumerated('v0', 'v0dot2', 'v0dot4', 'v0dot6', 'v0dot8', 'spare3', 'spare2', 'spare1');

// biome-ignore format: rows as in the specification
const SLReselectAfter = enumerated(
  'n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9',
  'spare7', 'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

/** SL-CommTxPoolSensingConfig-r14 (TS 36.331, 6.3.8). */
const SLCommTxPoolSensingConfigR14 = sequence({
  'pssch-TxConfigList-r14': sequenceOf(
    size(1, 16),
    sequence(
      {
        'typeTxSync-r14': optional(SLTypeTxSyncR14),
        'thresUE-Speed-r14': ThresUESpeed,
        'parametersAboveThres-r14': SLPSSCHTxParametersR14,
        'parametersBelowThres-r14': SLPSSCHTxParametersR14,
      },
      '...',
    ),
  ),
  'thresPSSCH-RSRP-List-r14': sequenceOf(size(64), integer(0, 66)),
  'restrictResourceReservationPeriod-r14': optional(SLRestrictResourceReservationPeriodListR14),
  'probResourceKeep-r14': ProbResourceKeep,
  'p2x-SensingConfig-r14': optional(
    sequence({ 'minNumCandidateSF-r14': integer(1, 13), 'gapCandidateSensing-r14': bitString(size(10)) }),
  ),
  'sl-ReselectAfter-r14': optional(SLReselectAfter),
});

const CommTxPoolListV2X = sequenceOf(size(1, 8), SLCommResourcePoolV2XR14);

const ZoneSide = enumerated('m5', 'm10', 'm20', 'm50', 'm100', 'm200', 'm500', 'spare1');

/** SL-V2X-InterFreqUE-Config-r14 (TS 36.331, 6.3.8). */
const SLV2XInterFreqUEConfigR14 = sequence(
  {
    'physCellIdList-r14': optional(sequenceOf(size(1, 16), PhysCellId)),
    'typeTxSync-r14': optional(SLTypeTxSyncR14),
    'v2x-SyncConfig-r14': optional(sequenceOf(size(1, 16), SLSyncConfigNFreqR13)),
    'v2x-CommRxPool-r14': optional(sequenceOf(size(1, 16), SLCommResourcePoolV2XR14)),
    'v2x-CommTxPoolNormal-r14': optional(CommTxPoolListV2X),
    'p2x-CommTxPoolNormal-r14': optional(CommTxPoolListV2X),
    'v2x-CommTxPoolExceptional-r14': optional(SLCommResourcePoolV2XR14),
    'v2x-ResourceSelectionConfig-r14': optional(SLCommTxPoolSensingConfigR14),
    'zoneConfig-r14': optional(
      sequence({
        'zoneLength-r14': ZoneSide,
        'zoneWidth-r14': ZoneSide,
        'zoneIdLongiMod-r14': integer(1, 4),
        'zoneIdLatiMod-r14': integer(1, 4),
      }),
    ),
    'offsetDFN-r14': optional(integer(0, 1000)),
  },
  '...',
);

/** SL-InterFreqInfoV2X-r14; its additions are kept as octets (TS 36.331, 6.3.8). */
const SLInterFreqInfoV2XR14 = sequence(
  {
    'plmn-IdentityList-r14': optional(
      sequenceOf(
        size(1, 6),
        sequence({
          'plmn-Identity': PLMNIdentity,
          cellReservedForOperatorUse: enumerated('reserved', 'notReserved'),
        }),
      ),
    ),
    'v2x-CommCarrierFreq-r14': ARFCNValueEUTRAR9,
    'sl-MaxTxPower-r14': optional(PMax),
    'sl-Bandwidth-r14': optional(enumerated('n6', 'n15', 'n25', 'n50', 'n75', 'n100')),
    'v2x-SchedulingPool-r14': optional(SLCommResourcePoolV2XR14),
    'v2x-UE-ConfigList-r14': optional(sequenceOf(size(1, 16), SLV2XInterFreqUEConfigR14)),
  },
  '...',
);

const SLV2XTxPoolIdentityR14 = integer(1, 8);

/** SL-V2X-ConfigDedicated-r14; its additions are kept as octets (TS 36.331, 6.3.8). */
export const SLV2XConfigDedicatedR14 = sequence(
  {
    'commTxResources-r14': optional(
      setupRelease(
        choice({
          'scheduled-r14': sequence({
            'sl-V-RNTI-r14': CRNTI,
            'mac-MainConfig-r14': MACMainConfigSLR12,
            'v2x-SchedulingPool-r14': optional(SLCommResourcePoolV2XR14),
            'mcs-r14': optional(integer(0, 31)),
            'logicalChGroupInfoList-r14': LogicalChGroupInfoListR13,
          }),
          'ue-Selected-r14': sequence({
            'v2x-CommTxPoolNormalDedicated-r14': sequence({
              'poolToReleaseList-r14': optional(sequenceOf(size(1, 8), SLV2XTxPoolIdentityR14)),
              'poolToAddModList-r14': optional(
                sequenceOf(
                  size(1, 8),
                  sequence({
                    'poolIdentity-r14': SLV2XTxPoolIdentityR14,
                    'pool-r14': SLCommResourcePoolV2XR14,
                  }),
                ),
              ),
              'v2x-CommTxPoolSensingConfig-r14': optional(SLCommTxPoolSensingConfigR14),
            }),
          }),
        }),
      ),
    ),
    'v2x-InterFreqInfoList-r14': optional(sequenceOf(size(0, 7), SLInterFreqInfoV2XR14)),
    'thresSL-TxPrioritization-r14': optional(SLPriorityR13),
    'typeTxSync-r14': optional(SLTypeTxSyncR14),
    'cbr-DedicatedTxConfigList-r14': optional(
      sequence({
        'cbr-RangeCommonConfigList-r14': sequenceOf(size(1, 4), sequenceOf(size(1, 16), integer(0, 100))),
        'sl-CBR-PSSCH-TxConfigList-r14': sequenceOf(
          size(1, 64),
          sequence({ 'cr-Limit-r14': integer(0, 10000), 'tx-Parameters-r14': SLPSSCHTxParametersR14 }),
        ),
      }),
    ),
  },
  '...',
);
