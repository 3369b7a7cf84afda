import {
  type Codec,
  choice,
  type Infer,
  type OpenTypeBy,
  per,
  type Rows,
  type SequenceValue,
  type Type,
} from '../per/index.js';
import type { Criticality } from './common-data-types.js';
import type { Named } from './containers.js';
import { field } from './field.js';
import {
  type elementaryProcedures,
  type MessageOf,
  type Outcome,
  type ProcedureName,
  places,
} from './procedures.js';

type RowsOf<O extends Outcome> = {
  readonly [P in ProcedureName as MessageOf<P, O> extends never
    ? never
    : (typeof elementaryProcedures)[P]['procedureCode']]: MessageOf<P, O> extends Named<infer N, infer T>
    ? { readonly type: N; readonly of: Type<T> }
    : never;
};

const rowsOf = (outcome: Outcome): Rows =>
  Object.fromEntries(
    places
      .filter(place => place.outcome === outcome)
      .map(({ procedureCode, message }) => [procedureCode, { type: message.asn1Name, of: message }]),
  );

/** A value of InitiatingMessage, SuccessfulOutcome or UnsuccessfulOutcome. */
export type OutcomeValue<O extends Outcome> = SequenceValue<{
  procedureCode: Type<number>;
  criticality: Type<Criticality>;
  value: OpenTypeBy<'procedureCode', RowsOf<O>>;
}>;

const outcome = <O extends Outcome>(name: O): Type<OutcomeValue<O>> =>
  field('procedure', rowsOf(name)) as Type<OutcomeValue<O>>;

/** What one SCTP user message carries. TS 36.463, 9.3. */
export const XwAPPDU = choice(
  {
    initiatingMessage: outcome('initiatingMessage'),
    successfulOutcome: outcome('successfulOutcome'),
    unsuccessfulOutcome: outcome('unsuccessfulOutcome'),
  },
  '...',
);
export type XwAPPDU = Infer<typeof XwAPPDU>;

/**
 * XwAP messages as octets and as JSON: BASIC-PER, ALIGNED variant (TS 36.463, 9.4). A value has the names of
 * the ASN.1; a message is the list of its IEs, `{ id, criticality, value }`, in the order on the wire.
 */
export const XwAP: Codec<XwAPPDU> = /* @__PURE__ */ per(XwAPPDU, { aligned: true, format: 'XwAP-PDU' });

/**
 * Decodes one XwAP-PDU, the content of one SCTP user message. Unknown IEs, procedures, extensions and
 * alternatives are kept as octets. Missing, repeated and misplaced IEs are no error here: `viewXwap`
 * reports them.
 * @throws DecodeError for octets that are no encoding of an XwAP-PDU: a transfer syntax error of
 * TS 36.413, 10.2. With `{ lax: true }` it is returned, beside what could be read.
 */
export const decodeXwap: Codec<XwAPPDU>['decode'] = XwAP.decode;

/**
 * Encodes one XwAP-PDU.
 * @throws EncodeError for a value that the ASN.1 does not allow; it names the path and what is allowed
 */
export const encodeXwap: Codec<XwAPPDU>['encode'] = XwAP.encode;
