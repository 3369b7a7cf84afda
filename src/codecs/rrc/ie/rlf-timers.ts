import { enumerated, group, optional, sequence } from '../../per/index.js';
import { setupRelease } from './setup-release.js';

const T310 = enumerated('ms0', 'ms50', 'ms100', 'ms200', 'ms500', 'ms1000', 'ms2000');
const N310 = enumerated('n1', 'n2', 'n3', 'n4', 'n6', 'n8', 'n10', 'n20');
const N311 = enumerated('n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n8', 'n10');

/** RLF-TimersAndConstants-r9 (TS 36.331, 6.3.2). */
export const RLFTimersAndConstantsR9 = setupRelease(
  sequence(
    {
      't301-r9': enumerated('ms100', 'ms200', 'ms300', 'ms400', 'ms600', 'ms1000', 'ms1500', 'ms2000'),
      't310-r9': T310,
      'n310-r9': N310,
      't311-r9': enumerated('ms1000', 'ms3000', 'ms5000', 'ms10000', 'ms15000', 'ms20000', 'ms30000'),
      'n311-r9': N311,
    },
    '...',
  ),
);

// biome-ignore format: rows as in the specification
const T301V1310 = enumerated('ms2500', 'ms3000', 'ms3500', 'ms4000', 'ms5000', 'ms6000', 'ms8000', 'ms10000');

/** RLF-TimersAndConstants-r13 (TS 36.331, 6.3.2). */
export const RLFTimersAndConstantsR13 = setupRelease(
  sequence(
    { 't301-v1310': T301V1310 },
    '...',
    group({
      't310-v1330': optional(enumerated('ms4000', 'ms6000')),
    }),
  ),
);

/** RLF-TimersAndConstantsSCG-r12 (TS 36.331, 6.3.2). */
export const RLFTimersAndConstantsSCGR12 = setupRelease(
  sequence({ 't313-r12': T310, 'n313-r12': N310, 'n314-r12': N311 }, '...'),
);

// biome-ignore format: rows as in the specification
const T316R16 = enumerated(
  'ms50', 'ms100', 'ms200', 'ms300', 'ms400', 'ms500', 'ms600', 'ms1000', 'ms1500', 'ms2000',
);

/** RLF-TimersAndConstantsMCG-Failure-r16 (TS 36.331, 6.3.2). */
export const RLFTimersAndConstantsMCGFailureR16 = setupRelease(sequence({ 't316-r16': T316R16 }, '...'));
