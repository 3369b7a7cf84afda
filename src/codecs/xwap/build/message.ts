import { EncodeError } from '../../error.js';
import { protocolIEID } from '../constants.js';
import type { IEName, Message } from '../containers.js';
import type { XwAPPDU } from '../pdu.js';
import { places } from '../procedures.js';
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
  const place = places.find(({ message }) => message.asn1Name === name)!;
  const set = (place.message as Message<N>).ies;
  const protocolIEs: unknown[] = [];
  for (const id in set) {
    const { criticality, type, presence } = set[id as IEName]!;
    const value: unknown = Reflect.get(ies, id);
    if (value !== undefined)
      protocolIEs.push({
        id: protocolIEID[id as IEName],
        criticality,
        value: { type: type.asn1Name, value },
      });
    else if (presence === 'mandatory') throw new EncodeError(`${name}.${id}`, 'is mandatory');
  }
  const { outcome, procedureCode, criticality } = place;
  return {
    choice: outcome,
    value: { procedureCode, criticality, value: { type: name, value: { protocolIEs } } },
  } as XwAPPDU;
}
