import type { At } from '../at.js';
import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { goneOn, LONGEST_WAIT, type Run } from '../wlan/run.js';

/** An M1 that is not from the AP whose address it bears. */
export const forgedMessage: Rule = {
  id: 'forged-message',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.2',
  explanation:
    'During a handshake an M1 comes with another ANonce and a replay counter that the AP has already used, while the AP goes on with its own ANonce. M1 has no MIC, so anybody can send one; a station that follows it derives another PTK, and drops the M3 of the AP.',
  watch: session => ({ run: event => judge(session, event) }),
};

function* judge({ inFrames }: Session, { run, time }: RunEvent): Iterable<Observation> {
  const { contradicts: real, frames } = run;
  const { M1, M2, M3 } = frames;
  if (real === undefined || M1 === undefined || M3 !== undefined) return;
  const on = goneOn(run);
  if (on.length === 0) return;
  const goesOn = `The AP, whose handshake began in ${inFrames([real.records[0]!.frame])}, goes on with its own in ${inFrames(on)}`;
  const came = `M1 in ${inFrames(M1)} has another ANonce and a replay counter that was used already.`;
  // One that the station took was on the air, as both of its answers are right; of any other the capture may hold a damaged
  // copy.
  const isTaken = run.ptk !== undefined && real.ptk !== undefined;
  if (M2 === undefined || !isTaken || run.highestCounter > real.highestCounter)
    yield {
      frames: M1,
      severity: 'warning',
      message: `${came} ${goesOn}: it is forged, or damaged in the capture.`,
    };
  else
    yield {
      frames: [...M1, ...M2].sort((a, b) => a - b),
      message: `${came} ${goesOn}: it is forged, and the station answers it with M2 in ${inFrames(M2)}${
        dropsM3(real, { time }) ? ' and takes no M3' : ''
      }.`,
    };
}

/** Whether the association ends as the station takes no M3 of a handshake: M4, or data under the keys, would show that it does. */
const dropsM3 = ({ frames, complete, ending, ptk, latestTime }: Run, { time }: Pick<At, 'time'>): boolean =>
  frames.M3 !== undefined &&
  !complete &&
  ptk?.pns.every(({ distinct }) => distinct === 0) === true &&
  ending !== undefined &&
  time - latestTime <= LONGEST_WAIT;
