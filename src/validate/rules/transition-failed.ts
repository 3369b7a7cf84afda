import { statusName } from '../../codecs/dot11/status-codes.js';
import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { SUCCESS } from '../wlan/admission.js';
import type { Run, TransitionAnswer } from '../wlan/run.js';

/** The station is to come back when an SA Query is over, or as late as the response says (IEEE 802.11-2020, 11.3.5.4). */
const REFUSED_TEMPORARILY = 30;

/** A transition that the AP refuses, or answers with what no station takes. */
export const transitionFailed: Rule = {
  id: 'transition-failed',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 13.7.1 and 13.8.5',
  explanation:
    'The AP lets the station in, but the Fast BSS Transition element of its response cannot be read, or has a MIC that is wrong under the PTK of the request; or it refuses the request, which is a warning. The station is without its new AP then, and begins with a whole association somewhere.',
  watch: session => ({ run: event => judge(session, event) }),
};

function* judge(session: Session, { run }: RunEvent): Iterable<Observation> {
  if (run.kind === 'ft' && run.answer !== undefined) yield* failure(session, run, run.answer);
}

/** Whether frames of the station under keys show that it took the response: the capture holds it damaged. */
const isTaken = ({ traffic: [{ time }] }: Session, { ptk, latestTime }: Run): boolean =>
  ptk === undefined ? time !== undefined && time > latestTime : ptk.pns[0].distinct > 0;

function* failure(
  session: Session,
  run: Run,
  { frame, statusCode, element }: TransitionAnswer,
): Iterable<Observation> {
  const { inFrames } = session;
  const requests = run.frames['reassociation-request'] ?? [];
  const frames = [...requests, frame];
  if (statusCode === SUCCESS) {
    if (run.complete || isTaken(session, run)) return;
    const flaw = element === 'invalid' ? 'has a wrong MIC' : 'cannot be read';
    yield {
      frames,
      message: `The Fast BSS Transition element of the response in ${inFrames([frame])} ${flaw}: the station does not take it.`,
    };
  } else if (statusCode !== undefined && statusCode !== REFUSED_TEMPORARILY) {
    const { ptk } = run;
    // The AP had taken a request that was repeated, in a response that the capture lacks.
    if (ptk !== undefined && isTaken(session, run)) return;
    const though =
      ptk === undefined
        ? ''
        : `, though the MIC of the request is right under ${ptk.pmk.name}: the AP has another PMK-R1 or ANonce, or refuses it for another reason`;
    yield {
      frames,
      severity: 'warning',
      message: `The AP refuses the fast BSS transition of ${inFrames(requests)} in ${inFrames([frame])}, status ${statusCode} (${statusName(statusCode)})${though}.`,
    };
  }
}
