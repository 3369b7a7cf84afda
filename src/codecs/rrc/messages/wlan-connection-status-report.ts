import {
  choice,
  enumerated,
  type Infer,
  nullType,
  octetString,
  optional,
  sequence,
} from '../../per/index.js';

/** WLAN-Status-r13 (TS 36.331, 6.3). */
export const WLANStatusR13 = enumerated(
  'successfulAssociation',
  'failureWlanRadioLink',
  'failureWlanUnavailable',
  'failureTimeout',
);
export type WLANStatusR13 = Infer<typeof WLANStatusR13>;

/** WLAN-Status-v1430: where it is there, the eNB ignores the other (TS 36.331, 6.3). */
export const WLANStatusV1430 = enumerated('suspended', 'resumed');
export type WLANStatusV1430 = Infer<typeof WLANStatusV1430>;

const WLANConnectionStatusReportV1430IEs = sequence({
  'wlan-Status-v1430': WLANStatusV1430,
  nonCriticalExtension: optional(sequence({})),
});

export const WLANConnectionStatusReportR13IEs = sequence({
  'wlan-Status-r13': WLANStatusR13,
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(WLANConnectionStatusReportV1430IEs),
});
export type WLANConnectionStatusReportR13IEs = Infer<typeof WLANConnectionStatusReportR13IEs>;

/** WLANConnectionStatusReport-r13 (TS 36.331, 6.2.2). */
export const WLANConnectionStatusReportR13 = sequence({
  criticalExtensions: choice({
    c1: choice({
      'wlanConnectionStatusReport-r13': WLANConnectionStatusReportR13IEs,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
