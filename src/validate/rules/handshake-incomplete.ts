import { type At, isBefore } from '../at.js';
import type { Rule } from '../rule.js';
import { remember, type Session } from '../session.js';
import { isAdmission } from '../wlan/admission.js';
import { LONGEST_WAIT, type Run } from '../wlan/run.js';

/** A handshake that stops in the middle without a word why. */
export const handshakeIncomplete: Rule = {
  id: 'handshake-incomplete',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 12.7.6',
  explanation:
    'A handshake begins, but the capture has neither its last message with a right MIC nor an end of the association that says why. The capture lost the message, or began or ended during the handshake, or the handshake was given up for another.',
  watch: session => {
    let admitted: At | undefined;
    /** Responses to a station that asked again, the newest first: the AP drops what it had begun with it. */
    let again: readonly At[] = [];
    return {
      management({ body, frame, time }) {
        if (!isAdmission(body)) return undefined;
        if (admitted !== undefined && time - admitted.time <= LONGEST_WAIT)
          again = remember(again, { frame, time }, ADMISSIONS_KEPT);
        admitted = { frame, time };
        return undefined;
      },
      ending() {
        admitted = undefined;
        return undefined;
      },
      *run({ run, time }) {
        if (run.complete || run.kind === 'ft') return;
        // What ends the association much later does not say why the handshake stopped.
        if (run.ending !== undefined && time - run.latestTime <= LONGEST_WAIT) return;
        // What another sender began has no end: of that another rule tells; and of an M4 without which frames show the TK in use.
        if (run.contradicts !== undefined || isInUse(run)) return;
        const frames = run.records.map(({ frame }) => frame);
        const [name, last] =
          run.kind === 'group' ? (['group key', 'G2'] as const) : (['4-way', 'M4'] as const);
        const isFollowed = isFollowedByData(session, run);
        const another = anotherM1(session, run);
        const cause =
          another && again.find(at => isBefore(at, another) && another.time - at.time <= LONGEST_WAIT);
        yield {
          frames,
          ...(isFollowed || cause !== undefined ? { severity: 'note' } : {}),
          message: `The ${name} handshake in ${session.inFrames(frames)} has no ${last}${run.frames[last] === undefined ? '' : ' with a right MIC'}${
            isFollowed ? ', but data under keys follow it' : ''
          }${another === undefined ? '' : `; the AP begins another with M1 in ${session.inFrames([another.frame])}`}${
            cause === undefined
              ? ''
              : `, as it let the station in again in ${session.inFrames([cause.frame])}`
          }.`,
        };
      },
    };
  },
};

const ADMISSIONS_KEPT = 8;

/** Whether frames are under the TK that a 4-way handshake made. */
const isInUse = ({ kind, ptk }: Run): boolean =>
  kind !== 'group' && ptk?.pns.some(({ distinct }) => distinct > 0) === true;

/** Whether data are protected behind the first handshake of an association, which had no keys before. */
const isFollowedByData = ({ traffic }: Session, { kind, latestTime }: Run): boolean =>
  kind === 'initial' && traffic.some(({ time }) => time !== undefined && time > latestTime);

/** The M1 with which the AP begins the 4-way handshake after this one, where it does so before this one is over. */
function anotherM1({ runs }: Session, run: Run): At | undefined {
  if (run.kind === 'group') return undefined;
  return runs
    .slice(runs.lastIndexOf(run) + 1)
    .find(({ kind, contradicts }) => kind !== 'group' && kind !== 'ft' && contradicts === undefined)
    ?.records.find(({ message }) => message === 'M1');
}
