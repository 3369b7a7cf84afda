import {
  choice,
  enumerated,
  type Infer,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
} from '../../per/index.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

// biome-ignore format: rows as in the specification
const GNSSValidityDurationR17 = enumerated(
  's10', 's20', 's30', 's40', 's50', 's60', 'min5', 'min10', 'min15', 'min20', 'min25', 'min30', 'min50', 'min90',
  'min120', 'infinity',
);

const PerCCGapIndicationListR14 = sequenceOf(
  size(1, 32),
  sequence({
    'servCellId-r14': integer(0, 31),
    'gapIndication-r14': enumerated('gap', 'ncsg', 'nogap-noNcsg'),
  }),
);

// Each of the IEs holds the next later ones, which therefore stand before it.

const RRCConnectionReconfigurationCompleteV1710IEs = sequence({
  'gnss-ValidityDuration-r17': optional(GNSSValidityDurationR17),
  nonCriticalExtension: optional(sequence({})),
});

const RRCConnectionReconfigurationCompleteV1700IEs = sequence({
  'selectedCondReconfigurationToApply-r17': optional(integer(1, 8)),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1710IEs),
});

const RRCConnectionReconfigurationCompleteV1530IEs = sequence({
  'logMeasAvailableBT-r15': optional(enumerated('true')),
  'logMeasAvailableWLAN-r15': optional(enumerated('true')),
  'flightPathInfoAvailable-r15': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1700IEs),
});

const RRCConnectionReconfigurationCompleteV1510IEs = sequence({
  'scg-ConfigResponseNR-r15': optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1530IEs),
});

const RRCConnectionReconfigurationCompleteV1430IEs = sequence({
  'perCC-GapIndicationList-r14': optional(PerCCGapIndicationListR14),
  'numFreqEffective-r14': optional(integer(1, 12)),
  'numFreqEffectiveReduced-r14': optional(integer(1, 12)),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1510IEs),
});

// By a name of its own: the compiler declares what is nested deeper than it likes as `any`.
const V1250 = sequence({
  'logMeasAvailableMBSFN-r12': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1430IEs),
});
export interface RRCConnectionReconfigurationCompleteV1250IEs extends Infer<typeof V1250> {}
export const RRCConnectionReconfigurationCompleteV1250IEs: Type<RRCConnectionReconfigurationCompleteV1250IEs> =
  V1250;

const RRCConnectionReconfigurationCompleteV1130IEs = sequence({
  'connEstFailInfoAvailable-r11': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1250IEs),
});

const RRCConnectionReconfigurationCompleteV1020IEs = sequence({
  'rlf-InfoAvailable-r10': optional(enumerated('true')),
  'logMeasAvailable-r10': optional(enumerated('true')),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1130IEs),
});

const RRCConnectionReconfigurationCompleteV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV1020IEs),
});

const RRCConnectionReconfigurationCompleteR8IEs = sequence({
  nonCriticalExtension: optional(RRCConnectionReconfigurationCompleteV8a0IEs),
});

/** RRCConnectionReconfigurationComplete (TS 36.331, 6.2.2). */
export const RRCConnectionReconfigurationComplete = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    'rrcConnectionReconfigurationComplete-r8': RRCConnectionReconfigurationCompleteR8IEs,
    criticalExtensionsFuture: sequence({}),
  }),
});
