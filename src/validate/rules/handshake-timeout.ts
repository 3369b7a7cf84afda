import type { Observation, Rule } from '../rule.js';
import type { Run, RunMessage, Session } from '../session.js';
import { silence } from './pmkid-mismatch.js';

/** Each message, its answer, and the reason code for its lack (IEEE 802.11-2020, Table 9-49). */
const answers: readonly (readonly [RunMessage, RunMessage, number])[] = [
  ['M1', 'M2', 15],
  ['M3', 'M4', 15],
  ['G1', 'G2', 16],
];

/** Nanoseconds that a side waits after its last try, at the most: hostapd 1 s. */
const LONGEST_WAIT = 5_000_000_000n;

/** A message for whose answer the one side waited in vain, and gave up. */
export const handshakeTimeout: Rule = {
  id: 'handshake-timeout',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.6 and 12.7.7.4',
  explanation:
    'One side repeated a message of a handshake until its retry limit, or waited, took no answer, and ended the association. The other did not hear it, or dropped it silently: for a MIC or a PMKID that does not fit its own PMK; or its answer was lost on the way.',
  watch: session => ({
    *run({ run, time }) {
      // What ends the association much later is another handshake, which the capture lacks.
      if (time - run.latestTime > LONGEST_WAIT) return;
      if (run.ending?.by === 'station') yield* byStation(session, run);
      for (const [question, answer, reason] of answers)
        if (run.ending?.by === 'ap' && run.ending.reason === reason)
          yield* byAp(session, run, question, answer);
    },
  }),
};

/** The AP gives up. */
function* byAp(session: Session, run: Run, question: RunMessage, answer: RunMessage): Iterable<Observation> {
  const { inFrames } = session;
  const { ending, frames, records } = run;
  const asked = frames[question];
  const answered = frames[answer];
  if (asked === undefined || ending === undefined) return;
  const givesUp = `the AP gives up in ${inFrames([ending.frame])}, reason ${ending.reason}`;
  if (answered === undefined) {
    if (isExplained(session, run, question)) return;
    yield {
      frames: [...asked, ending.frame],
      // Of an AP that tried but once as far as the capture shows, it lacks frames: among them may be an answer.
      ...(asked.length > 1 ? {} : { severity: 'warning' }),
      message: `${question} in ${inFrames(asked)} is not answered by the station; ${givesUp}.`,
    };
  } else if (
    run.complete &&
    question !== 'M1' &&
    asked.some(frame => frame > answered[0]!) &&
    records.some(r => r.message === answer && r.mic !== 'invalid')
  )
    yield {
      frames: [...asked, ...answered, ending.frame].sort((a, b) => a - b),
      message: `${question} in ${inFrames(asked)} is answered by ${answer} in ${inFrames(answered)}, yet ${givesUp}: no answer reached it, or none that it could open.`,
    };
}

/** Whether another rule says why the station is silent: it cannot take what came, or follows another ANonce. */
function isExplained(session: Session, run: Run, question: RunMessage): boolean {
  if (question === 'M1') {
    const found = silence(session, run);
    return found !== undefined && found.severity === undefined;
  }
  const asked = run.records.filter(({ message }) => message === question);
  return (
    (asked.length > 1 && asked.every(({ mic }) => mic === 'invalid')) ||
    session.runs.some(({ contradicts, frames }) => contradicts === run && frames.M2 !== undefined)
  );
}

/** The station leaves while it waits for the AP, which may have gone on outside the capture. */
function* byStation({ inFrames }: Session, run: Run): Iterable<Observation> {
  const { M1 = [], M2, M3 } = run.frames;
  const { ending } = run;
  const last = M2?.at(-1);
  if (last === undefined || M3 !== undefined || run.complete || ending === undefined) return;
  if (M1.some(frame => frame > last)) return;
  yield {
    frames: [...M2!, ending.frame],
    severity: 'warning',
    message: `The AP is silent after M2 in ${inFrames(M2!)}; the station leaves in ${inFrames([ending.frame])}, reason ${ending.reason}.`,
  };
}
