import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import type { Objection } from '../watch/objections.js';
import {
  framesOf,
  isAnotherKnown,
  isStale,
  type Refusal,
  severityOf,
  tailOf,
  watchRefusals,
} from '../watch/refusal.js';
import type { Run } from '../wlan/run.js';

/** A station that is still on the PMK of before, and an AP that is not. */
export const stalePmk: Rule = {
  id: 'stale-pmk',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.3; TS 33.401, G.2',
  explanation:
    'M2 is right under a PMK that was in use between the two before, but the AP, which now holds another one, drops M2 and sends M1 again until it gives up: it answers three M2 with M1, or two and then ends the association, or one and gives reason 15 (a warning if no M2 was acknowledged though each was sent again, if each came late, or if the station leaves first). That is what happens in option 1, where the WT has the new S-KWT before the UE, and in option 2 with a supplicant that keeps the PMK it loaded at association.',
  watch: session =>
    watchRefusals(session, (run, refusal, objections) => judge(session, run, refusal, objections)),
};

function* judge(
  session: Session,
  run: Run,
  refusal: Refusal,
  objections: readonly Objection[],
): Iterable<Observation> {
  if (run.ptk === undefined || !isStale(session, run, refusal)) return;
  // What the AP has to drop M2 for is told by another rule.
  if (objections.some(({ kind }) => kind === 'due')) return;
  const { inFrames } = session;
  const { name } = run.ptk.pmk;
  const before = session.completed.get(run.ptk.pmk);
  const use =
    before === undefined
      ? ', a PMK of before'
      : `, the PMK of the handshake completed in ${inFrames((before.frames.M4 ?? []).slice(-1))}`;
  const other = isAnotherKnown(session, refusal)
    ? 'as it holds another PMK'
    : 'as if it held another PMK by now, though the capture shows no other';
  const why = [other, ...objections.map(({ text }) => `it ${text}`)].join(', or ');
  yield {
    frames: framesOf(refusal),
    ...severityOf(refusal),
    message: `The station is still on ${name}${use}: M2 in ${inFrames(refusal.m2)} is right under it, but the AP sends M1 again (${inFrames(refusal.m1)}), ${
      refusal.ofAp === undefined ? why : `whose PMKID is that of ${refusal.ofAp.name}`
    }.${tailOf(session, refusal)}`,
  };
}
