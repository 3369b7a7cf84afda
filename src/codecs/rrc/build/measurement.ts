import { type Names, onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import { given } from '../../given.js';
import type { MeasResultWLANR13 } from '../ie/measurement.js';
import type { ULDCCHMessage } from '../ul-dcch.js';
import { flagged, listed } from './optional.js';
import { identifiersOf, WLAN_IDENTITY, type WlanIdentity } from './wlan.js';

/** A WLAN as the UE receives it. */
export interface WlanMeasurement extends WlanIdentity {
  /** In dBm; below -100 and from 40 on only that is said. */
  readonly rssi: number;
  /** Whether the UE is connected to it. */
  readonly connected?: boolean | undefined;
  readonly band?: 'band2dot4' | 'band5' | 'band60-v1430' | undefined;
  /** What the AP says of its channel. */
  readonly carrier?:
    | {
        /** Operating class, 0 to 255 (IEEE 802.11-2020, Annex E). */
        readonly operatingClass?: number | undefined;
        readonly country?: 'unitedStates' | 'europe' | 'japan' | 'global' | undefined;
        /** Up to 16 channel numbers, 0 to 255. */
        readonly channels?: readonly number[] | undefined;
      }
    | undefined;
  /** What the AP says of its load (IEEE 802.11-2020, 9.4.2.27). */
  readonly load?:
    | {
        /** In 1/255 of the time, 0 to 255. */
        readonly channelUtilization?: number | undefined;
        /** 0 to 65535. */
        readonly stations?: number | undefined;
        /** In units of 32 µs/s, 0 to 31250. */
        readonly admissionCapacity?: number | undefined;
      }
    | undefined;
}

const WLAN: Names<WlanMeasurement> = {
  ...WLAN_IDENTITY,
  rssi: true,
  connected: true,
  band: true,
  carrier: true,
  load: true,
};
const CARRIER: Names<NonNullable<WlanMeasurement['carrier']>> = {
  operatingClass: true,
  country: true,
  channels: true,
};
const LOAD: Names<NonNullable<WlanMeasurement['load']>> = {
  channelUtilization: true,
  stations: true,
  admissionCapacity: true,
};

/** What the UE measured. */
export interface Measurement {
  /** The measurement that triggered the report, 1 to 32. */
  readonly measId: number;
  /** RSRP of the serving cell in dBm; below -140 and from -44 on only that is said. */
  readonly rsrp: number;
  /** RSRQ of the serving cell in dB; below -19.5 and from -3 on only that is said. */
  readonly rsrq: number;
  /** Up to 8 WLANs. */
  readonly wlans?: readonly WlanMeasurement[] | undefined;
}

const MEASUREMENT: Names<Measurement> = { measId: true, rsrp: true, rsrq: true, wlans: true };

/** The reported value: 0 below `first`, n from the nth step on. */
const reported = (path: string, value: number, first: number, step: number, last: number): number => {
  if (!Number.isFinite(value)) throw new EncodeError(path, 'must be a finite number');
  return Math.min(last, Math.max(0, Math.floor((value - first) / step) + 1));
};

const measResultWlan = (wlan: WlanMeasurement, index: number): MeasResultWLANR13 => {
  const path = `wlans[${index}]`;
  onlyNames(path, wlan, WLAN);
  if (wlan.carrier !== undefined) onlyNames(`${path}.carrier`, wlan.carrier, CARRIER);
  if (wlan.load !== undefined) onlyNames(`${path}.load`, wlan.load, LOAD);
  return given({
    'wlan-Identifiers-r13': identifiersOf(wlan),
    'carrierInfoWLAN-r13':
      wlan.carrier &&
      given({
        'operatingClass-r13': wlan.carrier.operatingClass,
        'countryCode-r13': wlan.carrier.country,
        'channelNumbers-r13': listed(wlan.carrier.channels ?? []),
      }),
    'bandWLAN-r13': wlan.band,
    'rssiWLAN-r13': reported('rssi', wlan.rssi, -100, 1, 141),
    'availableAdmissionCapacityWLAN-r13': wlan.load?.admissionCapacity,
    'channelUtilizationWLAN-r13': wlan.load?.channelUtilization,
    'stationCountWLAN-r13': wlan.load?.stations,
    'connectedWLAN-r13': flagged(wlan.connected),
  });
};

/**
 * A MeasurementReport of the serving cell and of WLANs (TS 36.331, 5.5.5; mappings of TS 36.133, 9.1.4 and 9.1.7, and of
 * WLAN-RSSI-Range).
 * @throws EncodeError for a level that is not a finite number, names that there are not; everything else is checked when the message is encoded
 */
export function measurementReport(measurement: Measurement): ULDCCHMessage {
  onlyNames('', measurement, MEASUREMENT);
  const { measId, rsrp, rsrq, wlans = [] } = measurement;
  const measResults = given({
    measId,
    measResultPCell: {
      rsrpResult: reported('rsrp', rsrp, -140, 1, 97),
      rsrqResult: reported('rsrq', rsrq, -19.5, 0.5, 34),
    },
    'measResultListWLAN-r13': listed(wlans.map(measResultWlan)),
  });
  return {
    message: {
      choice: 'c1',
      value: {
        choice: 'measurementReport',
        value: {
          criticalExtensions: {
            choice: 'c1',
            value: { choice: 'measurementReport-r8', value: { measResults } },
          },
        },
      },
    },
  };
}
