import type { RrcEvent } from '../lte-events.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';

/** An RRC message that was altered, or protected under another key. */
export const macIWrong: Rule = {
  id: 'mac-i-wrong',
  severity: 'error',
  clause: 'TS 36.323, 5.7',
  explanation:
    'The MAC-I of an RRC message is wrong under the KeNB that protects the messages around it. Its receiver drops it: it was altered, forged, or protected with another key or COUNT.',
  watch: session => ({ rrc: event => judge(session, event) }),
};

function* judge(
  { inFrames, clocksApart }: Session,
  { macI, isUplink, frame }: RrcEvent,
): Iterable<Observation> {
  if (macI !== 'invalid') return;
  const isOfSecond = clocksApart() > 0n;
  yield {
    frames: [frame],
    ...(isOfSecond ? { severity: 'warning' } : {}),
    message: `The MAC-I of the ${isUplink ? 'uplink' : 'downlink'} RRC message in ${inFrames([frame])} is wrong${
      isOfSecond ? ', or one of two sniffers had it late, after the key had changed' : ''
    }.`,
  };
}
