import {
  choice,
  enumerated,
  type Infer,
  integer,
  nullType,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { setupRelease } from './setup-release.js';
import {
  SLCPLenR12,
  SLRxParametersR12,
  SLTFResourceConfigR12,
  SLTxParametersR12,
  SLTxPoolIdentityR12,
  SLTxPoolToReleaseListR12,
} from './sidelink.js';

/** RSRP-RangeSL2-r12 (TS 36.331, 6.3.5). */
const RSRPRangeSL2R12 = integer(0, 7);

/** SL-DiscResourcePool-r12; its additions are kept as octets (TS 36.331, 6.3.8). */
const SLDiscResourcePoolR12 = sequence(
  {
    'cp-Len-r12': SLCPLenR12,
    'discPeriod-r12': enumerated('rf32', 'rf64', 'rf128', 'rf256', 'rf512', 'rf1024', 'rf16-v1310', 'spare'),
    'numRetx-r12': integer(0, 3),
    'numRepetition-r12': integer(1, 50),
    'tf-ResourceConfig-r12': SLTFResourceConfigR12,
    'txParameters-r12': optional(
      sequence({
        'txParametersGeneral-r12': SLTxParametersR12,
        'ue-SelectedResourceConfig-r12': optional(
          sequence({
            'poolSelection-r12': choice({
              'rsrpBased-r12': sequence({
                'threshLow-r12': RSRPRangeSL2R12,
                'threshHigh-r12': RSRPRangeSL2R12,
              }),
              'random-r12': nullType,
            }),
            'txProbability-r12': enumerated('p25', 'p50', 'p75', 'p100'),
          }),
        ),
      }),
    ),
    'rxParameters-r12': optional(SLRxParametersR12),
  },
  '...',
);

/** SL-HoppingConfigDisc-r12 (TS 36.331, 6.3.8). */
const SLHoppingConfigDiscR12 = sequence({
  'a-r12': integer(1, 200),
  'b-r12': integer(1, 10),
  'c-r12': enumerated('n1', 'n5'),
});

/** SL-DiscConfig-r12: how a UE may announce itself to others nearby; its additions are kept as octets (TS 36.331, 6.3.8). */
export const SLDiscConfigR12 = sequence(
  {
    'discTxResources-r12': optional(
      setupRelease(
        choice({
          'scheduled-r12': sequence({
            'discTxConfig-r12': optional(SLDiscResourcePoolR12),
            'discTF-IndexList-r12': optional(
              sequenceOf(
                size(1, 64),
                sequence({
                  'discSF-Index-r12': optional(integer(1, 200)),
                  'discPRB-Index-r12': optional(integer(1, 50)),
                }),
              ),
            ),
            'discHoppingConfig-r12': optional(SLHoppingConfigDiscR12),
          }),
          'ue-Selected-r12': sequence({
            'discTxPoolDedicated-r12': optional(
              sequence({
                'poolToReleaseList-r12': optional(SLTxPoolToReleaseListR12),
                'poolToAddModList-r12': optional(
                  sequenceOf(
                    size(1, 4),
                    sequence({ 'poolIdentity-r12': SLTxPoolIdentityR12, 'pool-r12': SLDiscResourcePoolR12 }),
                  ),
                ),
              }),
            ),
          }),
        }),
      ),
    ),
  },
  '...',
);
export type SLDiscConfigR12 = Infer<typeof SLDiscConfigR12>;
