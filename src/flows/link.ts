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
}

/** A link that delivers everything once, in order and at once. */
export const idealLink: LinkQuality = {
  delay: 0,
  jitter: 0,
  loss: 0,
  duplication: 0,
  reordering: 0,
  holdBack: 0,
};

/** One end of a link, as the actor there holds it. */
export interface LinkEnd {
  send(bytes: Uint8Array): void;
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
    const arrive = (bytes: Uint8Array, isLost: boolean): void => {
      const earliest = clock.now + quality.delay + random.integer(0, quality.jitter);
      const isHeldBack = random.happens(quality.reordering);
      const arrival = isHeldBack ? earliest + quality.holdBack : Math.max(lastArrival, earliest);
      if (!isHeldBack) lastArrival = arrival;
      clock.after(arrival - clock.now, () => {
        if (isLost) tap.observe(bytes, () => {}, ['lost on the link']);
        else tap.observe(bytes, () => to().receive(bytes), []);
      });
    };
    return bytes => {
      // The sender may go on to write into its octets; what is under way is out of its reach.
      const crossing = copyOf(bytes);
      arrive(crossing, random.happens(quality.loss));
      if (random.happens(quality.duplication)) arrive(crossing, false);
    };
  };

  const unattended = (): void => {};
  const a: LinkEnd = { send: direction('a', () => b), receive: unattended };
  const b: LinkEnd = { send: direction('b', () => a), receive: unattended };
  return { a, b };
}
