import type { EapolKeyRecord } from '../eapol.js';
import type { Observation, Rule } from '../rule.js';
import type { Run } from '../session.js';

/** A MIC that none of the given keys makes, in a handshake of which others are right. */
export const micWrong: Rule = {
  id: 'mic-wrong',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2',
  explanation:
    'The MIC of an EAPOL-Key frame is right under none of the keys that were given. Either the sender holds another PMK, or the frame was altered: its receiver drops it silently.',
  watch: ({ eapolKeyFrames, inFrames }) => {
    const observe = (wrong: readonly EapolKeyRecord[], run?: Run): Observation => {
      const frames = wrong.map(({ frame }) => frame);
      const someValid = eapolKeyFrames.some(({ mic }) => mic === 'valid');
      return {
        frames,
        message: `The MIC of ${wrong[0]!.message} in ${inFrames(frames)} is right under none of the keys given${
          someValid ? ', though others of this session are' : '; no frame of this session fits one'
        }.${taken(wrong[0]!, run)}`,
      };
    };
    return {
      *run({ run }) {
        if (isOfAnotherPmk(run)) return;
        const wrong = run.records.filter(({ mic }) => mic === 'invalid');
        for (const message of new Set(wrong.map(record => record.message)))
          yield observe(
            wrong.filter(record => record.message === message),
            run,
          );
      },
      *eapolKey({ record, run }) {
        if (run === undefined && record.mic === 'invalid') yield observe([record]);
      },
    };
  },
};

/** Whether no MIC of the run is right, and it is not just one that is wrong: then the key is, not the frames. */
export function isOfAnotherPmk({ kind, ptk, records }: Run): boolean {
  if (kind === 'group' || ptk !== undefined) return false;
  return records.filter(({ mic }) => mic === 'invalid').length > 1;
}

/** What the peer made of it, which received another frame than the capture holds if it went on. */
function taken({ message, frame }: EapolKeyRecord, run: Run | undefined): string {
  const answer = message === 'M2' ? 'M3' : message === 'M3' ? 'M4' : message === 'G1' ? 'G2' : undefined;
  const answered = run?.records.find(r => r.message === answer && r.mic === 'valid' && r.frame > frame);
  return answered === undefined
    ? ''
    : ` Its receiver took it all the same, and went on with ${answer}: the frame was altered in the capture, or was sent again.`;
}
