import { MOST_TSNS_IN_SACK, type SctpSack, tsnDistance } from './sctp-packet.js';

/** What has arrived of the other end's DATA chunks. */
export interface Arrivals {
  /** Whether there is something to tell without delay: a gap, or TSNs that came twice (RFC 9260, 6.2 and 6.7). */
  readonly areUrgent: boolean;
  /** Begins, or begins anew, with the first TSN of the other end. */
  begin(initialTsn: number): void;
  /** Takes a chunk, and gives each message for which all before it have arrived to `deliver`. */
  add(tsn: number, message: Uint8Array, deliver: (message: Uint8Array) => void): void;
  /**
   * What there is to tell, in a SACK that fits into a packet; of TSNs that came twice it tells once.
   * @param room octets for messages that wait, of which the window is what they leave (6.2.1)
   */
  sack(room: number): SctpSack;
}

const NOTHING: readonly number[] = [];
const LARGEST_OFFSET = 0xffff;

/** Keeps what has arrived behind a gap until the gap is filled. */
export function createArrivals(): Arrivals {
  /** The last TSN up to which everything has arrived, and what arrived behind a gap. */
  let received = 0;
  const ahead = new Map<number, Uint8Array>();
  /** Octets of them. */
  let buffered = 0;
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

  /** Takes the messages from `received` on up to the next gap. */
  const takeRun = (): readonly Uint8Array[] => {
    if (runs.length === 0 || tsnDistance(runs[0]!, received) !== 1) return [];
    const [, last] = runs.splice(0, 2);
    const messages: Uint8Array[] = [];
    while (received !== last) {
      received = (received + 1) >>> 0;
      const message = ahead.get(received)!;
      ahead.delete(received);
      buffered -= message.length;
      messages.push(message);
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
    get areUrgent() {
      return runs.length > 0 || duplicates.length > 0;
    },
    begin(initialTsn) {
      received = (initialTsn - 1) >>> 0;
      ahead.clear();
      buffered = 0;
      runs.length = 0;
      duplicates = [];
    },
    add(tsn, message, deliver) {
      const distance = tsnDistance(tsn, received);
      if (distance === 1) {
        received = tsn;
        if (runs.length === 0) deliver(message);
        else {
          // All is there before any of it is delivered: what follows may ask for a SACK.
          const following = takeRun();
          deliver(message);
          for (const one of following) deliver(one);
        }
      } else if (distance <= 0 || ahead.has(tsn)) duplicates.push(tsn);
      else {
        ahead.set(tsn, message);
        buffered += message.length;
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
      const window = Math.max(room - buffered, 0);
      return { cumulativeTsnAck: received, window, gaps: blocks, duplicates: told };
    },
  };
}
