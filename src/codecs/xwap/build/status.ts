import { type Names, onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import { given, ifGiven } from '../../given.js';
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

const REQUEST: Names<WtStatusRequest> = {
  enbMeasurementId: true,
  wtMeasurementId: true,
  registration: true,
  characteristics: true,
  bssids: true,
  periodicity: true,
  partialSuccess: true,
};

/**
 * WT STATUS REQUEST, eNB → WT: starts or stops reports. TS 36.463, 8.4 and 9.1.7.
 * @throws EncodeError for `stop` without WT measurement ID or `start` with one, names that there are not
 */
export function wtStatusRequest(request: WtStatusRequest): XwAPPDU {
  onlyNames('', request, REQUEST);
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

const MEASUREMENT_PAIR: Names<MeasurementPair> = { enbMeasurementId: true, wtMeasurementId: true };

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

const BSS_FAILURES: Names<BssFailures> = { bssid: true, failures: true };

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

const RESPONSE: Names<WtStatusResponse> = {
  ...MEASUREMENT_PAIR,
  results: true,
  criticalityDiagnostics: true,
};

/**
 * WT STATUS RESPONSE, WT → eNB. TS 36.463, 8.4.2 and 9.1.8.
 * @throws EncodeError for names that there are not
 */
export function wtStatusResponse(answer: WtStatusResponse): XwAPPDU {
  onlyNames('', answer, RESPONSE);
  return xwapMessage('WTStatusResponse', {
    ...measurementOf(answer),
    'MeasurementInitiationResult-List': ifGiven(answer.results, list =>
      elementsOf(
        MeasurementInitiationResultList,
        list.map((result, i) => {
          onlyNames(`results[${i}]`, result, BSS_FAILURES);
          const { bssid, failures } = result;
          return given({ bSSID: bssid, 'measurementFailureCause-List': ifGiven(failures, failuresOf) });
        }),
      ),
    ),
    CriticalityDiagnostics: answer.criticalityDiagnostics,
  });
}

/** What a WT STATUS FAILURE says. */
export interface WtStatusFailure extends MeasurementPair {
  /** 1..4096 BSSs */
  readonly failures?: readonly BssFailures[] | undefined;
  readonly cause: Cause;
  readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined;
}

const FAILURE: Names<WtStatusFailure> = {
  ...MEASUREMENT_PAIR,
  failures: true,
  cause: true,
  criticalityDiagnostics: true,
};

/**
 * WT STATUS FAILURE, WT → eNB. TS 36.463, 8.4.3 and 9.1.9.
 * @throws EncodeError for names that there are not
 */
export function wtStatusFailure(answer: WtStatusFailure): XwAPPDU {
  onlyNames('', answer, FAILURE);
  return xwapMessage('WTStatusFailure', {
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
}

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

const BSS_MEASUREMENT: Names<BssMeasurement> = {
  bssid: true,
  load: true,
  wan: true,
  availableChannelUtilization: true,
};
const LOAD: Names<NonNullable<BssMeasurement['load']>> = { channelUtilization: true, stationCount: true };

/** What a WT STATUS REPORT says. */
export interface WtStatusReport extends MeasurementPair {
  /** 1..4096 BSSs */
  readonly results: readonly BssMeasurement[];
}

const REPORT: Names<WtStatusReport> = { ...MEASUREMENT_PAIR, results: true };

/**
 * WT STATUS REPORT, WT → eNB. TS 36.463, 8.5 and 9.1.10.
 * @throws EncodeError for names that there are not
 */
export function wtStatusReport(report: WtStatusReport): XwAPPDU {
  onlyNames('', report, REPORT);
  return xwapMessage('WTStatusReport', {
    ...measurementOf(report),
    'BSSMeasurementResult-List': elementsOf(
      BSSMeasurementResultList,
      report.results.map((result, i) => {
        onlyNames(`results[${i}]`, result, BSS_MEASUREMENT);
        const { bssid, load, wan, availableChannelUtilization: available } = result;
        if (load !== undefined) onlyNames(`results[${i}].load`, load, LOAD);
        return given({
          bSSID: bssid,
          bSSLoad: ifGiven(load, ({ channelUtilization, stationCount }) =>
            given({ channelUtilization, stationCount }),
          ),
          wANMetrics: ifGiven(wan, ({ rateDl, rateUl, loadDl, loadUl }) => ({
            'wAN-Backhaul-Rate-DL': rateDl,
            'wAN-Backhaul-Rate-UL': rateUl,
            'wANBackhaulLoad-DL': loadDl,
            'wANBackhaulLoad-UL': loadUl,
          })),
          availableChUtilization: ifGiven(available, capacityValue => ({ capacityValue })),
        });
      }),
    ),
  });
}
