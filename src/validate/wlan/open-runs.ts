import { type At, SECOND } from '../at.js';
import { remember } from '../bounded.js';
import type { Tracked } from '../session.js';
import { leaveClaims } from './claims.js';
import { leaveTaken } from './doubt.js';
import { pmkNamed } from './pmkid.js';
import { goneOn, type Run, type RunKind } from './run.js';

/** The run of a handshake that begins with a frame. */
export function openRun(session: Tracked, kind: RunKind, { time }: At): Run {
  const run: Run = {
    kind,
    frames: {},
    records: [],
    counters: new Set(),
    highestCounter: -1n,
    complete: false,
    isOver: false,
    latestTime: time,
  };
  session.runs.push(run);
  session.open.push(run);
  session.latest.any = run;
  return run;
}

/** Takes note that the last message of a 4-way handshake came with a right MIC: its keys are in place. */
export function completeRun(session: Tracked, run: Run): void {
  run.complete = true;
  session.keyed = true;
  if (run.ptk === undefined) return;
  leaveTaken(session);
  session.ptks = remember(session.ptks, run.ptk, session.ptks.length);
  session.completed.delete(run.ptk.pmk);
  session.completed.set(run.ptk.pmk, run);
}

/**
 * Tells the rules that a run is over, once.
 * @param isAtEnd whether it is over with the capture alone
 */
export function closeRun(session: Tracked, run: Run, { frame, time }: At, isAtEnd = false): void {
  if (run.isOver) return;
  run.isOver = true;
  // The AP repeats its M1 there, and the other one no more: that is a new association, whose beginning the capture lacks.
  if (run.counters.size > 1 && goneOn(run).length === 0) delete run.contradicts;
  const named = run.pmkid === undefined ? undefined : pmkNamed(session, run.pmkid, run);
  if (named !== undefined) {
    session.named(named);
    for (const record of run.naming ?? []) record.pmkidOf = named.name;
  }
  session.open = session.open.filter(other => other !== run);
  session.emit({ kind: 'run', frame, time, run, isAtEnd });
  delete run.naming;
}

/** Tells it of every run that is not over, as the capture is. */
export function closeRuns(session: Tracked, at: At): void {
  leaveClaims(session);
  for (const run of session.open) closeRun(session, run, at, true);
}

/** Nanoseconds without a frame after which a handshake is over: far longer than the tries of one take. */
const LONGEST_SILENCE = 60n * SECOND;

/** Closes the runs that have been silent for long. */
export function closeSilentRuns(session: Tracked, at: At): void {
  for (const run of session.open) if (at.time - run.latestTime > LONGEST_SILENCE) closeRun(session, run, at);
}
