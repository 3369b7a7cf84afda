import type { Rule } from '../rule.js';
import { mayHoldLwa } from '../uu/message.js';

/** Paths that the notes of a session name, and frames of each: of more, there is but how many there are. */
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
    /** By where reading ended; undefined for anywhere else. */
    const readTo = new Map<string | undefined, { readonly frames: number[]; count: number }>();
    return {
      rrc({ message, frame }) {
        if (message === undefined || !mayHoldLwa(message)) return undefined;
        const { unread } = message;
        const path = readTo.has(unread) || readTo.size < MOST_PATHS ? unread : undefined;
        const own = readTo.get(path) ?? { frames: [], count: 0 };
        readTo.set(path, own);
        own.count++;
        if (own.frames.length < MOST_KEPT) own.frames.push(frame);
        return undefined;
      },
      *end() {
        for (const [path, { frames, count }] of readTo)
          yield {
            frames,
            message: `The RRCConnectionReconfiguration in ${inFrames(frames, count)} could be read only ${path === undefined ? 'in part' : `as far as ${path}`}: a WT Counter may be behind that.`,
          };
      },
    };
  },
};
