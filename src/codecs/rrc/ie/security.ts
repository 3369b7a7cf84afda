import {
  boolean,
  choice,
  enumerated,
  type Infer,
  integer,
  octetString,
  optional,
  sequence,
  size,
} from '../../per/index.js';

/** CipheringAlgorithm-r12 (TS 36.331, 6.3.3). */
export const CipheringAlgorithmR12 = enumerated(
  'eea0',
  'eea1',
  'eea2',
  'eea3-v1130',
  'spare4',
  'spare3',
  'spare2',
  'spare1',
  '...',
);

/** SecurityAlgorithmConfig (TS 36.331, 6.3.3). */
export const SecurityAlgorithmConfig = sequence({
  cipheringAlgorithm: CipheringAlgorithmR12,
  integrityProtAlgorithm: enumerated(
    'eia0-v920',
    'eia1',
    'eia2',
    'eia3-v1130',
    'spare4',
    'spare3',
    'spare2',
    'spare1',
    '...',
  ),
});
export type SecurityAlgorithmConfig = Infer<typeof SecurityAlgorithmConfig>;

/** NextHopChainingCount (TS 36.331, 6.3.3). */
export const NextHopChainingCount = integer(0, 7);

/** SecurityConfigHO: the keys after a handover (TS 36.331, 6.3.3). */
export const SecurityConfigHO = sequence(
  {
    handoverType: choice({
      intraLTE: sequence({
        securityAlgorithmConfig: optional(SecurityAlgorithmConfig),
        keyChangeIndicator: boolean,
        nextHopChainingCount: NextHopChainingCount,
      }),
      interRAT: sequence({
        securityAlgorithmConfig: SecurityAlgorithmConfig,
        'nas-SecurityParamToEUTRA': octetString(size(6)),
      }),
    }),
  },
  '...',
);
export type SecurityConfigHO = Infer<typeof SecurityConfigHO>;

/** SecurityConfigSMC: the algorithms that a SecurityModeCommand activates (TS 36.331, 6.2.2). */
export const SecurityConfigSMC = sequence({ securityAlgorithmConfig: SecurityAlgorithmConfig }, '...');

/** SecurityConfigHO-v1530: the keys after a handover from or to 5GC (TS 36.331, 6.2.2). */
export const SecurityConfigHOV1530 = sequence(
  {
    'handoverType-v1530': choice({
      'intra5GC-r15': sequence({
        'securityAlgorithmConfig-r15': optional(SecurityAlgorithmConfig),
        'keyChangeIndicator-r15': boolean,
        'nextHopChainingCount-r15': NextHopChainingCount,
        'nas-Container-r15': optional(octetString()),
      }),
      'fivegc-ToEPC-r15': sequence({
        'securityAlgorithmConfig-r15': SecurityAlgorithmConfig,
        'nextHopChainingCount-r15': NextHopChainingCount,
      }),
      'epc-To5GC-r15': sequence({
        'securityAlgorithmConfig-r15': SecurityAlgorithmConfig,
        'nas-Container-r15': octetString(),
      }),
    }),
  },
  '...',
);
