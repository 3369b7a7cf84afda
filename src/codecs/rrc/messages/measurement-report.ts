import { choice, nullType, octetString, optional, sequence } from '../../per/index.js';
import { MeasResults } from '../ie/measurement.js';

const MeasurementReportV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});

const MeasurementReportR8IEs = sequence({
  measResults: MeasResults,
  nonCriticalExtension: optional(MeasurementReportV8a0IEs),
});

/** MeasurementReport (TS 36.331, 6.2.2). */
export const MeasurementReport = sequence({
  criticalExtensions: choice({
    c1: choice({
      'measurementReport-r8': MeasurementReportR8IEs,
      spare7: nullType,
      spare6: nullType,
      spare5: nullType,
      spare4: nullType,
      spare3: nullType,
      spare2: nullType,
      spare1: nullType,
    }),
    criticalExtensionsFuture: sequence({}),
  }),
});
