import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';

/** Frames that stay closed though some key of the session is known. */
export const undecrypted: Rule = {
  id: 'undecrypted',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 12.5',
  explanation:
    'No known key opens some of the protected data frames, though some key of the session is known. The handshake of theirs is missing from the capture, a key was not given, or the capture has cut the frames short.',
  watch: session => ({ end: () => judge(session) }),
};

function* judge(session: Session): Iterable<Observation> {
  const { data, ptks, cutFrames: cut } = session;
  const { decrypted, undecrypted: closed } = data;
  if (closed === 0 || ptks.length === 0) return;
  const of = (count: number): string => `${count} of ${closed + decrypted} protected data frames`;
  yield {
    frames: [],
    message: `${[
      ...(closed > cut ? [`${of(closed - cut)} open under no known key`] : []),
      ...(cut > 0 ? [`${of(cut)} are cut short, so that no key opens them`] : []),
    ].join('; ')}.`,
  };
}
