import { errorIndication } from '../../codecs/xwap/build/interface.js';
import { radioNetworkCause } from '../../codecs/xwap/build/values.js';
import { reactTo, refusalOf } from '../../codecs/xwap/error-handling.js';
import type { asn1 } from '../../codecs/xwap/index.js';
import { decodeXwap, encodeXwap, type XwAPPDU } from '../../codecs/xwap/pdu.js';
import { elementaryProcedures } from '../../codecs/xwap/procedures.js';
import { viewXwap, type XwapView } from '../../codecs/xwap/view.js';
import { ifDecodable } from '../engine/if-decodable.js';
import type { SctpEnd } from '../sctp/end.js';
import { ueXwapIdsOf } from './ue-xwap-ids.js';
import type { Diagnostics, XwapMessage } from './xwap-message.js';

/** What concerns no UE goes on one stream, the rest on another (TS 36.462, 7). */
const COMMON_STREAM = 0;
const UE_STREAM = 1;

/** Whether a message belongs to the signalling connection of a UE. */
export type XwapScope = 'common' | 'ue';

/** An end of an Xw interface: whole messages over SCTP. */
export interface XwapEndpoint {
  /** Sets up the association that messages need; the other end answers. */
  connect(): void;
  send(pdu: XwAPPDU, scope: XwapScope): void;
  /** Refuses a message that is not for the state that its receiver is in, or not for its receiver (TS 36.413, 10.4). */
  refuse(message: XwapMessage): void;
  /**
   * Takes each message that is to be executed.
   * @param diagnostics what its response is to tell of errors in it
   */
  receive: (message: XwapMessage, diagnostics: Diagnostics | undefined) => void;
  /** Told of a response that its errors do not let execute: its procedure has failed (TS 36.413, 10.3.4.2, 10.3.5 and 10.3.6). */
  failed: (response: XwapView) => void;
  /** Told that the association is no more, or could not be set up: all that was sent over it and not answered is lost. */
  lost: () => void;
}

const isComplete = (view: XwapView): view is XwapMessage =>
  view.message !== null && view.message !== 'PrivateMessage' && view.complete;

const scopeOf = (view: XwapView): XwapScope =>
  view.message !== null && elementaryProcedures[view.procedure].signalling === 'UE-associated'
    ? 'ue'
    : 'common';

/** A message that may be executed without the mandatory IEs it lacks: undefined if one of them tells more than why. */
const completed = (view: XwapView): XwapMessage | undefined => {
  if (!('ies' in view)) return undefined;
  const Cause = radioNetworkCause('unspecified');
  const isRest = view.errors.every(
    ({ kind, name, criticality }) => kind !== 'missing' || name === 'Cause' || criticality !== 'ignore',
  );
  return isRest ? ({ ...view, complete: true, ies: { Cause, ...view.ies } } as XwapMessage) : undefined;
};

/**
 * Encodes and decodes what crosses `sctp`. What cannot be decoded, or has errors, is answered as TS 36.413, 10.2 and 10.3 say, to
 * which TS 36.463, 10 refers: by the unsuccessful outcome, or else by Error Indication.
 */
export function createXwapEndpoint(sctp: SctpEnd): XwapEndpoint {
  const refuse = (
    view: XwapView,
    cause: asn1.Cause,
    criticalityDiagnostics: Diagnostics | undefined,
  ): void => {
    const indication = (): XwAPPDU => {
      const { enb: enbUeXwapId, wt: wtUeXwapId } = ueXwapIdsOf(view);
      return errorIndication({ enbUeXwapId, wtUeXwapId, cause, criticalityDiagnostics });
    };
    const refusal = refusalOf(view, { cause, criticalityDiagnostics });
    endpoint.send(refusal ?? indication(), scopeOf(view));
  };

  const takeErroneous = (view: XwapView): void => {
    const reaction = reactTo(view);
    if (reaction.action === 'fail') endpoint.failed(view);
    if (reaction.action === 'fail' || reaction.action === 'ignore') return;
    const { report } = reaction;
    if (report?.by === 'errorIndication') endpoint.send(report.pdu, scopeOf(view));
    const diagnostics = report?.by === 'response' ? report.criticalityDiagnostics : undefined;
    if (reaction.action === 'reject') {
      if (report?.by === 'response') refuse(view, report.cause, diagnostics);
      return;
    }
    const message = isComplete(view) ? view : completed(view);
    if (message !== undefined) endpoint.receive(message, diagnostics);
    else if (view.outcome !== 'initiatingMessage') endpoint.failed(view);
  };

  const endpoint: XwapEndpoint = {
    connect: () => sctp.connect(),
    send: (pdu, scope) => sctp.send(scope === 'common' ? COMMON_STREAM : UE_STREAM, encodeXwap(pdu)),
    refuse: message =>
      refuse(message, { choice: 'protocol', value: 'message-not-compatible-with-receiver-state' }, undefined),
    receive: () => {},
    failed: () => {},
    lost: () => {},
  };
  sctp.lost = () => endpoint.lost();
  sctp.receive = octets => {
    const pdu = ifDecodable(() => decodeXwap(octets));
    if (pdu === undefined) {
      const cause = { choice: 'protocol', value: 'transfer-syntax-error' } as const;
      endpoint.send(errorIndication({ cause }), 'common');
      return;
    }
    const view = viewXwap(pdu);
    if (isComplete(view) && view.errors.length === 0) endpoint.receive(view, undefined);
    else if (view.message !== 'PrivateMessage') takeErroneous(view);
  };
  return endpoint;
}
