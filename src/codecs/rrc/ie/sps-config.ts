import { enumerated, integer, optional, sequence, sequenceOf, size } from '../../per/index.js';
import { CRNTI } from './cell.js';
import { setupRelease } from './setup-release.js';

// biome-ignore format: rows as in the specification
const SemiPersistSchedIntervalDL = enumerated(
  'sf10', 'sf20', 'sf32', 'sf40', 'sf64', 'sf80', 'sf128', 'sf160', 'sf320', 'sf640',
  'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

// biome-ignore format: rows as in the specification
const SemiPersistSchedIntervalUL = enumerated(
  'sf10', 'sf20', 'sf32', 'sf40', 'sf64', 'sf80', 'sf128', 'sf160', 'sf320', 'sf640',
  'sf1-v1430', 'sf2-v1430', 'sf3-v1430', 'sf4-v1430', 'sf5-v1430', 'spare1',
);

/** SPS-ConfigDL; its additions are kept as octets (TS 36.331, 6.3.2). */
const SPSConfigDL = setupRelease(
  sequence(
    {
      semiPersistSchedIntervalDL: SemiPersistSchedIntervalDL,
      'numberOfConfSPS-Processes': integer(1, 8),
      'n1PUCCH-AN-PersistentList': sequenceOf(size(1, 4), integer(0, 2047)),
    },
    '...',
  ),
);

/** SPS-ConfigUL; its additions are kept as octets (TS 36.331, 6.3.2). */
const SPSConfigUL = setupRelease(
  sequence(
    {
      semiPersistSchedIntervalUL: SemiPersistSchedIntervalUL,
      implicitReleaseAfter: enumerated('e2', 'e3', 'e4', 'e8'),
      'p0-Persistent': optional(
        sequence({
          'p0-NominalPUSCH-Persistent': integer(-126, 24),
          'p0-UE-PUSCH-Persistent': integer(-8, 7),
        }),
      ),
      twoIntervalsConfig: optional(enumerated('true')),
    },
    '...',
  ),
);

/** SPS-Config: semi-persistent scheduling (TS 36.331, 6.3.2). */
export const SPSConfig = sequence({
  'semiPersistSchedC-RNTI': optional(CRNTI),
  'sps-ConfigDL': optional(SPSConfigDL),
  'sps-ConfigUL': optional(SPSConfigUL),
});
