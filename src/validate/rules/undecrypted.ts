import type { Rule } from '../rule.js';

/** Frames that stay closed though some key of the session is known. */
export const undecrypted: Rule = {
  id: 'undecrypted',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 12.5',
  explanation:
    'Data frames are encrypted under a key that is not known, though others of the session are. Their handshake is missing in the capture, or a key was not given.',
  *check({ data, ptks }) {
    if (data.undecrypted > 0 && ptks.length > 0)
      yield {
        frames: [],
        message: `${data.undecrypted} of ${data.undecrypted + data.decrypted} protected data frames open under no known key.`,
      };
  },
};
