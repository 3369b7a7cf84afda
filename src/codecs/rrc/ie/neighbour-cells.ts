import { bitString, enumerated, integer, optional, sequence, sequenceOf, size } from '../../per/index.js';
import { MBSFNSubframeConfigList, PhysCellId } from './cell.js';
import { setupRelease } from './setup-release.js';

// biome-ignore format: rows as in the specification
const PA = enumerated('dB-6', 'dB-4dot77', 'dB-3', 'dB-1dot77', 'dB0', 'dB1', 'dB2', 'dB3');

/** NeighCellsInfo-r12 (TS 36.331, 6.3.2). */
const NeighCellsInfoR12 = sequence(
  {
    'physCellId-r12': PhysCellId,
    'p-b-r12': integer(0, 3),
    'crs-PortsCount-r12': enumerated('n1', 'n2', 'n4', 'spare'),
    'mbsfn-SubframeConfig-r12': optional(MBSFNSubframeConfigList),
    'p-aList-r12': sequenceOf(size(1, 3), PA),
    'transmissionModeList-r12': bitString(size(8)),
    'resAllocGranularity-r12': integer(1, 4),
  },
  '...',
);

/** NAICS-AssistanceInfo-r12 (TS 36.331, 6.3.2). */
export const NAICSAssistanceInfoR12 = setupRelease(
  sequence({
    'neighCellsToReleaseList-r12': optional(sequenceOf(size(1, 8), PhysCellId)),
    'neighCellsToAddModList-r12': optional(sequenceOf(size(1, 8), NeighCellsInfoR12)),
    'servCellp-a-r12': optional(PA),
  }),
);
