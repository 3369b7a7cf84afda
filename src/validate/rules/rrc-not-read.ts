import type { Rule } from '../rule.js';
import { mayHoldLwa } from '../uu/message.js';

/** Paths that the notes of a session name, and frames of each. */
const MOST_PATHS = 8;
const MOST_KEPT = 1024;

/** Reconfigurations whose LWA part the codec does not come to. */
export const rrcNotRead: Rule = {
  id: 'rrc-not-read',
  severity: 'note',
  clause: 'TS 36.331, 6.2.2',
  explanation:
    'An RRCConnectionReconfiguration holds something that is damaged, or that the codec does not know, before its LWA configuration, so that what follows cannot be read. It may tell the UE a WT Counter, release LWA or command a handover, so the other findings conclude nothing from the absence of these.',
  watch: ({ inFrames }) => {
    /** By where reading ended. */
    const framesAt = new Map<string, number[]>();
    return {
      rrc({ message, frame }) {
        if (message?.unread === undefined || !mayHoldLwa(message)) return undefined;
        const frames = framesAt.get(message.unread);
        if (frames === undefined) {
          if (framesAt.size < MOST_PATHS) framesAt.set(message.unread, [frame]);
        } else if (frames.length < MOST_KEPT) frames.push(frame);
        return undefined;
      },
      *end() {
        for (const [path, frames] of framesAt)
          yield {
            frames,
            message: `The RRCConnectionReconfiguration in ${inFrames(frames)} could be read only as far as ${path}: a WT Counter may be behind that.`,
          };
      },
    };
  },
};
