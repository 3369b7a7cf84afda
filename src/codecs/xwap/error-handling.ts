import { given } from '../given.js';
import type { IEError, IEErrorKind } from './abstract-syntax.js';
import { type MessageInput, xwapMessage } from './build/message.js';
import type { Criticality } from './common-data-types.js';
import { maxnoofErrors } from './constants.js';
import type { IEName, Message } from './containers.js';
import type { Cause, CauseProtocol, CriticalityDiagnostics } from './ies/diagnostics.js';
import type { UEXwAPID } from './ies/ue.js';
import type { XwAPPDU } from './pdu.js';
import { messageNamed, type Outcome, places } from './procedures.js';
import type { IEMessageName, XwapView } from './view.js';

/** What a receiver does with a message. TS 36.413, 10.3.4 to 10.3.6 and 10.5. */
export type Reaction =
  /** Execute it, without the IEs that are not understood, and say so, if at all, as `report` has it. */
  | { readonly action: 'execute'; readonly report?: Report }
  /** Execute nothing of it, and say so as `report` has it; without one the error is handled locally. */
  | { readonly action: 'reject'; readonly report?: Report }
  /** The procedure that it answers has failed; the error is handled locally. */
  | { readonly action: 'fail' }
  /** As if it had not come: of an unknown procedure that may be ignored. */
  | { readonly action: 'ignore' };

/** How the sender gets to know of the errors. */
export type Report =
  /** In the response: with Criticality Diagnostics; in an unsuccessful outcome with Cause as well. */
  | {
      readonly by: 'response';
      readonly cause: Cause;
      readonly criticalityDiagnostics?: CriticalityDiagnostics;
    }
  /** With this message. */
  | { readonly by: 'errorIndication'; readonly pdu: XwAPPDU };

const triggering = {
  initiatingMessage: 'initiating-message',
  successfulOutcome: 'successful-outcome',
  unsuccessfulOutcome: 'unsuccessful-outcome',
} as const;

const isDiagnosed = (kind: IEErrorKind): kind is 'not-understood' | 'missing' =>
  kind === 'not-understood' || kind === 'missing';

/**
 * Criticality Diagnostics of the errors of a message: the IEs not understood or missing, up to the 256 that
 * there is room for. Those that may be ignored are left out, for iECriticality is never `ignore`, and those
 * in wrong order, too often or erroneously there, for which there is no type of error: their Cause is
 * abstract-syntax-error-falsely-constructed-message. Undefined if nothing is left.
 */
export function criticalityDiagnostics(errors: readonly IEError[]): CriticalityDiagnostics | undefined {
  const items = errors.flatMap(({ kind, id, criticality }) =>
    isDiagnosed(kind) && criticality !== 'ignore'
      ? [{ iECriticality: criticality, 'iE-ID': id, typeOfError: kind }]
      : [],
  );
  return items.length === 0 ? undefined : { iEsCriticalityDiagnostics: items.slice(0, maxnoofErrors) };
}

const causes = {
  reject: 'abstract-syntax-error-reject',
  notify: 'abstract-syntax-error-ignore-and-notify',
  falselyConstructed: 'abstract-syntax-error-falsely-constructed-message',
} as const satisfies Record<string, CauseProtocol>;

type Fault = keyof typeof causes;

/** The gravest error: it decides what happens, and gives the cause (10.5). */
const gravest = (errors: readonly IEError[]): Fault | undefined => {
  if (errors.some(({ kind }) => !isDiagnosed(kind))) return 'falselyConstructed';
  return (['reject', 'notify'] as const).find(fault =>
    errors.some(({ criticality }) => criticality === fault),
  );
};

const iesOf = (view: XwapView): { readonly [N in IEName]?: unknown } => ('ies' in view ? view.ies : {});

/** The ERROR INDICATION on a message, of the UE of the message if its ids can be read. TS 36.463, 8.6. */
function indication(view: XwapView, fault: Fault): XwAPPDU {
  const ids = iesOf(view);
  const { procedureCode, criticality, outcome } = view as Envelope;
  return xwapMessage('ErrorIndication', {
    'ENB-UE-XwAP-ID': ids['ENB-UE-XwAP-ID'] as UEXwAPID | undefined,
    'WT-UE-XwAP-ID': ids['WT-UE-XwAP-ID'] as UEXwAPID | undefined,
    Cause: { choice: 'protocol', value: causes[fault] },
    CriticalityDiagnostics: given({
      procedureCode,
      triggeringMessage: outcome === null ? undefined : triggering[outcome],
      procedureCriticality: criticality,
      ...criticalityDiagnostics(view.errors),
    }),
  });
}

/**
 * The unsuccessful outcome of the procedure of `request`, with its IEs that the outcome repeats. TS 36.413, 10.3 and 10.4.
 * @returns undefined where the procedure has none, or it names what its sender would have to assign, as a WT Measurement ID
 */
export function refusalOf(
  request: XwapView,
  {
    cause,
    criticalityDiagnostics: diagnostics,
  }: { readonly cause: Cause; readonly criticalityDiagnostics?: CriticalityDiagnostics | undefined },
): XwAPPDU | undefined {
  if (request.message === null) return undefined;
  const answer = places.find(
    ({ procedure, outcome }) => procedure === request.procedure && outcome === 'unsuccessfulOutcome',
  );
  if (answer === undefined) return undefined;
  const received = iesOf(request);
  const own: { readonly [N in IEName]?: unknown } = { Cause: cause, CriticalityDiagnostics: diagnostics };
  const ies: { [N in IEName]?: unknown } = { ...own };
  for (const { name, presence } of messageNamed(answer.message.asn1Name)!.ies) {
    if (name in own || presence !== 'mandatory') continue;
    if (received[name] === undefined) return undefined;
    ies[name] = received[name];
  }
  return xwapMessage(answer.message.asn1Name as IEMessageName, ies as MessageInput<IEMessageName>);
}

interface Envelope {
  readonly procedureCode?: number;
  readonly criticality?: Criticality;
  readonly outcome: Outcome | null;
}

/** A procedure or a kind of message that this version does not have. TS 36.413, 10.3.4.1 and 10.3.4.1A. */
function reactToUnknown(view: XwapView & { readonly message: null }): Reaction {
  const known = places.some(({ procedureCode }) => procedureCode === view.procedureCode);
  // An outcome that the procedure does not have is a wrong type of message, whatever its criticality.
  const criticality = known || view.outcome === null ? 'reject' : view.criticality;
  if (criticality !== 'reject' && criticality !== 'notify') return { action: 'ignore' };
  return { action: 'reject', report: { by: 'errorIndication', pdu: indication(view, criticality) } };
}

/**
 * What a receiver does with a message, given the errors that {@link viewXwap} found in it: TS 36.413, 10.3,
 * as TS 36.463, clause 10 refers to it. Private messages are always for the caller to judge. Octets that do
 * not decode are a transfer syntax error (10.2): the receiver may send
 * `errorIndication({ cause: { choice: 'protocol', value: 'transfer-syntax-error' } })`.
 */
export function reactTo(view: XwapView): Reaction {
  if (view.message === null) return reactToUnknown(view);
  const fault = gravest(view.errors);
  if (fault === undefined) return { action: 'execute' };
  const action = fault === 'notify' ? 'execute' : 'reject';
  // Errors in an Error Indication never lead to another one (10.5).
  if (view.message === 'ErrorIndication') return { action };
  if (view.outcome !== 'initiatingMessage') {
    if (action === 'reject') return { action: 'fail' };
    return { action, report: { by: 'errorIndication', pdu: indication(view, fault) } };
  }
  const answer = answerTo(view, action);
  if (answer !== 'possible') {
    return {
      action: answer === 'none' ? action : 'reject',
      report: { by: 'errorIndication', pdu: indication(view, fault) },
    };
  }
  return {
    action,
    report: given({
      by: 'response' as const,
      cause: { choice: 'protocol' as const, value: causes[fault] },
      criticalityDiagnostics: criticalityDiagnostics(view.errors),
    }),
  };
}

/**
 * Whether the procedure has the response that is due (`none`), and the request says all that the response has to
 * repeat, IEs that are mandatory in both: without them the procedure ends, whatever the criticality (10.3.4.2 and 10.3.5).
 */
function answerTo(
  view: XwapView & { readonly message: string },
  action: Reaction['action'],
): 'none' | 'impossible' | 'possible' {
  const due: Outcome = action === 'reject' ? 'unsuccessfulOutcome' : 'successfulOutcome';
  const answer = places.find(({ procedure, outcome }) => procedure === view.procedure && outcome === due);
  if (answer === undefined) return 'none';
  const { ies: set } = answer.message as Message;
  const received = iesOf(view);
  const lacks = view.errors.some(
    ({ name }) => name !== null && set[name]?.presence === 'mandatory' && received[name] === undefined,
  );
  return lacks ? 'impossible' : 'possible';
}
