import { SECOND } from '../engine/engine.js';

/** RTO.Initial, RTO.Min and RTO.Max, and the weights of a new measurement (RFC 9260, 16). */
const RTO_INITIAL = SECOND;
const RTO_MIN = SECOND;
const RTO_MAX = 60 * SECOND;
const ALPHA = 1 / 8;
const BETA = 1 / 4;

/** How long an answer is waited for, from how long answers took (RFC 9260, 6.3.1). */
export interface RetransmissionTimeout {
  /** Nanoseconds. */
  now(): number;
  /** Takes a round trip, of what was sent once; it ends what {@link double} has done. */
  measure(roundTrip: number): void;
  /** No answer came in time (6.3.3, E2). */
  double(): void;
  /** Forgets what was measured. */
  reset(): void;
}

/** The time-out before anything was measured: RTO.Initial, 1 s (RFC 9260, 16). */
export function createRetransmissionTimeout(): RetransmissionTimeout {
  let rto = RTO_INITIAL;
  /** The round trip, smoothed, and its variation; undefined before the first. */
  let smoothed: number | undefined;
  let variation = 0;
  return {
    now: () => rto,
    measure(roundTrip) {
      if (smoothed === undefined) {
        smoothed = roundTrip;
        variation = roundTrip / 2;
      } else {
        variation = (1 - BETA) * variation + BETA * Math.abs(smoothed - roundTrip);
        smoothed = (1 - ALPHA) * smoothed + ALPHA * roundTrip;
      }
      rto = Math.min(Math.max(Math.round(smoothed + 4 * variation), RTO_MIN), RTO_MAX);
    },
    double() {
      rto = Math.min(2 * rto, RTO_MAX);
    },
    reset() {
      rto = RTO_INITIAL;
      smoothed = undefined;
    },
  };
}
