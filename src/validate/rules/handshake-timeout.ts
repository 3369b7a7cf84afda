import { REASON } from '../../codecs/dot11/reason-codes.js';
import { isBefore } from '../at.js';
import type { RunMessage } from '../report.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { reasonText } from '../wlan/ending.js';
import { refusalOf } from '../wlan/refusal.js';
import type { Run } from '../wlan/run.js';
import { LONGEST_WAIT } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';
import { silence } from './pmkid-mismatch.js';

/** Each message, its answer, and the reason code for its lack (IEEE 802.11-2020, Table 9-49). */
const answers: readonly (readonly [RunMessage, RunMessage, number])[] = [
  ['M1', 'M2', REASON.handshakeTimeout],
  ['M3', 'M4', REASON.handshakeTimeout],
  ['G1', 'G2', REASON.groupHandshakeTimeout],
];

/** A message for whose answer the one side waited in vain, and gave up. */
export const handshakeTimeout: Rule = {
  id: 'handshake-timeout',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.6 and 12.7.7.4',
  explanation:
    'One side repeated a message of a handshake until its retry limit, or waited, received no answer, and ended the association. The other side did not hear it, or dropped it silently because a MIC or PMKID does not fit its own PMK; or its answer was lost on the way or in the capture, which is a warning if the capture lacks a try or the frame that an Ack is for.',
  watch: session => {
    const heard: Heard = { station: 0, ofAp: 0, closed: 0, under: new WeakMap() };
    return {
      management({ fromAp, body, frame }) {
        if (!fromAp) heard.station = frame;
        else if (body.kind === 'association-response' || body.kind === 'reassociation-response')
          heard.station = 0;
        return undefined;
      },
      eapolKey({ key, frame }) {
        if (!key.keyInformation.keyAck) heard.station = frame;
        return undefined;
      },
      data({ fromAp, isProtected, isEapol, body, frame }) {
        if (!fromAp) heard.station = frame;
        if (!isProtected || isEapol) return undefined;
        if (fromAp) heard.ofAp = frame;
        if (body === undefined) heard.closed = frame;
        return undefined;
      },
      opened({ fromAp, ptk, frame }) {
        if (fromAp) heard.under.set(ptk, frame);
        return undefined;
      },
      *run({ run, time }) {
        // What ends the association much later is another handshake, which the capture lacks.
        if (time - run.latestTime > LONGEST_WAIT) return;
        if (run.ending?.by === 'station' && refusalOf(session, { run, time }) === undefined)
          yield* byStation(session, run);
        for (const [question, answer, reason] of answers)
          if (run.ending?.by === 'ap' && run.ending.reason === reason)
            yield* byAp(session, run, heard, question, answer);
      },
    };
  },
};

/** The latest frames of an association, 0 for none, that tell what became of a handshake. */
interface Heard {
  /** Of the station, since the response to its request. */
  station: number;
  /** User data that the AP protects. */
  ofAp: number;
  /** User data that no known key opens. */
  closed: number;
  /** What the AP protects under a PTK. */
  readonly under: WeakMap<ProvenPtk, number>;
}

/** The AP gives up. */
function* byAp(
  session: Session,
  run: Run,
  heard: Heard,
  question: RunMessage,
  answer: RunMessage,
): Iterable<Observation> {
  const { inFrames } = session;
  const { ending, frames, records } = run;
  const asked = frames[question];
  const answered = frames[answer];
  if (asked === undefined || ending === undefined || isOver(session, run, heard, question)) return;
  const givesUp = `the AP gives up in ${inFrames([ending.frame])}, reason ${ending.reason}`;
  if (answered === undefined) {
    if (isExplained(session, run, question)) return;
    const isUnheard = heard.station === 0;
    const { unread } = run;
    if (unread !== undefined) {
      yield {
        frames: [...asked, ...unread, ending.frame].sort((a, b) => a - b),
        severity: 'warning',
        message: `${question} in ${inFrames(asked)} may be answered in ${inFrames(unread)}, EAPOL-Key of the station that is damaged or captured in part; ${givesUp}.`,
      };
      return;
    }
    yield {
      frames: [...asked, ending.frame],
      // Where the capture lacks frames there may be an answer among them.
      ...(isWhole(session, run, question) && !isUnheard ? {} : { severity: 'warning' }),
      message: `${question} in ${inFrames(asked)} is not answered ${
        isUnheard ? 'in the capture, which has no frame of the station in that association' : 'by the station'
      }; ${givesUp}.`,
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

/**
 * Whether the capture shows all tries of the AP, of which the replay counter grows by one, and no Ack for an answer that it
 * lacks. APs try more than once.
 */
function isWhole({ acks }: Session, { records }: Run, question: RunMessage): boolean {
  const asked = records.filter(({ message }) => message === question);
  const counters = asked.map(({ replayCounter }) => BigInt(replayCounter));
  if (asked.length < 2 || counters.some((counter, i) => i > 0 && counter > counters[i - 1]! + 1n))
    return false;
  return acks.ofUnseen === undefined || isBefore(acks.ofUnseen, asked[0]!);
}

/**
 * Whether the handshake went on beyond an answer to `question`, which the capture may lack: it is another one then that the AP
 * gives up, in what no known key opens, or lost.
 */
function isOver({ ptks }: Session, { kind, frames, ptk }: Run, heard: Heard, question: RunMessage): boolean {
  if (question === 'G1') return false;
  // An AP sends M3 after a right M2 alone (IEEE 802.11-2020, 12.7.6.3 and 12.7.6.4).
  if (question === 'M1' && frames.M3 !== undefined) return true;
  const since = frames[question]!.at(-1)!;
  // It has the keys in place only after M4 (12.7.6.5); in a re-key it goes on under those of before.
  if (kind === 'initial' && heard.ofAp > since) return true;
  if (ptk !== undefined && (heard.under.get(ptk) ?? 0) > since) return true;
  // Without any key, M1 that is sent again says enough.
  return heard.closed > since && (question === 'M3' || ptks.length > 0);
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
    session.runs.some(
      ({ contradicts, records }) =>
        contradicts === run && records.some(({ message, mic }) => message === 'M2' && mic === 'valid'),
    )
  );
}

/** The station leaves while it waits for the AP, which may have gone on outside the capture. */
function* byStation({ inFrames }: Session, run: Run): Iterable<Observation> {
  const { M1 = [], M2, M3 } = run.frames;
  const { ending } = run;
  const last = M2?.at(-1);
  if (last === undefined || M3 !== undefined || run.complete || ending === undefined) return;
  const asked = M1.at(-1) ?? 0;
  if (asked > last) return;
  const answers = M2!.filter(frame => frame > asked);
  yield {
    frames: [...answers, ending.frame],
    severity: 'warning',
    message: `The AP is silent after M2 in ${inFrames(answers)}; the station leaves in ${inFrames([ending.frame])}${reasonText(ending)}.`,
  };
}
