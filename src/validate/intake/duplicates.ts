import { CLOCKS_APART } from '../at.js';
import { forgetOlderHalf } from '../bounded.js';

/** Frames that are remembered; the older half makes room. */
const REMEMBERED = 16_384;

interface Seen {
  readonly time: bigint;
  /** How often each capture has shown it: a frame that is sent twice is in each capture up to twice. */
  readonly counts: number[];
  most: number;
}

/**
 * A filter for captures that are read as one, which tells of a frame, by its {@link fingerprint}, whether another capture has brought
 * that very transmission already. Frames are the same where all their octets are: a retry has another Retry bit, and a sender that
 * goes on another sequence number.
 */
export function duplicateFilter(): (print: number, time: bigint, capture: number) => boolean {
  // A map gives its entries in the order in which they came: that of time, nearly.
  const seen = new Map<number, Seen>();
  return (print, time, capture) => {
    let entry = seen.get(print);
    if (entry !== undefined && (time - entry.time > CLOCKS_APART || entry.time - time > CLOCKS_APART)) {
      seen.delete(print);
      entry = undefined;
    }
    if (entry === undefined) {
      forgetOlderHalf(seen, REMEMBERED);
      entry = { time, counts: [], most: 0 };
      seen.set(print, entry);
    }
    const count = (entry.counts[capture] ?? 0) + 1;
    entry.counts[capture] = count;
    if (count <= entry.most) return true;
    entry.most = count;
    return false;
  };
}
