import type { Rule } from '../rule.js';

/** A handshake that stops in the middle without a word why. */
export const handshakeIncomplete: Rule = {
  id: 'handshake-incomplete',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 12.7.6',
  explanation:
    'A handshake begins, but the capture has neither its last message with a right MIC nor an end of the association that says why. The capture lost the message, or began or ended during the handshake, or the handshake was given up for another.',
  watch: ({ inFrames }) => ({
    *run({ run }) {
      if (run.complete || run.kind === 'ft' || run.ending !== undefined) return;
      // What another sender began has no end: of that another rule tells.
      if (run.contradicts !== undefined) return;
      const frames = Object.values(run.frames)
        .flat()
        .sort((a, b) => a - b);
      const [name, last] = run.kind === 'group' ? (['group key', 'G2'] as const) : (['4-way', 'M4'] as const);
      yield {
        frames,
        message: `The ${name} handshake in ${inFrames(frames)} has no ${last}${run.frames[last] === undefined ? '' : ' with a right MIC'}.`,
      };
    },
  }),
};
