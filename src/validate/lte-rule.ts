import type { At } from './at.js';
import { isBefore } from './at.js';
import { type LteRuleEvent, positionOf } from './lte-events.js';
import type { Severity } from './report.js';
import type { Observation } from './rule.js';

/** Watches the events of one UE. */
export interface LteWatcher {
  /** Takes the next event; the last one is `end`. */
  on(event: LteRuleEvent): Iterable<Observation>;
}

/** One thing that can be wrong with the LTE signalling of a UE, and how it shows. */
export interface LteRule {
  /** As findings name it: `mac-i-wrong`. */
  readonly id: string;
  readonly severity: Severity;
  /** Where the standard says how it ought to be. */
  readonly clause: string;
  /** What it means and why it matters, in two sentences. */
  readonly explanation: string;
  watch(): LteWatcher;
}

/** Events that a rule keeps of a UE up to the end: of more, the first are forgotten. */
const MAX_KEPT = 2048;

/**
 * Judges events in the order of the capture when all are there: those of Uu, of Xw and of the WLAN reach a rule as it
 * becomes known whose they are.
 * @param keeps whether an event matters
 */
export function watchToEnd(
  keeps: (event: LteRuleEvent) => boolean,
  judge: (events: readonly LteRuleEvent[]) => Iterable<Observation>,
): LteWatcher {
  let kept: LteRuleEvent[] = [];
  return {
    *on(event) {
      if (event.kind === 'end') {
        kept.sort(inOrder);
        yield* judge(kept);
        kept = [];
      } else if (keeps(event)) {
        kept.push(event);
        if (kept.length >= 2 * MAX_KEPT) kept = kept.sort(inOrder).slice(-MAX_KEPT);
      }
    },
  };
}

const inOrder = (a: LteRuleEvent, b: LteRuleEvent): number => {
  const [one, other] = [positionOf(a), positionOf(b)];
  return isBefore(one, other) ? -1 : isBefore(other, one) ? 1 : 0;
};

/** Judges each event as it comes. */
export const watchEach = (judge: (event: LteRuleEvent) => Iterable<Observation>): LteWatcher => ({
  on: judge,
});

/** Whether the capture lacks packets of this kind between two places, or holds some there that cannot be read. */
export const isBlind = (
  events: Iterable<LteRuleEvent>,
  where: 'uu' | 'xw' | 'wlan',
  from: At,
  to: At,
): boolean => {
  for (const event of events)
    if (event.kind === 'gap') {
      if (event.where === where && !isBefore(to, event.from) && !isBefore(event.at, from)) return true;
    } else if (event.kind === 'rrc' && event.message === undefined && where === 'uu')
      if (!isBefore(event.at, from) && !isBefore(to, event.at)) return true;
  return false;
};

/** Nanoseconds from one place to another. */
export const between = (from: At, to: At): bigint => to.time - from.time;

/** Nanoseconds in a second. */
export const SECOND = 1_000_000_000n;
