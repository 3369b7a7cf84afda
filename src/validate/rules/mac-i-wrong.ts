import type { Rule } from '../rule.js';

/** An RRC message that was altered, or protected under another key. */
export const macIWrong: Rule = {
  id: 'mac-i-wrong',
  severity: 'error',
  clause: 'TS 36.323, 5.7',
  explanation:
    'The MAC-I of an RRC message is wrong under the KeNB that protects the messages around it. Its receiver drops it: it was altered, forged, or protected with another key or COUNT.',
  watch: ({ inFrames, clocksApart }) => ({
    *rrc(event) {
      if (event.macI === 'invalid')
        yield {
          frames: [event.frame],
          // What one of two sniffers had late may come after the key has changed.
          ...(clocksApart() > 0n ? { severity: 'warning' } : {}),
          message: `The MAC-I of the ${event.isUplink ? 'uplink' : 'downlink'} RRC message in ${inFrames([event.frame])} is wrong.`,
        };
    },
  }),
};
