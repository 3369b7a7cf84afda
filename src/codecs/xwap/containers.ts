import {
  type Components,
  type ExtensibleValue,
  type Extension,
  type Infer,
  type Omittable,
  type OpenTypeBy,
  openTypeBy,
  optional,
  type Rows,
  type SequenceValue,
  type Size,
  sequence,
  sequenceOf,
  size,
  type Type,
} from '../per/index.js';
import { Criticality, type Presence, PrivateIEID } from './common-data-types.js';
import { maxPrivateIEs, maxProtocolExtensions, maxProtocolIEs, protocolIEID } from './constants.js';
import { field } from './field.js';

/** A type with its ASN.1 name, by which the value of an open type says what it is. */
export interface Named<N extends string, T> extends Type<T> {
  readonly asn1Name: N;
}

/** Names a type. Every type that stands in an object set has a name. */
export const named = <const N extends string, Y extends Type<unknown>>(
  asn1Name: N,
  type: Y,
): Y & { readonly asn1Name: N } => ({ ...type, asn1Name });

/** What an object set says of one ID. */
export interface IE<N extends string = string, T = unknown, P extends Presence = Presence> {
  readonly criticality: Criticality;
  readonly type: Named<N, T>;
  readonly presence: P;
}

/** `{ ID … CRITICALITY criticality TYPE type PRESENCE presence }`, behind its ID. */
export const ie = <const N extends string, T, const P extends Presence>(
  criticality: Criticality,
  type: Named<N, T>,
  presence: P,
): IE<N, T, P> => ({ criticality, type, presence });

/** The names of all IEs, list elements and IE extensions. */
export type IEName = keyof typeof protocolIEID;

/** An object set (XWAP-PROTOCOL-IES, XWAP-PROTOCOL-EXTENSION): in order, by the names of the IDs. */
export type IESet = { readonly [N in IEName]?: IE };

type RowsOf<S> = {
  readonly [N in keyof S as N extends IEName ? (typeof protocolIEID)[N] : never]: S[N] extends IE<
    infer A,
    infer T
  >
    ? { readonly type: A; readonly of: Type<T> }
    : never;
};

/** The rows of an object set, as {@link openTypeBy} wants them. */
const rowsOf = (set: IESet): Rows =>
  Object.fromEntries(
    Object.entries(set).map(([name, { type }]) => [
      protocolIEID[name as IEName],
      { type: type.asn1Name, of: type },
    ]),
  );

/** A value of ProtocolIE-Field: of one of the IEs of the set, or of an id outside it. */
export type ProtocolIEField<S> = SequenceValue<{
  id: Type<number>;
  criticality: Type<Criticality>;
  value: OpenTypeBy<'id', RowsOf<S>>;
}>;

/** `ProtocolIE-SingleContainer {{set}}`, which is one ProtocolIE-Field and no list of one. */
export function protocolIESingleContainer<S extends IESet>(set: S): Type<ProtocolIEField<S>> {
  return field('protocolIE', rowsOf(set)) as Type<ProtocolIEField<S>>;
}

/** A type with the object set of the fields that it is a list of. */
interface WithSet<S extends IESet> {
  readonly elements: S;
}

/** A list of single containers. */
export interface ContainerList<S extends IESet> extends Type<readonly ProtocolIEField<S>[]>, WithSet<S> {}

/** `SEQUENCE (SIZE (constraint)) OF ProtocolIE-SingleContainer {{elements}}` */
export const listOfSingleContainers = <S extends IESet>(constraint: Size, elements: S): ContainerList<S> => ({
  ...sequenceOf(constraint, protocolIESingleContainer(elements)),
  elements,
});

/** A value of ProtocolExtensionField: of one of the extensions of the set, or of an id outside it. */
export type ProtocolExtensionField<S> = SequenceValue<{
  id: Type<number>;
  criticality: Type<Criticality>;
  extensionValue: OpenTypeBy<'id', RowsOf<S>>;
}>;

/** `ProtocolExtensionContainer {{set}}`: new components of a SEQUENCE, by id. */
export function protocolExtensionContainer<S extends IESet>(
  set: S,
): Type<readonly ProtocolExtensionField<S>[]> & WithSet<S> {
  const element = field('extension', rowsOf(set)) as Type<ProtocolExtensionField<S>>;
  return { ...sequenceOf(size(1, maxProtocolExtensions), element), elements: set };
}

/** The components of {@link extensible}: those given, and the extensions of the set. */
export type WithExtensions<C extends Components, S extends IESet> = C & {
  readonly 'iE-Extensions': Omittable<readonly ProtocolExtensionField<S>[]>;
};

/** `SEQUENCE { components, iE-Extensions ProtocolExtensionContainer {{extensions}} OPTIONAL, ... }`, which most of XwAP are. */
export const extensible = <C extends Components, S extends IESet = Readonly<Record<never, never>>>(
  components: C,
  extensions = {} as S,
): Type<ExtensibleValue<WithExtensions<C, S>, readonly []>> => {
  const container = optional(protocolExtensionContainer(extensions));
  return sequence({ ...components, 'iE-Extensions': container }, '...');
};

/** The object set of the fields that a value of the type is a list of; undefined for other types. */
export const setOf = (type: Type<unknown>): IESet | undefined => (type as Partial<WithSet<IESet>>).elements;

/** A value of a message: its IEs as they are sent, unknown ones among them. */
export interface MessageValue<S> extends Extension {
  readonly protocolIEs: readonly ProtocolIEField<S>[];
}

/** A message type with the object set of its IEs. */
export interface Message<N extends string = string, S extends IESet = IESet>
  extends Named<N, MessageValue<S>> {
  readonly ies: S;
}

/** `name ::= SEQUENCE { protocolIEs ProtocolIE-Container {{ies}}, ... }` */
export function message<const N extends string, S extends IESet>(name: N, ies: S): Message<N, S> {
  const container = sequenceOf(size(0, maxProtocolIEs), protocolIESingleContainer(ies));
  return { ...named(name, sequence({ protocolIEs: container }, '...')), ies };
}

/** PrivateIE-Field. No private IE is known, so that the value of each is octets. */
export const PrivateIEField = sequence({
  id: PrivateIEID,
  criticality: Criticality,
  value: openTypeBy('id', {}),
});
export type PrivateIEField = Infer<typeof PrivateIEField>;

export const PrivateIEContainer = sequenceOf(size(1, maxPrivateIEs), PrivateIEField);
