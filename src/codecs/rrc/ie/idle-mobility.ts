import {
  choice,
  enumerated,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
  type Type,
  unsupported,
} from '../../per/index.js';
import { ARFCNValueEUTRA } from './cell.js';
import {
  ARFCNValueUTRA,
  BandclassCDMA2000,
  CarrierFreqCDMA2000,
  CarrierFreqGERAN,
  CarrierFreqsGERAN,
  PhysCellIdGERAN,
  PhysCellIdUTRAFDD,
  PhysCellIdUTRATDD,
} from './inter-rat.js';

/** RedirectedCarrierInfo: where a UE that is released is to look for a cell (TS 36.331, 6.2.2). */
export const RedirectedCarrierInfo = choice(
  {
    eutra: ARFCNValueEUTRA,
    geran: CarrierFreqsGERAN,
    'utra-FDD': ARFCNValueUTRA,
    'utra-TDD': ARFCNValueUTRA,
    'cdma2000-HRPD': CarrierFreqCDMA2000,
    'cdma2000-1xRTT': CarrierFreqCDMA2000,
  },
  '...',
  {
    'utra-TDD-r10': sequenceOf(size(1, 6), ARFCNValueUTRA),
    'nr-r15': unsupported('CarrierInfoNR-r15'),
  },
);

const CellReselectionPriority = integer(0, 7);

const frequencies = <T>(most: number, carrierFreq: Type<T>) =>
  optional(
    sequenceOf(size(1, most), sequence({ carrierFreq, cellReselectionPriority: CellReselectionPriority })),
  );

const BandClasses = optional(
  sequenceOf(
    size(1, 32),
    sequence({ bandClass: BandclassCDMA2000, cellReselectionPriority: CellReselectionPriority }),
  ),
);

/** IdleModeMobilityControlInfo; its additions are kept as octets (TS 36.331, 6.2.2). */
export const IdleModeMobilityControlInfo = sequence(
  {
    freqPriorityListEUTRA: frequencies(8, ARFCNValueEUTRA),
    freqPriorityListGERAN: optional(
      sequenceOf(
        size(1, 16),
        sequence({ carrierFreqs: CarrierFreqsGERAN, cellReselectionPriority: CellReselectionPriority }),
      ),
    ),
    'freqPriorityListUTRA-FDD': frequencies(16, ARFCNValueUTRA),
    'freqPriorityListUTRA-TDD': frequencies(16, ARFCNValueUTRA),
    bandClassPriorityListHRPD: BandClasses,
    bandClassPriorityList1XRTT: BandClasses,
    t320: optional(enumerated('min5', 'min10', 'min20', 'min30', 'min60', 'min120', 'min180', 'spare1')),
  },
  '...',
);

/** cellInfoList-r9 of RRCConnectionRelease: the system information of cells to look for (TS 36.331, 6.2.2). */
export const CellInfoListR9 = choice(
  {
    'geran-r9': sequenceOf(
      size(1, 32),
      sequence({
        'physCellId-r9': PhysCellIdGERAN,
        'carrierFreq-r9': CarrierFreqGERAN,
        'systemInformation-r9': sequenceOf(size(1, 10), octetString(size(1, 23))),
      }),
    ),
    'utra-FDD-r9': sequenceOf(
      size(1, 16),
      sequence({ 'physCellId-r9': PhysCellIdUTRAFDD, 'utra-BCCH-Container-r9': octetString() }),
    ),
    'utra-TDD-r9': sequenceOf(
      size(1, 16),
      sequence({ 'physCellId-r9': PhysCellIdUTRATDD, 'utra-BCCH-Container-r9': octetString() }),
    ),
  },
  '...',
  {
    'utra-TDD-r10': sequenceOf(
      size(1, 16),
      sequence({
        'physCellId-r10': PhysCellIdUTRATDD,
        'carrierFreq-r10': ARFCNValueUTRA,
        'utra-BCCH-Container-r10': octetString(),
      }),
    ),
  },
);
