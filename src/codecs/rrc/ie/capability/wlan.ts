/** What a UE can do with WLAN (TS 36.331, 6.3.6). */
import {
  type Infer,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../../per/index.js';
import { WLANBandIndicatorR13 } from '../measurement.js';
import { supported } from './supported.js';

export const IRATParametersWLANR13 = sequence({
  'supportedBandListWLAN-r13': optional(sequenceOf(size(1, 8), WLANBandIndicatorR13)),
});

export const WLANIWParametersR12 = sequence({
  'wlan-IW-RAN-Rules-r12': supported,
  'wlan-IW-ANDSF-Policies-r12': supported,
});

export const LWAParametersR13 = sequence({
  'lwa-r13': supported,
  'lwa-SplitBearer-r13': supported,
  'wlan-MAC-Address-r13': optional(octetString(size(6))),
  'lwa-BufferSize-r13': supported,
});
export type LWAParametersR13 = Infer<typeof LWAParametersR13>;

export const LWAParametersV1430 = sequence({
  'lwa-HO-WithoutWT-Change-r14': supported,
  'lwa-UL-r14': supported,
  'wlan-PeriodicMeas-r14': supported,
  'wlan-ReportAnyWLAN-r14': supported,
  'wlan-SupportedDataRate-r14': optional(integer(1, 2048)),
});

export const LWAParametersV1440 = sequence({
  'lwa-RLC-UM-r14': supported,
});

export const WLANIWParametersV1310 = sequence({
  'rclwi-r13': supported,
});

export const LWIPParametersR13 = sequence({
  'lwip-r13': supported,
});

export const LWIPParametersV1430 = sequence({
  'lwip-Aggregation-DL-r14': supported,
  'lwip-Aggregation-UL-r14': supported,
});
