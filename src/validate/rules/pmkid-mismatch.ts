import { akmSuite } from '../../crypto/akm.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { pmkid } from '../../crypto/ptk.js';
import type { Rule } from '../rule.js';

/** An M1 that names another PMK than the one that M2 answers under. */
export const pmkidMismatch: Rule = {
  id: 'pmkid-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.2',
  explanation:
    'M1 names a PMK by its PMKID, and M2 answers under another one. The AP cannot accept that M2: the two sides do not hold the same PMK.',
  watch: ({ bss, station, inFrames }) => ({
    *run({ run: { ptk, pmkid: named, frames, complete } }) {
      // A handshake that both sides completed had no such M1: the capture altered it.
      if (ptk === undefined || named === undefined || complete) return;
      const { akm, kck, pmk } = ptk;
      // Under FT the PMK given is the root of the hierarchy, and names in it are not PMKIDs of it.
      if (akmSuite(akm)?.isFt === true) return;
      const own = pmkid({ akm, pmk: pmk.pmk, kck, aa: bss.address, spa: station });
      if (own === undefined || equalConstantTime(own, named)) return;
      const both = [...(frames.M1 ?? []), ...(frames.M2 ?? [])].sort((a, b) => a - b);
      yield {
        frames: both,
        message: `The PMKID in M1 is not that of ${pmk.name}, under which M2 answers (${inFrames(both)}).`,
      };
    },
  }),
};
