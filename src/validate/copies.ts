import { fingerprint } from '../codecs/dot11/fingerprint.js';

/** Tells packets of Uu and Xw that a capture holds twice, merged from what two sniffers heard. */
export interface CopyFilter {
  /** Whether that very packet came before. */
  isCopy(bytes: Uint8Array, time: bigint): boolean;
  /** Nanoseconds by which copies came behind, at the most: what is closer together has no sure order. 0 without copies. */
  readonly apart: bigint;
}

/** Nanoseconds by which the clocks of two sniffers may differ within one capture. */
const WINDOW = 5_000_000_000n;
/** Packets that are remembered; the older half makes room. */
const REMEMBERED = 4096;
/**
 * Octets up to which a packet may be the same as another and no copy, as an RRCConnectionReconfigurationComplete in GSMTAP
 * is: two octets, with a transaction identifier that comes again after three others. Such a one is a copy only if it is no
 * farther behind than longer ones are.
 */
const SHORT = 64;

/** A filter for the packets of one validation, in the order of the capture. */
export function copyFilter(): CopyFilter {
  const seen = new Map<number, bigint>();
  let apart = 0n;
  return {
    isCopy: (bytes, time) => {
      const print = fingerprint(bytes);
      const before = seen.get(print);
      const behind = before === undefined ? WINDOW + 1n : time - before;
      if (behind >= 0n && behind <= (bytes.length > SHORT ? WINDOW : apart)) {
        if (behind > apart) apart = behind;
        return true;
      }
      if (seen.size >= REMEMBERED)
        for (const old of [...seen.keys()].slice(0, REMEMBERED / 2)) seen.delete(old);
      seen.delete(print);
      seen.set(print, time);
      return false;
    },
    get apart() {
      return apart;
    },
  };
}
