import { choice, type Infer, nullType, octetString, optional, sequence } from '../../per/index.js';
import { MeasResults } from '../ie/measurement.js';

export const MeasurementReportV8a0IEs = sequence({
  lateNonCriticalExtension: optional(octetString()),
  nonCriticalExtension: optional(sequence({})),
});
export type MeasurementReportV8a0IEs = Infer<typeof MeasurementReportV8a0IEs>;

export const MeasurementReportR8IEs = sequence({
  measResults: MeasResults,
  nonCriticalExtension: optional(MeasurementReportV8a0IEs),
});
export type MeasurementReportR8IEs = Infer<typeof MeasurementReportR8IEs>;

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
export type MeasurementReport = Infer<typeof MeasurementReport>;
