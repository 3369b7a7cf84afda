import { toHex } from '../../codecs/hex.js';
import { type At, isBefore } from '../at.js';
import type { Rule } from '../rule.js';
import { handOuts } from '../s-kwt-hand-out.js';
import { between, isBlind, SECOND, watchToEnd } from '../watch.js';

/** An eNB that re-keys does so within this time: what is farther away belongs to another re-key. */
const LONGEST_REKEY = 60n * SECOND;
/** For so long before the WT was told, all of RRC has to be in view for the UE not to have been told then. */
const LOOK_BACK = 10n * SECOND;

/** Option 1: the WT learns of the new S-KWT before the UE has it. */
export const wtModificationBeforeRrcComplete: Rule = {
  id: 'wt-modification-before-rrc-complete',
  severity: 'error',
  clause: 'TS 36.463, 8.9.2, and TS 36.331, 5.6.14.2',
  explanation:
    'The eNB gave the WT a new S-KWT before the UE confirmed the WT Counter that it comes from. A WT that starts the 4-way handshake at once then meets a UE with the old key: the MIC of M2 or the PMKID of M1 fails, and the association is lost.',
  watch: ({ inFrames }) =>
    watchToEnd(['sKwt', 'rrcTransaction', 'rrc', 'gap'], function* (events) {
      const firstRrc = events.find(({ kind }) => kind === 'rrc');
      for (const { wt, ue } of handOuts(events)) {
        if (wt.procedure !== 'eNBInitiatedWTModification' || ue?.event === undefined) continue;
        const { request, complete, event } = ue;
        const isOther = event.isSure && !event.candidates.some(({ sKwt }) => toHex(sKwt) === toHex(wt.sKwt));
        const isTold = isBefore(request, wt);
        if (isOther || (isTold && (complete === undefined || !isBefore(wt, complete)))) continue;
        const lookBack: At = { frame: 0, time: wt.time - LOOK_BACK };
        const end = complete ?? request;
        const isInView = firstRrc?.kind === 'rrc' && isBefore(firstRrc, wt);
        if (!isInView || between(wt, end) > LONGEST_REKEY || isBlind(events, 'uu', lookBack, end)) continue;
        const frames = [wt.frame, request.frame, ...(complete === undefined ? [] : [complete.frame])];
        yield {
          frames: frames.sort((a, b) => a - b),
          message: `The WT was given the S-KWT of WT Counter ${event.wtCounter} in ${inFrames([wt.frame])}, before ${
            isTold
              ? `the UE confirmed that counter in ${inFrames([complete!.frame])}`
              : `the UE was told that counter in ${inFrames([request.frame])}`
          }: option 1.`,
        };
      }
    }),
};
