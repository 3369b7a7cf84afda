/** Cells and carriers of UTRA, GERAN and CDMA2000, and PLMNs. */
import {
  bitString,
  choice,
  enumerated,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';

const Digit = integer(0, 9);

/** PLMN-Identity; without MCC it is that of the PLMN before it (TS 36.331, 6.3.4). */
export const PLMNIdentity = sequence({
  mcc: optional(sequenceOf(size(3), Digit)),
  mnc: sequenceOf(size(2, 3), Digit),
});

/** ARFCN-ValueUTRA (TS 36.331, 6.3.4). */
export const ARFCNValueUTRA = integer(0, 16383);

/** PhysCellIdUTRA-FDD (TS 36.331, 6.3.4). */
export const PhysCellIdUTRAFDD = integer(0, 511);

/** PhysCellIdUTRA-TDD (TS 36.331, 6.3.4). */
export const PhysCellIdUTRATDD = integer(0, 127);

const ARFCNValueGERAN = integer(0, 1023);
const BandIndicatorGERAN = enumerated('dcs1800', 'pcs1900');

/** CarrierFreqGERAN (TS 36.331, 6.3.4). */
export const CarrierFreqGERAN = sequence({ arfcn: ARFCNValueGERAN, bandIndicator: BandIndicatorGERAN });

/** CarrierFreqsGERAN (TS 36.331, 6.3.4). */
export const CarrierFreqsGERAN = sequence({
  startingARFCN: ARFCNValueGERAN,
  bandIndicator: BandIndicatorGERAN,
  followingARFCNs: choice({
    explicitListOfARFCNs: sequenceOf(size(0, 31), ARFCNValueGERAN),
    equallySpacedARFCNs: sequence({
      'arfcn-Spacing': integer(1, 8),
      numberOfFollowingARFCNs: integer(0, 31),
    }),
    variableBitMapOfARFCNs: octetString(size(1, 16)),
  }),
});

/** PhysCellIdGERAN (TS 36.331, 6.3.4). */
export const PhysCellIdGERAN = sequence({
  networkColourCode: bitString(size(3)),
  baseStationColourCode: bitString(size(3)),
});

// biome-ignore format: rows as in the specification
/** BandclassCDMA2000 (TS 36.331, 6.3.4). */
export const BandclassCDMA2000 = enumerated(
  'bc0', 'bc1', 'bc2', 'bc3', 'bc4', 'bc5', 'bc6', 'bc7', 'bc8', 'bc9', 'bc10', 'bc11', 'bc12', 'bc13', 'bc14',
  'bc15', 'bc16', 'bc17', 'bc18-v9a0', 'bc19-v9a0', 'bc20-v9a0', 'bc21-v9a0', 'spare10', 'spare9', 'spare8',
  'spare7', 'spare6', 'spare5', 'spare4', 'spare3', 'spare2', 'spare1', '...',
);

/** CarrierFreqCDMA2000 (TS 36.331, 6.3.4). */
export const CarrierFreqCDMA2000 = sequence({ bandClass: BandclassCDMA2000, arfcn: integer(0, 2047) });

/** PhysCellIdCDMA2000 (TS 36.331, 6.3.4). */
export const PhysCellIdCDMA2000 = integer(0, 511);
