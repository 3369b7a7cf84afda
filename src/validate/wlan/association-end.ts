import { copyOf } from '../../codecs/copy.js';
import { type At, between, isBefore } from '../at.js';
import type { ClearDataEvent, DroppedEndingEvent } from '../event.js';
import type { Tracked } from '../session.js';
import { type ClearEnding, goesOn, type LostAssociation, leaveTaken, mayBeOfBefore } from './doubt.js';
import type { EapolKeyRecord } from './eapol-key-record.js';
import type { Ending } from './ending.js';
import { enter, leave } from './links.js';
import { closeRun, completeRun } from './open-runs.js';
import { isUnderWay, LONGEST_QUEUED, LONGEST_WAIT, type Run } from './run.js';
import type { ProvenPtk } from './session-keys.js';
import { associationEnded } from './suspension.js';

/** Ends that wait at a time, to be belied or not: of a flood the first. */
const HELD_KEPT = 256;

/** Data frames in clear behind an end that are kept at a time. */
const CLEAR_KEPT = 32;

/**
 * Whether an end in clear waits for what follows: amid a 4-way handshake, which goes on if the end is forged, and behind another
 * one that was belied.
 */
export const isToWait = ({ isBelied }: Tracked, { runs }: ClearEnding): boolean =>
  isBelied || runs.some(isAwaited);

const isAwaited = (run: Run): boolean => (run.kind === 'initial' || run.kind === 're-key') && isUnderWay(run);

/** Lets an end in clear wait. Until it is belied, it is what the runs ended with. */
export function hold(session: Tracked, end: ClearEnding): void {
  for (const run of end.runs) run.ending ??= end.ending;
  if (session.held.length < HELD_KEPT) session.held = [...session.held, end];
}

/** Whether the AP has ended the association amid a handshake, as far as is known: it does not take the answer that comes now. */
export const isGivenUp = ({ held }: Tracked, run: Run): boolean =>
  held.some(({ ending, runs }) => ending.by === 'ap' && runs.includes(run));

/** Of the association that began since, the transition that it comes from. */
interface Begun {
  readonly transition?: Run | undefined;
}

/** Takes note that the capture tells in clear that an association is over whose keys were in place. */
export function lose(
  session: Tracked,
  at: At,
  { ends = [], taken = [], transition }: Partial<Pick<LostAssociation, 'ends' | 'taken'>> & Begun,
): void {
  const { keyed, lost, integrityKeys, latest } = session;
  if (keyed) {
    leaveTaken(session);
    const ptks = session.ptks.filter(ptk => ptk !== transition?.ptk);
    session.lost = { at, ends, taken, ptks, integrityKeys, latest };
  } else if (lost !== undefined && lost.ends.length < HELD_KEPT)
    session.lost = { ...lost, ends: [...lost.ends, ...ends] };
}

/** Takes a data frame in clear: a fault where there are keys, and where the sender shows later that it had them. */
export function takeClear(session: Tracked, event: ClearDataEvent): void {
  const { keyed, lost, clearBehindEnd } = session;
  if (keyed) session.emit(event);
  else if (lost !== undefined && lost.ptks.length > 0 && !event.isGroup) {
    const held = { event: { ...event, mpdu: copyOf(event.mpdu) }, ptks: lost.ptks };
    session.clearBehindEnd = [...clearBehindEnd, held].slice(-CLEAR_KEPT);
  }
}

/** Tells of what a side sent in clear, now that it goes on under the keys of before. */
function tellClear(session: Tracked, ptk: ProvenPtk, fromAp: boolean, at: At): void {
  const { clearBehindEnd } = session;
  const told = clearBehindEnd.filter(
    ({ event, ptks }) => event.fromAp === fromAp && ptks.includes(ptk) && isBehindQueues(session, event, at),
  );
  if (told.length === 0) return;
  session.clearBehindEnd = clearBehindEnd.filter(held => !told.includes(held));
  for (const { event } of told) session.emit(event);
}

/** Takes note of a message of a handshake with a right MIC: its sender did not end the association before. */
export function handshakeGoesOn(session: Tracked, run: Run, record: EapolKeyRecord): void {
  const by = record.message === 'M3' ? 'ap' : record.message === 'M4' ? 'station' : undefined;
  for (const end of session.held)
    if (end.ending.by === by && end.runs.includes(run) && isBefore(end.at, record))
      belie(session, end, record, 'belied');
}

/**
 * Takes note of a frame under a PTK, with a packet number beyond all before, that cannot have waited in a queue since the
 * association was to be over: it is not, at least for the sender of the frame.
 */
export function linkGoesOn(session: Tracked, ptk: ProvenPtk, fromAp: boolean, at: At): void {
  if (session.clearBehindEnd.length > 0) tellClear(session, ptk, fromAp, at);
  for (const end of session.held) {
    const isLater = end.ptks.includes(ptk) && isBehindQueues(session, end.at, at);
    if ((end.ending.by === 'ap') === fromAp) {
      if (isLater || (fromAp && isAnswered(end, ptk))) belie(session, end, at, 'belied');
    } else if (isLater && !end.runs.some(isAwaited)) end.goesOn ??= at;
  }
  const { lost, keyed } = session;
  if (lost === undefined || keyed || !lost.ptks.includes(ptk) || !isBehindQueues(session, lost.at, at))
    return;
  session.keyed = true;
  session.integrityKeys = lost.integrityKeys;
  session.latest = { ...lost.latest, ...session.latest };
  session.lost = undefined;
  session.isBelied = true;
  enter(session);
  session.held = [...session.held, ...lost.ends];
  session.doubted.push(...lost.taken);
  goesOn(session, ptk, fromAp, at);
  linkGoesOn(session, ptk, fromAp, at);
}

/** Whether a frame at `at` cannot have been encrypted before `from`, nor seem later by the clock of another sniffer alone. */
export const isBehindQueues = ({ areOneClock }: Tracked, from: At, at: At): boolean =>
  between(from, at) > (areOneClock(from, at) ? LONGEST_QUEUED : LONGEST_WAIT);

/** Whether M4, without which the AP has no PTK, came behind the end. */
const isAnswered = ({ runs, at }: ClearEnding, ptk: ProvenPtk): boolean =>
  runs.some(run => run.ptk === ptk && run.records.some(record => isRightM4(record) && isBefore(at, record)));

const isRightM4 = ({ message, mic }: EapolKeyRecord): boolean => message === 'M4' && mic === 'valid';

function belie(
  session: Tracked,
  end: ClearEnding,
  { frame, time }: At,
  outcome: DroppedEndingEvent['outcome'],
): void {
  const { ending, isToAll, runs } = end;
  session.held = session.held.filter(other => other !== end);
  session.isBelied = true;
  for (const run of runs) {
    if (run.ending !== ending || run.isOver) continue;
    const next = session.held.find(other => other.runs.includes(run));
    if (next !== undefined) run.ending = next.ending;
    else {
      delete run.ending;
      if (run.records.some(isRightM4)) completeRun(session, run);
    }
  }
  const isOfBefore = mayBeOfBefore(end, session.bss);
  session.emit({ kind: 'droppedEnding', frame, time, ending, flaw: 'none', isToAll, outcome, isOfBefore });
}

/**
 * Ends the association.
 * @param runs those that the end is told of
 * @param transition one that began since, and goes on
 */
export function finish(
  session: Tracked,
  ending: Ending,
  runs: readonly Run[],
  at: At,
  transition?: Run,
): void {
  for (const run of runs) run.ending ??= ending;
  associationEnded(session, ending);
  for (const open of session.open) if (open !== transition) closeRun(session, open, at);
  leave(session);
  delete session.admitted;
  session.keyed = false;
  session.integrityKeys = [];
  session.emit({ ...at, kind: 'ending', ending });
}

/**
 * Ends the association by the frames in clear that waited for what follows, and that nothing belied.
 * @param transition one that began since, and goes on
 */
export function finishHeld(session: Tracked, transition?: Run): void {
  const { held } = session;
  session.held = [];
  for (const end of held) {
    if (end.goesOn !== undefined) belie(session, end, end.goesOn, 'unheard');
    else {
      lose(session, end.at, { ends: [end] });
      finish(session, end.ending, end.runs, end.at, transition);
    }
  }
}

/** Ends it so if what follows is due by now. */
export function finishOverdue(session: Tracked, at: At): void {
  const [first] = session.held;
  if (first !== undefined && between(first.at, at) > LONGEST_WAIT) finishHeld(session);
}
