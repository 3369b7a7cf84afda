import { equalConstantTime } from '../../crypto/mic.js';
import { distance, isBefore } from '../at.js';
import { contraryIn } from '../hand-out/clock-order.js';
import { firstToHave } from '../hand-out/first-to-have.js';
import { HAND_OUT_EVENTS, handOuts } from '../hand-out/hand-outs.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** Option 1: the WT learns of the new S-KWT before the UE has it. */
export const wtModificationBeforeRrcComplete: Rule = {
  id: 'wt-modification-before-rrc-complete',
  severity: 'error',
  clause: 'TS 36.463, 8.8.2 and 8.9.2, and TS 36.331, 5.6.14.2',
  explanation:
    'The eNB gave a WT that already has the UE a new S-KWT, in a modification, or in an addition as at a handover without WT change, before the UE confirmed the WT Counter that it comes from. No specification orders the two: a WT that waits for the UE loses nothing, but if the WT starts the 4-way handshake at once, the UE still has the old key, the MIC of M2 or the PMKID of M1 fails, and the association is lost.',
  watch: session => {
    const { inFrames, clocksApart } = session;
    return watchToEnd(HAND_OUT_EVENTS, function* (events) {
      const firstOf = firstToHave(events, session, contraryIn(events, session.story));
      for (const handOut of handOuts(events)) {
        const { wt, ue, isRefused } = handOut;
        if (!wt.isRekey || isRefused || ue?.event === undefined) continue;
        const first = firstOf(handOut);
        if (first?.side !== 'wt') continue;
        const { request, complete, event } = ue;
        const isTold = isBefore(request, wt);
        const frames = [wt.frame, request.frame, ...(complete === undefined ? [] : [complete.frame])];
        // Among what two sniffers heard close to each other, order does not tell which WT Counter the key is of.
        const isSame = event.candidates.some(({ sKwt }) => equalConstantTime(sKwt, wt.sKwt));
        const apart = clocksApart();
        const isNear = events.some(
          other => other.kind === 'sKwt' && other !== wt && distance(other, wt) < apart,
        );
        yield {
          frames: frames.sort((a, b) => a - b),
          ...(first.isAssumed || (isNear && !isSame) ? { severity: 'warning' } : {}),
          message: `The WT was given the S-KWT of WT Counter ${event.wtCounter} in ${inFrames([wt.frame])}, before ${
            isTold
              ? `the UE confirmed that counter in ${inFrames([complete!.frame])}`
              : `the UE was told that counter in ${inFrames([request.frame])}`
          }${first.isAssumed ? ', if the clocks of the two captures agree' : ''}: option 1.`,
        };
      }
    });
  },
};
