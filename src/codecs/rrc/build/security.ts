import { type Names, onlyNames } from '../../check.js';
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

const ALGORITHMS: Names<SecurityAlgorithms> = { ciphering: true, integrity: true };

/** What a SecurityModeCommand tells the UE. */
export interface SecurityMode extends SecurityAlgorithms {
  /** RRC-TransactionIdentifier, 0 to 3; 0 by default. */
  readonly transactionId?: number | undefined;
}

const SECURITY_MODE: Names<SecurityMode> = { ...ALGORITHMS, transactionId: true };

const CIPHERING = ['eea0', 'eea1', 'eea2', 'eea3-v1130'] as const;
const INTEGRITY = ['eia0-v920', 'eia1', 'eia2', 'eia3-v1130'] as const;

const configOf = ({ ciphering, integrity }: SecurityAlgorithms): SecurityAlgorithmConfig => ({
  cipheringAlgorithm: CIPHERING[ciphering],
  integrityProtAlgorithm: INTEGRITY[integrity],
});

/** SecurityAlgorithmConfig (TS 36.331, 6.3.3). @throws EncodeError for names that there are not */
export function securityAlgorithmConfig(algorithms: SecurityAlgorithms): SecurityAlgorithmConfig {
  onlyNames('algorithms', algorithms, ALGORITHMS);
  return configOf(algorithms);
}

/**
 * The message that activates security with these algorithms. Integrity protected with the new key, not ciphered
 * (TS 36.331, 5.3.4).
 * @throws EncodeError for names that there are not; everything else is checked when the message is encoded
 */
export function securityModeCommand(command: SecurityMode): DLDCCHMessage {
  onlyNames('', command, SECURITY_MODE);
  return {
    message: {
      choice: 'c1',
      value: {
        choice: 'securityModeCommand',
        value: {
          'rrc-TransactionIdentifier': command.transactionId ?? 0,
          criticalExtensions: {
            choice: 'c1',
            value: {
              choice: 'securityModeCommand-r8',
              value: { securityConfigSMC: { securityAlgorithmConfig: configOf(command) } },
            },
          },
        },
      },
    },
  };
}

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
