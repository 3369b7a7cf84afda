import {
  boolean,
  enumerated,
  group,
  type Infer,
  integer,
  optional,
  sequence,
  unsupported,
} from '../../per/index.js';
import { AdditionalSpectrumEmission, ARFCNValueEUTRA, ARFCNValueEUTRAR9, CRNTI, PhysCellId } from './cell.js';
import { RadioResourceConfigCommon } from './radio-resource-common.js';

/** CarrierFreqEUTRA (TS 36.331, 6.3.4). */
const CarrierFreqEUTRA = sequence({
  'dl-CarrierFreq': ARFCNValueEUTRA,
  'ul-CarrierFreq': optional(ARFCNValueEUTRA),
});

const CarrierFreqEUTRAV9e0 = sequence({
  'dl-CarrierFreq-v9e0': ARFCNValueEUTRAR9,
  'ul-CarrierFreq-v9e0': optional(ARFCNValueEUTRAR9),
});

const Bandwidth = enumerated(
  'n6',
  'n15',
  'n25',
  'n50',
  'n75',
  'n100',
  'spare10',
  'spare9',
  'spare8',
  'spare7',
  'spare6',
  'spare5',
  'spare4',
  'spare3',
  'spare2',
  'spare1',
);

/** CarrierBandwidthEUTRA, in resource blocks (TS 36.331, 6.3.4). */
export const CarrierBandwidthEUTRA = sequence({
  'dl-Bandwidth': Bandwidth,
  'ul-Bandwidth': optional(Bandwidth),
});
export type CarrierBandwidthEUTRA = Infer<typeof CarrierBandwidthEUTRA>;

/** RACH-ConfigDedicated (TS 36.331, 6.3.2). */
export const RACHConfigDedicated = sequence({
  'ra-PreambleIndex': integer(0, 63),
  'ra-PRACH-MaskIndex': integer(0, 15),
});

/** MobilityControlInfo: the handover (TS 36.331, 6.3.4). */
export const MobilityControlInfo = sequence(
  {
    targetPhysCellId: PhysCellId,
    carrierFreq: optional(CarrierFreqEUTRA),
    carrierBandwidth: optional(CarrierBandwidthEUTRA),
    additionalSpectrumEmission: optional(AdditionalSpectrumEmission),
    t304: enumerated('ms50', 'ms100', 'ms150', 'ms200', 'ms500', 'ms1000', 'ms2000', 'ms10000-v1310'),
    'newUE-Identity': CRNTI,
    radioResourceConfigCommon: RadioResourceConfigCommon,
    'rach-ConfigDedicated': optional(RACHConfigDedicated),
  },
  '...',
  group({
    'carrierFreq-v9e0': optional(CarrierFreqEUTRAV9e0),
  }),
  group({
    'drb-ContinueROHC-r11': optional(enumerated('true')),
  }),
  group({
    'mobilityControlInfoV2X-r14': optional(unsupported('MobilityControlInfoV2X-r14')),
    'handoverWithoutWT-Change-r14': optional(enumerated('keepLWA-Config', 'sendEndMarker')),
    'makeBeforeBreak-r14': optional(enumerated('true')),
    'rach-Skip-r14': optional(unsupported('RACH-Skip-r14')),
    'sameSFN-Indication-r14': optional(enumerated('true')),
  }),
  group({
    'mib-RepetitionStatus-r14': optional(boolean),
    'schedulingInfoSIB1-BR-r14': optional(integer(0, 31)),
  }),
  group({
    'daps-Config-r16': optional(unsupported('DAPS-Config-r16')),
  }),
);
export type MobilityControlInfo = Infer<typeof MobilityControlInfo>;
