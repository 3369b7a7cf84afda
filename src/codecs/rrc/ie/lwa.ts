import {
  boolean,
  enumerated,
  group,
  type Infer,
  integer,
  octetString,
  optional,
  sequence,
  sequenceOf,
  size,
} from '../../per/index.js';
import { setupRelease } from './setup-release.js';

/** WLAN-Identifiers-r12: a WLAN by whatever is known of it (TS 36.331, 6.3). */
export const WLANIdentifiersR12 = sequence(
  {
    'ssid-r12': optional(octetString(size(1, 32))),
    'bssid-r12': optional(octetString(size(6))),
    'hessid-r12': optional(octetString(size(6))),
  },
  '...',
);
export type WLANIdentifiersR12 = Infer<typeof WLANIdentifiersR12>;

/** WLAN-Id-List-r13; the upper bound is maxWLAN-Id-r13 (TS 36.331, 6.3). */
export const WLANIdListR13 = sequenceOf(size(1, 32), WLANIdentifiersR12);

/** WLAN-SuspendConfig-r14 (TS 36.331, 6.3). */
const WLANSuspendConfigR14 = sequence({
  'wlan-SuspendResumeAllowed-r14': optional(boolean),
  'wlan-SuspendTriggersStatusReport-r14': optional(boolean),
});

/** WLAN-MobilityConfig-r13: the mobility set, and T351 (TS 36.331, 6.3). */
export const WLANMobilityConfigR13 = sequence(
  {
    'wlan-ToReleaseList-r13': optional(WLANIdListR13),
    'wlan-ToAddList-r13': optional(WLANIdListR13),
    'associationTimer-r13': optional(enumerated('s10', 's30', 's60', 's120', 's240')),
    'successReportRequested-r13': optional(enumerated('true')),
  },
  '...',
  group({
    'wlan-SuspendConfig-r14': optional(WLANSuspendConfigR14),
  }),
);
export type WLANMobilityConfigR13 = Infer<typeof WLANMobilityConfigR13>;

/** LWA-Config-r13 (TS 36.331, 6.3). */
export const LWAConfigR13 = sequence(
  {
    'lwa-MobilityConfig-r13': optional(WLANMobilityConfigR13),
    'lwa-WT-Counter-r13': optional(integer(0, 65535)),
  },
  '...',
  group({
    'wt-MAC-Address-r14': optional(octetString(size(6))),
  }),
);
export type LWAConfigR13 = Infer<typeof LWAConfigR13>;

/** LWA-Configuration-r13 (TS 36.331, 6.3). */
export const LWAConfigurationR13 = setupRelease(sequence({ 'lwa-Config-r13': LWAConfigR13 }));
export type LWAConfigurationR13 = Infer<typeof LWAConfigurationR13>;
