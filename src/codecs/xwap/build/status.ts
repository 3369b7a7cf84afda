import { EncodeError } from '../../error.js';
import type { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import {
  BSSMeasurementResultList,
  BSSToReportList,
  CompleteFailureCauseInformationList,
  MeasurementFailureCauseList,
  MeasurementInitiationResultList,
  type ReportingPeriodicity,
  type WLANBackhaulRate,
} from '../ies/status.js';
import type { XwAPPDU } from '../pdu.js';
import { ifGiven } from './bearers.js';
import { xwapMessage } from './message.js';
import { type Characteristics, elementsOf, reportCharacteristics } from './values.js';

/** What a WT STATUS REQUEST says. */
export interface WtStatusRequest {
  /** 1..4095, given by the eNB. */
  readonly enbMeasurementId: number;
  /** 1..4095, given by the WT; with `stop`, and only then. */
  readonly wtMeasurementId?: number | undefined;
  readonly registration: 'start' | 'stop';
  readonly characteristics?: Characteristics | undefined;
  /** 1..4096 BSSIDs, 6 octets each */
  readonly bssids: readonly Uint8Array[];
  /** For `start`: ms10 to s10. */
  readonly periodicity?: ReportingPeriodicity | undefined;
  /** Lets the WT start what it can, if it cannot start all. */
  readonly partialSuccess?: boolean | undefined;
}

/**
 * WT STATUS REQUEST, eNB → WT: starts or stops reports. TS 36.463, 8.4 and 9.1.7.
 * @throws EncodeError for `stop` without WT measurement ID or `start` with one
 */
export function wtStatusRequest(request: WtStatusRequest): XwAPPDU {
  const { registration, wtMeasurementId } = request;
  if ((registration === 'stop') !== (wtMeasurementId !== undefined)) {
    throw new EncodeError('wtMeasurementId', 'must be there for registration "stop" and only then');
  }
  return xwapMessage('WTStatusRequest', {
    'ENB-Measurement-ID': request.enbMeasurementId,
    'WT-Measurement-ID': wtMeasurementId,
    'Registration-Request': registration,
    ReportCharacteristics: ifGiven(request.characteristics, reportCharacteristics),
    'BSSToReport-List': elementsOf(
      BSSToReportList,
      request.bssids.map(bSSID => ({ bSSID })),
    ),
    ReportingPeriodicity: request.periodicity,
    PartialSuccessIndicator: request.partialSuccess ? 'partial-success-allowed' : undefined,
  });
}

/** The ids of a measurement. */
export interface MeasurementPair {
  /** 1..4095, given by the eNB. */
  readonly enbMeasurementId: number;
  /** 1..4095, given by the WT. */
  readonly wtMeasurementId: number;
}

const measurementOf = ({ enbMeasurementId, wtMeasurementId }: MeasurementPair) => ({
  'ENB-Measurement-ID': enbMeasurementId,
  'WT-Measurement-ID': wtMeasurementId,
});

/** What cannot be measured, and why. */
export interface MeasurementFailure {
  readonly characteristics: Characteristics;
  readonly cause: Cause;
}

/** The failures at one BSS. */
export interface BssFailures {
  /** 6 octets */
  readonly bssid: Uint8Array;
  /** 1..32 failures */
  readonly failures: readonly MeasurementFailure[];
}

const failuresOf = (failures: readonly MeasurementFailure[]) =>
  elementsOf(
    MeasurementFailureCauseList,
    failures.map(({ characteristics, cause }) => ({
      measurementFailedReportCharacteristics: reportCharacteristics(characteristics),
      cause,
    })),
  );

/** What a WT STATUS RESPONSE says. */
export interface WtStatusResponse extends MeasurementPair {
  /** 1..4096 BSSs; without `failures` all is measured there. */
  readonly results?: readonly (Pick<BssFailures, 'bssid'> & Partial<BssFailures>)[] | undefined;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

/** WT STATUS RESPONSE, WT → eNB. TS 36.463, 8.4.2 and 9.1.8. */
export const wtStatusResponse = (answer: WtStatusResponse): XwAPPDU =>
  xwapMessage('WTStatusResponse', {
    ...measurementOf(answer),
    'MeasurementInitiationResult-List': ifGiven(answer.results, list =>
      elementsOf(
        MeasurementInitiationResultList,
        list.map(({ bssid, failures }) => ({
          bSSID: bssid,
          ...(failures === undefined ? {} : { 'measurementFailureCause-List': failuresOf(failures) }),
        })),
      ),
    ),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });

/** What a WT STATUS FAILURE says. */
export interface WtStatusFailure extends MeasurementPair {
  /** 1..4096 BSSs */
  readonly failures?: readonly BssFailures[] | undefined;
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

/** WT STATUS FAILURE, WT → eNB. TS 36.463, 8.4.3 and 9.1.9. */
export const wtStatusFailure = (answer: WtStatusFailure): XwAPPDU =>
  xwapMessage('WTStatusFailure', {
    ...measurementOf(answer),
    'CompleteFailureCauseInformation-List': ifGiven(answer.failures, list =>
      elementsOf(
        CompleteFailureCauseInformationList,
        list.map(({ bssid, failures }) => ({
          bSSID: bssid,
          'measurementFailureCause-List': failuresOf(failures),
        })),
      ),
    ),
    Cause: answer.cause,
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });

/** What was measured at one BSS. */
export interface BssMeasurement {
  /** 6 octets */
  readonly bssid: Uint8Array;
  readonly load?:
    | {
        /** 0..255, where 255 is the whole capacity. */
        readonly channelUtilization: number;
        /** 0..65535 */
        readonly stationCount?: number | undefined;
      }
    | undefined;
  readonly wan?:
    | {
        /** kbit/s, `r0` to `r4294967296` */
        readonly rateDl: WLANBackhaulRate;
        readonly rateUl: WLANBackhaulRate;
        /** 0..255, where 255 is the whole capacity. */
        readonly loadDl: number;
        readonly loadUl: number;
      }
    | undefined;
  /** Percent, 0..100. */
  readonly availableChannelUtilization?: number | undefined;
}

/** What a WT STATUS REPORT says. */
export interface WtStatusReport extends MeasurementPair {
  /** 1..4096 BSSs */
  readonly results: readonly BssMeasurement[];
}

/** WT STATUS REPORT, WT → eNB. TS 36.463, 8.5 and 9.1.10. */
export const wtStatusReport = (report: WtStatusReport): XwAPPDU =>
  xwapMessage('WTStatusReport', {
    ...measurementOf(report),
    'BSSMeasurementResult-List': elementsOf(
      BSSMeasurementResultList,
      report.results.map(({ bssid, load, wan, availableChannelUtilization: available }) => ({
        bSSID: bssid,
        ...(load === undefined
          ? {}
          : {
              bSSLoad: {
                channelUtilization: load.channelUtilization,
                ...(load.stationCount === undefined ? {} : { stationCount: load.stationCount }),
              },
            }),
        ...(wan === undefined
          ? {}
          : {
              wANMetrics: {
                'wAN-Backhaul-Rate-DL': wan.rateDl,
                'wAN-Backhaul-Rate-UL': wan.rateUl,
                'wANBackhaulLoad-DL': wan.loadDl,
                'wANBackhaulLoad-UL': wan.loadUl,
              },
            }),
        ...(available === undefined ? {} : { availableChUtilization: { capacityValue: available } }),
      })),
    ),
  });
