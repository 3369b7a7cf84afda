import { SCTP_DATA_FLAG } from '../../codecs/link/sctp.js';
import { MOST_TSNS_IN_SACK, RECEIVER_ROOM, type SctpSack, tsnDistance, WHOLE_MESSAGE } from './packet.js';

/** What has arrived of the other end's DATA chunks. */
export interface Arrivals {
  /** Whether there is something to tell without delay: a gap, or TSNs that came twice (RFC 9260, 6.2 and 6.7). */
  areUrgent(): boolean;
  /** Begins, or begins anew, with the first TSN of the other end. */
  begin(initialTsn: number): void;
  /**
   * Takes a chunk, and gives each message for which all before it have arrived to `deliver`.
   * @param flags of `SCTP_DATA_FLAG`
   */
  add(tsn: number, flags: number, octets: Uint8Array, deliver: (message: Uint8Array) => void): void;
  /**
   * What there is to tell, in a SACK that fits into a packet; of TSNs that came twice it tells once.
   * @param room octets for messages that wait, of which the window is what they leave (6.2.1)
   */
  sack(room: number): SctpSack;
}

const NOTHING: readonly number[] = [];
const NONE: readonly Uint8Array[] = [];
const LARGEST_OFFSET = 0xffff;

/** Keeps what has arrived behind a gap until the gap is filled. */
export function createArrivals(): Arrivals {
  /** The last TSN up to which everything has arrived, and what arrived behind a gap. */
  let received = 0;
  const ahead = new Map<number, { readonly flags: number; readonly octets: Uint8Array }>();
  /** Fragments of a message up to one that has not arrived (RFC 9260, 6.9). */
  let fragments: Uint8Array[] = [];
  /** Octets of what arrived behind a gap, and of fragments. */
  let octetsAhead = 0;
  let octetsInFragments = 0;
  /** The first and the last TSN of each run behind a gap. */
  const runs: number[] = [];
  let duplicates: number[] = [];

  const addToRuns = (tsn: number): void => {
    let at = runs.length;
    while (at > 0 && tsnDistance(runs[at - 2]!, tsn) > 0) at -= 2;
    const isBehind = at > 0 && tsnDistance(tsn, runs[at - 1]!) === 1;
    const isBefore = at < runs.length && tsnDistance(runs[at]!, tsn) === 1;
    if (isBehind && isBefore) runs.splice(at - 1, 2);
    else if (isBehind) runs[at - 1] = tsn;
    else if (isBefore) runs[at] = tsn;
    else runs.splice(at, 0, tsn, tsn);
  };

  const dropFragments = (): void => {
    fragments = [];
    octetsInFragments = 0;
  };

  /** @returns the message that the chunk next in order completes */
  const assemble = (flags: number, octets: Uint8Array): Uint8Array | undefined => {
    if ((flags & SCTP_DATA_FLAG.beginning) !== 0) {
      if (fragments.length > 0) dropFragments();
      if ((flags & WHOLE_MESSAGE) === WHOLE_MESSAGE) return octets;
    } else if (fragments.length === 0) return undefined;
    fragments.push(octets);
    octetsInFragments += octets.length;
    // No message here is that long: the other end is not one of these.
    if (octetsInFragments > RECEIVER_ROOM) dropFragments();
    if (fragments.length === 0 || (flags & SCTP_DATA_FLAG.ending) === 0) return undefined;
    const message = new Uint8Array(octetsInFragments);
    let at = 0;
    for (const one of fragments) {
      message.set(one, at);
      at += one.length;
    }
    dropFragments();
    return message;
  };

  /** Takes the messages from `received` on up to the next gap. */
  const takeRun = (): readonly Uint8Array[] => {
    if (runs.length === 0 || tsnDistance(runs[0]!, received) !== 1) return NONE;
    const [, last] = runs.splice(0, 2);
    const messages: Uint8Array[] = [];
    while (received !== last) {
      received = (received + 1) >>> 0;
      const { flags, octets } = ahead.get(received)!;
      ahead.delete(received);
      octetsAhead -= octets.length;
      const message = assemble(flags, octets);
      if (message !== undefined) messages.push(message);
    }
    return messages;
  };

  /** The runs as offsets, the earliest of them where not all fit. */
  const gaps = (): readonly number[] => {
    if (runs.length === 0) return NOTHING;
    const offsets: number[] = [];
    for (let i = 0; i < runs.length && i < 2 * MOST_TSNS_IN_SACK; i += 2) {
      const first = tsnDistance(runs[i]!, received);
      if (first > LARGEST_OFFSET) break;
      offsets.push(first, Math.min(tsnDistance(runs[i + 1]!, received), LARGEST_OFFSET));
    }
    return offsets;
  };

  return {
    areUrgent: () => runs.length > 0 || duplicates.length > 0,
    begin(initialTsn) {
      received = (initialTsn - 1) >>> 0;
      ahead.clear();
      octetsAhead = 0;
      dropFragments();
      runs.length = 0;
      duplicates = [];
    },
    add(tsn, flags, octets, deliver) {
      const distance = tsnDistance(tsn, received);
      if (distance === 1) {
        received = tsn;
        const message = assemble(flags, octets);
        // All is there before any of it is delivered: what follows may ask for a SACK.
        const following = takeRun();
        if (message !== undefined) deliver(message);
        for (const one of following) deliver(one);
      } else if (distance <= 0 || ahead.has(tsn)) duplicates.push(tsn);
      else {
        ahead.set(tsn, { flags, octets });
        octetsAhead += octets.length;
        addToRuns(tsn);
      }
    },
    sack(room) {
      const blocks = gaps();
      let told = NOTHING;
      if (duplicates.length > 0) {
        told = duplicates.slice(0, MOST_TSNS_IN_SACK - blocks.length / 2);
        duplicates = [];
      }
      const window = Math.max(room - octetsAhead - octetsInFragments, 0);
      return { cumulativeTsnAck: received, window, gaps: blocks, duplicates: told };
    },
  };
}
