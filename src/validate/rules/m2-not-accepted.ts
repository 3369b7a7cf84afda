import { framesOf, givesUp, isStale, refusalOf } from '../refusal.js';
import type { Rule } from '../rule.js';

/** An M2 that is right under a PMK, and an AP that goes on as if it had not come. */
export const m2NotAccepted: Rule = {
  id: 'm2-not-accepted',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3',
  explanation:
    'The MIC of M2 is right under a known PMK that was never in use between the two, yet the AP sends M1 again and never M3, until it gives up. So the two hold different PMKs: one of them has the wrong one, or a new one that the other was not told of.',
  watch: session => ({
    *run({ run }) {
      const refusal = refusalOf(session, run);
      if (refusal === undefined || run.ptk === undefined || isStale(session, run, refusal)) return;
      const { inFrames } = session;
      const { ofAp } = refusal;
      const { pmk } = run.ptk;
      const why =
        ofAp === pmk
          ? `it does not take it, though it names ${pmk.name} in M1 itself`
          : `it holds ${ofAp === undefined ? 'another PMK than the station' : `${ofAp.name}, whose PMKID M1 names`}`;
      yield {
        frames: framesOf(refusal),
        message: `M2 in ${inFrames(refusal.m2)} is right under ${pmk.name}, but the AP sends M1 again (${inFrames(
          refusal.m1,
        )}): ${why}.${givesUp(session, refusal)}`,
      };
    },
  }),
};
