import { choice, type Infer, nullType, octetString, optional, sequence } from '../../per/index.js';
import { SecurityConfigSMC } from '../ie/security.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

export const SecurityModeCommandV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});
export type SecurityModeCommandV8a0IEs = Infer<typeof SecurityModeCommandV8a0IEs>;

export const SecurityModeCommandR8IEs = sequence({
  securityConfigSMC: SecurityConfigSMC,
  nonCriticalExtension: optional(SecurityModeCommandV8a0IEs),
});
export type SecurityModeCommandR8IEs = Infer<typeof SecurityModeCommandR8IEs>;

/** SecurityModeCommand (TS 36.331, 6.2.2). */
export const SecurityModeCommand = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    c1: choice({
      'securityModeCommand-r8': SecurityModeCommandR8IEs,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
export type SecurityModeCommand = Infer<typeof SecurityModeCommand>;

export const SecurityModeCompleteV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});
export type SecurityModeCompleteV8a0IEs = Infer<typeof SecurityModeCompleteV8a0IEs>;

export const SecurityModeCompleteR8IEs = sequence({
  nonCriticalExtension: optional(SecurityModeCompleteV8a0IEs),
});
export type SecurityModeCompleteR8IEs = Infer<typeof SecurityModeCompleteR8IEs>;

/** SecurityModeComplete (TS 36.331, 6.2.2). */
export const SecurityModeComplete = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    'securityModeComplete-r8': SecurityModeCompleteR8IEs,
    criticalExtensionsFuture: sequence({}),
  }),
});
export type SecurityModeComplete = Infer<typeof SecurityModeComplete>;

export const SecurityModeFailureV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});
export type SecurityModeFailureV8a0IEs = Infer<typeof SecurityModeFailureV8a0IEs>;

export const SecurityModeFailureR8IEs = sequence({
  nonCriticalExtension: optional(SecurityModeFailureV8a0IEs),
});
export type SecurityModeFailureR8IEs = Infer<typeof SecurityModeFailureR8IEs>;

/** SecurityModeFailure (TS 36.331, 6.2.2). */
export const SecurityModeFailure = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    'securityModeFailure-r8': SecurityModeFailureR8IEs,
    criticalExtensionsFuture: sequence({}),
  }),
});
export type SecurityModeFailure = Infer<typeof SecurityModeFailure>;
