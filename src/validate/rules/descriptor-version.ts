import { akmSuite, keyDescriptorVersion } from '../../crypto/akm.js';
import { cipherSuite } from '../../crypto/cipher-suite.js';
import type { EapolKeyEvent } from '../event.js';
import type { Observation, Rule } from '../rule.js';
import type { Session } from '../session.js';
import { DAMAGED, watchRuns } from '../watch/runs.js';
import type { Run } from '../wlan/run.js';

/** A key descriptor version that is not that of the suites. */
export const descriptorVersion: Rule = {
  id: 'descriptor-version',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.2 b',
  explanation:
    'The key descriptor version says how MIC and key data are computed, and follows from the AKM and the pairwise cipher. A receiver drops a frame with another version, or computes another MIC.',
  watch: session => watchRuns((run, events) => judge(session, run, events)),
};

function* judge(session: Session, run: Run, events: readonly EapolKeyEvent[]): Iterable<Observation> {
  const { security, inFrames } = session;
  const akm = security && akmSuite(security.akm);
  const cipher = security && cipherSuite(security.pairwiseCipher);
  if (akm === undefined || cipher === undefined) return;
  const expected = keyDescriptorVersion({ akm: akm.selector, cipher: cipher.selector });
  const wrong = events.filter(({ key }) => key.keyInformation.keyDescriptorVersion !== expected);
  if (wrong.length === 0) return;
  const frames = wrong.map(({ frame }) => frame);
  const versions = new Set(wrong.map(({ key }) => key.keyInformation.keyDescriptorVersion));
  const isCovered = wrong.some(({ record }) => record.mic === 'valid');
  yield {
    frames,
    ...(isCovered ? {} : { severity: 'warning' }),
    message: `${inFrames(frames).replace('f', 'F')} ${frames.length === 1 ? 'has' : 'have'} key descriptor version ${[
      ...versions,
    ].join(
      ', ',
    )}, not the ${expected} of ${akm.name} with ${cipher.name}.${run.complete && !isCovered ? ` ${DAMAGED}` : ''}`,
  };
}
