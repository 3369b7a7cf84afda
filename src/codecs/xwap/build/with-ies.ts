import { onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import { protocolIEID } from '../constants.js';
import type { IEName } from '../containers.js';
import type { XwAPPDU } from '../pdu.js';
import { messageNamed } from '../procedures.js';
import type { IEMessageName, MessageIEs } from '../view.js';

/** IEs of a message by their names: each in place of the one that is there. Undefined takes one out, a mandatory one too. */
export type IEChanges<N extends IEMessageName> = {
  readonly [K in keyof MessageIEs<N>]?: MessageIEs<N>[K] | undefined;
};

/** Any field of a message that is made of protocol IEs. */
interface Field {
  readonly id: number;
  readonly criticality: string;
  readonly value: { readonly type: string | null; readonly value: unknown };
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
  if (
    known === undefined ||
    pdu.choice === null ||
    pdu.value.value.type === null ||
    pdu.value.value.type === 'PrivateMessage' ||
    pdu.value.value.type !== message
  )
    throw new EncodeError('message', 'is not that of the PDU');
  onlyNames(message, changes, known.names);
  const fields: Field[] = [...pdu.value.value.value.protocolIEs];
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
  const content = { ...pdu.value.value.value, protocolIEs: fields };
  return { ...pdu, value: { ...pdu.value, value: { ...pdu.value.value, value: content } } } as XwAPPDU;
}
