import type { Infer } from '../../per/index.js';
import { ie, message } from '../containers.js';
import { Cause, CriticalityDiagnostics } from '../ies/diagnostics.js';
import {
  BSSMeasurementResultList,
  BSSToReportList,
  CompleteFailureCauseInformationList,
  MeasurementID,
  MeasurementInitiationResultList,
  PartialSuccessIndicator,
  RegistrationRequest,
  ReportCharacteristics,
  ReportingPeriodicity,
} from '../ies/status.js';

/** eNB → WT. TS 36.463, 9.1.7. */
export const WTStatusRequest = message('WTStatusRequest', {
  'ENB-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'WT-Measurement-ID': ie('ignore', MeasurementID, 'conditional'),
  'Registration-Request': ie('reject', RegistrationRequest, 'mandatory'),
  ReportCharacteristics: ie('reject', ReportCharacteristics, 'optional'),
  'BSSToReport-List': ie('ignore', BSSToReportList, 'mandatory'),
  ReportingPeriodicity: ie('ignore', ReportingPeriodicity, 'optional'),
  PartialSuccessIndicator: ie('ignore', PartialSuccessIndicator, 'optional'),
});
export type WTStatusRequest = Infer<typeof WTStatusRequest>;

/** WT → eNB. TS 36.463, 9.1.8. */
export const WTStatusResponse = message('WTStatusResponse', {
  'ENB-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'WT-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'MeasurementInitiationResult-List': ie('ignore', MeasurementInitiationResultList, 'optional'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTStatusResponse = Infer<typeof WTStatusResponse>;

/** WT → eNB. TS 36.463, 9.1.9. */
export const WTStatusFailure = message('WTStatusFailure', {
  'ENB-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'WT-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'CompleteFailureCauseInformation-List': ie('ignore', CompleteFailureCauseInformationList, 'optional'),
  Cause: ie('ignore', Cause, 'mandatory'),
  CriticalityDiagnostics: ie('ignore', CriticalityDiagnostics, 'optional'),
});
export type WTStatusFailure = Infer<typeof WTStatusFailure>;

/** WT → eNB. TS 36.463, 9.1.10. */
export const WTStatusReport = message('WTStatusReport', {
  'ENB-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'WT-Measurement-ID': ie('reject', MeasurementID, 'mandatory'),
  'BSSMeasurementResult-List': ie('ignore', BSSMeasurementResultList, 'mandatory'),
});
export type WTStatusReport = Infer<typeof WTStatusReport>;
