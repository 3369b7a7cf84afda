import {
  bitString,
  enumerated,
  group,
  type Infer,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
  unsupported,
} from '../../per/index.js';
import { RSRPRange, RSRQRange } from './cell.js';
import { WLANIdentifiersR12 } from './lwa.js';
import { MeasResultNeighCells, MeasResultServFreqR10 } from './neighbour-results.js';

/** WLAN-RSSI-Range-r13: 0 below -100 dBm, n from n - 101 dBm on (TS 36.331, 6.3). */
export const WLANRSSIRangeR13 = integer(0, 141);

/** WLAN-CarrierInfo-r13 (TS 36.331, 6.3). */
export const WLANCarrierInfoR13 = sequence(
  {
    'operatingClass-r13': optional(integer(0, 255)),
    'countryCode-r13': optional(enumerated('unitedStates', 'europe', 'japan', 'global', '...')),
    'channelNumbers-r13': optional(sequenceOf(size(1, 16), integer(0, 255))),
  },
  '...',
);

/** WLAN-BandIndicator-r13 (TS 36.331, 6.3). */
export const WLANBandIndicatorR13 = enumerated(
  'band2dot4',
  'band5',
  'band60-v1430',
  'spare5',
  'spare4',
  'spare3',
  'spare2',
  'spare1',
  '...',
);

/** WLAN-backhaulRate-r12, in kbit/s (TS 36.331, 6.3). */
// biome-ignore format: rows as in the specification
export const WLANBackhaulRateR12 = enumerated(
  'r0', 'r4', 'r8', 'r16', 'r32', 'r64', 'r128', 'r256', 'r512', 'r1024', 'r2048', 'r4096',
  'r8192', 'r16384', 'r32768', 'r65536', 'r131072', 'r262144', 'r524288', 'r1048576',
  'r2097152', 'r4194304', 'r8388608', 'r16777216', 'r33554432', 'r67108864', 'r134217728',
  'r268435456', 'r536870912', 'r1073741824', 'r2147483648', 'r4294967296',
);

/** MeasResultWLAN-r13 (TS 36.331, 6.3.5). */
export const MeasResultWLANR13 = sequence(
  {
    'wlan-Identifiers-r13': WLANIdentifiersR12,
    'carrierInfoWLAN-r13': optional(WLANCarrierInfoR13),
    'bandWLAN-r13': optional(WLANBandIndicatorR13),
    'rssiWLAN-r13': WLANRSSIRangeR13,
    'availableAdmissionCapacityWLAN-r13': optional(integer(0, 31250)),
    'backhaulDL-BandwidthWLAN-r13': optional(WLANBackhaulRateR12),
    'backhaulUL-BandwidthWLAN-r13': optional(WLANBackhaulRateR12),
    'channelUtilizationWLAN-r13': optional(integer(0, 255)),
    'stationCountWLAN-r13': optional(integer(0, 65535)),
    'connectedWLAN-r13': optional(enumerated('true')),
  },
  '...',
);
export type MeasResultWLANR13 = Infer<typeof MeasResultWLANR13>;

/** MeasResultForECID-r9 (TS 36.331, 6.3.5). */
const MeasResultForECIDR9 = sequence({
  'ue-RxTxTimeDiffResult-r9': integer(0, 4095),
  'currentSFN-r9': bitString(size(10)),
});

/** MeasResults (TS 36.331, 6.3.5). */
export const MeasResults = sequence(
  {
    measId: integer(1, 32),
    measResultPCell: sequence({
      rsrpResult: RSRPRange,
      rsrqResult: RSRQRange,
    }),
    measResultNeighCells: optional(MeasResultNeighCells),
  },
  '...',
  group({
    'measResultForECID-r9': optional(MeasResultForECIDR9),
  }),
  group({
    'locationInfo-r10': optional(unsupported('LocationInfo-r10')),
    'measResultServFreqList-r10': optional(sequenceOf(size(1, 5), MeasResultServFreqR10)),
  }),
  group({
    'measId-v1250': optional(integer(33, 64)),
    'measResultPCell-v1250': optional(integer(-30, 46)),
    'measResultCSI-RS-List-r12': optional(unsupported('MeasResultCSI-RS-List-r12')),
  }),
  group({
    'measResultForRSSI-r13': optional(unsupported('MeasResultForRSSI-r13')),
    'measResultServFreqListExt-r13': optional(unsupported('MeasResultServFreqListExt-r13')),
    'measResultSSTD-r13': optional(unsupported('MeasResultSSTD-r13')),
    'measResultPCell-v1310': optional(unsupported('MeasResults.measResultPCell-v1310')),
    'ul-PDCP-DelayResultList-r13': optional(unsupported('UL-PDCP-DelayResultList-r13')),
    'measResultListWLAN-r13': optional(sequenceOf(size(1, 8), MeasResultWLANR13)),
  }),
  group({
    'measResultPCell-v1360': optional(integer(-17, -1)),
  }),
  group({
    'measResultListCBR-r14': optional(unsupported('MeasResultListCBR-r14')),
    'measResultListWLAN-r14': optional(sequenceOf(size(1, 32), MeasResultWLANR13)),
  }),
  group({
    'measResultServFreqListNR-r15': optional(unsupported('MeasResultServFreqListNR-r15')),
    'measResultCellListSFTD-r15': optional(unsupported('MeasResultCellListSFTD-r15')),
  }),
  group({
    'logMeasResultListBT-r15': optional(unsupported('LogMeasResultListBT-r15')),
    'logMeasResultListWLAN-r15': optional(unsupported('LogMeasResultListWLAN-r15')),
    'measResultSensing-r15': optional(unsupported('MeasResultSensing-r15')),
    'heightUE-r15': optional(integer(-400, 8880)),
  }),
  group({
    'ul-PDCP-DelayValueResultList-r16': optional(unsupported('UL-PDCP-DelayValueResultList-r16')),
    'measResultForRSSI-NR-r16': optional(unsupported('MeasResultForRSSI-NR-r16')),
  }),
  group({
    'uncomBarPreMeasResult-r17': optional(octetString()),
    'coarseLocationInfo-r17': optional(octetString()),
  }),
);
export type MeasResults = Infer<typeof MeasResults>;
