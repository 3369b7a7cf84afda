import type { Rule } from '../rule.js';

/** Frames that stay closed though some key of the session is known. */
export const undecrypted: Rule = {
  id: 'undecrypted',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 12.5',
  explanation:
    'Data frames are encrypted under an unknown key, though other frames of the session are under known ones. Their handshake is missing from the capture, or a key was not given.',
  watch: session => ({
    *end() {
      const { decrypted, undecrypted: closed } = session.data;
      if (closed > 0 && session.ptks.length > 0)
        yield {
          frames: [],
          message: `${closed} of ${closed + decrypted} protected data frames open under no known key.`,
        };
    },
  }),
};
