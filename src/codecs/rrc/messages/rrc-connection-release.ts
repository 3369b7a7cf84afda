import {
  bitString,
  choice,
  enumerated,
  type Infer,
  integer,
  nullType,
  octetString,
  optional,
  sequence,
  size,
  type Type,
} from '../../per/index.js';
import { MeasIdleConfigDedicatedR15 } from '../ie/idle-measurement.js';
import { CellInfoListR9, IdleModeMobilityControlInfo, RedirectedCarrierInfo } from '../ie/idle-mobility.js';
import { PURConfigR16 } from '../ie/pur-config.js';
import { IRNTIR15, RRCInactiveConfigR15, RRCInactiveConfigV1610, ShortIRNTIR15 } from '../ie/rrc-inactive.js';
import { NextHopChainingCount } from '../ie/security.js';
import { setupRelease } from '../ie/setup-release.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

// Each of the IEs holds the next later ones, which therefore stand before it.

const RRCConnectionReleaseV1650IEs = sequence({
  'mpsPriorityIndication-r16': optional(enumerated('true')),
  nonCriticalExtension: optional(sequence({})),
});

const RRCConnectionReleaseV1610IEs = sequence({
  'fullI-RNTI-r16': optional(IRNTIR15),
  'shortI-RNTI-r16': optional(ShortIRNTIR15),
  'pur-Config-r16': optional(setupRelease(PURConfigR16)),
  'rrc-InactiveConfig-v1610': optional(RRCInactiveConfigV1610),
  'releaseIdleMeasConfig-r16': optional(enumerated('true')),
  'altFreqPriorities-r16': optional(enumerated('true')),
  't323-r16': optional(enumerated('min5', 'min10', 'min20', 'min30', 'min60', 'min120', 'min180', 'min720')),
  nonCriticalExtension: optional(RRCConnectionReleaseV1650IEs),
});

const RRCConnectionReleaseV15b0IEs = sequence({
  'noLastCellUpdate-r15': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReleaseV1610IEs),
});

const RRCConnectionReleaseV1540IEs = sequence({
  waitTime: optional(integer(1, 16)),
  nonCriticalExtension: optional(RRCConnectionReleaseV15b0IEs),
});

// By a name of its own: the compiler declares what is nested deeper than it likes as `any`.
const V1530 = sequence({
  'drb-ContinueROHC-r15': optional(enumerated('true')),
  'nextHopChainingCount-r15': optional(NextHopChainingCount),
  'measIdleConfig-r15': optional(MeasIdleConfigDedicatedR15),
  'rrc-InactiveConfig-r15': optional(RRCInactiveConfigR15),
  'cn-Type-r15': optional(enumerated('epc', 'fivegc')),
  nonCriticalExtension: optional(RRCConnectionReleaseV1540IEs),
});
export interface RRCConnectionReleaseV1530IEs extends Infer<typeof V1530> {}
export const RRCConnectionReleaseV1530IEs: Type<RRCConnectionReleaseV1530IEs> = V1530;

const RRCConnectionReleaseV1320IEs = sequence({
  'resumeIdentity-r13': optional(bitString(size(40))),
  nonCriticalExtension: optional(RRCConnectionReleaseV1530IEs),
});

const RRCConnectionReleaseV1020IEs = sequence({
  'extendedWaitTime-r10': optional(integer(1, 1800)),
  nonCriticalExtension: optional(RRCConnectionReleaseV1320IEs),
});

const RRCConnectionReleaseV920IEs = sequence({
  'cellInfoList-r9': optional(CellInfoListR9),
  nonCriticalExtension: optional(RRCConnectionReleaseV1020IEs),
});

const RRCConnectionReleaseV890IEs = sequence({
  // CONTAINING RRCConnectionRelease-v9e0-IEs, which is outside the profile.
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReleaseV920IEs),
});

export const RRCConnectionReleaseR8IEs = sequence({
  releaseCause: enumerated(
    'loadBalancingTAUrequired',
    'other',
    'cs-FallbackHighPriority-v1020',
    'rrc-Suspend-v1320',
  ),
  redirectedCarrierInfo: optional(RedirectedCarrierInfo),
  idleModeMobilityControlInfo: optional(IdleModeMobilityControlInfo),
  nonCriticalExtension: optional(RRCConnectionReleaseV890IEs),
});
export type RRCConnectionReleaseR8IEs = Infer<typeof RRCConnectionReleaseR8IEs>;

/** RRCConnectionRelease (TS 36.331, 6.2.2). */
export const RRCConnectionRelease = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    c1: choice({
      'rrcConnectionRelease-r8': RRCConnectionReleaseR8IEs,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
