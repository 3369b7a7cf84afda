import { EncodeError } from '../../codecs/error.js';
import { SCTP_DATA_FLAG } from '../../codecs/link/sctp.js';
import {
  dataLength,
  LONGEST_FRAGMENT,
  PACKET_ROOM,
  RECEIVER_ROOM,
  type SctpData,
  tsnDistance,
  WHOLE_MESSAGE,
} from './packet.js';

/** What a SACK has told that was not known before. */
export interface SackNews {
  /** Nanoseconds from a sending to the answer to it; undefined where it tells of none that is measured (RFC 9260, 6.3.1, C4). */
  readonly roundTrip: number | undefined;
  /** Whether T3-rtx starts anew: the earliest chunk is acknowledged, or goes out again (6.3.2, R3; 7.2.4, 4). */
  readonly restartsTimer: boolean;
}

/** The DATA chunks of an end that are not acknowledged up to the last, in the order of TSNs. */
export interface SendQueue {
  isEmpty(): boolean;
  /** The other end has room for so many octets, as it says while the association is set up (5.1). */
  allow(peerWindow: number): void;
  /**
   * Adds a message, in as many chunks as it takes.
   * @throws EncodeError for one that the other end has no room for
   */
  add(stream: number, sequenceNumber: number, message: Uint8Array): void;
  /** The chunks of the next packet that may be sent now, which count as sent; none if there are none. Lent until the next call. */
  take(now: number): readonly SctpData[];
  /**
   * @param gaps as in `SctpSack`
   * @param now nanoseconds, as for {@link take}
   * @param peerWindow octets that the other end has room for, of which what is under way takes some (6.2.1)
   * @returns undefined where the SACK acknowledges nothing new
   */
  acknowledge(
    cumulativeTsnAck: number,
    gaps: readonly number[],
    now: number,
    peerWindow: number,
  ): SackNews | undefined;
  /** T3-rtx has expired: what is not acknowledged has to be sent again. */
  timeOut(): void;
}

/** So many SACKs tell that a chunk is missing until it is sent again (7.2.4). */
const MISS_INDICATIONS = 3;
/** The least slow start threshold (7.2.3), for which the one of the path is taken here. */
const SLOW_START_THRESHOLD = 4 * PACKET_ROOM;
const NOTHING: readonly SctpData[] = [];

class Chunk implements SctpData {
  readonly tsn: number;
  readonly stream: number;
  readonly sequenceNumber: number;
  readonly flags: number;
  readonly octets: Uint8Array;
  /** Octets that it takes in a packet. */
  readonly length: number;
  /** It waits to be sent, for the first time or again, or is under way, or is acknowledged: behind a gap while in the queue. */
  state: 'waiting' | 'in flight' | 'acknowledged' = 'waiting';
  sendings = 0;
  misses = 0;
  /** It is not eligible for a second fast retransmit (7.2.4, 5). */
  isFastRetransmitted = false;

  constructor(tsn: number, stream: number, sequenceNumber: number, flags: number, octets: Uint8Array) {
    this.tsn = tsn;
    this.stream = stream;
    this.sequenceNumber = sequenceNumber;
    this.flags = flags;
    this.octets = octets;
    this.length = dataLength(octets.length);
  }
}

/**
 * A queue of chunks of an association with one path. Of congestion control it does what follows a loss: one packet after a
 * time-out, then slow start up to the least threshold, or that threshold after a fast retransmit, until all is acknowledged that
 * was sent before (RFC 9260, 7.2.1, 7.2.3 and 7.2.4). Congestion avoidance would let more go, and without a loss there is no
 * window: signalling never fills it. A receiver here never gives up what it has acknowledged behind a gap (6.2.1).
 */
export function createSendQueue(initialTsn: number): SendQueue {
  /** TSNs follow one another, so that they tell the index. */
  const queue: Chunk[] = [];
  const packet: Chunk[] = [];
  let nextTsn = initialTsn;
  let lastSent = initialTsn;
  /** None waits before it. */
  let firstWaiting = 0;
  /** Octets of chunks in flight, and how many there may be. */
  let flight = 0;
  let window = Number.POSITIVE_INFINITY;
  /** Octets of messages that the other end has room for, and those under way, which take of them. */
  let peerWindow = 0;
  let underWay = 0;
  /** The TSN whose acknowledgement ends the window, and Fast Recovery. */
  let exitPoint: number | undefined;
  let isFastRecovery = false;
  /** A packet of chunks that are sent again goes out whatever the window (7.2.4, 3). */
  let isUrgent = false;

  const wait = (index: number): void => {
    const chunk = queue[index]!;
    flight -= chunk.length;
    underWay -= chunk.octets.length;
    chunk.state = 'waiting';
    chunk.misses = 0;
    firstWaiting = Math.min(firstWaiting, index);
  };

  /** One chunk at a time is timed, from its first sending, until it is acknowledged or one up to it goes out again (6.3.1, C5). */
  let isTiming = false;
  let timedTsn = 0;
  let timedAt = 0;
  const time = ({ tsn, sendings }: Chunk, now: number): void => {
    if (sendings > 0) isTiming &&= tsnDistance(tsn, timedTsn) > 0;
    else if (!isTiming) {
      isTiming = true;
      timedTsn = tsn;
      timedAt = now;
    }
  };

  /** Of what the SACK at hand acknowledges: how many octets, and whether the chunk is among it that is timed. */
  let acknowledged = 0;
  let isMeasured = false;
  const settle = (chunk: Chunk): void => {
    if (chunk.state === 'in flight') {
      flight -= chunk.length;
      underWay -= chunk.octets.length;
    }
    if (isTiming && chunk.tsn === timedTsn) {
      isTiming = false;
      isMeasured = true;
    }
    acknowledged += chunk.length;
    chunk.state = 'acknowledged';
  };

  const recover = (octets: number): void => {
    window = octets;
    exitPoint = lastSent;
  };

  /** Counts those in flight before `end` as missing. @returns the index of the first that is to be sent again at once, or -1 */
  const miss = (end: number): number => {
    let first = -1;
    for (let i = 0; i < end; i++) {
      const chunk = queue[i]!;
      if (chunk.state !== 'in flight' || ++chunk.misses < MISS_INDICATIONS || chunk.isFastRetransmitted)
        continue;
      chunk.isFastRetransmitted = true;
      wait(i);
      if (first < 0) first = i;
    }
    return first;
  };

  const append = (stream: number, sequenceNumber: number, flags: number, octets: Uint8Array): void => {
    queue.push(new Chunk(nextTsn, stream, sequenceNumber, flags, octets));
    nextTsn = (nextTsn + 1) >>> 0;
  };

  return {
    isEmpty: () => queue.length === 0,
    allow(room) {
      peerWindow = room;
    },
    add(stream, sequenceNumber, message) {
      const { length } = message;
      if (length <= LONGEST_FRAGMENT) return append(stream, sequenceNumber, WHOLE_MESSAGE, message);
      if (length > RECEIVER_ROOM)
        throw new EncodeError('SCTP.message', `is to be at most ${RECEIVER_ROOM} octets`);
      for (let at = 0; at < length; at += LONGEST_FRAGMENT) {
        const end = Math.min(at + LONGEST_FRAGMENT, length);
        const flags =
          (at === 0 ? SCTP_DATA_FLAG.beginning : 0) | (end === length ? SCTP_DATA_FLAG.ending : 0);
        append(stream, sequenceNumber, flags, message.subarray(at, end));
      }
    },
    take(now) {
      while (firstWaiting < queue.length && queue[firstWaiting]!.state !== 'waiting') firstWaiting++;
      if (firstWaiting === queue.length) return NOTHING;
      const isForced = isUrgent && queue[firstWaiting]!.sendings > 0;
      isUrgent = false;
      packet.length = 0;
      let octets = 0;
      let withThese = underWay;
      let i = firstWaiting;
      for (; i < queue.length; i++) {
        const chunk = queue[i]!;
        if (chunk.state !== 'waiting') continue;
        if (packet.length > 0 && (octets + chunk.length > PACKET_ROOM || (isForced && chunk.sendings === 0)))
          break;
        // Of what is new, one chunk may be under way without room for it, which finds out when there is (6.1, A).
        const isAlone = flight === 0 && packet.length === 0;
        if (chunk.sendings === 0 && withThese + chunk.octets.length > peerWindow && !isAlone) break;
        withThese += chunk.octets.length;
        octets += chunk.length;
        packet.push(chunk);
      }
      if (packet.length === 0 || (!isForced && flight > 0 && flight + octets > window)) return NOTHING;
      firstWaiting = i;
      flight += octets;
      underWay = withThese;
      for (const chunk of packet) {
        chunk.state = 'in flight';
        time(chunk, now);
        chunk.sendings++;
        if (tsnDistance(chunk.tsn, lastSent) > 0) lastSent = chunk.tsn;
      }
      return packet;
    },
    acknowledge(cumulativeTsnAck, gaps, now, room) {
      // One that was overtaken by a later one is dropped (6.2.1, D).
      if (tsnDistance(queue[0]?.tsn ?? nextTsn, cumulativeTsnAck) > 1) return undefined;
      peerWindow = room;
      if (queue.length === 0) return undefined;
      acknowledged = 0;
      isMeasured = false;
      let count = 0;
      for (; queue.length > 0 && tsnDistance(queue[0]!.tsn, cumulativeTsnAck) <= 0; count++) {
        const chunk = queue.shift()!;
        if (chunk.state !== 'acknowledged') settle(chunk);
      }
      firstWaiting = Math.max(firstWaiting - count, 0);
      let afterNews = 0;
      for (let gap = 0; gap < gaps.length; gap += 2) {
        // The chunk at 0 comes right behind the cumulative TSN, and is in no block.
        const end = Math.min(gaps[gap + 1]!, queue.length);
        for (let i = Math.max(gaps[gap]! - 1, 1); i < end; i++) {
          if (queue[i]!.state === 'acknowledged') continue;
          settle(queue[i]!);
          afterNews = i;
        }
      }
      if (count === 0 && acknowledged === 0) return undefined;
      if (exitPoint !== undefined && tsnDistance(cumulativeTsnAck, exitPoint) >= 0) {
        window = Number.POSITIVE_INFINITY;
        exitPoint = undefined;
        isFastRecovery = false;
      } else if (exitPoint !== undefined && count > 0 && !isFastRecovery)
        window = Math.min(window + Math.min(acknowledged, PACKET_ROOM), SLOW_START_THRESHOLD);
      // Missing is what is before the highest TSN newly acknowledged, and in Fast Recovery, when the cumulative TSN
      // advances, what is before the last block (7.2.4).
      const reported =
        isFastRecovery && count > 0 && gaps.length > 0 ? Math.min(gaps.at(-1)! - 1, queue.length) : afterNews;
      const missed = miss(reported);
      if (missed >= 0 && !isFastRecovery) {
        isFastRecovery = true;
        isUrgent = true;
        recover(SLOW_START_THRESHOLD);
      }
      return { roundTrip: isMeasured ? now - timedAt : undefined, restartsTimer: count > 0 || missed === 0 };
    },
    timeOut() {
      for (let i = 0; i < queue.length; i++) if (queue[i]!.state === 'in flight') wait(i);
      isFastRecovery = false;
      isUrgent = false;
      recover(PACKET_ROOM);
    },
  };
}
