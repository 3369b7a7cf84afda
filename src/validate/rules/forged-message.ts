import type { At } from '../at.js';
import type { RunEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { goneOn, LONGEST_WAIT, type Run } from '../wlan/run.js';

/** As many M4, and frames behind them, as a finding names. */
const MOST_FRAMES = 32;

/** An M1 or M4 that is not from the side whose address it bears. */
export const forgedMessage: Rule = {
  id: 'forged-message',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.2 and 12.7.6.5',
  explanation:
    'During a handshake an M1 comes with another ANonce and a replay counter that the AP has already used, while the AP goes on with its own ANonce; or in an association with keys an M4 comes with a MIC that no known key makes, while the two go on under the keys of before. M1 has no MIC, so anybody can send one, and a station that follows it derives another PTK and drops the M3 of the AP; an M4 with a wrong MIC the AP drops.',
  watch: session => ({ run: event => judge(session, event), end: () => belied(session) }),
};

/** What there is to say of M4 of which nothing came. */
function belied({ runs, inFrames }: Session): readonly Observation[] {
  const of = runs.filter(run => run.belied !== undefined);
  if (of.length === 0) return [];
  const m4s = of.flatMap(({ frames }) => frames.M4 ?? []);
  const on = [...new Set(of.map(run => run.belied!.frame))];
  const [has, it] = m4s.length === 1 ? ['has', 'it is'] : ['have', 'they are'];
  const message = `M4 in ${inFrames(m4s)} ${has} no MIC that a known key makes, and the association goes on under the keys of before, as in ${inFrames(on)}: ${it} forged, or damaged in the capture.`;
  return [
    {
      frames: [...m4s.slice(0, MOST_FRAMES), ...on.slice(0, MOST_FRAMES)].sort((a, b) => a - b),
      severity: 'warning',
      message,
    },
  ];
}

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
