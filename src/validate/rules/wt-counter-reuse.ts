import { equalConstantTime } from '../../crypto/mic.js';
import type { UeSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { handOuts } from '../s-kwt-hand-out.js';
import { between, isBlind, SECOND, watchToEnd } from '../watch.js';

/** Within this time the WT is given the key that goes with a WT Counter. */
const REKEY = 5n * SECOND;

/** A WT Counter that does not grow. */
export const wtCounterReuse: Rule = {
  id: 'wt-counter-reuse',
  severity: 'error',
  clause: 'TS 33.401, G.2',
  explanation:
    'A WT Counter was used again, or went backwards, under one KeNB. The same pair of KeNB and counter makes the same S-KWT again, and with it keys that were used before.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(['sKwt', 'rrc', 'rrcTransaction', 'gap'], function* (events) {
      const givenWith = new Map<UeSKwtEvent | undefined, Uint8Array>();
      for (const { wt, ue } of handOuts(events)) givenWith.set(ue?.event, wt.sKwt);
      /** Whether the keys that went with two counters to the WT show, or may have shown, that KeNB is another, by a handover that was lost. */
      const isOtherKenb = (before: UeSKwtEvent, event: UeSKwtEvent): boolean => {
        const [old, now] = [givenWith.get(before), givenWith.get(event)];
        if (now === undefined) {
          const soon = { frame: Number.MAX_SAFE_INTEGER, time: event.time + REKEY };
          return isBlind(events, 'xw', event, soon);
        }
        if (before.wtCounter === event.wtCounter && old !== undefined) return !equalConstantTime(old, now);
        return event.isSure && !event.candidates.some(({ sKwt }) => equalConstantTime(sKwt, now));
      };
      // Without MAC-I and keys for the WT, a handover that the capture lost would not show.
      const verified = new Set(
        events.flatMap(event => (event.kind === 'rrc' && event.macI === 'valid' ? [event.frame] : [])),
      );
      const hasKeys = givenWith.size > 0;
      let highest: UeSKwtEvent | undefined;
      let epoch: number | undefined;
      for (const event of events) {
        if (event.kind !== 'sKwt' || event.side !== 'ue') continue;
        const { wtCounter, kenbEpoch } = event;
        if (kenbEpoch !== epoch) highest = undefined;
        epoch = kenbEpoch;
        if (
          highest !== undefined &&
          wtCounter <= highest.wtCounter &&
          between(highest, event) >= clocksApart() &&
          !isOtherKenb(highest, event) &&
          !isBlind(events, 'uu', highest, event)
        )
          yield {
            frames: [highest.frame, event.frame],
            ...(hasKeys || verified.has(event.frame) ? {} : { severity: 'warning' }),
            message:
              wtCounter === highest.wtCounter
                ? `WT Counter ${wtCounter} of ${inFrames([highest.frame])} is used again in ${inFrames([event.frame])}, under the same KeNB.`
                : `WT Counter ${wtCounter} in ${inFrames([event.frame])} is less than ${highest.wtCounter} in ${inFrames([highest.frame])}, under the same KeNB.`,
          };
        if (highest === undefined || wtCounter > highest.wtCounter) highest = event;
      }
    }),
};
