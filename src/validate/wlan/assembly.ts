import type { EapolKey } from '../../codecs/dot11/eapol-key.js';
import { sameOctets } from '../../codecs/same-octets.js';
import { messageOf } from '../../crypto/handshake.js';
import { CLOCKS_APART, inOrder } from '../at.js';
import type { PendingFrame, Tracked } from '../session.js';
import { finishHeld } from './association-end.js';
import type { EapolKeyRecord } from './eapol-key-record.js';
import { openRun } from './open-runs.js';
import { goneOn, LONGEST_WAIT, type Run } from './run.js';
import type { ProvenPtk } from './session-keys.js';

/** Runs that an M1 out of its turn began, and that are not over. */
const DOUBTFUL_KEPT = 4;

/**
 * The run of a handshake that a frame belongs to; a first message that continues none starts one.
 * @param over takes the runs that are over with it
 */
export function runOf(session: Tracked, record: EapolKeyRecord, key: EapolKey, over: Run[]): Run | undefined {
  const { message } = record;
  if (message === 'request') return undefined;
  const isGroup = message === 'G1' || message === 'G2';
  const latest = session.latest[isGroup ? 'group' : 'pairwise'];
  const answered = isGroup
    ? undefined
    : ((message === 'M2' ? askedBeside(session, key) : undefined) ?? answeredBefore(session, key, over));
  if (answered !== undefined) {
    join(answered, record, key);
    return answered;
  }
  if (message === 'M4' && latest !== undefined && isOlder(key, latest)) return undefined;
  const beside =
    message === 'M1' || message === 'M3'
      ? session.open.find(open => open !== latest && sameOctets(open.aNonce, key.keyNonce))
      : undefined;
  if (beside !== undefined) {
    goOn(session, beside, record, key, over);
    return beside;
  }
  const goesOn =
    latest !== undefined && (isM4Again(session, latest, record) || continues(latest, record, key));
  const isNext = !goesOn || isFirstAgain(session, latest, key);
  // Another handshake shows that the association has ended in which this one was.
  if (isNext && !isGroup) finishHeld(session);
  const run = isNext ? begin(session, latest, record, key, over) : latest;
  join(run, record, key);
  return run;
}

/** Takes a message of the AP into a handshake that is not the latest. */
function goOn(session: Tracked, run: Run, record: EapolKeyRecord, key: EapolKey, over: Run[]): void {
  const { pairwise: latest } = session.latest;
  const counter = key.keyReplayCounter;
  // The AP goes on with that one of two handshakes: by a counter that is new, or with what has been silent in the meantime.
  const isNext = counter > (latest?.highestCounter ?? -1n);
  const isAnew = run.contradicts === latest && counter > run.highestCounter && goneOn(run).length === 0;
  if (record.message === 'M3' || isNext || isAnew) {
    session.latest.pairwise = run;
    session.latest.any = run;
    if (session.latest.before === run) {
      delete session.latest.before;
      over.splice(over.indexOf(run), 1);
    }
  }
  join(run, record, key);
  // An AP that has the same ANonce before and after an M2 had it at that M2.
  if (isNext && isOfAnswersAlone(latest)) absorb(session, latest, run);
}

/** Whether it is the M1 of an AP that begins anew, with the ANonce of before, as it let the station in once more. */
const isFirstAgain = ({ readmissions }: Tracked, { highestCounter }: Run, key: EapolKey): boolean =>
  readmissions > 0 && messageOf(key) === 'M1' && key.keyReplayCounter <= highestCounter;

/** Whether a frame goes on with a handshake. */
function continues(run: Run, record: EapolKeyRecord, key: EapolKey): boolean {
  const isUnderWay = !run.complete && !run.isOver && run.ending === undefined;
  switch (record.message) {
    case 'M1':
    case 'M3':
      if (run.aNonce !== undefined) return sameOctets(run.aNonce, key.keyNonce);
      return isUnderWay || isAnswered(run, record);
    case 'G1': {
      const isNextTry = !run.complete && record.time - run.latestTime <= LONGEST_WAIT;
      return isNextTry || sameOctets(run.groupKeyData, key.keyData) || isAnswered(run, record);
    }
    case 'M2':
      if (isUnderWay) return !isOfNext(run, record, key);
      // Behind the end of an association the counters of the next are the same; M2 does not begin behind M3.
      if (run.ending !== undefined && run.sNonce === undefined && run.frames.M3 !== undefined) return false;
      if ((run.isOver || run.ending !== undefined) && run.sNonce !== undefined)
        if (!sameOctets(run.sNonce, key.keyNonce)) return false;
      break;
    default:
      if (isUnderWay) return true;
  }
  // What comes later is of an association of which the capture lacks the beginning: its counters begin anew.
  return run.counters.has(key.keyReplayCounter) && record.time - run.latestTime <= LONGEST_WAIT;
}

/**
 * Whether an M4 comes soon after one that no known key makes right, and that is all there is of a handshake: its M3 came again, or
 * anyone sends them.
 */
const isM4Again = ({ claims }: Tracked, run: Run, { message, time }: EapolKeyRecord): boolean =>
  message === 'M4' &&
  !run.isOver &&
  time - run.latestTime <= LONGEST_WAIT &&
  claims.some(claim => claim.run === run) &&
  run.records.every(record => record.message === 'M4');

/** What answers each message of the AP. */
const ANSWERS: Readonly<Partial<Record<string, string>>> = { M1: 'M2', M3: 'M4', G1: 'G2' };

/** Whether the answer to a message came before it, by the clock of another sniffer. */
const isAnswered = (
  { isOver, ending, records }: Run,
  { message, replayCounter, time }: EapolKeyRecord,
): boolean =>
  !isOver &&
  ending === undefined &&
  records.some(
    one =>
      one.message === ANSWERS[message] &&
      one.replayCounter === replayCounter &&
      time - one.time < CLOCKS_APART,
  );

/**
 * Whether an M2, whose M1 the capture lacks, answers that of another handshake: it has another SNonce than the answers before,
 * or comes under a key though M1 came in clear, or its M1 was sent after M3 (IEEE 802.11-2020, 12.7.6.1 and 12.6.20).
 */
function isOfNext(run: Run, { protected: isProtected }: EapolKeyRecord, key: EapolKey): boolean {
  const { counters, highestCounter, sNonce, frames, records } = run;
  const counter = key.keyReplayCounter;
  if (counters.size === 0 || counters.has(counter)) return false;
  if (sNonce !== undefined) return !sameOctets(sNonce, key.keyNonce);
  if (counter > highestCounter && frames.M3 !== undefined) return true;
  const isClear = ({ message, protected: other }: EapolKeyRecord): boolean =>
    message === 'M1' && other === false;
  return isProtected === true && records.some(isClear);
}

/** Begins a run behind the latest one. */
function begin(
  session: Tracked,
  latest: Run | undefined,
  record: EapolKeyRecord,
  key: EapolKey,
  over: Run[],
): Run {
  const { message } = record;
  const isGroup = message === 'G1' || message === 'G2';
  // An AP that admits the station once more may begin anew, without the keys and with a counter of before.
  const isAnew = (message === 'M1' || message === 'M3') && latest !== undefined && session.readmissions > 0;
  const isDoubtful = message === 'M1' && !isAnew && latest !== undefined && isPassed(latest, key);
  if (!isDoubtful && latest !== undefined) {
    // Of one that is under way an answer may come late, or a MIC show M2 to be of it.
    const isKept = message === 'M1' || (message === 'M2' && !latest.complete);
    if (isKept) session.latest.before = latest;
    if (!isKept || latest.complete) over.push(latest);
  }
  const run = openRun(
    session,
    isGroup ? 'group' : (session.keyed && !isAnew) || record.protected ? 're-key' : 'initial',
    record,
  );
  if (isAnew) {
    run.isAnew = true;
    session.readmissions--;
  }
  if (isDoubtful) {
    run.contradicts = latest;
    session.latest.any = latest;
    const doubtful = session.open.filter(open => open.contradicts !== undefined && open !== latest);
    if (doubtful.length > DOUBTFUL_KEPT) over.push(doubtful[0]!);
  } else session.latest[isGroup ? 'group' : 'pairwise'] = run;
  return run;
}

/**
 * The handshake before the latest, if this frame is an answer in it: one that was under way as M1 of the next was sent, as when
 * an AP begins anew with a new PMK, or comes again. An answer repeats the replay counter of what it answers (IEEE 802.11-2020,
 * 12.7.2). Any other frame ends that handshake.
 */
function answeredBefore({ latest }: Tracked, key: EapolKey, over: Run[]): Run | undefined {
  const { before, pairwise } = latest;
  if (before === undefined) return undefined;
  const { keyReplayCounter, keyInformation } = key;
  if (
    !keyInformation.keyAck &&
    before.counters.has(keyReplayCounter) &&
    pairwise?.counters.has(keyReplayCounter) !== true
  )
    return before;
  over.push(before);
  return undefined;
}

/**
 * The handshake that began out of its turn, if it is that which an M2 answers: the latest and that before it did not ask with
 * that replay counter, or were answered with another SNonce.
 */
function askedBeside({ open, latest }: Tracked, key: EapolKey): Run | undefined {
  const { keyReplayCounter: counter, keyNonce } = key;
  const beside = open.findLast(
    run => run.contradicts !== undefined && run !== latest.pairwise && run.counters.has(counter),
  );
  const others = [latest.pairwise, latest.before].filter(run => run?.counters.has(counter) === true);
  if (beside === undefined || others.length === 0) return beside;
  const isOther = (run: Run | undefined): boolean =>
    run?.sNonce !== undefined && !sameOctets(run.sNonce, keyNonce);
  return others.every(isOther) && !isOther(beside) ? beside : undefined;
}

/** Whether an answer was sent before the handshake began that the run is. */
const isOlder = ({ keyReplayCounter }: EapolKey, { frames, counters }: Run): boolean =>
  frames.M1 !== undefined && [...counters].every(counter => counter > keyReplayCounter);

/** Whether a handshake is under way whose AP is beyond the replay counter of `key`. */
const isPassed = ({ complete, isOver, highestCounter }: Run, key: EapolKey): boolean =>
  !complete && !isOver && highestCounter >= key.keyReplayCounter;

/** Takes a frame into a run. */
function join(run: Run, record: EapolKeyRecord, key: EapolKey): void {
  const { message } = record;
  if (message === 'request') return;
  run.latestTime = record.time;
  if (message === 'M1' || message === 'M3') run.aNonce ??= key.keyNonce;
  if (message === 'M2') run.sNonce = key.keyNonce;
  if (message === 'G1') run.groupKeyData ??= key.keyData;
  if (key.keyInformation.keyAck) {
    run.counters.add(key.keyReplayCounter);
    if (key.keyReplayCounter > run.highestCounter) run.highestCounter = key.keyReplayCounter;
  }
  run.records.push(record);
  const frames = run.frames[message];
  if (frames === undefined) run.frames[message] = [record.frame];
  else frames.push(record.frame);
}

/** Brings the answers of a run, to which earlier ones came, into their order. */
function sortAnswers({ records, frames }: Run): void {
  records.sort(inOrder);
  for (const answer of ['M2', 'M4'] as const) {
    const own = records.flatMap(({ message, frame }) => (message === answer ? [frame] : []));
    if (own.length > 0) frames[answer] = own;
  }
}

/** Takes an answer out of the run that its replay counter named, into that whose ANonce its MIC is right with. */
export function move(session: Tracked, pending: PendingFrame, ptk: ProvenPtk): void {
  const { run: from, record, key } = pending;
  const { message } = record;
  if (message !== 'M2' && message !== 'M4') return;
  if (from === undefined || sameOctets(from.aNonce, ptk.aNonce)) return;
  const to = session.open.find(open => open !== from && sameOctets(open.aNonce, ptk.aNonce));
  if (to === undefined) return;
  from.records.splice(from.records.lastIndexOf(record), 1);
  const frames = from.frames[message]?.filter(frame => frame !== record.frame) ?? [];
  if (frames.length > 0) from.frames[message] = frames;
  else {
    delete from.frames[message];
    if (message === 'M2') delete from.sNonce;
  }
  join(to, record, key);
  sortAnswers(to);
  pending.run = to;
  if (from.records.length === 0) forget(session, from, to);
}

/** Whether all that the capture has of a handshake are M2, of which no MIC tells the ANonce. */
const isOfAnswersAlone = (run: Run | undefined): run is Run =>
  run !== undefined &&
  run.ptk === undefined &&
  !run.isOver &&
  run.records.every(({ message }) => message === 'M2');

/** Makes a run that has answers alone a part of that whose AP they went to. */
function absorb(session: Tracked, from: Run, to: Run): void {
  to.records.push(...from.records);
  sortAnswers(to);
  if (from.sNonce !== undefined) to.sNonce = from.sNonce;
  for (const pending of session.pending) if (pending.run === from) pending.run = to;
  forget(session, from, to);
}

/** Takes out of the session a run that turned out to be none, but a part of `to`. */
function forget(session: Tracked, from: Run, to: Run): void {
  session.runs = session.runs.filter(run => run !== from);
  session.open = session.open.filter(run => run !== from);
  const { latest } = session;
  if (latest.before === to) delete latest.before;
  if (latest.pairwise === from) latest.pairwise = to;
  if (latest.any === from) latest.any = to;
}
