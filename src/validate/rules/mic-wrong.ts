import { isLeaving, REASON } from '../../codecs/dot11/reason-codes.js';
import { isBefore } from '../at.js';
import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { newAttempts } from '../watch/attempts.js';
import type { EapolKeyRecord } from '../wlan/eapol-key-record.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { LONGEST_WAIT, type Run, type RunMessage } from '../wlan/run.js';
import { listed } from '../wording.js';

/** As many frames as a finding on those of no handshake names. */
const MOST_FRAMES = 32;

/** What the receiver of a message answers. */
const answers: Partial<Record<EapolKeyRecord['message'], RunMessage>> = { M2: 'M3', M3: 'M4', G1: 'G2' };
/** What each answer of the station answers. */
const questions: Partial<Record<EapolKeyRecord['message'], RunMessage>> = { M2: 'M1', M4: 'M3', G2: 'G1' };

/** A MIC that none of the given keys makes, in a handshake of which others are right, or not the key of the handshake. */
export const micWrong: Rule = {
  id: 'mic-wrong',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2',
  explanation:
    'The MIC of an EAPOL-Key frame is right under none of the given keys, or only under a key that is not that of its handshake, and its receiver drops it silently. A single wrong MIC may be damage in the capture alone; if each repetition has one, the sender holds another key.',
  watch: session => {
    /** Whether any MIC of the session is right. */
    let isOneRight = false;
    /** What there is to say of the M2 of each association that ended upon it, if it is the only one. */
    const refused = newAttempts<Observation>();
    /** Those of no handshake, which anyone can send as well. */
    const outside: EapolKeyRecord[] = [];
    let countOfOutside = 0;
    return {
      pmkInUse() {
        isOneRight = true;
        return undefined;
      },
      run(event) {
        const { run } = event;
        const wrong = run.records.filter(({ mic }) => mic === 'invalid');
        const end = refusalInOne(event);
        if (end !== undefined) {
          refused.failed(observe(session, isOneRight, wrong, run, end));
          return undefined;
        }
        const before = isAgreed(run) ? (refused.over(onlyOne) ?? []) : [];
        if (isOfAnotherPmk(run)) return before;
        if (isOfUnseenPtk(run)) return [...before, unseenPtk(session, wrong)];
        const each = [...new Set(wrong.map(({ message }) => message))].map(message =>
          observe(
            session,
            isOneRight,
            wrong.filter(record => record.message === message),
            run,
          ),
        );
        return [...before, ...each, ...underAnother(session, run)];
      },
      eapolKey({ record, run, isCopy }) {
        if (run !== undefined || record.mic !== 'invalid' || isCopy) return undefined;
        countOfOutside++;
        if (outside.length < MOST_FRAMES) outside.push(record);
        return undefined;
      },
      *end() {
        yield* refused.over(onlyOne) ?? [];
        if (countOfOutside === 1) yield observe(session, isOneRight, outside);
        else if (countOfOutside > 1) yield ofNoHandshake(session, outside, countOfOutside);
      },
    };
  },
};

/** Of several, wrong-pmk tells: no damage is in each. */
const onlyOne = (refused: readonly Observation[]): readonly Observation[] =>
  refused.length === 1 ? refused : [];

/**
 * The end of the association, where the AP or the station tells it behind an M2 under a PMK that is not known, and nothing more: a
 * refusal, or a station that waits in vain, unless that M2 is damaged in the capture.
 */
export function refusalInOne({ run, time }: RunEvent): Ending | undefined {
  const { kind, records, frames, ending } = run;
  if (kind === 'group' || isAgreed(run) || frames.M3 !== undefined || frames.M4 !== undefined)
    return undefined;
  // A station that gives up says that it leaves.
  const isOwn = ending?.by === 'ap' && (ending.isToAll === true || isLeaving(ending.reason));
  if (ending === undefined || isOwn || ending.reason === REASON.elementMismatch) return undefined;
  // What ends the association much later has another reason.
  if (time - run.latestTime > LONGEST_WAIT) return undefined;
  return transmissions(records.filter(({ mic }) => mic === 'invalid')) === 1 ? ending : undefined;
}

/** Whether a MIC of a handshake is right under a PMK that is known, or both sides went through it. */
export const isAgreed = ({ ptk, complete }: Run): boolean => ptk !== undefined || complete;

/** Whether no MIC of the run is right, and it is not just one that is wrong: then the key is, not the frames. */
export function isOfAnotherPmk({ kind, ptk, records }: Run): boolean {
  if (kind === 'group' || ptk !== undefined) return false;
  return transmissions(records.filter(({ mic }) => mic === 'invalid')) > 1;
}

/** Whether no MIC of a group key handshake is right, which the station takes all the same, as its answer shows. */
const isOfUnseenPtk = ({ frames, records }: Run): boolean =>
  frames.G1 !== undefined && frames.G2 !== undefined && records.every(({ mic }) => mic === 'invalid');

const unseenPtk = ({ inFrames }: Session, wrong: readonly EapolKeyRecord[]): Observation => {
  const frames = wrong.map(({ frame }) => frame);
  return {
    frames,
    severity: 'warning',
    message: `The MICs of G1 and of G2, which answers it, are right under none of the keys given (${inFrames(frames)}): the capture lacks the handshake that made their PTK, or its PMK is none of those given.`,
  };
};

/** Several frames of no handshake: requests, and M4 of one that is over. */
function ofNoHandshake({ inFrames }: Session, wrong: readonly EapolKeyRecord[], count: number): Observation {
  const frames = wrong.map(({ frame }) => frame);
  const messages = listed([...new Set(wrong.map(({ message }) => message))]);
  return {
    frames,
    severity: 'warning',
    message: `The MICs of ${messages} in ${inFrames(frames, count)} are right under none of the keys given, and no handshake has these frames: they are forged, or damaged in the capture.`,
  };
}

/** How many different frames they are: one that the MAC sublayer sends again has the same counter. */
const transmissions = (records: readonly EapolKeyRecord[]): number =>
  new Set(records.map(({ message, replayCounter }) => `${message} ${replayCounter}`)).size;

/**
 * Frames of one message whose MIC is right under no key.
 * @param end of the association, which is told thereupon
 */
function observe(
  session: Session,
  isOneRight: boolean,
  wrong: readonly EapolKeyRecord[],
  run?: Run,
  end?: Ending,
): Observation {
  const { message } = wrong[0]!;
  const frames = wrong.map(({ frame }) => frame);
  const others = isOneRight
    ? ', though others of this session are'
    : '; no MIC of this session was right by then';
  const text = `The MIC of ${message} in ${session.inFrames(frames)} is right under none of the keys given${others}.`;
  const taken = takenFor(session, wrong, run);
  // What was dropped is sent again: one that is wrong alone may well have been right when it was sent.
  if (taken === undefined && isRepeated(wrong, run)) return { frames, message: text };
  const alone = `${
    frames.length === 1
      ? 'It is the only one, which may be damaged in the capture alone'
      : 'They may be damaged in the capture alone: the other side does not ask again in between'
  }${end === undefined ? '' : `; but the ${end.by === 'ap' ? 'AP' : 'station'} ends the association in ${session.inFrames([end.frame])}${reasonText(end)}`}.`;
  return {
    frames: [...frames, ...(end === undefined ? [] : [end.frame])],
    severity: 'warning',
    message: `${text} ${taken ?? alone}`,
  };
}

/** Whether the receiver dropped the one and was sent, or asked for, another, whose MIC is wrong as well. */
function isRepeated(wrong: readonly EapolKeyRecord[], run: Run | undefined): boolean {
  const [first, last] = [wrong[0]!, wrong.at(-1)!];
  const question = questions[first.message];
  if (question === undefined) return transmissions(wrong) > 1;
  return run?.records.some(r => r.message === question && isBefore(first, r) && isBefore(r, last)) === true;
}

/** What the peer made of it, which received another frame than the capture holds if it went on. */
function takenFor({ inFrames }: Session, wrong: readonly EapolKeyRecord[], run?: Run): string | undefined {
  const [first, last] = [wrong[0]!, wrong.at(-1)!];
  const { message } = first;
  const right = run?.records.filter(r => r.message === message && r.mic === 'valid') ?? [];
  if (right.length > 0) {
    const one = wrong.length === 1;
    const mayBeOfBefore =
      message === 'M2' && isRepeated(wrong, run) && right.every(record => isBefore(last, record));
    return `${message} in ${inFrames(right.map(r => r.frame))} is right: ${
      mayBeOfBefore ? 'the station had another PMK before, or ' : ''
    }${one ? 'this one was' : 'these were'} altered in the capture, or ${one ? 'is' : 'are'} not from its sender.`;
  }
  const answer = answers[message];
  if (run?.records.some(r => r.message === answer && r.mic === 'valid' && isBefore(first, r)) === true)
    return `Its receiver went on with ${answer} all the same: what it took was altered in the capture, or is not in it.`;
  return (message === 'M3' || message === 'M4') && run !== undefined && isOfUnseenM2(run)
    ? 'The capture lacks the M2 that the AP answers, which may have another SNonce.'
    : undefined;
}

/**
 * Whether the capture lacks the M2 that M3 answers: an AP sends it after a right M2 alone, with the next replay counter (IEEE
 * 802.11-2020, 12.7.6.3 and 12.7.6.4).
 */
function isOfUnseenM2({ records }: Run): boolean {
  const m2 = records.findLast(({ message }) => message === 'M2');
  const m3 = records.find(({ message }) => message === 'M3');
  return m2 !== undefined && m3 !== undefined && BigInt(m3.replayCounter) !== BigInt(m2.replayCounter) + 1n;
}

/** An M3 under another PMK than each M2 of its handshake: the station cannot take it. */
function* underAnother({ inFrames }: Session, run: Run): Iterable<Observation> {
  const of = (wanted: RunMessage) => run.records.filter(({ message }) => message === wanted);
  const namesOf = (records: readonly EapolKeyRecord[]) => [
    ...new Set(records.flatMap(({ pmk }) => pmk ?? [])),
  ];
  const [m2s, m3s] = [of('M2'), of('M3')];
  const [ofM2, ofM3] = [namesOf(m2s), namesOf(m3s)];
  if (run.complete || ofM2.length === 0 || ofM3.length === 0 || ofM3.some(name => ofM2.includes(name)))
    return;
  if (isOfUnseenM2(run)) return;
  const [inM2, inM3] = [m2s, m3s].map(records => records.map(({ frame }) => frame));
  yield {
    frames: [...inM2!, ...inM3!].sort((a, b) => a - b),
    message: `M3 in ${inFrames(inM3!)} is right under ${listed(ofM3)}, but M2 in ${inFrames(inM2!)} under ${listed(ofM2)}: the AP changed its PMK within the handshake, and the station drops M3.`,
  };
}
