import { inFrames, type Rule } from '../rule.js';

/** A handshake that stops in the middle without a word why. */
export const handshakeIncomplete: Rule = {
  id: 'handshake-incomplete',
  severity: 'warning',
  clause: 'IEEE 802.11-2020, 12.7.6',
  explanation:
    'A handshake begins and its last message is not in the capture, nor an end of the association that says why. The capture lost it, or began or ended in between.',
  *check({ runs }) {
    for (const run of runs) {
      const frames = Object.values(run.frames)
        .flat()
        .sort((a, b) => a - b);
      if (run.complete || run.kind === 'ft' || run.ending !== undefined) continue;
      yield {
        frames,
        message: `The ${run.kind === 'group' ? 'group key' : '4-way'} handshake in ${inFrames(frames)} has no ${run.kind === 'group' ? 'G2' : 'M4'}.`,
      };
    }
  },
};
