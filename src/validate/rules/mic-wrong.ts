import { inFrames, type Rule } from '../rule.js';

/** A MIC that none of the given keys makes. */
export const micWrong: Rule = {
  id: 'mic-wrong',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2',
  explanation:
    'The MIC of an EAPOL-Key frame is right under none of the keys that were given. Either the sender holds another PMK, or the frame was altered: its receiver drops it silently.',
  *check({ eapolKeyFrames }) {
    const wrong = eapolKeyFrames.filter(frame => frame.mic === 'invalid');
    if (wrong.length === 0) return;
    const someValid = eapolKeyFrames.some(frame => frame.mic === 'valid');
    for (const message of new Set(wrong.map(frame => frame.message))) {
      const frames = wrong.filter(frame => frame.message === message).map(frame => frame.frame);
      yield {
        frames,
        message: `The MIC of ${message} in ${inFrames(frames)} is right under none of the keys given${
          someValid ? ', though others of this session are' : '; no frame of this session fits one'
        }.`,
      };
    }
  },
};
