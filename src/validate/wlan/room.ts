import type { Tracked } from '../session.js';
import type { EapolKeyRecord } from './eapol-key-record.js';
import type { Run, RunMessage } from './run.js';

/**
 * EAPOL-Key frames that a session keeps, and handshakes with fast BSS transitions: as many as re-keys of every minute make in days.
 * A flood of them, or a longer association, makes the earliest and the least proven give way.
 */
export const MOST_OF_SESSION = 16_384;

/** EAPOL-Key frames that all sessions keep, as memory holds them; and how few those of one come down to for it. */
const MOST_OF_ALL = 1_000_000;
const LEAST_OF_SESSION = 64;

/** Of one message of a handshake, those that are kept beside the first: the latest ones. */
const REPETITIONS_KEPT = 8;
/** PMKs of which the latest complete handshake is kept. */
const PMKS_KEPT = 64;

/** How many EAPOL-Key frames are kept, at the most: of one session, and of all. */
export interface Room {
  readonly ofSession?: number | undefined;
  readonly ofAll?: number | undefined;
}

/**
 * Makes room for EAPOL-Key frames. Where all sessions together keep too many, those that keep the most make room.
 * @param sessions all that are followed
 * @returns what makes room for one more frame of a session
 */
export function newRoom(
  sessions: Iterable<Tracked>,
  { ofSession = MOST_OF_SESSION, ofAll = MOST_OF_ALL }: Room = {},
): (session: Tracked) => void {
  let share = Math.min(ofSession, ofAll);
  let most = ofAll;
  let kept = 0;

  const shrink = (): void => {
    do {
      share = Math.max(Math.min(share, LEAST_OF_SESSION), Math.floor(share / 2));
      kept = 0;
      for (const session of sessions) {
        makeRoom(session, share);
        kept += session.eapolKeyFrames.length;
      }
    } while (kept > ofAll / 2 && share > LEAST_OF_SESSION);
    // So many sessions with a few frames each: it is looked again when there are twice as many.
    most = Math.max(ofAll, 2 * kept);
  };

  return session => {
    const { length } = session.eapolKeyFrames;
    makeRoom(session, share);
    kept += 1 + session.eapolKeyFrames.length - length;
    if (kept > most) shrink();
  };
}

/**
 * Has a session forget the EAPOL-Key frames and handshakes of least weight, a quarter of them, if it has reached so many of either.
 * First go repetitions, then handshakes that nobody answered, then those that no MIC proves, then the others; of each kind the
 * earliest. What is not over stays, as do the latest handshakes, and those last completed under each PMK.
 */
export function makeRoom(session: Tracked, most: number): void {
  if (session.eapolKeyFrames.length < most && session.runs.length < most) return;
  const target = Math.floor((most * 3) / 4);
  const gone = new Set<EapolKeyRecord>();
  const isEnough = (): boolean => session.eapolKeyFrames.length - gone.size <= target;
  for (const record of withoutWeight(session)) {
    if (isEnough()) break;
    gone.add(record);
  }
  const staying = stayingRuns(session);
  const closed = session.runs.filter(run => !staying.has(run));
  const byWeight = [0, 1, 2].flatMap(weight => closed.filter(run => weightOf(run) === weight));
  const forgotten = new Set<Run>();
  for (const run of byWeight) {
    if (isEnough() && session.runs.length - forgotten.size <= target) break;
    forgotten.add(run);
    for (const record of run.records) gone.add(record);
  }
  forget(session, gone, forgotten);
}

/** Those that do not give way. */
function stayingRuns({ open, latest, completed, suspension }: Tracked): ReadonlySet<Run | undefined> {
  const underEach = [...completed.values()].slice(-PMKS_KEPT);
  return new Set([...open, ...Object.values(latest), ...underEach, suspension]);
}

/** What a handshake that is over tells: 0 nobody answered, 1 no MIC proves it, 2 it was carried out. */
function weightOf({ frames, records, ptk, complete, isInUse }: Run): 0 | 1 | 2 {
  if (ptk !== undefined || isInUse === true || records.some(({ mic }) => mic === 'valid')) return 2;
  const isAnswered = (['M2', 'M4', 'G2', 'reassociation-response'] as const).some(name => name in frames);
  return complete || isAnswered ? 1 : 0;
}

/** Records of no handshake, and repetitions in one beyond the first and the latest of each message, in their order. */
function withoutWeight({ eapolKeyFrames, runs }: Tracked): EapolKeyRecord[] {
  const needed = new Set<EapolKeyRecord>();
  for (const { records } of runs)
    for (const message of new Set(records.map(record => record.message))) {
      const own = records.filter(record => record.message === message);
      for (const record of [...own.slice(0, 1), ...own.slice(-REPETITIONS_KEPT)]) needed.add(record);
    }
  return eapolKeyFrames.filter(record => !needed.has(record));
}

/** Takes frames and handshakes out of a session, and the keys that came of them. */
function forget(session: Tracked, gone: ReadonlySet<EapolKeyRecord>, forgotten: ReadonlySet<Run>): void {
  session.eapolKeyFrames = session.eapolKeyFrames.filter(record => !gone.has(record));
  session.runs = session.runs.filter(run => !forgotten.has(run));
  session.forgotten.eapolKeyFrames += gone.size;
  session.forgotten.handshakes += forgotten.size;
  const frames = new Set([...forgotten].flatMap(run => Object.values(run.frames).flat()));
  session.found = session.found.filter(({ frame }) => !frames.has(frame));
  for (const [pmk, run] of session.completed) if (forgotten.has(run)) session.completed.delete(pmk);
  const { sentAgain, acknowledged } = session.acks;
  for (const { frame } of gone) {
    sentAgain.delete(frame);
    acknowledged.delete(frame);
  }
  for (const run of session.runs) if (run.records.some(record => gone.has(record))) shorten(run, gone);
}

/** Takes repetitions out of a handshake. */
function shorten(run: Run, gone: ReadonlySet<EapolKeyRecord>): void {
  run.records = run.records.filter(record => !gone.has(record));
  run.counters = new Set();
  for (const name of Object.keys(run.frames) as RunMessage[])
    run.frames[name] = run.records.flatMap(({ message, frame }) => (message === name ? [frame] : []));
  for (const { message, replayCounter } of run.records)
    if (message === 'M1' || message === 'M3' || message === 'G1') run.counters.add(BigInt(replayCounter));
  for (const record of run.naming ?? []) if (gone.has(record)) run.naming?.delete(record);
}
