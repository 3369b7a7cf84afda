import { apart, HAND_OUT_EVENTS, handOuts, verifiedFrames } from '../lte/s-kwt-hand-out.js';
import { isFrom } from '../lte/told-and-given.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

/** A WT that is given another key than the one that the UE derives. */
export const xwapKeyMismatch: Rule = {
  id: 'xwap-key-mismatch',
  severity: 'error',
  clause: 'TS 33.401, A.16 and G.2',
  explanation:
    'The WT Security Key in XwAP is not the S-KWT that follows from the KeNB of the UE and the WT Counter that the UE was told. UE and WT hold different PMKs, so no 4-way handshake between them can succeed.',
  watch: ({ inFrames, clocksApart }) =>
    watchToEnd(HAND_OUT_EVENTS, function* (events) {
      const verified = verifiedFrames(events);
      const pairs = handOuts(events);
      /** KeNBs, by their number, that another key for the WT shows to be the UE's. */
      const proven = new Set(
        pairs.flatMap(({ wt, ue }) =>
          ue?.event !== undefined && isFrom(ue.event, wt) ? [ue.event.kenbEpoch] : [],
        ),
      );
      for (const { wt, ue, isOfOtherKey } of pairs) {
        if (ue?.event === undefined || !isOfOtherKey || apart(wt, ue) < clocksApart()) continue;
        const { candidates, wtCounter, kenbEpoch } = ue.event;
        const kenbs = [...new Set(candidates.map(({ kenb }) => kenb))].join(' or ');
        yield {
          frames: [wt.frame, ue.request.frame].sort((a, b) => a - b),
          // Nothing shows that it is that of the UE: a handover may have been before the capture began.
          ...(verified.has(ue.request.frame) || proven.has(kenbEpoch) ? {} : { severity: 'warning' }),
          message: `The key for the WT in ${inFrames([wt.frame])} is not that of ${kenbs} and WT Counter ${wtCounter}, which the UE is told in ${inFrames([ue.request.frame])}.`,
        };
      }
    }),
};
