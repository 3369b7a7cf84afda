import type { EapolKey } from '../codecs/dot11/eapol-key.js';
import type { Dot11Frame } from '../codecs/dot11/frame.js';
import type { At } from './at.js';
import type { LteEvent } from './lte-events.js';
import type { EapolKeyRecord } from './wlan/eapol-key-record.js';
import type { Ending } from './wlan/ending.js';
import type { PnUse } from './wlan/packet-number.js';
import type { Run } from './wlan/run.js';
import type { FoundKey, GroupKey, ProvenPtk } from './wlan/session-keys.js';
import type { PnRestart } from './wlan/unopened.js';

/** A management frame between the two of a session, in clear or opened. */
export interface ManagementEvent extends At {
  readonly kind: 'management';
  readonly fromAp: boolean;
  /** What could be read of it. */
  readonly body: Partial<Dot11Frame>;
  readonly isProtected: boolean;
  /** Whether the capture has cut its end off: it may have had more elements. */
  readonly isCut: boolean;
}

/** An EAPOL-Key frame, as it comes. */
export interface EapolKeyEvent extends At {
  readonly kind: 'eapolKey';
  /** Its verdict may still be `unverified`, and become another once more nonces are known. */
  readonly record: EapolKeyRecord;
  readonly key: EapolKey;
  /** The run of a handshake that it is of; undefined for a request. It may be another once more nonces are known. */
  readonly run: Run | undefined;
  /**
   * Whether it is a frame that came before, sent again by the MAC sublayer or held by a second capture: the same octets
   * under the same sequence number. It is not among the run's frames.
   */
  readonly isCopy: boolean;
  /** Of the MAC frame that carried it, or its last fragment; undefined over Ethernet. */
  readonly sequenceNumber: number | undefined;
}

/** A handshake is over: complete, given up, superseded by another, or at the end of the capture. */
export interface RunEvent extends At {
  readonly kind: 'run';
  readonly run: Run;
  /** Whether it is over with the capture alone. */
  readonly isAtEnd: boolean;
}

/** A MIC is right under a PMK: M2 and M4 show that the station has it, M3 and G1 that the AP has. */
export interface PmkInUseEvent extends At {
  readonly kind: 'pmkInUse';
  readonly message: EapolKeyRecord['message'];
  /** 32 to 64 octets. */
  readonly pmk: Uint8Array;
}

/** The association is over. */
export interface EndingEvent extends At {
  readonly kind: 'ending';
  readonly ending: Ending;
}

/**
 * A deauthentication or disassociation that its receiver is to drop, as the two protect management frames (IEEE 802.11-2020,
 * 12.6.19). It is told once it is known what became of it.
 */
export interface DroppedEndingEvent extends At {
  readonly kind: 'droppedEnding';
  readonly ending: Ending;
  /**
   * In clear; or to a group, and with a wrong `mic`, perhaps because the capture lacks the `key` of it, or with a packet number that
   * is known to have come before: long before (`replayed`), or so soon before that the frame may be one of a second sniffer whose
   * clock is behind (`late`). `none` where the two protect no management frames, and it is told only because one of them goes on.
   */
  readonly flaw: 'clear' | 'mic' | 'key' | 'late' | 'replayed' | 'none';
  readonly isToAll: boolean;
  /**
   * Its sender goes on under its keys in this frame (`belied`); the station associates anew with it, soon or without a sign of
   * these keys before (`taken`); or neither is seen (`open`). Without a flaw it may be its receiver that goes on in this frame
   * (`unheard`).
   */
  readonly outcome: 'belied' | 'taken' | 'open' | 'unheard';
  /**
   * Whether it may be the end of the association before: it came no later behind the beginning of this one than other management
   * frames came again, as they do by a second sniffer whose clock is behind.
   */
  readonly isOfBefore: boolean;
}

/** A frame proved or carried a key; also where the session knew it already. */
export interface KeyEvent extends At {
  readonly kind: 'key';
  readonly key: FoundKey;
  /** Whether the session, or for a group key the AP, knew it before. */
  readonly isKnown: boolean;
}

/** A data frame with a body between the two of a session: protected, or with EAPOL. */
export interface DataEvent extends At {
  readonly kind: 'data';
  readonly fromAp: boolean;
  readonly isProtected: boolean;
  /** The MAC frame, without FCS, as captured: valid only for as long as the event is being handled. */
  readonly mpdu: Uint8Array;
  /** Its body in clear; undefined where no known key opens it. */
  readonly body: Uint8Array | undefined;
  /** Whether it holds an EAPOL frame, or a part of one. */
  readonly isEapol: boolean;
}

/**
 * A data frame in clear, or a part of one, that is not EAPOL alone, in an association whose keys are in place. One to a group is
 * told of the station that was associated first.
 */
export interface ClearDataEvent extends At {
  readonly kind: 'clearData';
  readonly fromAp: boolean;
  readonly isGroup: boolean;
  /** The MAC frame, without FCS, as captured: valid only for as long as the event is being handled. */
  readonly mpdu: Uint8Array;
}

/** The first user data in a direction after a frame of a 4-way handshake. */
export interface ResumedEvent extends At {
  readonly kind: 'resumed';
  readonly fromAp: boolean;
  readonly run: Run;
  /** The user data before. */
  readonly before: At;
}

/** A protected frame that a pairwise key opened: data or management. */
export interface OpenedEvent extends At {
  readonly kind: 'opened';
  readonly fromAp: boolean;
  readonly ptk: ProvenPtk;
  /** 48 bits. */
  readonly pn: number;
  readonly use: PnUse;
  /** The MAC frame, without FCS, as captured: valid only for as long as the event is being handled. */
  readonly mpdu: Uint8Array;
}

/** A group-addressed data frame that a GTK opened: told of the station that was associated first. */
export interface OpenedGroupEvent extends At {
  readonly kind: 'openedGroup';
  readonly group: GroupKey;
  /** 48 bits. */
  readonly pn: number;
  readonly use: PnUse;
}

/**
 * A protected frame that opens under a key of zeros, and under none that is known: to a group it is told of the station that was
 * associated first.
 */
export interface OpenedZeroEvent extends At {
  readonly kind: 'openedZero';
  readonly fromAp: boolean;
  readonly isGroup: boolean;
  /** 48 bits. */
  readonly pn: number;
}

/** Packet numbers of a side begin anew, in frames that no known key opens; what of the other side, may come out later. */
export interface RestartedEvent extends At {
  readonly kind: 'restarted';
  readonly restart: PnRestart;
}

/** A new association has begun: a response lets the station into it, or an M1 tells of it, over Ethernet or in clear behind a request. */
export interface AssociationEvent extends At {
  readonly kind: 'association';
}

/** The capture is over. */
export interface EndEvent extends At {
  readonly kind: 'end';
  /** What the session keeps, for `watchToEnd`. */
  readonly of: EventsOf;
}

/** What a {@link Rule} is told of a session, in the order of the capture. */
export type ValidationEvent =
  | ManagementEvent
  | EapolKeyEvent
  | PmkInUseEvent
  | RunEvent
  | EndingEvent
  | DroppedEndingEvent
  | KeyEvent
  | DataEvent
  | ClearDataEvent
  | ResumedEvent
  | OpenedEvent
  | OpenedGroupEvent
  | OpenedZeroEvent
  | RestartedEvent
  | AssociationEvent
  | EndEvent
  | LteEvent;

/** The event called `K`. */
export type EventNamed<K extends ValidationEvent['kind']> = Extract<ValidationEvent, { readonly kind: K }>;

/** Gives the events of these kinds, in the order of time. What was forgotten of a link shows as a `gap`. */
export type EventsOf = <const K extends ValidationEvent['kind']>(
  kinds: readonly K[],
) => readonly EventNamed<K>[];
