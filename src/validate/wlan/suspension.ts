import { isLeaving } from '../../codecs/dot11/reason-codes.js';
import type { At } from '../at.js';
import type { Tracked } from '../session.js';
import type { Ending } from './ending.js';
import { isUnderWay, keyingOf, type Run } from './run.js';

/** Takes note of an EAPOL frame, if it is one of a 4-way handshake. */
export function handshakeSeen({ latest, traffic }: Tracked, { time }: At): void {
  const run = latest.pairwise;
  if (run?.latestTime !== time) return;
  for (const direction of traffic) direction.since ??= run;
}

/** Whether a handshake or transition of the session goes on. */
function isKeying({ latest }: Tracked): boolean {
  const run = keyingOf(latest);
  return run !== undefined && isUnderWay(run);
}

/** Takes note of protected user data, and of how long there was none if a handshake lies between. */
export function userDataSeen(session: Tracked, fromAp: boolean, { frame, time }: At): void {
  const side = fromAp ? 1 : 0;
  const direction = session.traffic[side];
  if (direction.since !== undefined && !direction.isAway)
    resumed(session, direction.since, side, { frame, time });
  direction.since = undefined;
  direction.isAway = false;
  direction.frame = frame;
  direction.time = time;
}

function resumed(session: Tracked, run: Run, side: 0 | 1, { frame, time }: At): void {
  const before = session.traffic[side];
  if (before.time === undefined || time < before.time) return;
  run.suspended ??= [undefined, undefined];
  const gap = time - before.time;
  if (gap > (run.suspended[side] ?? -1n)) {
    run.suspended[side] = gap;
    if (longest(run) > longest(session.suspension)) session.suspension = run;
  }
  if (!session.isWatched('resumed')) return;
  const at = { frame: before.frame, time: before.time };
  session.emit({ kind: 'resumed', frame, time, fromAp: side === 1, run, before: at });
}

function longest(run: Run | undefined): bigint {
  const [up = -1n, down = -1n] = run?.suspended ?? [];
  return up > down ? up : down;
}

/** Takes note of the end of an association: what pauses after a station left is no suspension. */
export function associationEnded(session: Tracked, { by, reason }: Ending): void {
  if (by === 'station' && isLeaving(reason) && !isKeying(session)) stationLeft(session);
}

/** Takes note that a station has left, or that it was with another AP. */
export function stationLeft({ traffic }: Tracked): void {
  for (const direction of traffic) direction.isAway = true;
}
