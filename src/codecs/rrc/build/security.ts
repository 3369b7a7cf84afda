import type { DLDCCHMessage } from '../dl-dcch.js';
import type { SecurityAlgorithmConfig } from '../ie/security.js';
import type { ULDCCHMessage } from '../ul-dcch.js';

/** EPS algorithms by the numbers of TS 33.401, 5.1.3.2 and 5.1.4.2: 0 null, 1 SNOW 3G, 2 AES, 3 ZUC. */
export interface SecurityAlgorithms {
  /** EEA0 to EEA3. */
  readonly ciphering: 0 | 1 | 2 | 3;
  /** EIA0 to EIA3; EIA0 for limited service only. */
  readonly integrity: 0 | 1 | 2 | 3;
}

const CIPHERING = ['eea0', 'eea1', 'eea2', 'eea3-v1130'] as const;
const INTEGRITY = ['eia0-v920', 'eia1', 'eia2', 'eia3-v1130'] as const;

/** SecurityAlgorithmConfig (TS 36.331, 6.3.3). */
export const securityAlgorithmConfig = (algorithms: SecurityAlgorithms): SecurityAlgorithmConfig => ({
  cipheringAlgorithm: CIPHERING[algorithms.ciphering],
  integrityProtAlgorithm: INTEGRITY[algorithms.integrity],
});

/**
 * The message that activates security with these algorithms. Integrity protected with the new key, not ciphered
 * (TS 36.331, 5.3.4).
 * @param transactionId 0 to 3
 */
export const securityModeCommand = (algorithms: SecurityAlgorithms, transactionId = 0): DLDCCHMessage => ({
  message: {
    choice: 'c1',
    value: {
      choice: 'securityModeCommand',
      value: {
        'rrc-TransactionIdentifier': transactionId,
        criticalExtensions: {
          choice: 'c1',
          value: {
            choice: 'securityModeCommand-r8',
            value: { securityConfigSMC: { securityAlgorithmConfig: securityAlgorithmConfig(algorithms) } },
          },
        },
      },
    },
  },
});

/**
 * The answer to a SecurityModeCommand that was right: integrity protected, not ciphered (TS 36.331, 5.3.4.3).
 * @param transactionId 0 to 3, that of the command
 */
export const securityModeComplete = (transactionId = 0): ULDCCHMessage => ({
  message: {
    choice: 'c1',
    value: {
      choice: 'securityModeComplete',
      value: {
        'rrc-TransactionIdentifier': transactionId,
        criticalExtensions: { choice: 'securityModeComplete-r8', value: {} },
      },
    },
  },
});

/**
 * The answer to a SecurityModeCommand whose MAC-I is wrong: not protected (TS 36.331, 5.3.4.3).
 * @param transactionId 0 to 3, that of the command
 */
export const securityModeFailure = (transactionId = 0): ULDCCHMessage => ({
  message: {
    choice: 'c1',
    value: {
      choice: 'securityModeFailure',
      value: {
        'rrc-TransactionIdentifier': transactionId,
        criticalExtensions: { choice: 'securityModeFailure-r8', value: {} },
      },
    },
  },
});
