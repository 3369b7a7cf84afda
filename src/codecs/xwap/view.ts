import { checkIEs, type IEError } from './abstract-syntax.js';
import type { Criticality } from './common-data-types.js';
import type { IE, Message, PrivateIEField } from './containers.js';
import type { XwAPPDU } from './pdu.js';
import {
  type MessageName,
  type Messages,
  messageNamed,
  type Outcome,
  type ProcedureName,
} from './procedures.js';

type Flat<T> = { [K in keyof T]: T[K] };

type ValueOf<I> = I extends IE<string, infer T> ? T : never;

type IsMandatory<I> = I extends IE<string, unknown, 'mandatory'> ? true : false;

type Named<S> = Flat<
  { readonly [N in keyof S as IsMandatory<S[N]> extends true ? N : never]: ValueOf<S[N]> } & {
    readonly [N in keyof S as IsMandatory<S[N]> extends true ? never : N]?: ValueOf<S[N]>;
  }
>;

/** The messages that are made of protocol IEs, which is all but PrivateMessage. */
export type IEMessageName = Exclude<MessageName, 'PrivateMessage'>;

/** The IEs of a message by their names; the optional and conditional ones may be absent. */
export type MessageIEs<N extends IEMessageName> =
  Messages[N] extends Message<string, infer S> ? Named<S> : never;

/** What is seen of every message. */
interface Envelope {
  readonly procedure: ProcedureName;
  readonly procedureCode: number;
  readonly outcome: Outcome;
  /** Of the procedure, as received. */
  readonly criticality: Criticality;
  /** What is wrong with the IEs, in the order of the message, missing ones last. */
  readonly errors: readonly IEError[];
}

/** A message by the names of its IEs. Once `complete` is known to be true, the mandatory ones are there. */
export type MessageView<N extends IEMessageName> = Envelope & { readonly message: N } & (
    | { readonly complete: true; readonly ies: MessageIEs<N> }
    | { readonly complete: false; readonly ies: Partial<MessageIEs<N>> }
  );

/** A private message. What its IEs mean, and which of them are understood, its receiver knows. */
export interface PrivateView extends Envelope {
  readonly message: 'PrivateMessage';
  readonly privateIEs: readonly PrivateIEField[];
}

/** A PDU of a procedure, or of a message of a procedure, that this version does not have. */
export interface UnknownView {
  readonly message: null;
  /** Null for a kind of message that this version does not have, or that was not decoded; that is all then. */
  readonly outcome: Outcome | null;
  readonly procedureCode?: number;
  readonly criticality?: Criticality;
  readonly errors: readonly [];
}

/** Any message by the names of its IEs, told apart by `message`. */
export type XwapView = { [N in IEMessageName]: MessageView<N> }[IEMessageName] | PrivateView | UnknownView;

/**
 * A message by the names of its IEs: `view.message === 'WTAdditionRequest' && view.ies.WLANSecurityInfo`.
 * Beside them the errors that the list of IEs has: missing, repeated, misplaced ones, and those not
 * understood, wherever in the message they are (TS 36.413, 10.3.1). Of an IE that is there twice, `ies` has
 * the first. {@link reactTo} says what a receiver does about the errors. What lax decoding could read of a PDU
 * is seen as far as it goes.
 */
export function viewXwap(pdu: Partial<XwAPPDU>): XwapView {
  // Lax decoding may have ended before the message, or before its list.
  if (!pdu.choice || pdu.value?.value === undefined) return { message: null, outcome: null, errors: [] };
  const outcome = pdu.choice;
  const { procedureCode, criticality, value } = pdu.value;
  const known = messageNamed(value.type);
  if (value.type === null || known === undefined) {
    return { message: null, outcome, procedureCode, criticality, errors: [] };
  }
  const { procedure } = known;
  if (value.type === 'PrivateMessage') {
    const privateIEs = value.value.privateIEs ?? [];
    return { procedure, procedureCode, outcome, criticality, message: value.type, privateIEs, errors: [] };
  }
  const { ies, complete, errors } = checkIEs(
    value.value.protocolIEs ?? [],
    known,
    `XwAP-PDU.${outcome}.value.protocolIEs`,
  );
  const { type: message } = value;
  return { procedure, procedureCode, outcome, criticality, message, ies, complete, errors } as XwapView;
}

/** An element of a list of single containers, as {@link itemsOf} takes it. */
export interface ListField {
  readonly value: { readonly type: string | null; readonly value: unknown };
}

type KnownItem<F extends ListField> = Extract<F['value'], { readonly type: string }>['value'];

/**
 * The elements of a list of single containers: `itemsOf(view.ies['E-RABs-ToBeAdded-List'])`. Those of an
 * unknown id are left out.
 */
export const itemsOf = <F extends ListField>(list: readonly F[]): KnownItem<F>[] => {
  const items: KnownItem<F>[] = [];
  for (const { value } of list) if (value.type !== null) items.push(value.value as KnownItem<F>);
  return items;
};

/** An IE extension, as {@link extensionOf} takes it. */
export interface ExtensionField {
  readonly extensionValue: { readonly type: string | null; readonly value: unknown };
}

type KnownExtension<F extends ExtensionField> = Extract<F['extensionValue'], { readonly type: string }>;

/** An IE extension by its type, or undefined: `extensionOf(item['iE-Extensions'], 'DRB-Identity')`. */
export const extensionOf = <F extends ExtensionField, N extends KnownExtension<F>['type']>(
  container: readonly F[] | undefined,
  type: N,
): Extract<F['extensionValue'], { readonly type: N }>['value'] | undefined => {
  if (container === undefined) return undefined;
  for (const { extensionValue } of container) if (extensionValue.type === type) return extensionValue.value;
  return undefined;
};
