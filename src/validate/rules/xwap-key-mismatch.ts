import { FC } from '../../crypto/kdf3gpp.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { HAND_OUT_EVENTS, handOuts } from '../hand-out/hand-outs.js';
import { apart } from '../hand-out/pairs.js';
import { isFrom, verifiedFrames } from '../hand-out/told-and-given.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

const hex = (fc: number): string => `0x${fc.toString(16).padStart(2, '0')}`;

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
      /** Other values of FC that were observed. */
      const observed = new Set<number>();
      for (const { wt, ue, isOfOtherKey } of pairs) {
        if (ue?.event === undefined) continue;
        const { candidates, wtCounter, kenbEpoch } = ue.event;
        const frames = [wt.frame, ue.request.frame].sort((a, b) => a - b);
        const own = candidates.find(({ sKwt }) => equalConstantTime(sKwt, wt.sKwt));
        if (own?.fc !== undefined && !observed.has(own.fc)) {
          observed.add(own.fc);
          yield {
            frames,
            severity: 'warning',
            message: `The key for the WT in ${inFrames([wt.frame])} is that of ${own.kenb} and WT Counter ${wtCounter}, which the UE is told in ${inFrames([ue.request.frame])}, with FC ${hex(own.fc)}, where TS 33.401, A.16 is taken to have ${hex(FC.sKwt)}.`,
          };
        }
        if (!isOfOtherKey || apart(wt, ue) < clocksApart()) continue;
        const kenbs = [...new Set(candidates.map(({ kenb }) => kenb))].join(' or ');
        yield {
          frames,
          // Nothing shows that it is that of the UE: a handover may have been before the capture began.
          ...(verified.has(ue.request.frame) || proven.has(kenbEpoch) ? {} : { severity: 'warning' }),
          message: `The key for the WT in ${inFrames([wt.frame])} is not that of ${kenbs} and WT Counter ${wtCounter}, which the UE is told in ${inFrames([ue.request.frame])}.`,
        };
      }
    }),
};
