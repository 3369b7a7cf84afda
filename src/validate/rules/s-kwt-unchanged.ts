import { equalConstantTime } from '../../crypto/mic.js';
import { between, isBefore } from '../at.js';
import type { WtSKwtEvent } from '../lte-events.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** An S-KWT that outlives its KeNB. */
export const sKwtUnchanged: Rule = {
  id: 's-kwt-unchanged',
  severity: 'error',
  clause: 'TS 33.401, G.2',
  explanation:
    'After a handover the WT was given the S-KWT that it had before. The target eNB has another KeNB, from which another S-KWT follows: with the old one, the source eNB still knows the key.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(['sKwt', 'rrcTransaction'], function* (events) {
      const handovers = events.flatMap(event =>
        event.kind === 'rrcTransaction' && event.what === 'handover' && event.complete !== undefined
          ? [event.complete]
          : [],
      );
      let last: WtSKwtEvent | undefined;
      for (const event of events) {
        if (event.kind !== 'sKwt' || event.side !== 'wt') continue;
        const before = last;
        last = event;
        if (before === undefined || !equalConstantTime(before.sKwt, event.sKwt)) continue;
        const handover = handovers.find(
          at => isBefore(before, at) && isBefore(at, event) && between(at, event) >= clocksApart(),
        );
        if (handover === undefined) continue;
        yield {
          frames: [before.frame, handover.frame, event.frame],
          message: `The S-KWT in ${inFrames([event.frame])} is that of ${inFrames([before.frame])}, though the UE was handed over in between (${inFrames([handover.frame])}).`,
        };
      }
    }),
};
