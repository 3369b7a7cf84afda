import type { HandshakeMessage } from '../../crypto/handshake.js';
import { type At, isBefore, MILLISECOND, SECOND } from '../at.js';
import type { EapolKeyRecord } from './eapol-key-record.js';
import type { Ending } from './ending.js';
import type { ProvenPtk } from './session-keys.js';

/** The response to the request of a fast BSS transition. */
export interface TransitionAnswer {
  readonly frame: number;
  /** Undefined where the frame is cut off before it. */
  readonly statusCode: number | undefined;
  /** Whether its Fast BSS Transition element can be read, and has the MIC of the PTK that the request proves; undefined without one. */
  readonly element: 'valid' | 'invalid' | 'unreadable' | undefined;
}

/** What a run is one of. */
export type RunKind = 'initial' | 're-key' | 'group' | 'ft';

/** The messages of a run: of a handshake, or of a fast BSS transition (IEEE 802.11-2020, 13.5 and 13.7). */
export type RunMessage =
  | Exclude<HandshakeMessage, 'request'>
  | 'reassociation-request'
  | 'reassociation-response';

/** One run of a handshake. */
export interface Run {
  readonly kind: RunKind;
  /** Frames of each message in the order in which they came, repetitions included. */
  readonly frames: Partial<Record<RunMessage, number[]>>;
  /** The EAPOL-Key frames among them. */
  records: EapolKeyRecord[];
  /** EAPOL-Key frames of the station in the meantime that are damaged, or captured in part. */
  unread?: At[];
  /** The PMKID that M1 names (IEEE 802.11-2020, 12.7.6.2). */
  pmkid?: Uint8Array;
  /** The M1 that name it, up to what rules are told of the run. */
  naming?: Set<EapolKeyRecord>;
  aNonce?: Uint8Array;
  /** That of the latest M2. */
  sNonce?: Uint8Array;
  /** The key data of G1 as it was sent: a repetition has the same. */
  groupKeyData?: Uint8Array;
  /** Replay counters of the AP's messages: an answer repeats one of them. */
  counters: Set<bigint>;
  /** The highest of them, -1 without any. */
  highestCounter: bigint;
  ptk?: ProvenPtk;
  complete: boolean;
  /** Whether frames are under its keys before it is complete: the capture lacks M4. */
  isInUse?: true;
  /**
   * The handshake that was under way when M1 came with another ANonce and a replay counter that the AP had passed: one of
   * the two is not the AP's.
   */
  contradicts?: Run;
  /**
   * A frame with which a side goes on under the keys of before, long after an M4 that no known key makes right: nothing came of the
   * handshake.
   */
  belied?: At;
  /** Whether it began as the AP had let the station in once more: its replay counters may start anew. */
  isAnew?: true;
  /** Whether it is over, and rules have been told. */
  isOver: boolean;
  /** Nanoseconds since 1970 at its latest frame. */
  latestTime: bigint;
  /** The end of the association, where a frame told it before another run began. */
  ending?: Ending;
  /** What the latest response to the request of a fast BSS transition says. */
  answer?: TransitionAnswer;
  /** Nanoseconds without user data around it: from the station, and from the AP. */
  suspended?: [bigint | undefined, bigint | undefined];
}

/** Whether frames that were opened are under the PTK of a handshake. */
export const isPtkUsed = ({ ptk }: Pick<Run, 'ptk'>): boolean =>
  ptk?.pns.some(({ distinct }) => distinct > 0) === true;

/** Whether a handshake goes on, as far as the capture shows: of one that is complete it may lack M4. */
export const isUnderWay = (run: Run): boolean =>
  !run.complete && !run.isOver && run.isInUse !== true && !isPtkUsed(run);

/** The handshake or transition that the keys of an association come from next, or came from last. */
export const keyingOf = ({
  any,
  pairwise,
}: {
  readonly any?: Run;
  readonly pairwise?: Run;
}): Run | undefined => (any?.kind === 'ft' ? any : pairwise);

/** Nanoseconds that a side waits after its last try, at the most, before it ends the association: hostapd 1 s. */
export const LONGEST_WAIT: bigint = 5n * SECOND;

/**
 * Nanoseconds that a frame which was encrypted before may wait for its turn: the lifetime of an MSDU, 500 TU
 * (dot11EDCATableMSDULifetime).
 */
export const LONGEST_QUEUED: bigint = 512n * MILLISECOND;

/**
 * What the AP sent in the handshake that was under way when this run began out of its turn, since then: the frames of M1 and M3.
 */
export function goneOn({ contradicts: real, records }: Run): readonly number[] {
  const first = records[0];
  if (real === undefined || first === undefined) return [];
  const isOfAp = (message: string): boolean => message === 'M1' || message === 'M3';
  return real.records.flatMap(record =>
    isOfAp(record.message) && isBefore(first, record) ? [record.frame] : [],
  );
}

const ORDER: readonly (readonly RunMessage[])[] = [
  ['M1', 'M2', 'M3', 'M4'],
  ['G1', 'G2'],
  ['reassociation-request', 'reassociation-response'],
];

/** Messages of a handshake that the capture does not hold, though a later one shows that they were sent. */
export const missingMessages = ({ frames }: Run): readonly RunMessage[] =>
  ORDER.flatMap(messages => {
    const last = messages.findLastIndex(message => frames[message] !== undefined);
    return messages.slice(0, Math.max(0, last)).filter(message => frames[message] === undefined);
  });
