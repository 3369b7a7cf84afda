import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import type { Objection } from '../watch/objections.js';
import {
  cannotOpen,
  framesOf,
  isAnotherKnown,
  isStale,
  type Refusal,
  severityOf,
  tailOf,
  watchRefusals,
} from '../watch/refusal.js';
import type { Run } from '../wlan/run.js';
import { isOfAnotherPmk } from './mic-wrong.js';

/** An M2 that no key speaks against, and an AP that goes on as if it had not come. */
export const m2NotAccepted: Rule = {
  id: 'm2-not-accepted',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3 and 12.2.9',
  explanation:
    'The AP answers each M2 with M1 again and never sends M3, until it gives up; the MIC of M2 is right under a known PMK that was never in use between the two, or no key is known to check it with. So the two hold different PMKs: one of them has the wrong one, or a new one that the other was not told of; or the AP validates the operating channel (OCVC), and M2 names none or another in its OCI; or no M2 reaches the AP in time, which is a warning if the AP acknowledged none though each was sent again, or if each came late.',
  watch: session =>
    watchRefusals(session, (run, refusal, objections) => judge(session, run, refusal, objections)),
};

function* judge(
  session: Session,
  run: Run,
  refusal: Refusal,
  objections: readonly Objection[],
): Iterable<Observation> {
  if (run.ptk === undefined) {
    if (!isOfAnotherPmk(run)) yield unverified(session, refusal, objections);
    return;
  }
  if (isStale(session, run, refusal) && !objections.some(isDue)) return;
  const { inFrames } = session;
  const { ofAp } = refusal;
  const { pmk } = run.ptk;
  const other = cannotOpen(run)
    ? 'no key to open M2 with, which is protected, as M1 is not, or another PMK than the station'
    : 'another PMK than the station';
  const isAnother = isAnotherKnown(session, refusal);
  const why =
    ofAp === undefined
      ? causes(objections, isAnother, `it holds ${other}`, isAnother ? [] : [UNHEARD])
      : ofAp === pmk
        ? causes(objections, false, `it does not take it, though it names ${pmk.name} in M1 itself`)
        : `it holds ${ofAp.name}, whose PMKID M1 names`;
  yield {
    frames: framesOf(refusal),
    ...severityOf(refusal),
    message: `M2 in ${inFrames(refusal.m2)} is right under ${pmk.name}, but the AP sends M1 again (${inFrames(
      refusal.m1,
    )}): ${why}.${tailOf(session, refusal)}`,
  };
}

/** The air, or what the capture lacks. */
const UNHEARD = 'M2 does not reach it';

const isDue = ({ kind }: Objection): boolean => kind === 'due';

/**
 * Why the AP may have refused M2, joined by "or": what the capture shows comes first. What the standard lets it do nothing else for
 * explains it alone.
 * @param isAnother whether there is a sign of another PMK, which may be the cause all the same
 * @param ofPmk the cause that the PMK would be
 */
function causes(
  objections: readonly Objection[],
  isAnother: boolean,
  ofPmk: string,
  others: readonly string[] = [],
): string {
  const of = (...kinds: readonly Objection['kind'][]): readonly string[] =>
    objections.filter(({ kind }) => kinds.includes(kind)).map(({ text }) => `it ${text}`);
  const due = of('due');
  if (due.length > 0) return [...due, ...(isAnother ? [ofPmk] : [])].join(', or ');
  return [...of('seen'), ofPmk, ...of('possible'), ...others].join(', or ');
}

/** No known key tells whether the MIC of M2 is right. */
function unverified(session: Session, refusal: Refusal, objections: readonly Objection[]): Observation {
  const { inFrames } = session;
  const { m1, m2, ofAp } = refusal;
  return {
    frames: framesOf(refusal),
    ...severityOf(refusal),
    message: `The AP takes no M2 (${inFrames(m2)}) and sends M1 again (${inFrames(m1)}): ${causes(objections, true, 'the two hold different PMKs', [UNHEARD])}. ${
      ofAp === undefined ? '' : `M1 names ${ofAp.name}. `
    }No key is known that tells which PMK the station has.${tailOf(session, refusal)}`,
  };
}
