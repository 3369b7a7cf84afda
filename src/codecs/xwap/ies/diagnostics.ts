import { choice, enumerated, type Infer, optional, sequenceOf, size } from '../../per/index.js';
import { Criticality, ProcedureCode, ProtocolIEID, TriggeringMessage } from '../common-data-types.js';
import { maxnoofErrors } from '../constants.js';
import { extensible, named } from '../containers.js';

export const CauseRadioNetwork = enumerated(
  'unknown-eNB-UE-XwAP-ID',
  'unknown-WT-UE-XwAP-ID',
  'unknown-pair-of-UE-XwAP-ID',
  'wLAN-not-available',
  'security-failure',
  'reportCharacteristicsEmpty',
  'existing-Measurement-ID',
  'unknown-Measurement-ID',
  'measurement-temporarily-not-available',
  'unspecified',
  'multiple-E-RAB-ID-instances',
  'switch-off-ongoing',
  'not-supported-QCI-value',
  'measurement-not-supported-for-the-object',
  'reduce-load',
  'resource-optimisation',
  'target-not-allowed',
  'no-radio-resources-available',
  'invalid-QoS-combination',
  'procedure-cancelled',
  'radio-connection-with-UE-lost',
  'failure-in-the-radio-interface-procedure',
  '...',
  'no-report-periodicity',
  'wrong-wlan-interworking-mode',
);
export type CauseRadioNetwork = Infer<typeof CauseRadioNetwork>;

export const CauseTransport = enumerated('transport-resource-unavailable', 'unspecified', '...');
export type CauseTransport = Infer<typeof CauseTransport>;

export const CauseProtocol = enumerated(
  'transfer-syntax-error',
  'abstract-syntax-error-reject',
  'abstract-syntax-error-ignore-and-notify',
  'message-not-compatible-with-receiver-state',
  'semantic-error',
  'unspecified',
  'abstract-syntax-error-falsely-constructed-message',
  '...',
);
export type CauseProtocol = Infer<typeof CauseProtocol>;

export const CauseMisc = enumerated(
  'control-processing-overload',
  'hardware-failure',
  'om-intervention',
  'not-enough-user-plane-processing-resources',
  'unspecified',
  '...',
);
export type CauseMisc = Infer<typeof CauseMisc>;

/** Why. TS 36.463, 9.2.4. */
export const Cause = named(
  'Cause',
  choice(
    {
      radioNetwork: CauseRadioNetwork,
      transport: CauseTransport,
      protocol: CauseProtocol,
      misc: CauseMisc,
    },
    '...',
  ),
);
export type Cause = Infer<typeof Cause>;

export const TypeOfError = enumerated('not-understood', 'missing', '...');
export type TypeOfError = Infer<typeof TypeOfError>;

/** iECriticality is `reject` or `notify`, never `ignore`. */
export const CriticalityDiagnosticsIEItem = extensible({
  iECriticality: Criticality,
  'iE-ID': ProtocolIEID,
  typeOfError: TypeOfError,
});
export type CriticalityDiagnosticsIEItem = Infer<typeof CriticalityDiagnosticsIEItem>;

export const CriticalityDiagnosticsIEList = sequenceOf(size(1, maxnoofErrors), CriticalityDiagnosticsIEItem);
export type CriticalityDiagnosticsIEList = Infer<typeof CriticalityDiagnosticsIEList>;

/**
 * What of a message was not understood or missing. procedureCode, triggeringMessage and
 * procedureCriticality are for ERROR INDICATION only.
 */
export const CriticalityDiagnostics = named(
  'CriticalityDiagnostics',
  extensible({
    procedureCode: optional(ProcedureCode),
    triggeringMessage: optional(TriggeringMessage),
    procedureCriticality: optional(Criticality),
    iEsCriticalityDiagnostics: optional(CriticalityDiagnosticsIEList),
  }),
);
export type CriticalityDiagnostics = Infer<typeof CriticalityDiagnostics>;

/** The least time before the next attempt. */
export const TimeToWait = named('TimeToWait', enumerated('v1s', 'v2s', 'v5s', 'v10s', 'v20s', 'v60s', '...'));
export type TimeToWait = Infer<typeof TimeToWait>;
