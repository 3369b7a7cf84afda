import { between } from '../at.js';
import type { LateDataEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { ON_ITS_WAY } from '../xw/tunnels.js';

/** User data over Xw behind the release of its UE. */
export const dataAfterRelease: Rule = {
  id: 'data-after-release',
  severity: 'warning',
  clause: 'TS 36.463, 8.11.2 and 8.12.2; TS 29.281, 7.3.1',
  explanation:
    'The eNB or the WT goes on to send user data in the GTP-U tunnel of a UE, though the WT was released. The tunnel is gone with the release, so that its receiver discards the data and may answer with an Error Indication of GTP-U, and what is not sent again over LTE is lost.',
  watch: session => ({ lateData: event => judge(session, event) }),
};

function* judge(
  { inFrames, areOneClock, clocksApart }: Session,
  { frame, isFromWt, end, last, packets }: LateDataEvent,
): Iterable<Observation> {
  if (!areOneClock(end, last) || between(end, last) <= ON_ITS_WAY + clocksApart()) return;
  const [from, to] = isFromWt ? ['WT', 'eNB'] : ['eNB', 'WT'];
  const [data, where] =
    packets === 1
      ? ['user data', `in ${inFrames([frame])}`]
      : [`${packets} packets of user data`, `from ${inFrames([frame])} to ${inFrames([last.frame])}`];
  yield {
    frames: [...new Set([end.frame, frame, last.frame])],
    message: `The ${from} sends ${data} to the ${to} ${where}, though the WT was released in ${inFrames([end.frame])}.`,
  };
}
