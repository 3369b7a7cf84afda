import { copyOf } from '../codecs/copy.js';
import type { Clock } from './engine.js';
import type { Random } from './random.js';
import type { Tap } from './tap.js';

/** What a link does to the octets that cross it; delays in nanoseconds, probabilities from 0 to 1. */
export interface LinkQuality {
  /** One way. */
  readonly delay: number;
  /** The most that is added to `delay`, evenly distributed. */
  readonly jitter: number;
  /** That octets never arrive. */
  readonly loss: number;
  /** That they arrive twice. */
  readonly duplication: number;
  /** That they are held back by `holdBack`, so that later ones overtake them. */
  readonly reordering: number;
  readonly holdBack: number;
  /**
   * After how long what is lost is sent again, by an ARQ below the octets that cross (RLC AM on Uu); such a link
   * loses nothing. 0: what is lost is lost.
   */
  readonly retransmission: number;
}

/** A link that delivers everything once, in order and at once. */
export const idealLink: LinkQuality = {
  delay: 0,
  jitter: 0,
  loss: 0,
  duplication: 0,
  reordering: 0,
  holdBack: 0,
  retransmission: 0,
};

/** maxRetxThreshold t32 is the most that RLC is configured with (TS 36.331, RLC-Config). */
const MOST_REPETITIONS = 32;

/** One end of a link, as the actor there holds it. */
export interface LinkEnd {
  /** @param comments on the octets in the capture, of which the other end learns nothing */
  send(bytes: Uint8Array, comments?: readonly string[]): void;
  /** Takes what arrives. */
  receive: (bytes: Uint8Array) => void;
}

/**
 * A link between two ends that carries octets and nothing else. Each direction keeps the order of what it carries,
 * jitter notwithstanding, except for what `reordering` holds back.
 */
export function createLink(options: {
  readonly clock: Clock;
  /** Each direction takes a stream of its own from it. */
  readonly random: Random;
  readonly quality: LinkQuality;
  /** Sees what arrives, and what is lost where it would have arrived. */
  readonly tap: Tap;
}): { readonly a: LinkEnd; readonly b: LinkEnd } {
  const { clock, quality, tap } = options;

  const direction = (from: 'a' | 'b', to: () => LinkEnd): LinkEnd['send'] => {
    const random = options.random.split(`from ${from}`);
    let lastArrival = 0;
    const arrive = (bytes: Uint8Array, later: number, isLost: boolean, comments: readonly string[]): void => {
      const earliest = clock.now + later + quality.delay + random.integer(0, quality.jitter);
      const isHeldBack = random.happens(quality.reordering);
      const arrival = isHeldBack ? earliest + quality.holdBack : Math.max(lastArrival, earliest);
      if (!isHeldBack) lastArrival = arrival;
      clock.after(arrival - clock.now, () => {
        if (isLost) tap.observe(bytes, () => {}, [...comments, 'lost on the link']);
        else tap.observe(bytes, () => to().receive(bytes), comments);
      });
    };
    return (bytes, comments = []) => {
      // The sender may go on to write into its octets; what is under way is out of its reach.
      const crossing = copyOf(bytes);
      if (quality.retransmission > 0) {
        let repetitions = 0;
        while (repetitions < MOST_REPETITIONS && random.happens(quality.loss)) repetitions++;
        arrive(crossing, repetitions * quality.retransmission, false, comments);
        return;
      }
      arrive(crossing, 0, random.happens(quality.loss), comments);
      if (random.happens(quality.duplication)) arrive(crossing, 0, false, comments);
    };
  };

  const unattended = (): void => {};
  const a: LinkEnd = { send: direction('a', () => b), receive: unattended };
  const b: LinkEnd = { send: direction('b', () => a), receive: unattended };
  return { a, b };
}
