import { isOctets } from '../../codecs/is-octets.js';
import type { Type } from '../../codecs/per/index.js';
import { protocolIEID } from '../../codecs/xwap/constants.js';
import { type IEName, type IESet, setOf } from '../../codecs/xwap/containers.js';
import type { XwAPPDU, XwapView } from '../../codecs/xwap/index.js';
import { places } from '../../codecs/xwap/procedures.js';

/** A procedure or IE that is sent with another criticality than the specification assigns. */
export interface WrongCriticality {
  /** ProtocolIE-ID; undefined for the procedure. */
  readonly id: number | undefined;
  /** Where, from XwAP-PDU down. */
  readonly path: string;
  readonly expected: string;
  readonly actual: string;
}

/** Criticalities by id. */
type Assigned = Map<number, string>;

/** Adds what is assigned to the IEs of a set, and to those within them. */
function addSet(set: IESet, assigned: Assigned, seen: Set<Type<unknown>>): void {
  for (const [name, ie] of Object.entries(set)) {
    assigned.set(protocolIEID[name as IEName], ie.criticality);
    addWithin(ie.type, assigned, seen);
  }
}

/** Adds what is assigned to list elements and IE extensions within a type. */
function addWithin(type: Type<unknown>, assigned: Assigned, seen: Set<Type<unknown>>): void {
  if (seen.has(type)) return;
  seen.add(type);
  const set = setOf(type);
  if (set !== undefined) {
    addSet(set, assigned, seen);
    return;
  }
  const shape = type.shape();
  switch (shape.kind) {
    case 'SEQUENCE':
      for (const { type } of shape.root) addWithin(type, assigned, seen);
      break;
    case 'SEQUENCE OF':
      addWithin(shape.element, assigned, seen);
      break;
    case 'CHOICE':
      for (const alternative of Object.values(shape.root)) addWithin(alternative, assigned, seen);
      break;
  }
}

const assignedOf = new Map<string, Assigned>();

/** What is assigned to the IEs of a message, wherever in it they are: no id is assigned two in one message. */
function assignedIn(message: string, set: IESet): Assigned {
  let assigned = assignedOf.get(message);
  if (assigned === undefined) {
    assigned = new Map();
    addSet(set, assigned, new Set());
    assignedOf.set(message, assigned);
  }
  return assigned;
}

/** A field of any list of IEs. */
interface Field {
  readonly id: number;
  readonly criticality: string;
  readonly value?: { readonly value: unknown };
  readonly extensionValue?: { readonly value: unknown };
}

const isField = (value: object): value is Field =>
  'id' in value && typeof value.id === 'number' && 'criticality' in value;

function* wrongWithin(value: unknown, path: string, assigned: Assigned): Iterable<WrongCriticality> {
  if (typeof value !== 'object' || value === null || isOctets(value)) return;
  if (Array.isArray(value)) {
    for (const [i, element] of value.entries()) yield* wrongWithin(element, `${path}[${i}]`, assigned);
  } else if (isField(value)) {
    const { id, criticality: actual } = value;
    const expected = assigned.get(id);
    if (expected !== undefined && expected !== actual) yield { id, path, expected, actual };
    const open = value.value === undefined ? 'extensionValue' : 'value';
    yield* wrongWithin(value[open]?.value, `${path}.${open}`, assigned);
  } else {
    const choice = 'choice' in value ? value.choice : undefined;
    for (const [name, part] of Object.entries(value))
      yield* wrongWithin(
        part,
        `${path}.${choice !== undefined && name === 'value' ? choice : name}`,
        assigned,
      );
  }
}

/**
 * The criticalities of procedure and IEs that are not those of the specification, list elements and IE extensions among
 * them (TS 36.463, 9.1 and 9.3).
 */
export function* wrongCriticalities(pdu: XwAPPDU, view: XwapView): Iterable<WrongCriticality> {
  const place = places.find(({ message }) => message.asn1Name === view.message);
  if (place === undefined || pdu.choice === null) return;
  const { criticality: actual, value } = pdu.value;
  const path = `XwAP-PDU.${pdu.choice}`;
  if (actual !== place.criticality)
    yield { id: undefined, path: `${path}.criticality`, expected: place.criticality, actual };
  if (!('ies' in place.message) || !('value' in value)) return;
  const { protocolIEs = [] } = value.value as { readonly protocolIEs?: readonly Field[] };
  const assigned = assignedIn(place.message.asn1Name, place.message.ies as IESet);
  yield* wrongWithin(protocolIEs, `${path}.value.protocolIEs`, assigned);
}
