import type { At } from '../at.js';
import { isBlind, type LteRule, watchToEnd } from '../lte-rule.js';

/** A WT Counter that does not grow. */
export const wtCounterReuse: LteRule = {
  id: 'wt-counter-reuse',
  severity: 'error',
  clause: 'TS 33.401, G.2',
  explanation:
    'A WT Counter was used again, or went backwards, under one KeNB. The same pair of KeNB and counter makes the same S-KWT again, and with it keys that were used before.',
  watch: () =>
    watchToEnd(
      ({ kind }) => kind === 's-kwt' || kind === 'rrc' || kind === 'gap',
      function* (events) {
        let highest: { readonly at: At; readonly wtCounter: number } | undefined;
        let epoch: number | undefined;
        for (const event of events) {
          if (event.kind !== 's-kwt' || event.side !== 'ue') continue;
          const { at, wtCounter, kenbEpoch } = event;
          if (kenbEpoch !== epoch) highest = undefined;
          epoch = kenbEpoch;
          if (
            highest !== undefined &&
            wtCounter <= highest.wtCounter &&
            !isBlind(events, 'uu', highest.at, at)
          )
            yield {
              frames: [highest.at.frame, at.frame],
              message:
                wtCounter === highest.wtCounter
                  ? `WT Counter ${wtCounter} of frame ${highest.at.frame} is used again in frame ${at.frame}, under the same KeNB.`
                  : `WT Counter ${wtCounter} in frame ${at.frame} is less than ${highest.wtCounter} in frame ${highest.at.frame}, under the same KeNB.`,
            };
          if (highest === undefined || wtCounter > highest.wtCounter) highest = event;
        }
      },
    ),
};
