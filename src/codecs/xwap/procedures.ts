import type { Criticality, Presence } from './common-data-types.js';
import { protocolIEID } from './constants.js';
import type { IEName, Message, Named } from './containers.js';
import {
  WTAdditionRequest,
  WTAdditionRequestAcknowledge,
  WTAdditionRequestReject,
  WTAssociationConfirmation,
} from './messages/addition.js';
import {
  ErrorIndication,
  Reset,
  ResetResponse,
  WTConfigurationUpdate,
  WTConfigurationUpdateAcknowledge,
  WTConfigurationUpdateFailure,
  XwSetupFailure,
  XwSetupRequest,
  XwSetupResponse,
} from './messages/interface.js';
import {
  LWIPAdditionRequest,
  LWIPAdditionRequestAcknowledge,
  LWIPAdditionRequestReject,
  LWIPModificationRequest,
  LWIPModificationRequestAcknowledge,
  LWIPModificationRequestReject,
  LWIPReleaseConfirm,
  LWIPReleaseRequest,
  LWIPReleaseRequired,
} from './messages/lwip.js';
import {
  WTModificationRequest,
  WTModificationRequestAcknowledge,
  WTModificationRequestReject,
} from './messages/modification.js';
import {
  WTModificationConfirm,
  WTModificationRefuse,
  WTModificationRequired,
} from './messages/modification-by-wt.js';
import { PrivateMessage } from './messages/private.js';
import { WTReleaseConfirm, WTReleaseRequest, WTReleaseRequired } from './messages/release.js';
import { WTStatusFailure, WTStatusReport, WTStatusRequest, WTStatusResponse } from './messages/status.js';

/** The three kinds of message, named as the alternatives of XwAP-PDU. */
export type Outcome = 'initiatingMessage' | 'successfulOutcome' | 'unsuccessfulOutcome';

/**
 * XWAP-ELEMENTARY-PROCEDURES: code and criticality of each procedure and its messages. `initiator` is the
 * node that may start it, and `signalling` whether it concerns one UE. TS 36.463, 8.1 and 9.3.
 */
export const elementaryProcedures = {
  xwSetup: {
    procedureCode: 0,
    criticality: 'reject',
    initiator: 'eNB',
    signalling: 'non UE-associated',
    initiatingMessage: XwSetupRequest,
    successfulOutcome: XwSetupResponse,
    unsuccessfulOutcome: XwSetupFailure,
  },
  wTConfigurationUpdate: {
    procedureCode: 1,
    criticality: 'reject',
    initiator: 'WT',
    signalling: 'non UE-associated',
    initiatingMessage: WTConfigurationUpdate,
    successfulOutcome: WTConfigurationUpdateAcknowledge,
    unsuccessfulOutcome: WTConfigurationUpdateFailure,
  },
  wTStatusReportingInitiation: {
    procedureCode: 2,
    criticality: 'reject',
    initiator: 'eNB',
    signalling: 'non UE-associated',
    initiatingMessage: WTStatusRequest,
    successfulOutcome: WTStatusResponse,
    unsuccessfulOutcome: WTStatusFailure,
  },
  wTStatusReporting: {
    procedureCode: 3,
    criticality: 'ignore',
    initiator: 'WT',
    signalling: 'non UE-associated',
    initiatingMessage: WTStatusReport,
  },
  errorIndication: {
    procedureCode: 4,
    criticality: 'ignore',
    initiator: 'either',
    signalling: 'either',
    initiatingMessage: ErrorIndication,
  },
  reset: {
    procedureCode: 5,
    criticality: 'reject',
    initiator: 'either',
    signalling: 'non UE-associated',
    initiatingMessage: Reset,
    successfulOutcome: ResetResponse,
  },
  wTAdditionPreparation: {
    procedureCode: 6,
    criticality: 'reject',
    initiator: 'eNB',
    signalling: 'UE-associated',
    initiatingMessage: WTAdditionRequest,
    successfulOutcome: WTAdditionRequestAcknowledge,
    unsuccessfulOutcome: WTAdditionRequestReject,
  },
  eNBInitiatedWTModification: {
    procedureCode: 7,
    criticality: 'reject',
    initiator: 'eNB',
    signalling: 'UE-associated',
    initiatingMessage: WTModificationRequest,
    successfulOutcome: WTModificationRequestAcknowledge,
    unsuccessfulOutcome: WTModificationRequestReject,
  },
  wTInitiatedWTModification: {
    procedureCode: 8,
    criticality: 'reject',
    initiator: 'WT',
    signalling: 'UE-associated',
    initiatingMessage: WTModificationRequired,
    successfulOutcome: WTModificationConfirm,
    unsuccessfulOutcome: WTModificationRefuse,
  },
  eNBInitiatedWTRelease: {
    procedureCode: 9,
    criticality: 'ignore',
    initiator: 'eNB',
    signalling: 'UE-associated',
    initiatingMessage: WTReleaseRequest,
  },
  wTInitiatedWTRelease: {
    procedureCode: 10,
    criticality: 'reject',
    initiator: 'WT',
    signalling: 'UE-associated',
    initiatingMessage: WTReleaseRequired,
    successfulOutcome: WTReleaseConfirm,
  },
  wTAssociationConfirmation: {
    procedureCode: 11,
    criticality: 'ignore',
    initiator: 'WT',
    signalling: 'UE-associated',
    initiatingMessage: WTAssociationConfirmation,
  },
  privateMessage: {
    procedureCode: 12,
    criticality: 'ignore',
    initiator: 'either',
    signalling: 'either',
    initiatingMessage: PrivateMessage,
  },
  lWIPAdditionPreparation: {
    procedureCode: 13,
    criticality: 'reject',
    initiator: 'eNB',
    signalling: 'UE-associated',
    initiatingMessage: LWIPAdditionRequest,
    successfulOutcome: LWIPAdditionRequestAcknowledge,
    unsuccessfulOutcome: LWIPAdditionRequestReject,
  },
  eNBInitiatedLWIPModification: {
    procedureCode: 14,
    criticality: 'reject',
    initiator: 'eNB',
    signalling: 'UE-associated',
    initiatingMessage: LWIPModificationRequest,
    successfulOutcome: LWIPModificationRequestAcknowledge,
    unsuccessfulOutcome: LWIPModificationRequestReject,
  },
  eNBInitiatedLWIPRelease: {
    procedureCode: 15,
    criticality: 'ignore',
    initiator: 'eNB',
    signalling: 'UE-associated',
    initiatingMessage: LWIPReleaseRequest,
  },
  wTInitiatedLWIPRelease: {
    procedureCode: 16,
    criticality: 'reject',
    initiator: 'WT',
    signalling: 'UE-associated',
    initiatingMessage: LWIPReleaseRequired,
    successfulOutcome: LWIPReleaseConfirm,
  },
} as const;

/** The name of a procedure. */
export type ProcedureName = keyof typeof elementaryProcedures;

/** The message type of one outcome of a procedure; never if the procedure has none. */
export type MessageOf<P extends ProcedureName, O extends Outcome> = (typeof elementaryProcedures)[P] extends {
  readonly [_ in O]: infer M;
}
  ? M
  : never;

/** All message types by their names. */
export type Messages = {
  [M in { [P in ProcedureName]: { [O in Outcome]: MessageOf<P, O> }[Outcome] }[ProcedureName] as M extends {
    readonly asn1Name: infer N extends string;
  }
    ? N
    : never]: M;
};

/** The names of all messages. */
export type MessageName = keyof Messages;

/** Where a message type belongs. */
export interface Place {
  readonly procedure: ProcedureName;
  readonly procedureCode: number;
  /** Of the procedure, and so of all its messages. */
  readonly criticality: 'reject' | 'ignore';
  readonly outcome: Outcome;
  /** The node that sends the message. */
  readonly sender: Sender;
  readonly message: Named<MessageName, unknown>;
}

/** The node that sends a message. */
export type Sender = 'eNB' | 'WT' | 'either';

const outcomes = ['initiatingMessage', 'successfulOutcome', 'unsuccessfulOutcome'] as const;
const answering = { eNB: 'WT', WT: 'eNB', either: 'either' } as const;

/** Every message type with its procedure, in the order of the procedure codes. */
export const places: readonly Place[] = /* @__PURE__ */ Object.entries(elementaryProcedures).flatMap(
  ([name, procedure]) => {
    const { procedureCode, criticality, initiator } = procedure;
    const own: { readonly [O in Outcome]?: Named<MessageName, unknown> } = procedure;
    return outcomes.flatMap(outcome => {
      const message = own[outcome];
      if (message === undefined) return [];
      const sender = outcome === 'initiatingMessage' ? initiator : answering[initiator];
      return [{ procedure: name as ProcedureName, procedureCode, criticality, outcome, sender, message }];
    });
  },
);

/** What an object set says of an IE. */
export interface KnownIE {
  readonly name: IEName;
  readonly id: number;
  /** The ASN.1 name of its type. */
  readonly type: string;
  readonly criticality: Criticality;
  readonly presence: Presence;
}

/** A message type with its IEs in order; PrivateMessage has none of its own. */
export interface KnownMessage extends Place {
  readonly ies: readonly KnownIE[];
  /** The names of `ies`. */
  readonly names: Readonly<Record<string, true>>;
  /** Where in `ies` an IE is, by its id. */
  readonly order: ReadonlyMap<number, number>;
}

/** A literal without spread, after which each would have a shape of its own. */
const knownMessage = ({
  procedure,
  procedureCode,
  criticality,
  outcome,
  sender,
  message,
}: Place): KnownMessage => {
  const { ies: set = {} } = message as Partial<Message>;
  const ies = Object.entries(set).map(([name, { criticality, type, presence }]) => ({
    name: name as IEName,
    id: protocolIEID[name as IEName],
    type: type.asn1Name,
    criticality,
    presence,
  }));
  const names = Object.fromEntries(ies.map(({ name }) => [name, true as const]));
  const order = new Map(ies.map(({ id }, index) => [id, index]));
  return { procedure, procedureCode, criticality, outcome, sender, message, ies, names, order };
};

const knownMessages: ReadonlyMap<string | null, KnownMessage> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ places.map(place => [place.message.asn1Name, knownMessage(place)]),
);

/** The message type of that name. */
export const messageNamed = (name: string | null): KnownMessage | undefined => knownMessages.get(name);

/** A procedure as data. */
export interface XwapProcedure {
  readonly name: ProcedureName;
  /** 0..255 */
  readonly procedureCode: number;
  readonly criticality: 'reject' | 'ignore';
  /** 1: with a response; 2: without. TS 36.463, 8.1. */
  readonly class: 1 | 2;
  /** Whether the messages belong to one UE and carry the UE XwAP IDs. */
  readonly signalling: 'UE-associated' | 'non UE-associated' | 'either';
  /** The messages that the procedure has, and who sends them. */
  readonly messages: readonly {
    readonly name: MessageName;
    readonly outcome: Outcome;
    readonly sender: Sender;
  }[];
}

/** All procedures, by ascending code, with the direction of each message. TS 36.463, 8.1 and 9.1. */
export const xwapProcedures: readonly XwapProcedure[] = /* @__PURE__ */ Object.entries(
  elementaryProcedures,
).map(([name, { procedureCode, criticality, signalling, ...procedure }]) => ({
  name: name as ProcedureName,
  procedureCode,
  criticality,
  class: 'successfulOutcome' in procedure ? 1 : 2,
  signalling,
  messages: places
    .filter(place => place.procedure === name)
    .map(({ message, outcome, sender }) => ({ name: message.asn1Name, outcome, sender })),
}));
