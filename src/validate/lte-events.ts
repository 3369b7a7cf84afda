import type { WlanStatus } from '../codecs/rrc/build/wlan-status.js';
import type { ProcedureName, XwapView } from '../codecs/xwap/index.js';
import type { At } from './at.js';
import type { RrcMessage } from './uu/message.js';
import type { XwapProblem } from './xw/problems.js';

/** What became of a MAC-I: `none` where there is none to check, `unverified` where no key fits or COUNT is unknown. */
export type MacIVerdict = 'valid' | 'invalid' | 'unverified' | 'none';

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
export interface RrcEvent {
  readonly kind: 'rrc';
  readonly at: At;
  readonly isUplink: boolean;
  /** Undefined for octets that could not be read: ciphered under no known key, or altered. */
  readonly message: RrcMessage | undefined;
  readonly macI: MacIVerdict;
}

/** An RRC procedure that waits for an answer, when it is over. */
export interface RrcTransactionEvent {
  readonly kind: 'rrc-transaction';
  readonly what: 'reconfiguration' | 'handover' | 'security-mode';
  readonly request: At;
  /** Undefined for one that got no answer. */
  readonly complete: At | undefined;
  /** Where it was over: at the answer, at a request with the same identifier, or at the end of the capture. */
  readonly until: At;
  /** Whether an answer was not due any more: the connection was released, or the UE handed over. */
  readonly isNeedless: boolean;
  readonly wtCounter: number | undefined;
}

/** The WLANConnectionStatusReport (TS 36.331, 5.6.15). */
export interface StatusReportEvent {
  readonly kind: 'status-report';
  readonly at: At;
  readonly status: WlanStatus;
}

/** An XwAP message. */
export interface XwapEvent {
  readonly kind: 'xwap';
  readonly at: At;
  readonly xw: XwEnds;
  /** Undefined where either end may send it, and which is which is not known yet. */
  readonly isFromWt: boolean | undefined;
  readonly view: XwapView;
  readonly problems: readonly XwapProblem[];
}

/** An XwAP procedure of class 1, when it is over (TS 36.463, 8.1). */
export interface XwapProcedureEvent {
  readonly kind: 'xwap-procedure';
  readonly xw: XwEnds;
  readonly procedure: ProcedureName;
  readonly request: At;
  /** How often the same request came again. */
  readonly repetitions: number;
  readonly response: At | undefined;
  readonly outcome: 'successful' | 'unsuccessful' | 'unanswered';
  /**
   * Where it was over: at the response, at another request, at a release or a restart, which make an answer needless, or at
   * the end of the capture.
   */
  readonly until: At;
  readonly isNeedless: boolean;
}

/** An S-KWT that a UE may have, and what it is from. */
export interface SKwtCandidate {
  /** 32 octets. */
  readonly sKwt: Uint8Array;
  /** Name of the KeNB. */
  readonly kenb: string;
}

/** A WT Counter came to the UE: it derives S-KWT (TS 36.331, 5.6.14.2; TS 33.401, A.16). */
export interface UeSKwtEvent {
  readonly kind: 's-kwt';
  readonly side: 'ue';
  readonly at: At;
  readonly wtCounter: number;
  /** The number of its KeNB, from 1: as many as there may have been, as far as the capture shows. */
  readonly kenbEpoch: number;
  /** From each KeNB that the UE may have; none without keys. */
  readonly candidates: readonly SKwtCandidate[];
  /** Whether the UE's S-KWT is among them for sure. */
  readonly isSure: boolean;
}

/** An S-KWT came to the WT (TS 36.463, 8.8.2 and 8.9.2); the outcome of the procedure tells whether it was accepted. */
export interface WtSKwtEvent {
  readonly kind: 's-kwt';
  readonly side: 'wt';
  readonly at: At;
  readonly xw: XwEnds;
  readonly procedure: 'wTAdditionPreparation' | 'eNBInitiatedWTModification';
  /** 32 octets. */
  readonly sKwt: Uint8Array;
}

/** Packets that the capture lacks. */
export interface GapEvent {
  readonly kind: 'gap';
  /** `wlan` is for the WLAN side to say. */
  readonly where: 'uu' | 'xw' | 'wlan';
  /** What was seen before them. */
  readonly from: At;
  /** Where the lack showed. */
  readonly at: At;
}

/**
 * What the WLAN side adds: an EAPOL-Key frame whose MIC is right under a PMK. M2 and M4 show which PMK the station
 * has, M3 and G1 which the WT has.
 */
export interface PmkInUseEvent {
  readonly kind: 'pmk-in-use';
  readonly at: At;
  readonly message: 'M2' | 'M3' | 'M4' | 'G1' | 'G2' | 'request';
  readonly pmk: Uint8Array;
}

/** What the WLAN side adds: the end of an association. */
export interface AssociationEndEvent {
  readonly kind: 'association-end';
  readonly at: At;
}

/** The last event of a UE. */
export interface EndEvent {
  readonly kind: 'end';
  readonly at: At;
}

/** What the LTE half of a capture says of a UE. */
export type LteEvent =
  | RrcEvent
  | RrcTransactionEvent
  | StatusReportEvent
  | XwapEvent
  | XwapProcedureEvent
  | UeSKwtEvent
  | WtSKwtEvent
  | GapEvent
  | EndEvent;

/** Where an event is: of a procedure, where it was over. */
export const positionOf = (event: LteRuleEvent): At => ('until' in event ? event.until : event.at);

/** What the rules of the LTE half watch: beside it, what the WLAN half tells them. */
export type LteRuleEvent = LteEvent | PmkInUseEvent | AssociationEndEvent;
