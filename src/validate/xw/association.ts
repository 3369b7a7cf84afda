import { copyOf } from '../../codecs/copy.js';
import { SCTP_DATA_FLAG, type SctpChunk } from '../../codecs/link/sctp.js';
import { type At, isBefore } from '../at.js';
import { forgetOldest } from '../bounded.js';
import { type Belonging, newTags } from './tags.js';

/** A user message that an association carried, at the packet that completed it. */
export interface UserMessage {
  readonly octets: Uint8Array;
  readonly payloadProtocolIdentifier: number;
  /** Whether it was seen before, and its sender does not know yet that it came. A message in several chunks is told once. */
  readonly isAgain: boolean;
}

/** What became of a packet. */
export interface Taken {
  readonly belonging: Belonging;
  readonly messages: readonly UserMessage[];
}

/** A stretch of a capture in which packets are missing. */
export interface Gap {
  /** What was seen before it. */
  readonly from: At;
  /** Where the lack showed. */
  readonly at: At;
}

/** What is followed of an SCTP association (RFC 9260): its user messages, and what the capture lost. */
export interface Association {
  /**
   * Takes the chunks of a packet.
   * @param direction 0 from one end, 1 from the other
   * @returns what the packet is to it, and the messages that it completes
   */
  take(direction: 0 | 1, verificationTag: number, chunks: readonly SctpChunk[], at: At): Taken;
  /**
   * A packet in this direction is of no use: cut, or altered. Whether anything is missing for that, TSNs tell.
   * @param chunks what it seems to hold; undefined where that cannot be read
   */
  lose(direction: 0 | 1, chunks: readonly SctpChunk[] | undefined, at: At): void;
  /** Something that came in this direction was not taken, and it may have been of the association. */
  miss(direction: 0 | 1, at: At): void;
  /** Says that there is nothing more: what is still missing then, is. */
  end(at: At): void;
  /** How often it was set up anew. */
  readonly restarts: number;
  /** Whether a TSN is missing, of which it does not show yet whether it is late or lost. */
  readonly hasHole: boolean;
  /** Whether its set-up is in view, as it was last set up: then so is all that it carries, but for gaps. */
  readonly isFromStart: boolean;
  /** Whether it is known of both ends which TSN comes next: what of that is missing then is a gap. */
  readonly isLocated: boolean;
  /**
   * Whether all that came from one end up to a place has been seen, but for gaps: there or behind it, the other end says which TSNs
   * it has.
   * @param direction from that end
   */
  isConfirmed(direction: 0 | 1, at: At): boolean;
  /** How many gaps there were up to now … */
  readonly gaps: number;
  /** … and the stretch that holds all but the first `seen` of them; undefined if there are no more. */
  gapSince(seen: number): Gap | undefined;
}

/** TSNs that are seen ahead of one that is missing: with more, that one is given up. */
const MAX_AHEAD = 1024;
/** Chunks of one message that are put together, and octets that are kept of messages in each direction. */
const MAX_FRAGMENTS = 64;
const MAX_OCTETS = 1 << 18;
/** TSNs that were given up, or came before the first one seen, and may yet come late. */
const MAX_LATE = 256;
/** Gaps that are told apart; what is beyond the limit widens the last one. */
const MAX_GAPS = 4096;

/** Where TSN `a` is from `b` on, in serial number arithmetic (RFC 9260, 1.6). */
const distance = (a: number, b: number): number => (a - b) | 0;
const plus = (tsn: number, n: number): number => (tsn + n) >>> 0;

type Data = Extract<SctpChunk, { chunk: 'DATA' }>;

interface Flow {
  /** Every TSN up to this one has been seen or given up; undefined before the first. */
  cumulative: number | undefined;
  /** What the receiver has, as it says; undefined before it says so. */
  acknowledged: number | undefined;
  readonly ahead: Set<number>;
  /** Given up, and not seen since. */
  readonly late: Set<number>;
  /** Chunks of messages that are not whole. */
  readonly fragments: Map<number, Data>;
  octets: number;
  /** Whether its set-up is in view. */
  isFromStart: boolean;
  /** The TSN that came last of those that were new. */
  last: number | undefined;
  lastAt: At | undefined;
  /** A TSN beyond all that can be under way, which nothing has confirmed. */
  far: number | undefined;
  /** Where a packet was of no use since the last TSN that was new: it may be missing. */
  doubtAt: At | undefined;
  /** Where the receiver last said what it has, of which nothing was missing but what gaps tell of. */
  confirmedAt: At | undefined;
  /** What was seen before the first TSN that is missing now. */
  holeFrom: At | undefined;
}

const newFlow = (): Flow => ({
  cumulative: undefined,
  acknowledged: undefined,
  ahead: new Set(),
  late: new Set(),
  fragments: new Map(),
  octets: 0,
  isFromStart: false,
  last: undefined,
  lastAt: undefined,
  far: undefined,
  doubtAt: undefined,
  confirmedAt: undefined,
  holeFrom: undefined,
});

const isFlagged = ({ flags = 0 }: Data, flag: number): boolean => (flags & flag) !== 0;

/** An SCTP association of which no packet has come. */
export function newAssociation(): Association {
  const flows = [newFlow(), newFlow()] as const;
  const gaps: { from: At; at: At }[] = [];
  let gapCount = 0;
  let restarts = 0;

  const reportGap = (flow: Flow, at: At): void => {
    const from = flow.holeFrom ?? flow.lastAt ?? at;
    gapCount++;
    const last = gaps.at(-1);
    if (last !== undefined && gaps.length >= MAX_GAPS) last.at = at;
    else gaps.push({ from: isBefore(from, at) ? from : at, at });
  };

  const missLater = (flow: Flow, tsn: number): void => {
    flow.late.add(tsn);
    forgetOldest(flow.late, MAX_LATE);
  };

  /** Goes on over what was seen ahead, and now follows. */
  const takeUp = (flow: Flow): void => {
    while (flow.ahead.delete(plus(flow.cumulative!, 1))) flow.cumulative = plus(flow.cumulative!, 1);
  };

  /** Goes on to `tsn`; what was not seen up to there is missing. @returns whether anything is */
  const advance = (flow: Flow, tsn: number): boolean => {
    let isMissing = false;
    const known = flow.cumulative!;
    // A jump beyond what can have been under way is no loss of that many packets, but of knowing where the flow is.
    if (distance(tsn, known) > MAX_AHEAD) {
      flow.ahead.clear();
      isMissing = true;
    } else
      for (let next = plus(known, 1); distance(next, tsn) <= 0; next = plus(next, 1))
        if (!flow.ahead.delete(next)) {
          missLater(flow, next);
          isMissing = true;
        }
    flow.cumulative = tsn;
    takeUp(flow);
    return isMissing;
  };

  /**
   * Whether a TSN is beyond all that can be under way, and no other near it has come: where the receiver says what it has, it has to
   * confirm that one (it discards it otherwise), or more are to follow.
   */
  const isAstray = (flow: Flow, tsn: number): boolean => {
    if (flow.cumulative === undefined || flow.acknowledged === undefined) return false;
    if (distance(tsn, flow.cumulative) <= MAX_AHEAD) return false;
    const { far } = flow;
    flow.far = tsn;
    return far === undefined || far === tsn || Math.abs(distance(tsn, far)) > MAX_AHEAD;
  };

  /** Whether this is the first time that the TSN is seen. */
  const isNew = (flow: Flow, tsn: number, at: At): boolean => {
    if (flow.cumulative === undefined) {
      flow.cumulative = tsn;
      // The first that is seen need not be the first that was sent: packets may overtake each other.
      for (let back = MAX_FRAGMENTS; back > 0; back--) flow.late.add(plus(tsn, -back));
      return true;
    }
    const offset = distance(tsn, flow.cumulative);
    if (offset <= 0) return flow.late.delete(tsn);
    if (flow.ahead.has(tsn)) return false;
    if (offset > MAX_AHEAD) {
      reportGap(flow, at);
      flow.far = undefined;
      advance(flow, tsn);
      flow.holeFrom = undefined;
      return true;
    }
    flow.ahead.add(tsn);
    takeUp(flow);
    if (flow.ahead.size === 0) flow.holeFrom = undefined;
    else flow.holeFrom ??= flow.lastAt ?? at;
    return true;
  };

  const keep = (flow: Flow, data: Data): void => {
    // A copy, because what is kept of it must not keep the file's chunk in memory.
    flow.fragments.set(data.tsn, { ...data, userData: copyOf(data.userData) });
    flow.octets += data.userData.length;
    for (const [tsn, { userData }] of flow.fragments) {
      if (flow.fragments.size <= MAX_AHEAD && flow.octets <= MAX_OCTETS) return;
      flow.octets -= userData.length;
      flow.fragments.delete(tsn);
    }
  };

  /** The message that a chunk completes: consecutive TSNs from a beginning to an ending (RFC 9260, 6.9). */
  const assemble = (flow: Flow, data: Data): UserMessage | undefined => {
    const { payloadProtocolIdentifier, streamIdentifier } = data;
    if (isFlagged(data, SCTP_DATA_FLAG.beginning) && isFlagged(data, SCTP_DATA_FLAG.ending))
      return { octets: data.userData, payloadProtocolIdentifier, isAgain: false };
    keep(flow, data);
    const parts: Data[] = [];
    let first = data.tsn;
    for (let back = 0; back < MAX_FRAGMENTS; back++, first = plus(first, -1)) {
      const part = flow.fragments.get(first);
      if (part === undefined || part.streamIdentifier !== streamIdentifier) return undefined;
      if (isFlagged(part, SCTP_DATA_FLAG.beginning)) break;
    }
    for (let tsn = first; parts.length < MAX_FRAGMENTS; tsn = plus(tsn, 1)) {
      const part = flow.fragments.get(tsn);
      const isOther = part?.streamIdentifier !== streamIdentifier;
      if (part === undefined || isOther || isFlagged(part, SCTP_DATA_FLAG.beginning) !== (tsn === first))
        return undefined;
      parts.push(part);
      if (isFlagged(part, SCTP_DATA_FLAG.ending)) break;
    }
    if (!isFlagged(parts.at(-1)!, SCTP_DATA_FLAG.ending)) return undefined;
    const octets = new Uint8Array(parts.reduce((sum, { userData }) => sum + userData.length, 0));
    let at = 0;
    for (const { tsn, userData } of parts) {
      octets.set(userData, at);
      at += userData.length;
      flow.fragments.delete(tsn);
    }
    flow.octets -= octets.length;
    return { octets, payloadProtocolIdentifier: parts[0]!.payloadProtocolIdentifier, isAgain: false };
  };

  /** A message in one chunk that its sender sends again. */
  const sentAgain = (flow: Flow, data: Data): UserMessage | undefined => {
    const { tsn, userData: octets, payloadProtocolIdentifier } = data;
    const isWhole = isFlagged(data, SCTP_DATA_FLAG.beginning) && isFlagged(data, SCTP_DATA_FLAG.ending);
    const isKnown = flow.acknowledged !== undefined && distance(tsn, flow.acknowledged) <= 0;
    return isWhole && !isKnown ? { octets, payloadProtocolIdentifier, isAgain: true } : undefined;
  };

  const tags = newTags((direction, initialTsn) => {
    const flow = flows[direction];
    // Set up anew where there was an association before, seen from its start or not.
    if (flow.lastAt !== undefined || flow.acknowledged !== undefined) restarts++;
    const start =
      initialTsn === undefined ? undefined : { cumulative: plus(initialTsn, -1), isFromStart: true };
    Object.assign(flow, newFlow(), start);
  });

  /**
   * The receiver says that it has everything up to there; so a TSN not seen is one that the capture lost.
   * @param isAll whether it has nothing beyond
   */
  const acknowledge = (direction: 0 | 1, tsn: number, isAll: boolean, at: At): void => {
    const flow = flows[direction];
    if (flow.acknowledged === undefined || distance(tsn, flow.acknowledged) > 0) flow.acknowledged = tsn;
    if (flow.cumulative === undefined) flow.cumulative = tsn;
    else if (distance(tsn, flow.cumulative) > 0) {
      if (advance(flow, tsn)) reportGap(flow, at);
      if (flow.ahead.size === 0) flow.holeFrom = undefined;
    }
    if (tsn === flow.last) tags.acknowledged(direction);
    if (!isAll) return;
    flow.confirmedAt = at;
    if (tsn === flow.cumulative) flow.doubtAt = undefined;
  };

  const isSeen = ({ cumulative, ahead, late }: Flow, tsn: number): boolean =>
    ahead.has(tsn) || (cumulative !== undefined && distance(tsn, cumulative) <= 0 && !late.has(tsn));

  const doubt = (flow: Flow, at: At): void => {
    flow.doubtAt ??= at;
  };

  return {
    take: (direction, verificationTag, chunks, at) => {
      const belonging = tags.take(direction, verificationTag, chunks);
      const messages: UserMessage[] = [];
      const flow = flows[direction];
      const reverse = direction === 0 ? 1 : 0;
      if (belonging === 'taken-up') reportGap(flow, at);
      if (belonging !== 'own' && belonging !== 'taken-up') return { belonging, messages };
      for (const chunk of chunks)
        switch (chunk.chunk) {
          case 'SACK':
            acknowledge(reverse, chunk.cumulativeTsnAck, chunk.gapAckBlocks.length === 0, at);
            break;
          case 'SHUTDOWN':
            acknowledge(reverse, chunk.cumulativeTsnAck, false, at);
            break;
          case 'DATA': {
            if (isAstray(flow, chunk.tsn)) {
              doubt(flow, at);
              break;
            }
            const isFirst = isNew(flow, chunk.tsn, at);
            const message = isFirst ? assemble(flow, chunk) : sentAgain(flow, chunk);
            if (message !== undefined) messages.push(message);
            if (!isFirst) break;
            flow.last = chunk.tsn;
            flow.lastAt = at;
            // What it lacks shows by the TSNs from here on.
            flow.doubtAt = undefined;
            break;
          }
        }
      return { belonging, messages };
    },
    lose: (direction, chunks, at) => {
      const flow = flows[direction];
      const isOfUse = (chunk: SctpChunk): boolean => chunk.chunk === 'DATA' && !isSeen(flow, chunk.tsn);
      if (chunks === undefined || chunks.some(isOfUse)) doubt(flow, at);
    },
    miss: (direction, at) => reportGap(flows[direction], at),
    end: at => {
      for (const flow of flows)
        if (flow.ahead.size > 0 || flow.fragments.size > 0) reportGap(flow, at);
        else if (flow.doubtAt !== undefined) reportGap(flow, flow.doubtAt);
    },
    get restarts() {
      return restarts;
    },
    get hasHole() {
      return flows.some(({ holeFrom, doubtAt }) => (holeFrom ?? doubtAt) !== undefined);
    },
    get isFromStart() {
      return flows.every(({ isFromStart }) => isFromStart);
    },
    get isLocated() {
      return flows.every(({ cumulative }) => cumulative !== undefined);
    },
    isConfirmed: (direction, at) => {
      const { confirmedAt } = flows[direction];
      return confirmedAt !== undefined && !isBefore(confirmedAt, at);
    },
    get gaps() {
      return gapCount;
    },
    gapSince: seen => {
      if (seen >= gapCount) return undefined;
      return { from: gaps[Math.min(seen, gaps.length - 1)]!.from, at: gaps.at(-1)!.at };
    },
  };
}
