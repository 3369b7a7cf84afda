import type { Rule } from '../rule.js';
import type { RunMessage } from '../session.js';

/** Each message, its answer, and the reason code for its lack (IEEE 802.11-2020, Table 9-49). */
const answers: readonly (readonly [RunMessage, RunMessage, number])[] = [
  ['M1', 'M2', 15],
  ['M3', 'M4', 15],
  ['G1', 'G2', 16],
];

/** A message for whose answer the AP waited in vain, and gave up. */
export const handshakeTimeout: Rule = {
  id: 'handshake-timeout',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.6.6 and 12.7.7.4',
  explanation:
    'The AP repeated a message of a handshake until its retry limit, took no answer, and ended the association. The station did not hear it, or dropped it silently: for a MIC or a PMKID that does not fit its own PMK; or its answer was lost on the way.',
  watch: ({ inFrames }) => ({
    *run({ run }) {
      for (const [question, answer, reason] of answers) {
        const asked = run.frames[question];
        const answered = run.frames[answer];
        const end = run.ending;
        if (asked === undefined || end?.by !== 'ap' || end.reason !== reason) continue;
        const givesUp = `the AP gives up in frame ${end.frame}, reason ${end.reason}`;
        if (answered === undefined)
          yield {
            frames: [...asked, end.frame],
            message: `${question} in ${inFrames(asked)} is not answered; ${givesUp}.`,
          };
        else if (run.complete && question !== 'M1')
          yield {
            frames: [...asked, ...answered, end.frame].sort((a, b) => a - b),
            message: `${question} in ${inFrames(asked)} is answered by ${answer} in ${inFrames(answered)}, yet ${givesUp}: no answer reached it, or none that it could open.`,
          };
      }
    },
  }),
};
