/** Preconfigured uplink resources, on which UEs of BL or in CE send from RRC_IDLE. */
import {
  bitString,
  boolean,
  choice,
  enumerated,
  group,
  integer,
  optional,
  sequence,
  size,
} from '../../per/index.js';
import { CRNTI } from './cell.js';
import { AlphaR12 } from './channel-config-common.js';
import { setupRelease } from './setup-release.js';

// biome-ignore format: rows as in the specification
const RSRPChangeThreshR16 = enumerated(
  'dB4', 'dB6', 'dB8', 'dB10', 'dB14', 'dB18', 'dB22', 'dB26', 'dB30', 'dB34',
  'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1',
);

/** PUR-PeriodicityAndOffset-r16, in H-SFN (TS 36.331, 6.3.2). */
const PURPeriodicityAndOffsetR16 = choice({
  periodicity8: integer(1, 7),
  periodicity16: integer(1, 15),
  periodicity32: integer(1, 31),
  periodicity64: integer(1, 63),
  periodicity128: integer(1, 127),
  periodicity256: integer(1, 255),
  periodicity512: integer(1, 511),
  periodicity1024: integer(1, 1023),
  periodicity2048: integer(1, 2047),
  periodicity4096: integer(1, 4095),
  periodicity8192: integer(1, 8191),
});

// biome-ignore format: rows as in the specification
const ResponseWindowTimer = enumerated(
  'sf240', 'sf480', 'sf960', 'sf1920', 'sf3840', 'sf5760', 'sf7680', 'sf10240',
);

// biome-ignore format: rows as in the specification
const Eighths = enumerated(
  'zero', 'oneEighth', 'oneQuarter', 'threeEighth', 'oneHalf', 'fiveEighth', 'threeQuarter', 'sevenEighth',
);

/** PUR-MPDCCH-Config-r16 (TS 36.331, 6.3.2). */
const PURMPDCCHConfigR16 = sequence({
  'mpdcch-FreqHopping-r16': boolean,
  'mpdcch-Narrowband-r16': integer(1, 16),
  'mpdcch-PRB-PairsConfig-r16': sequence({
    'numberPRB-Pairs-r16': enumerated('n2', 'n4', 'n6', 'spare1'),
    'resourceBlockAssignment-r16': bitString(size(4)),
  }),
  'mpdcch-NumRepetition-r16': enumerated('r1', 'r2', 'r4', 'r8', 'r16', 'r32', 'r64', 'r128', 'r256'),
  'mpdcch-StartSF-UESS-r16': choice({
    fdd: enumerated('v1', 'v1dot5', 'v2', 'v2dot5', 'v4', 'v5', 'v8', 'v10'),
    tdd: enumerated('v1', 'v2', 'v4', 'v5', 'v8', 'v10', 'v20', 'spare1'),
  }),
  'mpdcch-Offset-PUR-SS-r16': Eighths,
});

/** PUR-PUSCH-Config-r16 (TS 36.331, 6.3.2). */
const PURPUSCHConfigR16 = sequence({
  'pur-GrantInfo-r16': optional(
    choice({
      'ce-ModeA': sequence({
        'numRUs-r16': bitString(size(2)),
        'prb-AllocationInfo-r16': bitString(size(10)),
        'mcs-r16': bitString(size(4)),
        'numRepetitions-r16': bitString(size(3)),
      }),
      'ce-ModeB': sequence({
        'subPRB-Allocation-r16': boolean,
        'numRUs-r16': boolean,
        'prb-AllocationInfo-r16': bitString(size(8)),
        'mcs-r16': bitString(size(4)),
        'numRepetitions-r16': bitString(size(3)),
      }),
    }),
  ),
  'pur-PUSCH-FreqHopping-r16': boolean,
  'p0-UE-PUSCH-r16': integer(-8, 7),
  'alpha-r16': AlphaR12,
  'pusch-CyclicShift-r16': enumerated('n0', 'n6'),
  'pusch-NB-MaxTBS-r16': boolean,
  'locationCE-ModeB-r16': optional(integer(0, 5)),
});

/** PUR-Config-r16 (TS 36.331, 6.3.2). */
export const PURConfigR16 = sequence(
  {
    'pur-ConfigID-r16': optional(bitString(size(20))),
    'pur-ImplicitReleaseAfter-r16': optional(enumerated('n2', 'n4', 'n8', 'spare')),
    'pur-StartTimeParameters-r16': optional(
      sequence({
        'periodicityAndOffset-r16': PURPeriodicityAndOffsetR16,
        'startSFN-r16': integer(0, 1023),
        'startSubFrame-r16': integer(0, 9),
        'hsfn-LSB-Info-r16': bitString(size(1)),
      }),
    ),
    'pur-NumOccasions-r16': enumerated('one', 'infinite'),
    'pur-RNTI-r16': optional(CRNTI),
    'pur-TimeAlignmentTimer-r16': optional(integer(1, 8)),
    'pur-RSRP-ChangeThreshold-r16': optional(
      setupRelease(
        sequence({
          'increaseThresh-r16': RSRPChangeThreshR16,
          'decreaseThresh-r16': optional(RSRPChangeThreshR16),
        }),
      ),
    ),
    'pur-ResponseWindowTimer-r16': optional(ResponseWindowTimer),
    'pur-MPDCCH-Config-r16': optional(PURMPDCCHConfigR16),
    'pur-PDSCH-FreqHopping-r16': boolean,
    'pur-PUCCH-Config-r16': optional(
      sequence({
        'n1PUCCH-AN-r16': optional(integer(0, 2047)),
        'pucch-NumRepetitionCE-Format1-r16': optional(enumerated('n1', 'n2', 'n4', 'n8')),
      }),
    ),
    'pur-PUSCH-Config-r16': optional(PURPUSCHConfigR16),
  },
  '...',
  group({ 'pur-PDSCH-maxTBS-r17': optional(boolean) }),
);
