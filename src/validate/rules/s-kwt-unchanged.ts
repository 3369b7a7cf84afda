import { equalConstantTime } from '../../crypto/mic.js';
import { isBefore } from '../at.js';
import type { WtSKwtEvent } from '../lte-events.js';
import { type LteRule, watchToEnd } from '../lte-rule.js';

/** An S-KWT that outlives its KeNB. */
export const sKwtUnchanged: LteRule = {
  id: 's-kwt-unchanged',
  severity: 'error',
  clause: 'TS 33.401, G.2',
  explanation:
    'After a handover the WT was given the S-KWT that it had before. The target eNB has another KeNB, from which another S-KWT follows: with the old one, the source eNB still knows the key.',
  watch: () =>
    watchToEnd(
      event =>
        (event.kind === 's-kwt' && event.side === 'wt') ||
        (event.kind === 'rrc-transaction' && event.what === 'handover'),
      function* (events) {
        const handovers = events.flatMap(event =>
          event.kind === 'rrc-transaction' && event.complete !== undefined ? [event.complete] : [],
        );
        let last: WtSKwtEvent | undefined;
        for (const event of events) {
          if (event.kind !== 's-kwt' || event.side !== 'wt') continue;
          const before = last;
          last = event;
          if (before === undefined || !equalConstantTime(before.sKwt, event.sKwt)) continue;
          const handover = handovers.find(at => isBefore(before.at, at) && isBefore(at, event.at));
          if (handover === undefined) continue;
          yield {
            frames: [before.at.frame, handover.frame, event.at.frame],
            message: `The S-KWT in frame ${event.at.frame} is that of frame ${before.at.frame}, though the UE was handed over in between (frame ${handover.frame}).`,
          };
        }
      },
    ),
};
