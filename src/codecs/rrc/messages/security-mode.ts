import { choice, nullType, octetString, optional, sequence } from '../../per/index.js';
import { SecurityConfigSMC } from '../ie/security.js';
import { RRCTransactionIdentifier } from './transaction-identifier.js';

const SecurityModeCommandV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});

const SecurityModeCommandR8IEs = sequence({
  securityConfigSMC: SecurityConfigSMC,
  nonCriticalExtension: optional(SecurityModeCommandV8a0IEs),
});

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

const SecurityModeCompleteV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});

const SecurityModeCompleteR8IEs = sequence({
  nonCriticalExtension: optional(SecurityModeCompleteV8a0IEs),
});

/** SecurityModeComplete (TS 36.331, 6.2.2). */
export const SecurityModeComplete = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    'securityModeComplete-r8': SecurityModeCompleteR8IEs,
    criticalExtensionsFuture: sequence({}),
  }),
});

const SecurityModeFailureV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});

const SecurityModeFailureR8IEs = sequence({
  nonCriticalExtension: optional(SecurityModeFailureV8a0IEs),
});

/** SecurityModeFailure (TS 36.331, 6.2.2). */
export const SecurityModeFailure = sequence({
  'rrc-TransactionIdentifier': RRCTransactionIdentifier,
  criticalExtensions: choice({
    'securityModeFailure-r8': SecurityModeFailureR8IEs,
    criticalExtensionsFuture: sequence({}),
  }),
});
