import { type AfterLwa, afterLwa, endOfLwa } from '../hand-out/after-lwa.js';
import type { Rule } from '../rule.js';
import { watchToEnd } from '../watch/to-end.js';

const SAYS: Readonly<Record<AfterLwa['what'], (frame: string) => string>> = {
  statusReport: frame => `The UE reports the status of its WLAN connection in ${frame}`,
  wtCounter: frame => `The eNB tells the UE a WT Counter in ${frame}, and no WLAN to look for`,
  modification: frame => `The eNB gives the WT another S-KWT in ${frame}`,
};

/** LWA that goes on at one end though it is over at the UE. */
export const lwaReleased: Rule = {
  id: 'lwa-released',
  severity: 'error',
  clause: 'TS 36.331, 5.3.5.4, 5.3.7.2, 5.6.14.2 and 5.6.14.3',
  explanation:
    'LWA has ended at the UE, by its release, a handover without handoverWithoutWT-Change or a re-establishment, and the eNB goes on as if it had not, or the UE still reports of it. The UE has forgotten its WLANs and sends nothing over them, so what the eNB and the WT do for it is in vain until LWA is set up anew.',
  watch: session => {
    const { inFrames } = session;
    return watchToEnd(['rrc', 'rrcTransaction', 'sKwt', 'xwap', 'gap'], function* (events) {
      for (const after of afterLwa(events, session)) {
        const { at, what, end, isSure } = after;
        const ended = endOfLwa(after, frame => `in ${inFrames([frame])}`);
        yield {
          frames: [...new Set([end.frame, at.frame])],
          // GSMTAP names no UE, and does not show what it lacks.
          ...(isSure ? {} : { severity: 'warning' }),
          message: `${SAYS[what](inFrames([at.frame]))}, but LWA ended at the UE with ${ended}${isSure ? '' : ', if both are for one UE and the capture lacks no RRC message'}.`,
        };
      }
    });
  },
};
