import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { reasonText } from '../wlan/ending.js';
import { refusalOf, severityOf, tailOf } from '../wlan/refusal.js';
import { LONGEST_WAIT } from '../wlan/run.js';
import { isOfAnotherPmk } from './mic-wrong.js';

/** A handshake under a PMK that is none of those given. */
export const wrongPmk: Rule = {
  id: 'wrong-pmk',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.1.3',
  explanation:
    'No MIC of a handshake is right under any of the given keys, so its PMK is none of them; corruption would not affect every frame. If the handshake is complete, both sides hold that PMK and only the validator lacks it; if the AP drops M2 again and again, the two hold different PMKs.',
  watch: session => ({ run: event => judge(session, event) }),
};

function* judge(session: Session, { run, time }: RunEvent): Iterable<Observation> {
  if (!isOfAnotherPmk(run)) return;
  const { inFrames } = session;
  const { M2 = [] } = run.frames;
  const wrong = run.records.filter(({ mic }) => mic === 'invalid').map(({ frame }) => frame);
  const refusal = refusalOf(session, { run, time });
  if (refusal !== undefined) {
    const { ofAp, end } = refusal;
    const severity = severityOf(refusal);
    const why =
      ofAp !== undefined
        ? `it holds ${ofAp.name}, whose PMKID M1 names`
        : `the two ${severity.severity === undefined ? '' : 'may '}hold different PMKs`;
    yield {
      frames: [...wrong, ...(end === undefined ? [] : [end.frame])],
      ...severity,
      message: `The station answers under a PMK that is none of those given (M2 in ${inFrames(M2)}), and the AP takes none of its answers: ${why}.${tailOf(session, refusal)}`,
    };
    return;
  }
  // What ends the association much later has another reason.
  const end = run.complete || time - run.latestTime > LONGEST_WAIT ? undefined : run.ending;
  const after =
    end === undefined
      ? ''
      : `; the ${end.by === 'ap' ? 'AP' : 'station'} ends the association in ${inFrames([end.frame])}${reasonText(end)}`;
  yield {
    frames: [...wrong, ...(end === undefined ? [] : [end.frame])],
    // No peer is at fault; and one octet of the SNonce damaged in the capture looks the same.
    severity: 'warning',
    message: `The handshake in ${inFrames(wrong)} is under a PMK that is none of those given${run.complete ? '; both sides hold it' : after}.`,
  };
}
