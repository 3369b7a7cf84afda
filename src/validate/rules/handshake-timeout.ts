import { inFrames, type Rule } from '../rule.js';
import type { RunMessage } from '../session.js';

/** Reason codes 15 and 16: IEEE 802.11-2020, Table 9-49. */
const TIMEOUTS: readonly number[] = [15, 16];

const answers: readonly (readonly [RunMessage, RunMessage])[] = [
  ['M1', 'M2'],
  ['M3', 'M4'],
  ['G1', 'G2'],
];

/** A message that was never answered, and the AP that gave up for it. */
export const handshakeTimeout: Rule = {
  id: 'handshake-timeout',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.6 and 12.7.7.4',
  explanation:
    'The AP repeated a message of a handshake until its retry limit, got no answer, and ended the association. The station did not hear it, or dropped it silently: for a MIC or a PMKID that does not fit its own PMK.',
  *check({ runs }) {
    for (const run of runs) {
      if (run.complete) continue;
      for (const [question, answer] of answers) {
        const asked = run.frames[question];
        if (asked === undefined || run.frames[answer] !== undefined) continue;
        const end = run.ending;
        if (end === undefined || !TIMEOUTS.includes(end.reason)) continue;
        yield {
          frames: [...asked, end.frame],
          message: `${question} in ${inFrames(asked)} is not answered; the AP gives up in frame ${end.frame}, reason ${end.reason}.`,
        };
      }
    }
  },
};
