import { isOctets } from '../is-octets.js';
import type { Criticality } from './common-data-types.js';
import { protocolIEID } from './constants.js';
import type { IEName } from './containers.js';
import type { KnownMessage } from './procedures.js';

/**
 * What can be wrong with an IE: the cases of TS 36.413, 10.3.1, to which TS 36.463, clause 10 refers.
 *
 * - `not-understood`: its id is none of the message, list or container (case 1), or this version gives
 *   its value no meaning (case 2).
 * - `missing`: it should be there (case 3).
 * - `wrong-order`: it stands behind an IE that should follow it; `too-many`: it is there again (case 4).
 * - `erroneously-present`: it is there although its condition is not met (case 5).
 */
export type IEErrorKind = 'not-understood' | 'missing' | 'wrong-order' | 'too-many' | 'erroneously-present';

/** An abstract syntax error of one IE. */
export interface IEError {
  readonly kind: IEErrorKind;
  /** The name of the id in this version of the specification, null if it has none. */
  readonly name: IEName | null;
  /** ProtocolIE-ID, 0..65535. */
  readonly id: number;
  /** As received; of a missing IE, as the specification assigns it. */
  readonly criticality: Criticality;
  /** Where, from XwAP-PDU down; of a missing IE, the list that it should be in. */
  readonly path: string;
}

let namesById: ReadonlyMap<number, IEName> | undefined;

/** The name of a ProtocolIE-ID, or null. */
export function ieNameOf(id: number): IEName | null {
  namesById ??= new Map(Object.entries(protocolIEID).map(([name, id]) => [id, name as IEName]));
  return namesById.get(id) ?? null;
}

/** Any field of any container. */
interface AnyField {
  readonly id: number;
  readonly criticality: Criticality;
  readonly value?: { readonly type: string | null; readonly value: unknown };
  readonly extensionValue?: { readonly type: string | null; readonly value: unknown };
}

/** Nothing else that a message is made of has a criticality of that name. */
const isField = (value: object): value is AnyField => 'criticality' in value;

/** Whether this version gives the value no meaning: a later CHOICE alternative or ENUMERATED value. */
const isLater = (value: object): boolean =>
  'enumExt' in value || ('choice' in value && value.choice === null);

/** The id of an IE extension; undefined of anything else, as single containers may be there more than once. */
const extensionId = (element: Partial<AnyField>): number | undefined =>
  element.extensionValue === undefined ? undefined : element.id;

/**
 * Whether nothing in `value` looks like what {@link findNotUnderstood} reports: true for nearly every message, so
 * that paths are only made for the others.
 */
function isPlain(value: object): boolean {
  if (isOctets(value)) return true;
  if (Array.isArray(value)) {
    if (value.length > 1 && extensionId(value[0]) !== undefined) return false;
    for (let i = 0; i < value.length; i++) {
      const element: unknown = value[i];
      if (typeof element === 'object' && element !== null && !isPlain(element)) return false;
    }
    return true;
  }
  for (const name in value) {
    const part: unknown = value[name as keyof typeof value];
    if (name === 'enumExt') return false;
    if (typeof part !== 'object') continue;
    if (part === null) {
      if (name === 'type' || name === 'choice') return false;
    } else if (!isPlain(part)) return false;
  }
  return true;
}

/** The way to a value from a list of IEs, whose path comes first: names of components, and indices. */
type Trail = (string | number)[];

/** Reports what is not understood in `value`, and IE extensions that are there again, which `trail` leads to and `field` holds. */
function findNotUnderstood(value: unknown, trail: Trail, field: AnyField, errors: IEError[]): void {
  if (typeof value !== 'object' || value === null || isOctets(value)) return;
  if (Array.isArray(value)) {
    const extensions = new Set<number | undefined>();
    for (let i = 0; i < value.length; i++) {
      trail.push(i);
      const id = extensionId(value[i]);
      if (id !== undefined && extensions.has(id)) errors.push(errorOf('too-many', value[i], trail));
      else findNotUnderstood(value[i], trail, field, errors);
      extensions.add(id);
      trail.pop();
    }
  } else if (isField(value)) {
    const open = value.value ?? value.extensionValue;
    trail.push(value.value === undefined ? 'extensionValue' : 'value');
    if (open?.type === null) errors.push(errorOf('not-understood', value, trail));
    else findNotUnderstood(open?.value, trail, value, errors);
    trail.pop();
  } else if (isLater(value)) errors.push(errorOf('not-understood', field, trail));
  else {
    const choice = 'choice' in value ? String(value.choice) : undefined;
    for (const name in value) {
      trail.push(choice ?? name);
      findNotUnderstood(Reflect.get(value, name), trail, field, errors);
      trail.pop();
    }
  }
}

const errorOf = (
  kind: IEErrorKind,
  { id, criticality }: AnyField,
  [path, ...steps]: readonly (string | number)[],
): IEError => ({
  kind,
  name: ieNameOf(id),
  id,
  criticality,
  path: `${path}${steps.map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')}`,
});

/** The condition of each conditional IE. TS 36.463, 9.1.7: ifRegistrationRequestStop. */
const conditions: { readonly [N in IEName]?: (ies: Values) => boolean | undefined } = {
  // What this version gives no meaning to says nothing of the condition (TS 36.413, 10.3.4).
  'WT-Measurement-ID': ({ 'Registration-Request': request }) =>
    request === 'start' || request === 'stop' ? request === 'stop' : undefined,
};

/** Messages that are to have one at least of several optional IEs: the first is missing where none is there. TS 36.463, 8.6.2. */
const oneOf: { readonly [message in string]?: readonly IEName[] } = {
  ErrorIndication: ['Cause', 'CriticalityDiagnostics'],
};

type Values = { [N in IEName]?: unknown };

/** What the IEs of a message say: each by its name, and the errors. */
export interface Checked {
  /** The first IE of each name whose content is known. */
  readonly ies: Values;
  /** Whether all mandatory IEs are in `ies`. */
  readonly complete: boolean;
  /** In the order of the message, missing IEs last. */
  readonly errors: readonly IEError[];
}

/**
 * Compares the IEs of a message with its object set. TS 36.413, 10.3.1. Only the IEs of the set count for
 * the order (10.3.6).
 * @param path of the list of IEs, from XwAP-PDU down
 */
export function checkIEs(
  fields: readonly AnyField[],
  { ies: set, order, message }: KnownMessage,
  path: string,
): Checked {
  const ies: Values = {};
  /** Where the first IE of each name is, in the order of the set. */
  const present: number[] = [];
  const errors: IEError[] = [];
  let last = -1;
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i]!;
    if (!isPlain(field)) findNotUnderstood(field, [path, i], field, errors);
    const index = order.get(field.id);
    if (index === undefined) continue;
    if (present[index] !== undefined) {
      errors.push(errorOf('too-many', field, [path, i]));
      continue;
    }
    present[index] = i;
    if (field.value?.type !== null) ies[set[index]!.name] = field.value?.value;
    if (index < last) errors.push(errorOf('wrong-order', field, [path, i]));
    else last = index;
  }
  const alternatives = oneOf[message.asn1Name];
  const isWithout = alternatives?.every(name => present[order.get(protocolIEID[name])!] === undefined);
  let complete = true;
  for (let index = 0; index < set.length; index++) {
    const { name, id, presence, criticality } = set[index]!;
    const due =
      presence === 'conditional'
        ? conditions[name]?.(ies)
        : presence === 'mandatory' || (isWithout === true && name === alternatives![0]) || undefined;
    const there = present[index];
    if (due === true && there === undefined) {
      errors.push({ kind: 'missing', name, id, criticality, path });
    }
    if (due === false && there !== undefined) {
      errors.push(errorOf('erroneously-present', fields[there]!, [path, there]));
    }
    if (presence === 'mandatory' && ies[name] === undefined) complete = false;
  }
  return { ies, complete, errors };
}
