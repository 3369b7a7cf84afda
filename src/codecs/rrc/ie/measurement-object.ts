import {
  bitString,
  bits,
  boolean,
  choice,
  enumerated,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
  unsupported,
  withDefault,
} from '../../per/index.js';
import { ARFCNValueEUTRA, PhysCellId, PhysCellIdRange } from './cell.js';
import {
  ARFCNValueUTRA,
  CarrierFreqCDMA2000,
  CarrierFreqsGERAN,
  PhysCellIdCDMA2000,
  PhysCellIdGERAN,
  PhysCellIdUTRAFDD,
  PhysCellIdUTRATDD,
} from './inter-rat.js';
import { WLANIdListR13 } from './lwa.js';
import { WLANBandIndicatorR13, WLANCarrierInfoR13 } from './measurement.js';

const CellIndex = integer(1, 32);
const CellIndexList = sequenceOf(size(1, 32), CellIndex);

// biome-ignore format: rows as in the specification
const QOffsetRange = enumerated(
  'dB-24', 'dB-22', 'dB-20', 'dB-18', 'dB-16', 'dB-14', 'dB-12', 'dB-10', 'dB-8', 'dB-6', 'dB-5', 'dB-4', 'dB-3',
  'dB-2', 'dB-1', 'dB0', 'dB1', 'dB2', 'dB3', 'dB4', 'dB5', 'dB6', 'dB8', 'dB10', 'dB12', 'dB14', 'dB16', 'dB18',
  'dB20', 'dB22', 'dB24',
);

const QOffsetRangeInterRAT = integer(-15, 15);

/** AllowedMeasBandwidth (TS 36.331, 6.3.5). */
export const AllowedMeasBandwidth = enumerated('mbw6', 'mbw15', 'mbw25', 'mbw50', 'mbw75', 'mbw100');

/** MeasObjectEUTRA; its additions are kept as octets (TS 36.331, 6.3.5). */
const MeasObjectEUTRA = sequence(
  {
    carrierFreq: ARFCNValueEUTRA,
    allowedMeasBandwidth: AllowedMeasBandwidth,
    presenceAntennaPort1: boolean,
    neighCellConfig: bitString(size(2)),
    offsetFreq: withDefault(QOffsetRange, 'dB0'),
    cellsToRemoveList: optional(CellIndexList),
    cellsToAddModList: optional(
      sequenceOf(
        size(1, 32),
        sequence({ cellIndex: CellIndex, physCellId: PhysCellId, cellIndividualOffset: QOffsetRange }),
      ),
    ),
    excludedCellsToRemoveList: optional(CellIndexList),
    excludedCellsToAddModList: optional(
      sequenceOf(size(1, 32), sequence({ cellIndex: CellIndex, physCellIdRange: PhysCellIdRange })),
    ),
    cellForWhichToReportCGI: optional(PhysCellId),
  },
  '...',
);

/** MeasObjectUTRA; its additions are kept as octets (TS 36.331, 6.3.5). */
const MeasObjectUTRA = sequence(
  {
    carrierFreq: ARFCNValueUTRA,
    offsetFreq: withDefault(QOffsetRangeInterRAT, 0),
    cellsToRemoveList: optional(CellIndexList),
    cellsToAddModList: optional(
      choice({
        'cellsToAddModListUTRA-FDD': sequenceOf(
          size(1, 32),
          sequence({ cellIndex: CellIndex, physCellId: PhysCellIdUTRAFDD }),
        ),
        'cellsToAddModListUTRA-TDD': sequenceOf(
          size(1, 32),
          sequence({ cellIndex: CellIndex, physCellId: PhysCellIdUTRATDD }),
        ),
      }),
    ),
    cellForWhichToReportCGI: optional(
      choice({
        'utra-FDD': PhysCellIdUTRAFDD,
        'utra-TDD': PhysCellIdUTRATDD,
      }),
    ),
  },
  '...',
);

/** MeasObjectGERAN (TS 36.331, 6.3.5). */
const MeasObjectGERAN = sequence(
  {
    carrierFreqs: CarrierFreqsGERAN,
    offsetFreq: withDefault(QOffsetRangeInterRAT, 0),
    'ncc-Permitted': withDefault(bitString(size(8)), bits('11111111')),
    cellForWhichToReportCGI: optional(PhysCellIdGERAN),
  },
  '...',
);

/** MeasObjectCDMA2000 (TS 36.331, 6.3.5). */
const MeasObjectCDMA2000 = sequence(
  {
    'cdma2000-Type': enumerated('type1XRTT', 'typeHRPD'),
    carrierFreq: CarrierFreqCDMA2000,
    searchWindowSize: optional(integer(0, 15)),
    offsetFreq: withDefault(QOffsetRangeInterRAT, 0),
    cellsToRemoveList: optional(CellIndexList),
    cellsToAddModList: optional(
      sequenceOf(size(1, 32), sequence({ cellIndex: CellIndex, physCellId: PhysCellIdCDMA2000 })),
    ),
    cellForWhichToReportCGI: optional(PhysCellIdCDMA2000),
  },
  '...',
);

/** MeasObjectWLAN-r13: the WLANs that the UE is to measure (TS 36.331, 6.3.5). */
const MeasObjectWLANR13 = sequence(
  {
    'carrierFreq-r13': optional(
      choice({
        'bandIndicatorListWLAN-r13': sequenceOf(size(1, 8), WLANBandIndicatorR13),
        'carrierInfoListWLAN-r13': sequenceOf(size(1, 8), WLANCarrierInfoR13),
      }),
    ),
    'wlan-ToAddModList-r13': optional(WLANIdListR13),
    'wlan-ToRemoveList-r13': optional(WLANIdListR13),
  },
  '...',
);

/** MeasObjectId (TS 36.331, 6.3.5). */
export const MeasObjectId = integer(1, 32);

/** MeasObjectId-v1310 (TS 36.331, 6.3.5). */
export const MeasObjectIdV1310 = integer(33, 64);

/** MeasObjectToAddMod (TS 36.331, 6.3.5). */
export const MeasObjectToAddMod = sequence({
  measObjectId: MeasObjectId,
  measObject: choice(
    {
      measObjectEUTRA: MeasObjectEUTRA,
      measObjectUTRA: MeasObjectUTRA,
      measObjectGERAN: MeasObjectGERAN,
      measObjectCDMA2000: MeasObjectCDMA2000,
    },
    '...',
    {
      'measObjectWLAN-r13': MeasObjectWLANR13,
      'measObjectNR-r15': unsupported('MeasObjectNR-r15'),
    },
  ),
});

/** MeasObjectToAddModExt-r13 (TS 36.331, 6.3.5). */
export const MeasObjectToAddModExtR13 = sequence({
  'measObjectId-r13': MeasObjectIdV1310,
  'measObject-r13': choice(
    {
      'measObjectEUTRA-r13': MeasObjectEUTRA,
      'measObjectUTRA-r13': MeasObjectUTRA,
      'measObjectGERAN-r13': MeasObjectGERAN,
      'measObjectCDMA2000-r13': MeasObjectCDMA2000,
    },
    '...',
    {
      'measObjectWLAN-v1320': MeasObjectWLANR13,
      'measObjectNR-r15': unsupported('MeasObjectNR-r15'),
    },
  ),
});
