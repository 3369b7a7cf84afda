import { sameOctets } from '../../codecs/same-octets.js';
import { equalConstantTime } from '../../crypto/mic.js';
import { forgetOldest } from '../bounded.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { DAMAGED, watchRuns } from '../watch/runs.js';
import { isAdmission } from '../wlan/admission.js';
import type { Run } from '../wlan/run.js';

/** An M3 with another ANonce than the M1 before it. */
export const anonceDiffers: Rule = {
  id: 'anonce-differs',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.4',
  explanation:
    'M3 has the replay counter that follows that of M1, but another ANonce. The station drops such an M3: either M1 or M3 does not belong to this handshake, or not to this AP.',
  watch: ({ inFrames }) => {
    /** M1 by replay counter, of this association and of no handshake that was complete. */
    let m1s = new Map<bigint, EapolKeyEvent>();
    let isNew = false;
    const runs = watchRuns((run, events) => judge(inFrames, m1s, run, events));
    return {
      eapolKey(event) {
        const { record, key, isCopy } = event;
        if (isNew) m1s = new Map();
        isNew = false;
        if (record.message === 'M1' && !isCopy && event.run?.contradicts === undefined) {
          m1s.set(key.keyReplayCounter, event);
          // M3 is close behind the M1 that it goes with.
          forgetOldest(m1s, M1S_KEPT);
        }
        return runs.eapolKey(event);
      },
      run(event) {
        const found = runs.run(event);
        if (event.run.complete) for (const [counter, m1] of m1s) if (m1.run?.isOver) m1s.delete(counter);
        return found;
      },
      management({ body }) {
        // The handshakes of before are judged behind it.
        if (isAdmission(body)) isNew = true;
        return undefined;
      },
      ending() {
        m1s = new Map();
        return undefined;
      },
    };
  },
};

/** @param m1s M1 by replay counter */
function judge(
  inFrames: Session['inFrames'],
  m1s: ReadonlyMap<bigint, EapolKeyEvent>,
  run: Run,
  events: readonly EapolKeyEvent[],
): readonly Observation[] {
  const m3 = events.find(({ record }) => record.message === 'M3');
  const m1 = m3 && m1s.get(m3.key.keyReplayCounter - 1n);
  if (m3 === undefined || m1 === undefined || events.some(({ record }) => record.message === 'M1')) return [];
  if (sameOctets(m1.key.keyNonce, m3.key.keyNonce)) return [];
  // M1 had an M3 of its own.
  if (m1.run?.frames.M3 !== undefined) return [];
  // Each nonce is the AP's own where a MIC covers it: that of M3 itself, or of the M2 that answers M1.
  const answered = m1.run?.ptk;
  const isAnswered = answered !== undefined && equalConstantTime(answered.aNonce, m1.key.keyNonce);
  // The station answered the one and the other: they are of two handshakes, and the capture lacks M1 of the second.
  if (isAnswered && run.records.some(({ message, mic }) => message === 'M2' && mic === 'valid')) return [];
  const isSure = isAnswered && m3.record.mic === 'valid';
  const tail = run.complete
    ? ` ${DAMAGED} Or it lacks the M1 that goes with M3.`
    : isSure
      ? '; the station answers the one and not the other.'
      : ': one of them is damaged, or not of this AP, or the capture lacks the M1 that goes with M3.';
  return [
    {
      frames: [m1.frame, m3.frame],
      ...(isSure && !run.complete ? {} : { severity: 'warning' }),
      message: `The ANonce of M3 in ${inFrames([m3.frame])} is not that of M1 in ${inFrames([m1.frame])}${run.complete ? '.' : ''}${tail}`,
    },
  ];
}

const M1S_KEPT = 8;
