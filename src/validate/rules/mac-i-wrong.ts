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
  watch: session => {
    /** Those of which it does not show yet whether the KeNB goes on behind them. */
    let wrong: RrcEvent[] = [];
    const over = (isProven: boolean): Iterable<Observation> | undefined => {
      if (wrong.length === 0) return undefined;
      const judged = wrong;
      wrong = [];
      return isProven
        ? judged.map(event => observationOf(session, [event]))
        : [observationOf(session, judged, LACKS)];
    };
    return {
      rrc: event => {
        const { macI } = event;
        if (macI === 'invalid') wrong.push(event);
        return macI === 'valid' || macI === 'unverified' ? over(macI === 'valid') : undefined;
      },
      end: () => over(false),
    };
  },
};

/** No message behind it is right under the same KeNB, to which a UE that has left it never comes back. */
const LACKS = ', or the capture lacks a handover, after which another KeNB is in use';
const LATE = ', or one of two sniffers had it late, after the key had changed';

/** @param otherwise what it may be instead, where that is not out of the question */
function observationOf(
  { inFrames, clocksApart }: Session,
  wrong: readonly RrcEvent[],
  otherwise = clocksApart() > 0n ? LATE : '',
): Observation {
  const frames = wrong.map(({ frame }) => frame);
  const [first, ...others] = wrong;
  const what =
    others.length > 0
      ? `RRC messages in ${inFrames(frames)}`
      : `${first!.isUplink ? 'uplink' : 'downlink'} RRC message in ${inFrames(frames)}`;
  return {
    frames,
    ...(otherwise === '' ? {} : { severity: 'warning' }),
    message: `The MAC-I of the ${what} is wrong${otherwise}.`,
  };
}
