import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import {
  cannotOpen,
  framesOf,
  isAnotherKnown,
  isStale,
  type Refusal,
  refusalOf,
  severityOf,
  tailOf,
} from '../wlan/refusal.js';
import { isOfAnotherPmk } from './mic-wrong.js';

/** An M2 that no key speaks against, and an AP that goes on as if it had not come. */
export const m2NotAccepted: Rule = {
  id: 'm2-not-accepted',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3',
  explanation:
    'The AP answers each M2 with M1 again and never sends M3, until it gives up; the MIC of M2 is right under a known PMK that was never in use between the two, or no key is known to check it with. So the two hold different PMKs: one of them has the wrong one, or a new one that the other was not told of; or no M2 reaches the AP in time, which is a warning if the AP acknowledged none though each was sent again, or if each came late.',
  watch: session => ({ run: event => judge(session, event) }),
};

function* judge(session: Session, { run, time }: RunEvent): Iterable<Observation> {
  const refusal = refusalOf(session, { run, time });
  if (refusal === undefined) return;
  if (run.ptk === undefined) {
    if (!isOfAnotherPmk(run)) yield unverified(session, refusal);
    return;
  }
  if (isStale(session, run, refusal)) return;
  const { inFrames } = session;
  const { ofAp } = refusal;
  const { pmk } = run.ptk;
  const other = cannotOpen(run)
    ? 'no key to open M2 with, which is protected, as M1 is not, or another PMK than the station'
    : 'another PMK than the station';
  const held =
    ofAp === undefined
      ? `${other}${isAnotherKnown(session, refusal) ? '' : ', or M2 does not reach it'}`
      : `${ofAp.name}, whose PMKID M1 names`;
  const why =
    ofAp === pmk ? `it does not take it, though it names ${pmk.name} in M1 itself` : `it holds ${held}`;
  yield {
    frames: framesOf(refusal),
    ...severityOf(refusal),
    message: `M2 in ${inFrames(refusal.m2)} is right under ${pmk.name}, but the AP sends M1 again (${inFrames(
      refusal.m1,
    )}): ${why}.${tailOf(session, refusal)}`,
  };
}

/** No known key tells whether the MIC of M2 is right. */
function unverified(session: Session, refusal: Refusal): Observation {
  const { inFrames } = session;
  const { m1, m2, ofAp } = refusal;
  return {
    frames: framesOf(refusal),
    ...severityOf(refusal),
    message: `The AP takes no M2 (${inFrames(m2)}) and sends M1 again (${inFrames(m1)}): the two hold different PMKs, or M2 does not reach it. ${
      ofAp === undefined ? '' : `M1 names ${ofAp.name}. `
    }No key is known that tells which PMK the station has.${tailOf(session, refusal)}`,
  };
}
