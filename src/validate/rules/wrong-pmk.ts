import type { Rule } from '../rule.js';
import { isOfAnotherPmk } from './mic-wrong.js';

/** A handshake under a PMK that is none of those given. */
export const wrongPmk: Rule = {
  id: 'wrong-pmk',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.1.3',
  explanation:
    'No MIC of a handshake is right under any of the keys that were given, so its PMK is none of them: that is no corruption, which would spare some frames. If the handshake is complete both sides hold that PMK; if the AP drops M2 again and again the two hold different ones.',
  watch: ({ inFrames }) => ({
    *run({ run }) {
      if (!isOfAnotherPmk(run)) return;
      const { M2 = [], M3 = [] } = run.frames;
      const wrong = run.records.filter(({ mic }) => mic === 'invalid');
      const frames = wrong.map(({ frame }) => frame);
      const end = run.ending;
      yield {
        frames: end === undefined || run.complete ? frames : [...frames, end.frame],
        message:
          M2.length > 0 && M3.length === 0
            ? `The station answers under a PMK that is none of those given (M2 in ${inFrames(M2)}), and the AP takes none of its answers: the two hold different PMKs.`
            : `The handshake in ${inFrames(frames)} is under a PMK that is none of those given; both sides hold it.`,
      };
    },
  }),
};
