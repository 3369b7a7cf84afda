import { REASON } from '../../codecs/dot11/reason-codes.js';
import { equalConstantTime } from '../../crypto/mic.js';
import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { refusalOf } from '../watch/refusal.js';
import { pmkidOf, pmkNamed } from '../wlan/pmkid.js';
import { LONGEST_WAIT, type Run } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';

/** An M1 that names another PMK than the station's. */
export const pmkidMismatch: Rule = {
  id: 'pmkid-mismatch',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.2',
  explanation:
    'M1 names, by its PMKID, a PMK that is not the one under which the station answers, or that it last used and under which it now does not answer at all. The two sides do not hold the same PMK: in option 1 the WT names the new S-KWT, of which the UE has not been told.',
  watch: session => ({ run: event => judge(session, event) }),
};

function* judge(session: Session, { run, time }: RunEvent): Iterable<Observation> {
  const isAnswered = run.frames.M2 !== undefined;
  // What ends the association much later is another handshake, which the capture lacks.
  if (!isAnswered && time - run.latestTime > LONGEST_WAIT) return;
  const found = isAnswered ? answered(session, { run, time }) : silence(session, run);
  if (found !== undefined) yield found;
}

/**
 * The PMKID that M1 names, unless the capture altered it: an AP sends M3 only to a station that has its PMK (IEEE 802.11-2020,
 * 12.7.6.3), and both sides complete no handshake without.
 */
const pmkidIn = ({ complete, contradicts, frames, pmkid }: Run): Uint8Array | undefined =>
  complete || contradicts !== undefined || frames.M3 !== undefined ? undefined : pmkid;

/** A station that answers with M2 under another PMK than M1 names. */
function answered(session: Session, { run, time }: Pick<RunEvent, 'run' | 'time'>): Observation | undefined {
  const { ptk, frames } = run;
  const pmkid = pmkidIn(run);
  const own = ptk && pmkidOf(session, ptk.pmk, ptk.kck);
  if (ptk === undefined || own === undefined || pmkid === undefined || equalConstantTime(own, pmkid)) return;
  const both = [...(frames.M1 ?? []), ...(frames.M2 ?? [])].sort((a, b) => a - b);
  const named = pmkNamed(session, pmkid);
  // No damage makes the PMKID of a known PMK. What the AP makes of such an M2 is told by another rule.
  const isSure = named !== undefined && refusalOf(session, { run, time }) === undefined;
  return {
    frames: both,
    ...(isSure ? {} : { severity: 'warning' }),
    message: `The PMKID in M1 is ${named === undefined ? 'not that' : `that of ${named.name}, not`} of ${ptk.pmk.name}, under which M2 answers (${session.inFrames(both)}).`,
  };
}

/** The PTK that shows which PMK the station had: that of the handshake completed last, or one that opened a frame. */
export const lastUsed = ({ completed, ptks }: Session): ProvenPtk | undefined =>
  [...completed.values()].at(-1)?.ptk ?? ptks.find(({ pns }) => pns.some(({ distinct }) => distinct > 0));

/** A station that says nothing to an M1 which names another PMK than it last used, in a handshake without M2. */
export function silence(session: Session, run: Run): Observation | undefined {
  const { frames, ending } = run;
  const pmkid = pmkidIn(run);
  const last = lastUsed(session);
  if (pmkid === undefined || last === undefined || run.unread !== undefined) return;
  const own = pmkidOf(session, last.pmk, last.kck);
  const asked = frames.M1 ?? [];
  const gaveUp = ending?.by === 'ap' && ending.reason === REASON.handshakeTimeout;
  if (own === undefined || equalConstantTime(own, pmkid) || !gaveUp) return;
  const named = pmkNamed(session, pmkid);
  return {
    frames: [...asked, ending.frame],
    // No damage makes the PMKID of a known PMK, nor the same one twice.
    ...(named === undefined && (run.naming?.size ?? 0) < 2 ? { severity: 'warning' } : {}),
    message: `The PMKID in M1 (${session.inFrames(asked)}) is that of ${
      named === undefined ? 'none of the keys given' : named.name
    }; the station last used ${last.pmk.name}, and does not answer. The AP gives up in ${session.inFrames([ending.frame])}, reason ${ending.reason}.`,
  };
}
