import type {
  WLANConnectionStatusReportR13IEs,
  WLANStatusR13,
  WLANStatusV1430,
} from '../messages/wlan-connection-status-report.js';
import type { ULDCCHMessage } from '../ul-dcch.js';

/** How the UE's WLAN connection is, in either version of the component. */
export type WlanStatus = WLANStatusR13 | WLANStatusV1430;

/** wlan-Status-r13 is mandatory: the older value that comes nearest, for an eNB that does not know the later one. */
const statusIes = (status: WlanStatus): WLANConnectionStatusReportR13IEs => {
  if (status === 'suspended') {
    return {
      'wlan-Status-r13': 'failureWlanRadioLink',
      nonCriticalExtension: { 'wlan-Status-v1430': status },
    };
  }
  if (status === 'resumed') {
    return {
      'wlan-Status-r13': 'successfulAssociation',
      nonCriticalExtension: { 'wlan-Status-v1430': status },
    };
  }
  return { 'wlan-Status-r13': status };
};

/** The report of the UE's WLAN connection, on SRB1 (TS 36.331, 5.6.15.3). */
export const wlanConnectionStatusReport = (status: WlanStatus): ULDCCHMessage => ({
  message: {
    choice: 'messageClassExtension',
    value: {
      choice: 'c2',
      value: {
        choice: 'wlanConnectionStatusReport-r13',
        value: {
          criticalExtensions: {
            choice: 'c1',
            value: { choice: 'wlanConnectionStatusReport-r13', value: statusIes(status) },
          },
        },
      },
    },
  },
});
