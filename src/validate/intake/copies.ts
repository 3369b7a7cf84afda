import { fingerprint } from '../../codecs/dot11/fingerprint.js';
import { CLOCKS_APART } from '../at.js';
import { forgetOlderHalf } from '../bounded.js';
import { type Doubling, newDoubling } from './doubling.js';

/** Tells packets of Uu and Xw that a capture holds twice: merged from what two sniffers heard, or doubled by the network. */
export interface CopyFilter {
  /**
   * Whether that very packet came before.
   * @param kind what two sniffers at one place hear alike: a link type and what is above it
   * @param capture the one that it is of, among several
   */
  isCopy(bytes: Uint8Array, time: bigint, kind?: number, capture?: number): boolean;
  /**
   * Nanoseconds by which a second sniffer's copies came behind, at the most: what is closer together has no sure order. 0 where
   * there are no copies, or but those of a network that doubles some packets.
   */
  readonly apart: bigint;
}

/** Packets that are remembered; the older half makes room. */
const REMEMBERED = 4096;
/**
 * Octets up to which a packet may be the same as another and no copy, as an RRCConnectionReconfigurationComplete in GSMTAP
 * is: two octets, with a transaction identifier that comes again after three others. Such a one is a copy only if it is no
 * farther behind than longer ones are.
 */
const SHORT = 64;

interface Seen {
  readonly time: bigint;
  readonly capture: number;
  /** Its number among those of its kind. */
  readonly number: number;
}

/** A filter for the packets of one validation, in the order of the capture. */
export function copyFilter(): CopyFilter {
  const seen = new Map<number, Seen>();
  const kinds = new Map<number, Doubling>();
  let most = 0n;
  return {
    isCopy: (bytes, time, kind = 0, capture = 0) => {
      let doubling = kinds.get(kind);
      if (doubling === undefined) {
        doubling = newDoubling();
        kinds.set(kind, doubling);
      }
      const print = fingerprint(bytes);
      const before = seen.get(print);
      const behind = before === undefined ? CLOCKS_APART + 1n : time - before.time;
      if (before !== undefined && behind >= 0n && behind <= (bytes.length > SHORT ? CLOCKS_APART : most)) {
        if (behind > most) most = behind;
        doubling.copy(before.number, behind, before.capture !== capture);
        return true;
      }
      forgetOlderHalf(seen, REMEMBERED);
      seen.delete(print);
      seen.set(print, { time, capture, number: doubling.next() });
      return false;
    },
    get apart() {
      let apart = 0n;
      for (const { isOfSecondSniffer, most: own } of kinds.values())
        if (isOfSecondSniffer && own > apart) apart = own;
      return apart;
    },
  };
}
