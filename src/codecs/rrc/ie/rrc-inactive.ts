import {
  bitString,
  choice,
  enumerated,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { PLMNIdentity } from './inter-rat.js';
import { NextHopChainingCount } from './security.js';

/** I-RNTI-r15: what a UE in RRC_INACTIVE is called (TS 36.331, 6.3.6). */
export const IRNTIR15 = bitString(size(40));

/** ShortI-RNTI-r15 (TS 36.331, 6.3.6). */
export const ShortIRNTIR15 = bitString(size(24));

/** RAN-NotificationAreaInfo-r15: the cells in which a UE in RRC_INACTIVE may move unheard (TS 36.331, 6.2.2). */
const RANNotificationAreaInfoR15 = choice({
  'cellList-r15': sequenceOf(
    size(1, 8),
    sequence({
      'plmn-Identity-r15': optional(PLMNIdentity),
      'ran-AreaCells-r15': sequenceOf(size(1, 32), bitString(size(28))),
    }),
  ),
  'ran-AreaConfigList-r15': sequenceOf(
    size(1, 8),
    sequence({
      'plmn-Identity-r15': optional(PLMNIdentity),
      'ran-Area-r15': sequenceOf(
        size(1, 16),
        sequence({
          'trackingAreaCode-5GC-r15': bitString(size(24)),
          'ran-AreaCodeList-r15': optional(sequenceOf(size(1, 32), integer(0, 255))),
        }),
      ),
    }),
  ),
});

// biome-ignore format: rows as in the specification
const PeriodicRNAUTimer = enumerated(
  'min5', 'min10', 'min20', 'min30', 'min60', 'min120', 'min360', 'min720',
);

/** RRC-InactiveConfig-r15: the UE goes to RRC_INACTIVE (TS 36.331, 6.2.2). */
export const RRCInactiveConfigR15 = sequence({
  'fullI-RNTI-r15': IRNTIR15,
  'shortI-RNTI-r15': ShortIRNTIR15,
  'ran-PagingCycle-r15': optional(enumerated('rf32', 'rf64', 'rf128', 'rf256')),
  'ran-NotificationAreaInfo-r15': optional(RANNotificationAreaInfoR15),
  'periodic-RNAU-timer-r15': optional(PeriodicRNAUTimer),
  'nextHopChainingCount-r15': optional(NextHopChainingCount),
  dummy: optional(sequence({})),
});

/** RRC-InactiveConfig-v1610 (TS 36.331, 6.2.2). */
export const RRCInactiveConfigV1610 = sequence({ 'ran-PagingCycle-v1610': enumerated('rf512', 'rf1024') });
