import { EncodeError } from '../../error.js';
import type { XwAPPDU } from '../pdu.js';
import { messageNamed } from '../procedures.js';
import type { IEMessageName, MessageIEs } from '../view.js';

type OrUndefined<T> = { [K in keyof T]: T[K] | (undefined extends T[K] ? undefined : never) };

/** The IEs of a message by their names. What is undefined is left out. */
export type MessageInput<N extends IEMessageName> = OrUndefined<MessageIEs<N>>;

/**
 * Any message but PrivateMessage from its IEs by name: `xwapMessage('Reset', { Cause: … })`. Order and
 * criticality are those of the object set, code and criticality of the PDU those of the procedure.
 * @throws EncodeError if a mandatory IE is left out
 */
export function xwapMessage<const N extends IEMessageName>(name: N, ies: MessageInput<N>): XwAPPDU {
  const { procedureCode, criticality, outcome, ies: set } = messageNamed(name)!;
  const protocolIEs: unknown[] = [];
  for (const ie of set) {
    const value: unknown = ies[ie.name as keyof typeof ies];
    if (value !== undefined)
      protocolIEs.push({ id: ie.id, criticality: ie.criticality, value: { type: ie.type, value } });
    else if (ie.presence === 'mandatory') throw new EncodeError(`${name}.${ie.name}`, 'is mandatory');
  }
  return {
    choice: outcome,
    value: { procedureCode, criticality, value: { type: name, value: { protocolIEs } } },
  } as XwAPPDU;
}
