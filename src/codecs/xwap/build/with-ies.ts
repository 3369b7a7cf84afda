import { onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import type { Criticality } from '../common-data-types.js';
import { protocolIEID } from '../constants.js';
import type { IEName } from '../containers.js';
import type { XwAPPDU } from '../pdu.js';
import { messageNamed } from '../procedures.js';
import type { IEMessageName, MessageIEs } from '../view.js';

/** IEs of a message by their names: each in place of the one that is there. Undefined takes one out, a mandatory one too. */
export type IEChanges<N extends IEMessageName> = {
  readonly [K in keyof MessageIEs<N>]?: MessageIEs<N>[K] | undefined;
};

/**
 * An IE of a message as it is sent: its value by its ASN.1 type, or octets. Those that come are of an id that the message does not
 * have; those that are sent may be of any, and need not be an encoding of its type.
 */
export interface IEField {
  /** ProtocolIE-ID, 0..65535. */
  readonly id: number;
  readonly criticality: Criticality;
  readonly value:
    | { readonly type: null; readonly value: Uint8Array }
    | { readonly type: string; readonly value: unknown };
}

/** The message in a PDU that is made of protocol IEs; undefined for a PrivateMessage, and for one that is not known. */
const contentOf = ({ choice, value }: XwAPPDU) =>
  choice === null || value.value.type === null || value.value.type === 'PrivateMessage'
    ? undefined
    : value.value;

/**
 * All IEs of a message in the order in which they are sent, those among them that are unknown, or there again. None of a
 * PrivateMessage, and of a message that is not known.
 */
export const ieFieldsOf = (pdu: XwAPPDU): readonly IEField[] => contentOf(pdu)?.value.protocolIEs ?? [];

/**
 * A message with these IEs in place of its own, whichever they are: unknown ones, too many, in a wrong order. `encodeXwap` refuses a
 * value only where it is neither octets nor of the type that the message has for its id. The PDU that was given stays as it is.
 * @throws EncodeError for a PDU of a PrivateMessage, or of a message that is not known
 */
export function withIEFields(pdu: XwAPPDU, fields: readonly IEField[]): XwAPPDU {
  const message = contentOf(pdu);
  if (message === undefined) throw new EncodeError('message', 'is not one that has protocol IEs');
  const content = { ...message.value, protocolIEs: fields };
  return { ...pdu, value: { ...pdu.value, value: { ...message, value: content } } } as XwAPPDU;
}

/**
 * A decoded message with other IEs, as `withIEs(pdu, 'WTModificationRequest', { Cause: … })`. All else stays as it was
 * received: order, criticality, unknown IEs. What takes the place of an IE has its criticality, one that is new that of the object
 * set, and stands in front of those that follow it there. Of an IE that is there several times the first is replaced; undefined takes
 * out all. The PDU that was given stays as it is.
 * @throws EncodeError for a PDU of another message, and for an IE that the message does not have
 */
export function withIEs<const N extends IEMessageName>(
  pdu: XwAPPDU,
  message: N,
  changes: IEChanges<N>,
): XwAPPDU {
  const known = messageNamed(message);
  if (known === undefined || contentOf(pdu)?.type !== message)
    throw new EncodeError('message', 'is not that of the PDU');
  onlyNames(message, changes, known.names);
  const fields = [...ieFieldsOf(pdu)];
  for (const name in changes) {
    const value: unknown = changes[name];
    const id = protocolIEID[name as IEName];
    const at = fields.findIndex(field => field.id === id);
    if (value === undefined) {
      for (let i = fields.length - 1; i >= 0; i--) if (fields[i]!.id === id) fields.splice(i, 1);
      continue;
    }
    const place = known.order.get(id)!;
    const { type, criticality } = known.ies[place]!;
    if (at >= 0) fields[at] = { id, criticality: fields[at]!.criticality, value: { type, value } };
    else {
      const next = fields.findIndex(field => known.order.get(field.id)! > place);
      fields.splice(next < 0 ? fields.length : next, 0, { id, criticality, value: { type, value } });
    }
  }
  return withIEFields(pdu, fields);
}
