import { enumerated, integer, optional, sequence, sequenceOf, size } from '../../per/index.js';
import { ARFCNValueEUTRAR9, PhysCellIdRange, RSRPRange } from './cell.js';
import { AllowedMeasBandwidth } from './measurement-object.js';

const CellListR15 = sequenceOf(size(1, 8), PhysCellIdRange);

/** RSRQ-Range-r13: as RSRQ-Range, and beyond it on both ends (TS 36.331, 6.3.5; TS 36.133, 9.1.7). */
const RSRQRangeR13 = integer(-30, 46);

/** MeasIdleCarrierEUTRA-r15 (TS 36.331, 6.3.5). */
const MeasIdleCarrierEUTRAR15 = sequence(
  {
    'carrierFreq-r15': ARFCNValueEUTRAR9,
    'allowedMeasBandwidth-r15': AllowedMeasBandwidth,
    'validityArea-r15': optional(CellListR15),
    'measCellList-r15': optional(CellListR15),
    reportQuantities: enumerated('rsrp', 'rsrq', 'both'),
    'qualityThreshold-r15': optional(
      sequence({
        'idleRSRP-Threshold-r15': optional(RSRPRange),
        'idleRSRQ-Threshold-r15': optional(RSRQRangeR13),
      }),
    ),
  },
  '...',
);

// biome-ignore format: rows as in the specification
const MeasIdleDuration = enumerated(
  'sec10', 'sec30', 'sec60', 'sec120', 'sec180', 'sec240', 'sec300', 'spare',
);

/** MeasIdleConfigDedicated-r15; its additions, of NR, are kept as octets (TS 36.331, 6.3.5). */
export const MeasIdleConfigDedicatedR15 = sequence(
  {
    'measIdleCarrierListEUTRA-r15': optional(sequenceOf(size(1, 8), MeasIdleCarrierEUTRAR15)),
    'measIdleDuration-r15': MeasIdleDuration,
  },
  '...',
);
