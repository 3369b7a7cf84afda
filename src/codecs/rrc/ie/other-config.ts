import { enumerated, optional, sequence } from '../../per/index.js';

/** OtherConfig-r9; its additions are kept as octets (TS 36.331, 6.3.6). */
export const OtherConfigR9 = sequence(
  {
    'reportProximityConfig-r9': optional(
      sequence({
        'proximityIndicationEUTRA-r9': optional(enumerated('enabled')),
        'proximityIndicationUTRA-r9': optional(enumerated('enabled')),
      }),
    ),
  },
  '...',
);
