import {
  choice,
  enumerated,
  group,
  integer,
  nullType,
  octetString,
  optional,
  sequence,
} from '../../per/index.js';
import { UECapabilityRATContainerList } from '../ie/capability/rat-container.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

const WakeUpSignalMinGapEDRXR15 = enumerated('ms40', 'ms240', 'ms1000', 'ms2000');

/** UE-RadioPagingInfo-r12: what the network needs to page the UE (TS 36.331, 6.3.6). */
const UERadioPagingInfoR12 = sequence(
  { 'ue-Category-v1250': optional(integer(0)) },
  '...',
  group({
    'ue-CategoryDL-v1310': optional(enumerated('m1')),
    'ce-ModeA-r13': optional(enumerated('true')),
    'ce-ModeB-r13': optional(enumerated('true')),
  }),
  group({
    'wakeUpSignal-r15': optional(enumerated('true')),
    'wakeUpSignal-TDD-r15': optional(enumerated('true')),
    'wakeUpSignalMinGap-eDRX-r15': optional(WakeUpSignalMinGapEDRXR15),
    'wakeUpSignalMinGap-eDRX-TDD-r15': optional(WakeUpSignalMinGapEDRXR15),
  }),
  group({
    'ue-CategoryDL-v1610': optional(enumerated('m2')),
    'groupWakeUpSignal-r16': optional(enumerated('true')),
    'groupWakeUpSignalTDD-r16': optional(enumerated('true')),
    'groupWakeUpSignalAlternation-r16': optional(enumerated('true')),
    'groupWakeUpSignalAlternationTDD-r16': optional(enumerated('true')),
  }),
  group({
    'inactiveStatePO-Determination-r17': optional(enumerated('true')),
  }),
);

// Each of the IEs holds the next later ones, which therefore stand before it.

const UECapabilityInformationV1250IEs = sequence({
  'ue-RadioPagingInfo-r12': optional(UERadioPagingInfoR12),
  nonCriticalExtension: optional(sequence({})),
});

const UECapabilityInformationV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(UECapabilityInformationV1250IEs),
});

export const UECapabilityInformationR8IEs = sequence({
  'ue-CapabilityRAT-ContainerList': UECapabilityRATContainerList,
  nonCriticalExtension: optional(UECapabilityInformationV8a0IEs),
});

/** UECapabilityInformation (TS 36.331, 6.2.2). */
export const UECapabilityInformation = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    c1: choice({
      'ueCapabilityInformation-r8': UECapabilityInformationR8IEs,
      spare7: nullType,
      spare6: nullType,
      spare5: nullType,
      spare4: nullType,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
