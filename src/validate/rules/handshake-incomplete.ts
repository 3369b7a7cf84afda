import { isLeaving, REASON } from '../../codecs/dot11/reason-codes.js';
import { type At, SECOND } from '../at.js';
import type { EndingEvent, RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { byKind, newAttempts } from '../watch/attempts.js';
import { type Ending, reasonText } from '../wlan/ending.js';
import { isPtkUsed, LONGEST_WAIT, type Run, type RunMessage } from '../wlan/run.js';
import { isFollowedByData } from '../wlan/traffic.js';

/** A handshake that stops in the middle, or does not begin. */
export const handshakeIncomplete: Rule = {
  id: 'handshake-incomplete',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6',
  explanation:
    'A handshake begins, but the capture has not its last message with a right MIC: it lost the message, or began or ended during the handshake, or the handshake was given up for another; or one side ends the association before, and no other rule says why. It is an error where that happens to one attempt after another and none succeeds, a note where data under keys follow, the AP lets the station in again, a station leaves for its own sake each time, or the capture may lack the message or ends before the AP would try again, and otherwise a warning.',
  watch: session => {
    const attempts = newAttempts<Attempt>();
    const judged = (each: readonly Attempt[], through?: Run) => judgeAttempts(session, each, through);
    /** Where the station was let in, or EAP went on since, as long as no handshake begins. */
    let waiting: At | undefined;
    return {
      association({ frame, time }) {
        waiting = { frame, time };
        return undefined;
      },
      data({ isEapol, frame, time }) {
        if (waiting !== undefined) waiting = isEapol ? { frame, time } : undefined;
        return undefined;
      },
      eapolKey() {
        waiting = undefined;
        return undefined;
      },
      run(event) {
        const { run } = event;
        if (run.complete) return run.kind === 'group' ? undefined : attempts.over(judged, run);
        if (!isEnded(event)) return incomplete(session, event);
        const attempt = attemptOf(session, run);
        if (attempt !== undefined) attempts.failed(attempt);
        return undefined;
      },
      ending(event) {
        if (waiting !== undefined && endsUnbegun(session, event, waiting))
          attempts.failed({
            ending: event.ending,
            after: undefined,
            pmk: undefined,
            frames: [],
            isSure: false,
          });
        waiting = undefined;
        return undefined;
      },
      end: () => attempts.over(judged),
    };
  },
};

/** Whether the association is ended in the handshake; what ends it much later does not say why the handshake stopped. */
const isEnded = ({ run: { ending, latestTime }, time }: RunEvent): boolean =>
  ending !== undefined && time - latestTime <= LONGEST_WAIT;

/**
 * Whether the capture shows what makes the handshake of no account: another sender began it, of which another rule tells, or
 * frames show the TK in use.
 */
const isExcused = (run: Run): boolean =>
  run.contradicts !== undefined || run.belied !== undefined || (run.kind !== 'group' && isPtkUsed(run));

/** Nanoseconds that an AP waits for an answer before it asks again: dot11RSNAConfigPairwiseUpdateTimeOut, 1 s in most. */
const NEXT_TRY = SECOND;

/** Whether the capture is over before it could go on, or the AP ask again, which it has not done yet. */
const isCutOff = (session: Session, { run, isAtEnd }: RunEvent): boolean => {
  const { records, latestTime } = run;
  const latest = records.at(-1);
  if (!isAtEnd || latest === undefined || session.seenUntil(latest) - latestTime >= NEXT_TRY) return false;
  return new Set(records.map(({ message }) => message)).size === records.length;
};

/** A handshake that nothing ends. */
function* incomplete(session: Session, event: RunEvent): Iterable<Observation> {
  const { run } = event;
  if (run.kind === 'ft' || isExcused(run)) return;
  const frames = run.records.map(({ frame }) => frame);
  const [name, last] = run.kind === 'group' ? (['group key', 'G2'] as const) : (['4-way', 'M4'] as const);
  const isFollowed = isFollowedByData(session, run);
  // The station sends G2 under keys: then its packet number is missing.
  const mayLack = run.kind === 'group' && session.missing(run.records[0], false) > 0;
  const another = nextOf(session, run);
  const isCut =
    !isFollowed && another === undefined && run.frames[last] === undefined && isCutOff(session, event);
  const m1 = another?.frames.M1?.[0];
  const why = another?.isAnew === true ? ', as it let the station in again' : '';
  yield {
    frames,
    severity: isFollowed || mayLack || isCut || why !== '' ? 'note' : 'warning',
    message: `The ${name} handshake in ${session.inFrames(frames)} has no ${last}${run.frames[last] === undefined ? '' : ' with a right MIC'}${
      isFollowed ? ', but data under keys follow it' : mayLack ? ', which the capture may lack' : ''
    }${isCut ? '; the capture ends with it' : ''}${m1 === undefined ? '' : `; the AP begins another with M1 in ${session.inFrames([m1])}${why}`}.`,
  };
}

/** The 4-way handshake after this one, where the AP begins it before this one is over. */
function nextOf({ runs }: Session, run: Run): Run | undefined {
  if (run.kind === 'group') return undefined;
  return runs
    .slice(runs.lastIndexOf(run) + 1)
    .find(({ kind, contradicts }) => kind !== 'group' && kind !== 'ft' && contradicts === undefined);
}

/** An association that one side ends before its handshake is complete. */
interface Attempt {
  readonly ending: Ending;
  /** The last message of the handshake; undefined where the capture has none. */
  readonly after: RunMessage | undefined;
  /** The PMK under which the MIC of that message is right, if it is. */
  readonly pmk: string | undefined;
  readonly frames: readonly number[];
  /** Whether the capture cannot lack the rest of a handshake that was completed, but by a strange chance. */
  readonly isSure: boolean;
}

const MESSAGES: readonly RunMessage[] = ['M4', 'M3', 'M2', 'M1'];

/** How a handshake ends in which the association does; undefined where that says enough. */
function attemptOf(session: Session, run: Run): Attempt | undefined {
  const { kind, frames, ending } = run;
  if (ending === undefined || kind === 'group' || kind === 'ft' || isExcused(run)) return undefined;
  if (isFollowedByData(session, run) || isApGone(ending)) return undefined;
  const after = MESSAGES.find(message => frames[message] !== undefined);
  if (after === undefined) return undefined;
  // handshake-timeout tells of it, unless data show that the capture lacks what follows.
  if (ending.by === 'ap' && ending.reason === REASON.handshakeTimeout && after !== 'M2') return undefined;
  // Nobody sends M3 to, or deauthenticates amid a handshake, whom it went through with.
  const isHeard = ending.by === 'ap' ? after === 'M2' : after === 'M1' || after === 'M3';
  return {
    ending,
    after,
    pmk: run.records.findLast(({ message }) => message === after)?.pmk,
    frames: run.records.map(({ frame }) => frame),
    isSure: isHeard && run.unread === undefined && session.missing(run.records[0]) === 0,
  };
}

/** Whether the AP goes away, or comes up and knows no station (hostapd: to all, reason 2 or 3). */
const isApGone = ({ by, reason, isToAll }: Ending): boolean =>
  by === 'ap' && (isToAll === true || isLeaving(reason));

/** AKMs whose keys come from the association itself: FILS (IEEE 802.11-2020, 12.11.2.6). */
const KEYED_BY_ASSOCIATION: ReadonlySet<string> = new Set([14, 15, 16, 17].map(type => `00-0F-AC:${type}`));

/** Whether the AP ends an association that is to have a handshake, of which the capture has nothing, nor anything after it. */
function endsUnbegun({ security, latest }: Session, { ending, time }: EndingEvent, since: At): boolean {
  if (ending.by !== 'ap' || isApGone(ending) || time - since.time > LONGEST_WAIT) return false;
  return security !== undefined && !KEYED_BY_ASSOCIATION.has(security.akm) && latest.any?.kind !== 'ft';
}

/**
 * What there is to say of associations that were ended before their handshake was complete, where no other rule says it.
 * @param through the handshake that was complete afterwards
 */
function* judgeAttempts(
  session: Session,
  attempts: readonly Attempt[],
  through: Run | undefined,
): Iterable<Observation> {
  const untold = attempts.filter(attempt => !isTold(session, attempt));
  for (const each of byKind(
    untold,
    ({ ending, after, pmk }) => `${ending.by} ${ending.reason} ${after} ${pmk}`,
  )) {
    const severity = severityOf(each, through);
    if (severity !== undefined)
      yield {
        frames: each.flatMap(({ frames, ending }) => [...frames, ending.frame]).sort((a, b) => a - b),
        severity,
        message: `${sentenceOf(session, each)}${
          through?.frames.M4 === undefined
            ? ''
            : `; the handshake that ends in ${session.inFrames(through.frames.M4.slice(-1))} is complete`
        }.`,
      };
  }
}

/** Whether a finding says why: an error that names a frame of the handshake, or a warning that names the end. */
const isTold = ({ told }: Session, { frames, ending }: Attempt): boolean =>
  told?.has(ending.frame) === true || frames.some(frame => told?.get(frame) === 'error');

type Alike = readonly [Attempt, ...Attempt[]];

/** Undefined where it is nothing worth a word. */
function severityOf(alike: Alike, through: Run | undefined): Observation['severity'] {
  const [{ ending }] = alike;
  const isRepeated = alike.length > 1;
  if (ending.by === 'station' && isLeaving(ending.reason))
    return isRepeated && through === undefined ? 'note' : undefined;
  if (through !== undefined) return isRepeated ? 'warning' : 'note';
  const sure = alike.filter(({ isSure }) => isSure).length;
  return sure > 1 ? 'error' : isRepeated || sure > 0 ? 'warning' : 'note';
}

/** `The AP ends the association in frame 8, reason 2, after M2, before the handshake is complete` */
function sentenceOf({ inFrames }: Session, alike: Alike): string {
  const [{ ending, after, pmk, isSure }] = alike;
  const ends = alike.map(attempt => attempt.ending.frame);
  const one = alike.length === 1;
  const what = one
    ? `the association in ${inFrames(ends)}`
    : `each of ${alike.length} associations (${inFrames(ends)})`;
  const lacking = isSure
    ? 'before the handshake is complete'
    : `and the capture has no M4${after === 'M4' ? ' with a right MIC' : ''}`;
  const when =
    after === undefined
      ? `, and the capture has no handshake in ${one ? 'it' : 'them'}`
      : `, after ${after}, ${pmk === undefined ? '' : `whose MIC is right under ${pmk}, `}${lacking}`;
  return `The ${ending.by === 'ap' ? 'AP' : 'station'} ends ${what}${reasonText(ending)}${when}`;
}
