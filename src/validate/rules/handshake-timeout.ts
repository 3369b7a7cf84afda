import { REASON } from '../../codecs/dot11/reason-codes.js';
import { type At, isBefore, MILLISECOND } from '../at.js';
import { forgetOldest } from '../bounded.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { refusalOf } from '../watch/refusal.js';
import { isAdmission } from '../wlan/admission.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import type { Run, RunMessage } from '../wlan/run.js';
import { isPtkUsed, LONGEST_WAIT } from '../wlan/run.js';
import type { ProvenPtk } from '../wlan/session-keys.js';
import { isFollowedByData } from '../wlan/traffic.js';
import { lastUsed, silence } from './pmkid-mismatch.js';

/** Each message, its answer, and the reason code for its lack (IEEE 802.11-2020, Table 9-49). */
const answers: readonly (readonly [RunMessage, RunMessage, number])[] = [
  ['M1', 'M2', REASON.handshakeTimeout],
  ['M3', 'M4', REASON.handshakeTimeout],
  ['G1', 'G2', REASON.groupHandshakeTimeout],
];

/** Frames that may end an association which are looked up behind them. */
const ENDS_KEPT = 64;

/** A message for whose answer the one side waited in vain, and gave up. */
export const handshakeTimeout: Rule = {
  id: 'handshake-timeout',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.6 and 12.7.7.4',
  explanation:
    'One side repeated a message of a handshake until its retry limit, or waited, received no answer, and ended the association. The other side was not there or did not hear it, or dropped it silently because a MIC or PMKID does not fit its own PMK, or its answer was lost on the way or in the capture: it is a warning if the capture lacks a try, the frame that an Ack is for, or any frame of the station in the meantime, or no known key opens what may be the answer.',
  watch: session => {
    const heard: Heard = {
      station: undefined,
      ofAp: undefined,
      under: new WeakMap(),
    };
    const ofStation = (): OfStation => ({ station: heard.station, unseen: session.acks.ofUnseen });
    /** By the latest frames that may be ends of the AP, what was heard of the station before them: a run may be over only later. */
    const before = new Map<number, OfStation>();
    return {
      management({ fromAp, body, frame, time }) {
        if (fromAp && (body.kind === 'deauthentication' || body.kind === 'disassociation')) {
          before.set(frame, ofStation());
          forgetOldest(before, ENDS_KEPT);
        }
        if (!fromAp) heard.station = { frame, time };
        else if (isAdmission(body)) heard.station = undefined;
        return undefined;
      },
      data({ fromAp, isEapol, frame, time }) {
        if (!fromAp) heard.station = { frame, time };
        else if (!isEapol) heard.ofAp = { frame, time };
        return undefined;
      },
      opened({ fromAp, ptk, frame, time }) {
        if (fromAp) heard.under.set(ptk, { frame, time });
        return undefined;
      },
      run({ run, time }) {
        const { ending, latestTime } = run;
        // What ends the association much later is another handshake, which the capture lacks.
        if (ending === undefined || time - latestTime > LONGEST_WAIT) return undefined;
        if (ending.by === 'station')
          return refusalOf(session, { run, time }) === undefined
            ? byStation(session, run, ending, time)
            : undefined;
        const heardBefore = { ...heard, ...(before.get(ending.frame) ?? ofStation()) };
        return answers.flatMap(([question, answer, reason]) =>
          ending.reason === reason ? [...byAp(session, run, ending, heardBefore, question, answer)] : [],
        );
      },
    };
  },
};

/** The latest of a station, before the AP ends the association. */
interface OfStation extends Pick<Heard, 'station'> {
  /** The Ack for a frame that the capture lacks. */
  readonly unseen: At | undefined;
}

/** The latest frames of a session that tell what became of a handshake. */
interface Heard {
  /** Of the station, since the response to its request. */
  station: At | undefined;
  /** User data that the AP protects. */
  ofAp: At | undefined;
  /** What the AP protects under a PTK. */
  readonly under: WeakMap<ProvenPtk, At>;
}

const isSince = (at: At | undefined, before: At): boolean => at !== undefined && isBefore(before, at);

/** The AP gives up. */
function* byAp(
  session: Session,
  run: Run,
  ending: Ending,
  heard: Heard & OfStation,
  question: RunMessage,
  answer: RunMessage,
): Iterable<Observation> {
  const { inFrames } = session;
  const of = (wanted: RunMessage) => run.records.filter(({ message }) => message === wanted);
  const asked = of(question);
  const answered = of(answer).filter(({ frame }) => frame < ending.frame);
  const late = of(answer).flatMap(({ frame }) => (frame > ending.frame ? [frame] : []));
  if (asked.length === 0 || isOver(session, run, heard, question, asked.at(-1)!)) return;
  const frames = asked.map(({ frame }) => frame);
  const givesUp = `the AP gives up in ${inFrames([ending.frame])}, reason ${ending.reason}`;
  if (answered.length === 0 && late.length > 0)
    yield {
      frames: [...frames, ending.frame, ...late].sort((a, b) => a - b),
      severity: 'warning',
      message: `${question} in ${inFrames(frames)} is answered too late, by ${answer} in ${inFrames(late)}: ${givesUp}.`,
    };
  else if (answered.length === 0) {
    if (isExplained(session, run, question, asked)) return;
    const unread = run.unread?.filter(at => isBefore(asked[0]!, at)).map(({ frame }) => frame) ?? [];
    if (unread.length > 0) {
      yield {
        frames: [...frames, ...unread, ending.frame].sort((a, b) => a - b),
        severity: 'warning',
        message: `${question} in ${inFrames(frames)} may be answered in ${inFrames(unread)}, EAPOL-Key of the station that is damaged or captured in part; ${givesUp}.`,
      };
      return;
    }
    const begin = run.records[0]!;
    const isThere = heard.station !== undefined && !isBefore(heard.station, begin);
    // The last may be, and so the others.
    const mayBeHidden = isThere && isSince(session.closed[0], asked.at(-1)!);
    const isPmkUnknown = question === 'M1' && run.pmkid !== undefined && lastUsed(session) === undefined;
    yield {
      frames: [...frames, ending.frame],
      // Where the capture lacks frames there may be an answer among them, or what tells why there is none.
      ...(isThere && isWhole(session, heard, asked) && !isPmkUnknown && !mayBeHidden
        ? {}
        : { severity: 'warning' }),
      message: `${question} in ${inFrames(frames)} is not answered ${
        isThere
          ? `by the station${isPmkUnknown ? ', which may not have the PMK that M1 names' : ''}${mayBeHidden ? ', unless in a frame that no known key opens' : ''}`
          : `in the capture, which has no frame of the station ${heard.station === undefined ? 'in that association' : `since ${inFrames([begin.frame])}`}`
      }; ${givesUp}.`,
    };
  } else if (
    question !== 'M1' &&
    isBefore(answered[0]!, asked.at(-1)!) &&
    answered.some(({ mic }) => mic !== 'invalid')
  )
    yield {
      frames: [...frames, ...answered.map(({ frame }) => frame), ending.frame].sort((a, b) => a - b),
      message: `${question} in ${inFrames(frames)} is answered by ${answer} in ${inFrames(answered.map(({ frame }) => frame))}, yet ${givesUp}: no answer reached it, or none that it could open.`,
    };
}

/**
 * Whether the capture shows all tries of the AP, of which the replay counter grows by one, lacks no packet number of the station
 * since the first, and has no Ack for an answer that it lacks. APs try more than once.
 */
function isWhole({ missing }: Session, { unseen }: OfStation, asked: readonly EapolKeyRecord[]): boolean {
  const counters = asked.map(({ replayCounter }) => BigInt(replayCounter));
  if (asked.length < 2 || counters.some((counter, i) => i > 0 && counter > counters[i - 1]! + 1n))
    return false;
  if (missing(asked[0], false) > 0) return false;
  return unseen === undefined || isBefore(unseen, asked[0]!);
}

/**
 * Whether the handshake went on beyond an answer to `question`, which the capture may lack: it is another one then that the AP
 * gives up, in what no known key opens, or lost.
 */
function isOver(
  { ptks, closed }: Session,
  { kind, frames, ptk }: Run,
  heard: Heard,
  question: RunMessage,
  since: At,
): boolean {
  if (question === 'G1') return false;
  // An AP sends M3 after a right M2 alone, and a station M4 after M3 (IEEE 802.11-2020, 12.7.6.3 to 12.7.6.5).
  if (question === 'M1' && (frames.M3 ?? frames.M4) !== undefined) return true;
  // It has the keys in place only after M4 (12.7.6.5); in a re-key it goes on under those of before.
  if (kind === 'initial' && isSince(heard.ofAp, since)) return true;
  if (ptk !== undefined && isSince(heard.under.get(ptk), since)) return true;
  // Without any key, M1 that is sent again says enough.
  return closed.some(at => isSince(at, since)) && (question === 'M3' || ptks.length > 0);
}

/** Whether another rule says why the station is silent: it cannot take what came, or follows another ANonce. */
function isExplained(
  session: Session,
  run: Run,
  question: RunMessage,
  asked: readonly EapolKeyRecord[],
): boolean {
  if (question === 'M1') {
    const found = silence(session, run);
    return found !== undefined && found.severity === undefined;
  }
  return (
    (asked.length > 1 && asked.every(({ mic }) => mic === 'invalid')) ||
    session.runs.some(
      ({ contradicts, records }) => contradicts === run && records.some(({ mic }) => mic === 'valid'),
    )
  );
}

/** Nanoseconds that a station waits at least which leaves because nothing comes: as soon APs try again (hostapd). */
const SHORTEST_WAIT = 100n * MILLISECOND;

/** The station leaves while it waits for the AP, which may have gone on outside the capture. */
function* byStation(session: Session, run: Run, ending: Ending, time: bigint): Iterable<Observation> {
  const { inFrames } = session;
  const { frames, records, latestTime } = run;
  // Frames under its keys show that the capture lacks the rest of it.
  if (time - latestTime < SHORTEST_WAIT || isPtkUsed(run) || isFollowedByData(session, run)) return;
  // M4 shows that there was an M3, and so does that the station found fault with its RSNE (12.7.6.4).
  if ((frames.M3 ?? frames.M4) !== undefined || ending.reason === REASON.elementMismatch) return;
  const since = records.findLastIndex(({ message }) => message === 'M1');
  const answers = records.slice(since + 1).flatMap(({ message, frame }) => (message === 'M2' ? [frame] : []));
  if (answers.length === 0) return;
  yield {
    frames: [...answers, ending.frame],
    severity: 'warning',
    message: `No M3 follows M2 in ${inFrames(answers)} in the capture; the station leaves in ${inFrames([ending.frame])}${reasonText(ending)}.`,
  };
}
