import type { Rule } from '../rule.js';

/** Reason code: IEEE 802.11-2020, Table 9-49. */
const HANDSHAKE_TIMEOUT = 15;
/** As often as authenticators send M1 (dot11RSNAConfigPairwiseUpdateCount is 3; hostapd sends 4). */
const TRIES = 4;

/** An M2 that is right under a PMK, and an AP that goes on as if it had not come. */
export const m2NotAccepted: Rule = {
  id: 'm2-not-accepted',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3',
  explanation:
    'The MIC of M2 is right under a known PMK, yet the AP sends M1 again and never M3, until it gives up. So the AP holds another PMK than the station: after option 1, the new S-KWT that the station has not been told of.',
  watch: ({ inFrames }) => ({
    *run({ run }) {
      const { M1 = [], M2 = [], M3 = [] } = run.frames;
      if (run.ptk === undefined || run.complete || M3.length > 0 || M2.length === 0) return;
      const repeated = M1.some(frame => frame > M2[0]!);
      // One repetition proves little: that M2 may not have reached the AP.
      const end = run.ending;
      const gaveUp = end?.by === 'ap' && end.reason === HANDSHAKE_TIMEOUT;
      if (!repeated || (!gaveUp && M2.length < TRIES)) return;
      yield {
        frames: [...M1, ...M2, ...(gaveUp ? [end.frame] : [])].sort((a, b) => a - b),
        message: `M2 in ${inFrames(M2)} is right under ${run.ptk.pmk.name}, but the AP sends M1 again (${inFrames(
          M1,
        )}): it holds another PMK than the station.${
          gaveUp ? ` It gives up in frame ${end.frame}, reason ${end.reason}.` : ''
        }`,
      };
    },
  }),
};
