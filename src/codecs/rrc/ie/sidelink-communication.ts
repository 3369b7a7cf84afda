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
import { CRNTI } from './cell.js';
import { PeriodicBSRTimerR12, RetxBSRTimerR12 } from './mac-main-config.js';
import { setupRelease } from './setup-release.js';
import {
  SLCPLenR12,
  SLRxParametersR12,
  SLTFResourceConfigR12,
  SLTxParametersR12,
  SLTxPoolIdentityR12,
  SLTxPoolToReleaseListR12,
} from './sidelink.js';

// biome-ignore format: rows as in the specification
const SLPeriodCommR12 = enumerated(
  'sf40', 'sf60', 'sf70', 'sf80', 'sf120', 'sf140', 'sf160', 'sf240', 'sf280', 'sf320',
  'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare',
);

/** SL-CommResourcePool-r12; its addition is kept as octets (TS 36.331, 6.3.8). */
export const SLCommResourcePoolR12 = sequence(
  {
    'sc-CP-Len-r12': SLCPLenR12,
    'sc-Period-r12': SLPeriodCommR12,
    'sc-TF-ResourceConfig-r12': SLTFResourceConfigR12,
    'data-CP-Len-r12': SLCPLenR12,
    'dataHoppingConfig-r12': sequence({
      'hoppingParameter-r12': integer(0, 504),
      'numSubbands-r12': enumerated('ns1', 'ns2', 'ns4'),
      'rb-Offset-r12': integer(0, 110),
    }),
    'ue-SelectedResourceConfig-r12': optional(
      sequence({
        'data-TF-ResourceConfig-r12': SLTFResourceConfigR12,
        'trpt-Subset-r12': optional(bitString(size(3, 5))),
      }),
    ),
    'rxParametersNCell-r12': optional(SLRxParametersR12),
    'txParameters-r12': optional(
      sequence({ 'sc-TxParameters-r12': SLTxParametersR12, 'dataTxParameters-r12': SLTxParametersR12 }),
    ),
  },
  '...',
);
export type SLCommResourcePoolR12 = Infer<typeof SLCommResourcePoolR12>;

/** MAC-MainConfigSL-r12 (TS 36.331, 6.3.8). */
export const MACMainConfigSLR12 = sequence({
  'periodic-BSR-TimerSL': optional(PeriodicBSRTimerR12),
  'retx-BSR-TimerSL': RetxBSRTimerR12,
});

/** SL-CommConfig-r12: how a UE may send to others nearby; its additions are kept as octets (TS 36.331, 6.3.8). */
export const SLCommConfigR12 = sequence(
  {
    'commTxResources-r12': optional(
      setupRelease(
        choice({
          'scheduled-r12': sequence({
            'sl-RNTI-r12': CRNTI,
            'mac-MainConfig-r12': MACMainConfigSLR12,
            'sc-CommTxConfig-r12': SLCommResourcePoolR12,
            'mcs-r12': optional(integer(0, 28)),
          }),
          'ue-Selected-r12': sequence({
            'commTxPoolNormalDedicated-r12': sequence({
              'poolToReleaseList-r12': optional(SLTxPoolToReleaseListR12),
              'poolToAddModList-r12': optional(
                sequenceOf(
                  size(1, 4),
                  sequence({ 'poolIdentity-r12': SLTxPoolIdentityR12, 'pool-r12': SLCommResourcePoolR12 }),
                ),
              ),
            }),
          }),
        }),
      ),
    ),
  },
  '...',
);
export type SLCommConfigR12 = Infer<typeof SLCommConfigR12>;
