import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { newAttempts } from '../watch/attempts.js';
import { refusalOf, severityOf, tailOf } from '../watch/refusal.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { LONGEST_WAIT, type Run } from '../wlan/run.js';
import { listed } from '../wording.js';
import { isAgreed, isOfAnotherPmk, refusalInOne } from './mic-wrong.js';

/** A handshake under a PMK that is none of those given. */
export const wrongPmk: Rule = {
  id: 'wrong-pmk',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.1.3',
  explanation:
    'No MIC of a handshake is right under any of the given keys, so its PMK is none of them; corruption would not affect every frame. If the handshake is complete, both sides hold that PMK and only the validator lacks it; if the AP drops M2 again and again, or ends one association after another upon it, the two most likely hold different PMKs; if the station ends them, they may.',
  watch: session => {
    const refused = newAttempts<Refused>();
    const refusals = (each: readonly Refused[], through?: Run): Iterable<Observation> =>
      each.length > 1 ? [severalOf(session, each, through)] : [];
    return {
      *run(event) {
        const { run } = event;
        const end = refusalInOne(event);
        if (end !== undefined) refused.failed({ run, end });
        else if (isAgreed(run)) yield* refused.over(refusals, run) ?? [];
        yield* judge(session, event);
      },
      end: () => refused.over(refusals),
    };
  },
};

/** A handshake whose only M2 the AP did not take, and the end of the association. */
interface Refused {
  readonly run: Run;
  readonly end: Ending;
}

/** One association after another that was ended upon an M2 under a PMK that is not known. */
function severalOf(session: Session, refused: readonly Refused[], through: Run | undefined): Observation {
  const { inFrames } = session;
  const m2 = refused.flatMap(({ run }) => run.frames.M2 ?? []);
  const ends = refused.map(({ end }) => end.frame);
  const reasons = [...new Set(refused.flatMap(({ end }) => end.reason ?? []))];
  const given =
    reasons.length === 0 ? '' : `, ${reasons.length === 1 ? 'reason' : 'reasons'} ${listed(reasons)}`;
  // What both sides went through in the end speaks for a PMK that they share.
  const isShared = through !== undefined && through.ptk === undefined;
  // A station that leaves may do so for its own sake.
  const byAp = refused.filter(({ end }) => end.by === 'ap').length;
  const isSure = byAp > 1;
  const who =
    byAp === refused.length ? 'the AP ends' : byAp === 0 ? 'the station ends' : 'one of the two ends';
  return {
    frames: [...m2, ...ends].sort((a, b) => a - b),
    ...(isShared || !isSure ? { severity: 'warning' } : {}),
    message: `The station answers under a PMK that is none of those given (M2 in ${inFrames(m2)}), and ${who} each association (${inFrames(ends)}${given})${
      isShared
        ? `; a later handshake is complete under a PMK that is not known`
        : isSure
          ? ': the two hold different PMKs, or the AP refuses M2 for another reason'
          : ': the two may hold different PMKs'
    }.`,
  };
}

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
