import { REASON } from '../../codecs/dot11/reason-codes.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { pmkidOf, pmkNamed } from '../wlan/pmkid.js';
import { refusalOf } from '../wlan/refusal.js';
import type { Run } from '../wlan/run.js';

/** An M1 that names another PMK than the station's. */
export const pmkidMismatch: Rule = {
  id: 'pmkid-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.2',
  explanation:
    'M1 names, by its PMKID, a PMK that is not the one under which the station answers, or that it last used and under which it now does not answer at all. The two sides do not hold the same PMK: in option 1 the WT names the new S-KWT, of which the UE has not been told.',
  watch: session => ({
    *run({ run, time }) {
      // A handshake that both sides completed had no such M1: the capture altered it.
      if (run.complete || run.pmkid === undefined || run.contradicts !== undefined) return;
      if (run.frames.M2 === undefined) {
        const found = silence(session, run);
        if (found !== undefined) yield found;
        return;
      }
      const { ptk, frames } = run;
      const own = ptk && pmkidOf(session, ptk.pmk, ptk.kck);
      if (ptk === undefined || own === undefined || equalConstantTime(own, run.pmkid)) return;
      const both = [...(frames.M1 ?? []), ...frames.M2!].sort((a, b) => a - b);
      const named = pmkNamed(session, run.pmkid);
      // No damage makes the PMKID of a known PMK. What the AP makes of such an M2 is told by another rule.
      const isSure = named !== undefined && refusalOf(session, { run, time }) === undefined;
      yield {
        frames: both,
        ...(isSure ? {} : { severity: 'warning' }),
        message: `The PMKID in M1 is ${named === undefined ? 'not that' : `that of ${named.name}, not`} of ${ptk.pmk.name}, under which M2 answers (${session.inFrames(both)}).`,
      };
    },
  }),
};

/** A station that says nothing to an M1 which names another PMK than it last used. */
export function silence(session: Session, run: Run): Observation | undefined {
  const { pmkid, frames, ending, complete, contradicts } = run;
  const last = [...session.completed.values()].at(-1)?.ptk;
  if (pmkid === undefined || last === undefined || frames.M2 !== undefined) return undefined;
  if (complete || contradicts !== undefined || run.unread !== undefined) return undefined;
  const own = pmkidOf(session, last.pmk, last.kck);
  const asked = frames.M1 ?? [];
  const gaveUp = ending?.by === 'ap' && ending.reason === REASON.handshakeTimeout;
  if (own === undefined || equalConstantTime(own, pmkid) || !gaveUp) return undefined;
  const named = pmkNamed(session, pmkid);
  return {
    frames: [...asked, ending.frame],
    ...(named === undefined ? { severity: 'warning' } : {}),
    message: `The PMKID in M1 (${session.inFrames(asked)}) is that of ${
      named === undefined ? 'none of the keys given' : named.name
    }; the station last used ${last.pmk.name}, and does not answer. The AP gives up in ${session.inFrames([ending.frame])}, reason ${ending.reason}.`,
  };
}
