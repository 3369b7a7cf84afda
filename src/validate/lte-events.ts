import type { WlanStatus } from '../codecs/rrc/build/wlan-status.js';
import type { MessageName, ProcedureName, XwapView } from '../codecs/xwap/index.js';
import type { At } from './at.js';
import type { MicVerdict } from './mic-verdict.js';
import type { RrcMessage } from './uu/message.js';
import type { XwapProblem } from './xw/problems.js';

/** The two ends of an Xw interface, and the ids that a UE has there. */
export interface XwEnds {
  /** IP addresses as hex; undefined until a message tells which end is which. */
  readonly enb: string | undefined;
  readonly wt: string | undefined;
  /** 3 octets as hex. */
  readonly enbUeXwapId: string | undefined;
  readonly wtUeXwapId: string | undefined;
}

/** An RRC message. */
export interface RrcEvent extends At {
  readonly kind: 'rrc';
  readonly isUplink: boolean;
  /** Undefined for octets that could not be read: ciphered under no known key, or altered. */
  readonly message: RrcMessage | undefined;
  /** The DL-DCCH-Message or UL-DCCH-Message, deciphered; undefined where `message` is. */
  readonly octets: Uint8Array | undefined;
  readonly macI: MicVerdict;
}

/**
 * An RRC procedure that waits for an answer, where it is over: at the answer, at a request with the same identifier, or at
 * the end of the capture.
 */
export interface RrcTransactionEvent extends At {
  readonly kind: 'rrcTransaction';
  readonly what: 'reconfiguration' | 'handover' | 'security-mode';
  readonly request: At;
  /** Undefined for one that got no answer. */
  readonly complete: At | undefined;
  /** Whether an answer was not due any more: the connection was released, or the UE handed over. */
  readonly isNeedless: boolean;
  readonly wtCounter: number | undefined;
  /**
   * Of one without an answer: what came in time that would be its answer, but for its identifier, which no request that waits for an
   * answer has.
   */
  readonly otherAnswer?: OtherAnswer;
}

/** An answer with another RRC transaction identifier than was asked for: 0 to 3. */
export interface OtherAnswer extends At {
  readonly asked: number;
  readonly has: number;
}

/** The WLANConnectionStatusReport (TS 36.331, 5.6.15). */
export interface StatusReportEvent extends At {
  readonly kind: 'statusReport';
  readonly status: WlanStatus;
}

/** An XwAP message. */
export interface XwapEvent extends At {
  readonly kind: 'xwap';
  readonly xw: XwEnds;
  /** Undefined where either end may send it, and which is which is not known yet. */
  readonly isFromWt: boolean | undefined;
  readonly view: XwapView;
  /** The XwAP-PDU. */
  readonly octets: Uint8Array;
  readonly problems: readonly XwapProblem[];
}

/**
 * An XwAP message that does not fit (TS 36.463, 8 and 10; TS 36.413, 10.4 and 10.6). It comes once it is clear that the capture lacks
 * nothing that would make it fit, and so after others that are later.
 */
export interface XwapUnexpectedEvent extends At {
  readonly kind: 'xwapUnexpected';
  readonly xw: XwEnds;
  readonly message: MessageName | 'XwAP message';
  readonly isFromWt: boolean | undefined;
  /**
   * `tag`: its SCTP packet has another verification tag than the association. `direction`: the other node alone sends it. Either has
   * no effect, and no `xwap` event of its own. `unasked`: it answers no request.
   * `before-acknowledge`: the WT sends it before it acknowledges the WT ADDITION REQUEST. `unknown-ids`: no addition gave these UE
   * XwAP IDs. `in-use`: it adds a UE under the id of one that is not released. `released`: the eNB has released its UE. `no-setup`: Xw is
   * not set up.
   */
  readonly misfit:
    | 'tag'
    | 'direction'
    | 'unasked'
    | 'before-acknowledge'
    | 'unknown-ids'
    | 'in-use'
    | 'released'
    | 'no-setup';
  /** Whether SCTP shows that the capture lacks nothing; otherwise it does not show either. */
  readonly isSure: boolean;
  /** The XwAP-PDU, undefined with `tag`: the very array of its `xwap` event, but of a message in the wrong direction, which has none. */
  readonly octets?: Uint8Array;
}

/**
 * An XwAP procedure of class 1, where it is over (TS 36.463, 8.1): at the response, at another request, at a release or a
 * restart, which make an answer needless, or at the end of the capture.
 */
export interface XwapProcedureEvent extends At {
  readonly kind: 'xwapProcedure';
  readonly xw: XwEnds;
  readonly procedure: ProcedureName;
  /** The name of the request. */
  readonly message: MessageName;
  readonly request: At;
  /** How often the same request came again. */
  readonly repetitions: number;
  readonly response: At | undefined;
  readonly outcome: 'successful' | 'unsuccessful' | 'unanswered';
  readonly isNeedless: boolean;
  /** Whether the capture shows packets of one direction alone by then, and so no answers. */
  readonly isOneWay: boolean;
}

/** An S-KWT that a UE may have, and what it is from. */
export interface SKwtCandidate {
  /** 32 octets. */
  readonly sKwt: Uint8Array;
  /** Name of the KeNB. */
  readonly kenb: string;
  /** The FC with which it follows, where that is another than this project derives with (TS 33.401, A.16). */
  readonly fc?: number;
}

/** A WT Counter came to the UE: it derives S-KWT (TS 36.331, 5.6.14.2; TS 33.401, A.16). */
export interface UeSKwtEvent extends At {
  readonly kind: 'sKwt';
  readonly side: 'ue';
  readonly wtCounter: number;
  /** Whether LWA begins with it, as far as the capture shows: it names WLANs, and the UE has no LWA yet. */
  readonly setsUpLwa: boolean;
  /** The number of its KeNB, from 1: as many as there may have been, as far as the capture shows. */
  readonly kenbEpoch: number;
  /** From each KeNB that the UE may have; none without keys. */
  readonly candidates: readonly SKwtCandidate[];
  /** From the other KeNBs given: the UE has one of these where the capture lacks a handover, and nothing else shows that. */
  readonly unseen: readonly SKwtCandidate[];
  /** Whether the UE's S-KWT is among `candidates` for sure, as far as the capture lacks no handover. */
  readonly isSure: boolean;
  /**
   * Whether it may have been told another UE: GSMTAP names none, and fewer of its senders than UEs of Xw are in the capture. Like
   * `candidates` it is final at the end.
   */
  readonly isShared: boolean;
}

/** An S-KWT came to the WT (TS 36.463, 8.8.2 and 8.9.2); the outcome of the procedure tells whether it was accepted. */
export interface WtSKwtEvent extends At {
  readonly kind: 'sKwt';
  readonly side: 'wt';
  readonly xw: XwEnds;
  readonly procedure: 'wTAdditionPreparation' | 'eNBInitiatedWTModification';
  /**
   * Whether the WT has the UE already, and starts a handshake under the key at once: a modification, and an addition that names
   * the WT UE XwAP ID, as at a handover without WT change (TS 36.463, 8.8.2).
   */
  readonly isRekey: boolean;
  /** 32 octets. */
  readonly sKwt: Uint8Array;
}

/**
 * The WT has no more of a UE over one UE-associated signalling connection. `release`: it releases the UE; `kept`: it releases that
 * connection and keeps the UE for another eNB (TS 36.463, 8.11.2); `reset`: the interface was reset or set up anew (8.2 and 8.7).
 */
export interface XwEndEvent extends At {
  readonly kind: 'xwEnd';
  readonly xw: XwEnds;
  readonly cause: 'release' | 'kept' | 'reset';
}

/**
 * User data that goes on in one direction of the GTP-U tunnels of a UE over Xw, though a release ended them (TS 36.463, 8.11.2 and
 * 8.12.2), for longer than it may be on its way: the first packet. It comes at the end of the capture, if that lacks nothing that would
 * have given a tunnel anew.
 */
export interface LateDataEvent extends At {
  readonly kind: 'lateData';
  readonly xw: XwEnds;
  readonly isFromWt: boolean;
  /** The release, … */
  readonly end: At;
  /** … the last such packet, and how many there are. */
  readonly last: At;
  readonly packets: number;
}

/** The packet with an S-KWT for the WT is sent again, as SCTP does where no acknowledgement came (RFC 9260, 6.3.3). */
export interface SKwtAgainEvent extends At {
  readonly kind: 'sKwtAgain';
  /** 32 octets. */
  readonly sKwt: Uint8Array;
}

/** Packets that the capture lacks, before this place. */
export interface GapEvent extends At {
  readonly kind: 'gap';
  readonly where: 'uu' | 'xw';
  /** What was seen before them. */
  readonly from: At;
  /** Whether the capture may have them, and too many events came to keep what they told. */
  readonly isForgotten?: true;
}

/** What the LTE half of a capture says of a UE. */
export type LteEvent =
  | RrcEvent
  | RrcTransactionEvent
  | StatusReportEvent
  | XwapEvent
  | XwapUnexpectedEvent
  | XwapProcedureEvent
  | XwEndEvent
  | LateDataEvent
  | UeSKwtEvent
  | SKwtAgainEvent
  | WtSKwtEvent
  | GapEvent;
