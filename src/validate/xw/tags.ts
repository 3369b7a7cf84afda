import type { SctpChunk } from '../../codecs/link/sctp.js';
import { forgetOldest } from '../bounded.js';

/**
 * What a packet is to an association: `own`; `set-up`, with INIT or INIT ACK, which alone change nothing; `taken-up`, the first of
 * one whose set-up is not in view; `stray`, of another tag; `void`, of a former tag or without effect on what is carried.
 */
export type Belonging = 'own' | 'set-up' | 'taken-up' | 'stray' | 'void';

/** Follows which verification tags the packets of an association have (RFC 9260, 5.3.1 and 8.5). */
export interface Tags {
  /** What a packet from one end is to the association. It may begin it anew. */
  take(direction: 0 | 1, verificationTag: number, chunks: readonly SctpChunk[]): Belonging;
  /** The receiver has just acknowledged the last data of this direction: so it has taken the tag of that. */
  acknowledged(direction: 0 | 1): void;
}

/** What an end says where an association is set up. */
interface Start {
  readonly initialTsn: number | undefined;
  /** The tag of the other end, where this one answers it. */
  readonly peer: number | undefined;
}

interface End {
  /** What it wants as the tag of packets to it; undefined as long as it is not known. */
  tag: number | undefined;
  /** Whether the other end has used that: then packets to it have no other. */
  isUsed: boolean;
  /** What packets to it had before it was set up anew, as long as none has the new one. */
  former: number | undefined;
  /** By tag, set-ups of which nothing has come yet. */
  readonly offers: Map<number, Start>;
  /** The tag of packets from it that were not judged, and whether they had several. */
  given: number | undefined;
  isMixed: boolean;
  /** Whether more than a set-up came from it. */
  hasSpoken: boolean;
  /** The last stray packet from it: its tag, and what an answer would confirm. */
  stray: { readonly tag: number; readonly tsn: number | undefined; readonly isEcho: boolean } | undefined;
}

/** Set-ups of one end that are remembered; the oldest makes room. */
const MAX_OFFERS = 16;
/** The flag of ABORT and SHUTDOWN COMPLETE that come under the tag of their own sender (RFC 9260, 8.5.1). */
const REFLECTED = 1;

const newEnd = (): End => ({
  tag: undefined,
  isUsed: false,
  former: undefined,
  offers: new Map(),
  given: undefined,
  isMixed: false,
  hasSpoken: false,
  stray: undefined,
});

/** Chunks that only an association that is set up has: those show that a new tag counts. */
const isOfSetUp = ({ chunk }: SctpChunk): boolean =>
  chunk === 'COOKIE ECHO' || chunk === 'COOKIE ACK' || chunk === 'DATA' || chunk === 'SACK';

/** Whether a chunk comes under the tag of its own sender, who has no association (RFC 9260, 8.5.1). */
const isReflected = ({ chunk, flags = 0 }: SctpChunk): boolean =>
  (chunk === 'ABORT' || chunk === 'SHUTDOWN COMPLETE') && (flags & REFLECTED) !== 0;

/** @param renew told that what comes from an end begins, with that TSN where it is known */
export function newTags(renew: (direction: 0 | 1, initialTsn: number | undefined) => void): Tags {
  const ends = [newEnd(), newEnd()] as const;
  const otherOf = (direction: 0 | 1): 0 | 1 => (direction === 0 ? 1 : 0);

  const offer = ({ offers }: End, tag: number, start: Start): void => {
    offers.set(tag, start);
    forgetOldest(offers, MAX_OFFERS);
  };

  /** Takes a set-up at once where there is nothing that it could end; otherwise what follows tells whether it counts. */
  const propose = (direction: 0 | 1, tag: number, start: Start, isFirst: boolean): void => {
    const end = ends[direction];
    if (end.tag === tag && end.offers.has(tag)) return;
    offer(end, tag, start);
    if (!isFirst) return;
    end.tag = tag;
    renew(direction, start.initialTsn);
  };

  const change = (direction: 0 | 1, tag: number | undefined, initialTsn: number | undefined): void => {
    if (ends[direction].tag === tag && tag !== undefined) return;
    const former = ends[direction].tag;
    Object.assign(ends[direction], newEnd(), { tag, former });
    renew(direction, initialTsn);
  };

  /** The set-up with the tag of this end counts, and so does that of the other one which it answers, or which answers it. */
  const begin = (direction: 0 | 1, tag: number): void => {
    const other = otherOf(direction);
    const start = ends[direction].offers.get(tag);
    const answer = [...ends[other].offers].findLast(([, { peer }]) => peer === tag);
    const peer = start?.peer ?? answer?.[0];
    const peerStart = peer === undefined ? undefined : ends[other].offers.get(peer);
    change(direction, tag, start?.initialTsn);
    change(other, peer, peerStart?.initialTsn);
    ends[direction].isUsed = true;
    // INIT ACK has the tag of INIT.
    ends[other].isUsed ||= start?.peer !== undefined;
  };

  /** Whether a packet of another tag confirms what came from the other end under another tag, too. */
  const isAnswer = (direction: 0 | 1, chunks: readonly SctpChunk[]): boolean => {
    const { stray } = ends[otherOf(direction)];
    return chunks.some(
      chunk =>
        (chunk.chunk === 'SACK' && chunk.cumulativeTsnAck === stray?.tsn) ||
        (chunk.chunk === 'COOKIE ACK' && stray?.isEcho === true),
    );
  };

  /** The capture lacks how the two set it up anew. */
  const takeUp = (direction: 0 | 1, tag: number): Belonging => {
    const other = otherOf(direction);
    const { stray } = ends[other];
    change(direction, stray?.tag, undefined);
    change(other, tag, undefined);
    for (const end of ends) end.isUsed = true;
    return 'taken-up';
  };

  const strayed = (direction: 0 | 1, tag: number, chunks: readonly SctpChunk[]): Belonging => {
    const last = chunks.findLast(({ chunk }) => chunk === 'DATA');
    const tsn = last?.chunk === 'DATA' ? last.tsn : undefined;
    ends[direction].stray = { tag, tsn, isEcho: chunks.some(({ chunk }) => chunk === 'COOKIE ECHO') };
    return 'stray';
  };

  /** A packet whose receiver's tag is not known for certain. */
  const unjudged = (direction: 0 | 1, tag: number, chunks: readonly SctpChunk[]): void => {
    const [from, to] = [ends[direction], ends[otherOf(direction)]];
    if (to.tag !== undefined) {
      // Its set-up is answered by nobody, so far.
      to.tag = undefined;
      renew(otherOf(direction), undefined);
    }
    const offered = [...from.offers.keys()].at(-1);
    const isOther = from.given !== undefined && from.given !== tag;
    const isEcho = chunks.some(({ chunk }) => chunk === 'COOKIE ECHO');
    // Of one direction alone nothing else tells that a set-up counts.
    const isNew = offered !== undefined && offered !== from.tag;
    if (isNew && (isEcho || isOther) && chunks.some(isOfSetUp)) begin(direction, offered);
    else if (isOther) from.isMixed = true;
    from.given ??= tag;
  };

  return {
    take: (direction, verificationTag, chunks) => {
      const [from, to] = [ends[direction], ends[otherOf(direction)]];
      const [first] = chunks;
      if (first?.chunk === 'INIT') {
        const start = { initialTsn: first.initialTsn, peer: undefined };
        propose(direction, first.initiateTag, start, !from.hasSpoken && !to.hasSpoken && !from.isUsed);
        return 'set-up';
      }
      const isKnown = verificationTag === to.tag;
      if (first?.chunk === 'INIT ACK') {
        if (isKnown) to.isUsed = true;
        else if (to.tag === undefined && !to.hasSpoken && !from.hasSpoken) to.tag = verificationTag;
        else if (!to.offers.has(verificationTag))
          offer(to, verificationTag, { initialTsn: undefined, peer: undefined });
        const isOfThis = verificationTag === to.tag;
        const start = { initialTsn: first.initialTsn, peer: verificationTag };
        propose(direction, first.initiateTag, start, isOfThis && !from.hasSpoken && !from.isUsed);
        return 'set-up';
      }
      const isOffered = to.offers.has(verificationTag);
      if (!isKnown) {
        if (verificationTag === to.former) return 'void';
        if (isOffered && chunks.some(isOfSetUp)) begin(otherOf(direction), verificationTag);
        else if (!to.isUsed) unjudged(direction, verificationTag, chunks);
        else if (isOffered || (verificationTag === from.tag && chunks.some(isReflected))) return 'void';
        else if (!isAnswer(direction, chunks)) return strayed(direction, verificationTag, chunks);
        else return takeUp(direction, verificationTag);
      } else {
        to.isUsed = true;
        to.former = undefined;
      }
      from.hasSpoken = true;
      from.stray = undefined;
      return 'own';
    },
    acknowledged: direction => {
      const [from, to] = [ends[direction], ends[otherOf(direction)]];
      if (to.isUsed || from.given === undefined || from.isMixed) return;
      to.tag = from.given;
      to.isUsed = true;
    },
  };
}
