/** What sidelink discovery, communication and V2X have in common. */
import {
  bitString,
  choice,
  enumerated,
  type Infer,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { AlphaR12, TDDConfig } from './channel-config-common.js';

/** SL-CP-Len-r12 (TS 36.331, 6.3.8). */
export const SLCPLenR12 = enumerated('normal', 'extended');

/** SL-OffsetIndicator-r12: the first subframe of a resource pool (TS 36.331, 6.3.8). */
export const SLOffsetIndicatorR12 = choice({
  'small-r12': integer(0, 319),
  'large-r12': integer(0, 10239),
});

/** SL-TF-ResourceConfig-r12: the resource blocks and subframes of a pool (TS 36.331, 6.3.8). */
export const SLTFResourceConfigR12 = sequence({
  'prb-Num-r12': integer(1, 100),
  'prb-Start-r12': integer(0, 99),
  'prb-End-r12': integer(0, 99),
  'offsetIndicator-r12': SLOffsetIndicatorR12,
  'subframeBitmap-r12': choice({
    'bs4-r12': bitString(size(4)),
    'bs8-r12': bitString(size(8)),
    'bs12-r12': bitString(size(12)),
    'bs16-r12': bitString(size(16)),
    'bs30-r12': bitString(size(30)),
    'bs40-r12': bitString(size(40)),
    'bs42-r12': bitString(size(42)),
  }),
});
export type SLTFResourceConfigR12 = Infer<typeof SLTFResourceConfigR12>;

/** SL-TxParameters-r12: alpha and P0, in dBm (TS 36.331, 6.3.8). */
export const SLTxParametersR12 = sequence({ 'alpha-r12': AlphaR12, 'p0-r12': integer(-126, 31) });

/** How the pools of a neighbour cell are synchronized; both discovery and communication have it (TS 36.331, 6.3.8). */
export const SLRxParametersR12 = sequence({
  'tdd-Config-r12': optional(TDDConfig),
  'syncConfigIndex-r12': integer(0, 15),
});

/** SL-TxPoolIdentity-r12 (TS 36.331, 6.3.8). */
export const SLTxPoolIdentityR12 = integer(1, 4);

/** SL-TxPoolToReleaseList-r12 (TS 36.331, 6.3.8). */
export const SLTxPoolToReleaseListR12 = sequenceOf(size(1, 4), SLTxPoolIdentityR12);

/** SL-Priority-r13 (TS 36.331, 6.3.8). */
export const SLPriorityR13 = integer(1, 8);

/** LogicalChGroupInfoList-r13: the priorities of each logical channel group (TS 36.331, 6.3.8). */
export const LogicalChGroupInfoListR13 = sequenceOf(size(1, 4), sequenceOf(size(1, 8), SLPriorityR13));

/** RSRP-RangeSL-r12 (TS 36.331, 6.3.5). */
const RSRPRangeSLR12 = integer(0, 13);

/** SL-SyncConfigNFreq-r13; its additions are kept as octets (TS 36.331, 6.3.8). */
export const SLSyncConfigNFreqR13 = sequence(
  {
    'asyncParameters-r13': optional(
      sequence({
        'syncCP-Len-r13': SLCPLenR12,
        'syncOffsetIndicator-r13': integer(0, 39),
        'slssid-r13': integer(0, 167),
      }),
    ),
    'txParameters-r13': optional(
      sequence({
        'syncTxParameters-r13': SLTxParametersR12,
        'syncTxThreshIC-r13': RSRPRangeSLR12,
        'syncInfoReserved-r13': optional(bitString(size(19))),
        'syncTxPeriodic-r13': optional(enumerated('true')),
      }),
    ),
    'rxParameters-r13': optional(sequence({ 'discSyncWindow-r13': enumerated('w1', 'w2') })),
  },
  '...',
);
