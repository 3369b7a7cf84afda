import { onlyNames } from '../../check.js';
import { EncodeError } from '../../error.js';
import type { XwAPPDU } from '../pdu.js';
import { messageNamed, places } from '../procedures.js';
import type { IEMessageName, MessageIEs } from '../view.js';

type OrUndefined<T> = { [K in keyof T]: T[K] | (undefined extends T[K] ? undefined : never) };

/** The IEs of a message by their names. What is undefined is left out. */
export type MessageInput<N extends IEMessageName> = OrUndefined<MessageIEs<N>>;

/** The names of the messages that are made of protocol IEs. */
const ieMessages = (): string[] =>
  places.map(({ message }) => message.asn1Name).filter(name => name !== 'PrivateMessage');

/**
 * Any message but PrivateMessage from its IEs by name: `xwapMessage('Reset', { Cause: … })`. Order and
 * criticality are those of the object set, code and criticality of the PDU those of the procedure.
 * @throws EncodeError for a message that there is not or is made of private IEs, an IE that it does not have, and if a mandatory
 * one is left out
 */
export function xwapMessage<const N extends IEMessageName>(name: N, ies: MessageInput<N>): XwAPPDU {
  const known = messageNamed(name);
  if (known === undefined || known.message.asn1Name === 'PrivateMessage') {
    throw new EncodeError('message', `is none of ${ieMessages().join(', ')}`);
  }
  const { procedureCode, criticality, outcome, ies: set } = known;
  onlyNames(name, ies, known.names);
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
