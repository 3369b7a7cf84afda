import {
  bitString,
  boolean,
  choice,
  integer,
  optional,
  sequence,
  sequenceOf,
  size,
  unsupported,
} from '../../per/index.js';
import { PhysCellId, RSRPRange, RSRQRange } from './cell.js';
import {
  CarrierFreqGERAN,
  PhysCellIdCDMA2000,
  PhysCellIdGERAN,
  PhysCellIdUTRAFDD,
  PhysCellIdUTRATDD,
  PLMNIdentity,
} from './inter-rat.js';

const Cells = size(1, 8);
const PLMNIdentityList2 = sequenceOf(size(1, 5), PLMNIdentity);
/** CellGlobalIdEUTRA and CellGlobalIdUTRA. */
const CellGlobalId = sequence({ 'plmn-Identity': PLMNIdentity, cellIdentity: bitString(size(28)) });

/** MeasResultEUTRA; its additions are kept as octets (TS 36.331, 6.3.5). */
const MeasResultEUTRA = sequence({
  physCellId: PhysCellId,
  'cgi-Info': optional(
    sequence({
      cellGlobalId: CellGlobalId,
      trackingAreaCode: bitString(size(16)),
      'plmn-IdentityList': optional(PLMNIdentityList2),
    }),
  ),
  measResult: sequence({ rsrpResult: optional(RSRPRange), rsrqResult: optional(RSRQRange) }, '...'),
});

/** MeasResultUTRA; its additions are kept as octets (TS 36.331, 6.3.5). */
const MeasResultUTRA = sequence({
  physCellId: choice({ fdd: PhysCellIdUTRAFDD, tdd: PhysCellIdUTRATDD }),
  'cgi-Info': optional(
    sequence({
      cellGlobalId: CellGlobalId,
      locationAreaCode: optional(bitString(size(16))),
      routingAreaCode: optional(bitString(size(8))),
      'plmn-IdentityList': optional(PLMNIdentityList2),
    }),
  ),
  measResult: sequence(
    { 'utra-RSCP': optional(integer(-5, 91)), 'utra-EcN0': optional(integer(0, 49)) },
    '...',
  ),
});

/** MeasResultGERAN (TS 36.331, 6.3.5). */
const MeasResultGERAN = sequence({
  carrierFreq: CarrierFreqGERAN,
  physCellId: PhysCellIdGERAN,
  'cgi-Info': optional(
    sequence({
      cellGlobalId: sequence({
        'plmn-Identity': PLMNIdentity,
        locationAreaCode: bitString(size(16)),
        cellIdentity: bitString(size(16)),
      }),
      routingAreaCode: optional(bitString(size(8))),
    }),
  ),
  measResult: sequence({ rssi: integer(0, 63) }, '...'),
});

/** MeasResultCDMA2000 (TS 36.331, 6.3.5). */
const MeasResultCDMA2000 = sequence({
  physCellId: PhysCellIdCDMA2000,
  'cgi-Info': optional(
    choice({ cellGlobalId1XRTT: bitString(size(47)), cellGlobalIdHRPD: bitString(size(128)) }),
  ),
  measResult: sequence({ pilotPnPhase: optional(integer(0, 32767)), pilotStrength: integer(0, 63) }, '...'),
});

/** measResultNeighCells of MeasResults; those of NR are kept as octets (TS 36.331, 6.3.5). */
export const MeasResultNeighCells = choice(
  {
    measResultListEUTRA: sequenceOf(Cells, MeasResultEUTRA),
    measResultListUTRA: sequenceOf(Cells, MeasResultUTRA),
    measResultListGERAN: sequenceOf(Cells, MeasResultGERAN),
    measResultsCDMA2000: sequence({
      preRegistrationStatusHRPD: boolean,
      measResultListCDMA2000: sequenceOf(Cells, MeasResultCDMA2000),
    }),
  },
  '...',
  { 'measResultNeighCellListNR-r15': unsupported('MeasResultCellListNR-r15') },
);

/** MeasResultServFreq-r10: an SCell, and the best other cell of its frequency; its additions are kept as octets (TS 36.331, 6.3.5). */
export const MeasResultServFreqR10 = sequence(
  {
    'servFreqId-r10': integer(0, 7),
    'measResultSCell-r10': optional(
      sequence({ 'rsrpResultSCell-r10': RSRPRange, 'rsrqResultSCell-r10': RSRQRange }),
    ),
    'measResultBestNeighCell-r10': optional(
      sequence({
        'physCellId-r10': PhysCellId,
        'rsrpResultNCell-r10': RSRPRange,
        'rsrqResultNCell-r10': RSRQRange,
      }),
    ),
  },
  '...',
);
