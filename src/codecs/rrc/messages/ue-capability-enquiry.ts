import {
  choice,
  enumerated,
  type Infer,
  integer,
  nullType,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
} from '../../per/index.js';
import { BandCombinationListR14, FreqBandIndicatorR11 } from '../ie/capability/band.js';
import { RATType } from '../ie/capability/rat-container.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

// Each of the IEs holds the next later ones, which therefore stand before it.

const UECapabilityEnquiryV1710IEs = sequence({
  'sidelinkRequest-r17': optional(enumerated('true')),
  nonCriticalExtension: optional(sequence({})),
});

const UECapabilityEnquiryV1610IEs = sequence({
  'rrc-SegAllowed-r16': optional(enumerated('enabled')),
  nonCriticalExtension: optional(UECapabilityEnquiryV1710IEs),
});

const UECapabilityEnquiryV1560IEs = sequence({
  'requestedCapabilityCommon-r15': optional(octetString()),
  nonCriticalExtension: optional(UECapabilityEnquiryV1610IEs),
});

const UECapabilityEnquiryV1550IEs = sequence({
  'requestedCapabilityNR-r15': optional(octetString()),
  nonCriticalExtension: optional(UECapabilityEnquiryV1560IEs),
});

const UECapabilityEnquiryV1530IEs = sequence({
  'requestSTTI-SPT-Capability-r15': optional(enumerated('true')),
  'eutra-nr-only-r15': optional(enumerated('true')),
  nonCriticalExtension: optional(UECapabilityEnquiryV1550IEs),
});

const UECapabilityEnquiryV1510IEs = sequence({
  'requestedFreqBandsNR-MRDC-r15': optional(octetString()),
  nonCriticalExtension: optional(UECapabilityEnquiryV1530IEs),
});

// By a name of its own: the compiler declares what is nested deeper than it likes as `any`.
const V1430 = sequence({
  'requestDiffFallbackCombList-r14': optional(BandCombinationListR14),
  nonCriticalExtension: optional(UECapabilityEnquiryV1510IEs),
});
export interface UECapabilityEnquiryV1430IEs extends Infer<typeof V1430> {}
export const UECapabilityEnquiryV1430IEs: Type<UECapabilityEnquiryV1430IEs> = V1430;

const UECapabilityEnquiryV1310IEs = sequence({
  'requestReducedFormat-r13': optional(enumerated('true')),
  'requestSkipFallbackComb-r13': optional(enumerated('true')),
  'requestedMaxCCsDL-r13': optional(integer(2, 32)),
  'requestedMaxCCsUL-r13': optional(integer(2, 32)),
  'requestReducedIntNonContComb-r13': optional(enumerated('true')),
  nonCriticalExtension: optional(UECapabilityEnquiryV1430IEs),
});

const UECapabilityEnquiryV1180IEs = sequence({
  'requestedFrequencyBands-r11': optional(sequenceOf(size(1, 16), FreqBandIndicatorR11)),
  nonCriticalExtension: optional(UECapabilityEnquiryV1310IEs),
});

const UECapabilityEnquiryV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(UECapabilityEnquiryV1180IEs),
});

export const UECapabilityEnquiryR8IEs = sequence({
  'ue-CapabilityRequest': sequenceOf(size(1, 8), RATType),
  nonCriticalExtension: optional(UECapabilityEnquiryV8a0IEs),
});

/** UECapabilityEnquiry (TS 36.331, 6.2.2). */
export const UECapabilityEnquiry = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    c1: choice({
      'ueCapabilityEnquiry-r8': UECapabilityEnquiryR8IEs,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
