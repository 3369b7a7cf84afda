import type { Clock } from './engine.js';
import type { Numbers, Random } from './random.js';
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

/** The longest time that octets take to cross a link, in nanoseconds, unless they are reordered. */
export const longestDelayOf = ({ delay, jitter, loss, retransmission }: LinkQuality): number =>
  delay + jitter + (loss > 0 ? MOST_REPETITIONS * retransmission : 0);

/** One end of a link, as the actor there holds it. */
export interface LinkEnd {
  /**
   * Takes `bytes` over: nobody writes into them any more, and what arrives at the other end are they.
   * @param comments on the octets in the capture, of which the other end learns nothing
   */
  send(bytes: Uint8Array, comments?: readonly string[]): void;
  receiver: LinkReceiver;
}

/** Takes what arrives at an end of a link. */
export interface LinkReceiver {
  receive(bytes: Uint8Array): void;
}

/** Where nobody takes it. */
export const UNATTENDED: LinkReceiver = { receive() {} };

const nobodyReceives = (): void => {};
const NO_COMMENTS: readonly string[] = [];

/** What both ends of a link have in common. */
interface LinkOptions {
  readonly clock: Clock;
  /** Each direction takes a stream of its own from it. */
  readonly random: Random;
  readonly quality: LinkQuality;
  /** Sees what arrives, and what is lost where it would have arrived. */
  readonly tap: Tap;
}

/** An end, and the direction that leads from it. A class, as each UE has links of its own. */
class End implements LinkEnd {
  readonly #clock: Clock;
  readonly #quality: LinkQuality;
  readonly #tap: Tap;
  readonly #numbers: Numbers;
  #lastArrival = 0;
  to: End | undefined;
  receiver = UNATTENDED;

  constructor({ clock, quality, tap, random }: LinkOptions, name: 'a' | 'b') {
    this.#clock = clock;
    this.#quality = quality;
    this.#tap = tap;
    this.#numbers = random.numbers(`from ${name}`);
  }

  send(bytes: Uint8Array, comments = NO_COMMENTS): void {
    const { loss, duplication, retransmission } = this.#quality;
    const numbers = this.#numbers;
    if (retransmission > 0) {
      let repetitions = 0;
      while (repetitions < MOST_REPETITIONS && numbers.happens(loss)) repetitions++;
      this.#arrive(bytes, repetitions * retransmission, false, comments);
      return;
    }
    this.#arrive(bytes, 0, numbers.happens(loss), comments);
    if (numbers.happens(duplication)) this.#arrive(bytes, 0, false, comments);
  }

  #arrive(bytes: Uint8Array, later: number, isLost: boolean, comments: readonly string[]): void {
    const clock = this.#clock;
    const quality = this.#quality;
    const tap = this.#tap;
    const earliest = clock.now + later + quality.delay + this.#numbers.integer(0, quality.jitter);
    const isHeldBack = this.#numbers.happens(quality.reordering);
    const arrival = isHeldBack ? earliest + quality.holdBack : Math.max(this.#lastArrival, earliest);
    if (!isHeldBack) this.#lastArrival = arrival;
    clock.after(arrival - clock.now, () => {
      if (isLost) tap.observe(bytes, nobodyReceives, [...comments, 'lost on the link']);
      else tap.observe(bytes, () => this.to!.receiver.receive(bytes), comments);
    });
  }
}

/**
 * A link between two ends that carries octets and nothing else. Each direction keeps the order of what it carries,
 * jitter notwithstanding, except for what `reordering` holds back.
 */
export function createLink(options: LinkOptions): { readonly a: LinkEnd; readonly b: LinkEnd } {
  const a = new End(options, 'a');
  const b = new End(options, 'b');
  a.to = b;
  b.to = a;
  return { a, b };
}
