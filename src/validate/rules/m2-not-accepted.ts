import { inFrames, type Rule } from '../rule.js';

/** An M2 that is right under a PMK, and an AP that goes on as if it had not come. */
export const m2NotAccepted: Rule = {
  id: 'm2-not-accepted',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3',
  explanation:
    'The MIC of M2 is right under a known PMK, yet the AP sends M1 again and never M3. So the AP holds another PMK than the station: after option 1, the new S-KWT that the station has not been told of.',
  *check({ runs }) {
    for (const run of runs) {
      const { M1 = [], M2 = [], M3 = [] } = run.frames;
      const repeated = M2.length > 0 && M1.some(frame => frame > M2[0]!);
      if (run.ptk === undefined || M3.length > 0 || !repeated) continue;
      const end = run.ending;
      yield {
        frames: [...M1, ...M2, ...(end === undefined ? [] : [end.frame])].sort((a, b) => a - b),
        message: `M2 in ${inFrames(M2)} is right under ${run.ptk.pmk.name}, but the AP sends M1 again (${inFrames(
          M1,
        )}): it holds another PMK than the station.${
          end === undefined ? '' : ` It gives up in frame ${end.frame}, reason ${end.reason}.`
        }`,
      };
    }
  },
};
