import { get32 } from '../../codecs/layout/octets.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { Numbers } from '../engine/random.js';

/** What an INIT ACK offers, and a State Cookie stands for (RFC 9260, 5.1.3 and 5.2.2). */
export interface Offer {
  readonly ownTag: number;
  readonly peerTag: number;
  readonly peerInitialTsn: number;
  /** Octets that the other end has room for. */
  readonly peerWindow: number;
  /** The Tie-Tags: those of the association that was there when INIT came; 0 where there was none. */
  readonly ownTieTag: number;
  readonly peerTieTag: number;
}

/** The State Cookies of an end. */
export interface Cookies {
  /** A cookie for an offer. */
  make(offer: Offer): Uint8Array;
  /** What was offered with a cookie; undefined for one that was not made here, or long before others. */
  find(cookie: Uint8Array): Offer | undefined;
  /** Knows none of those made so far any more. */
  forget(): void;
}

const COOKIE_LENGTH = 32;
/** An INIT comes a few times at most: what the link repeats, what T1 repeats, and those of a peer that has restarted. */
const MOST_KEPT = 16;

/** A tag, which is never 0 (RFC 9260, 5.3.1). */
export const newTag = (numbers: Numbers): number => (get32(numbers.octets(4), 0) | 1) >>> 0;

/**
 * Cookies that are random, each for an offer that is kept here: an end that has one peer needs no cookies that bring what they
 * stand for along, under a MAC, so that nothing has to be kept for each who asks.
 */
export function createCookies(numbers: Numbers): Cookies {
  const made: { readonly cookie: Uint8Array; readonly offer: Offer }[] = [];
  return {
    make(offer) {
      const cookie = numbers.octets(COOKIE_LENGTH);
      if (made.push({ cookie, offer }) > MOST_KEPT) made.shift();
      return cookie;
    },
    forget() {
      made.length = 0;
    },
    find: cookie => made.find(one => equalConstantTime(one.cookie, cookie))?.offer,
  };
}
