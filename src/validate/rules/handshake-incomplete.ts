import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { isPtkUsed, LONGEST_WAIT, type Run } from '../wlan/run.js';
import { isFollowedByData } from '../wlan/traffic.js';

/** A handshake that stops in the middle without a word why. */
export const handshakeIncomplete: Rule = {
  id: 'handshake-incomplete',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 12.7.6',
  explanation:
    'A handshake begins, but the capture has neither its last message with a right MIC nor an end of the association that says why. The capture lost the message, or began or ended during the handshake, or the handshake was given up for another.',
  watch: session => ({ run: event => judge(session, event) }),
};

function* judge(session: Session, { run, time }: RunEvent): Iterable<Observation> {
  if (run.complete || run.kind === 'ft') return;
  // What ends the association much later does not say why the handshake stopped.
  if (run.ending !== undefined && time - run.latestTime <= LONGEST_WAIT) return;
  // What another sender began has no end: of that another rule tells; and of an M4 without which frames show the TK in use.
  if (run.contradicts !== undefined || (run.kind !== 'group' && isPtkUsed(run))) return;
  const frames = run.records.map(({ frame }) => frame);
  const [name, last] = run.kind === 'group' ? (['group key', 'G2'] as const) : (['4-way', 'M4'] as const);
  const isFollowed = isFollowedByData(session, run);
  const another = nextOf(session, run);
  const m1 = another?.frames.M1?.[0];
  const why = another?.isAnew === true ? ', as it let the station in again' : '';
  yield {
    frames,
    ...(isFollowed || why !== '' ? { severity: 'note' } : {}),
    message: `The ${name} handshake in ${session.inFrames(frames)} has no ${last}${run.frames[last] === undefined ? '' : ' with a right MIC'}${
      isFollowed ? ', but data under keys follow it' : ''
    }${m1 === undefined ? '' : `; the AP begins another with M1 in ${session.inFrames([m1])}${why}`}.`,
  };
}

/** The 4-way handshake after this one, where the AP begins it before this one is over. */
function nextOf({ runs }: Session, run: Run): Run | undefined {
  if (run.kind === 'group') return undefined;
  return runs
    .slice(runs.lastIndexOf(run) + 1)
    .find(({ kind, contradicts }) => kind !== 'group' && kind !== 'ft' && contradicts === undefined);
}
