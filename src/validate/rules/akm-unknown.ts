import { akmSuite } from '../../crypto/akm.js';
import type { Rule } from '../rule.js';
import type { Run } from '../wlan/run.js';

/** A suite of which nothing here knows how MICs and keys come about. */
export const akmUnknown: Rule = {
  id: 'akm-unknown',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 9.4.2.24.3 and 12.7.2 b',
  explanation:
    'The validator does not know how the AKM that the station chose computes PTK and MIC, so it checks no MIC and decrypts no frame. It still finds what can be found without keys.',
  watch: session => {
    const observed = new Set<string>();
    /** That of each handshake, as its latest frame came: when it is over, the station may have asked for another. */
    const chosen = new WeakMap<Run, string | undefined>();
    return {
      eapolKey({ run }) {
        if (run !== undefined) chosen.set(run, session.security?.akm);
        return undefined;
      },
      run({ run }) {
        const akm = chosen.get(run);
        const frames = run.records.flatMap(({ mic, frame }) => (mic === 'unverified' ? [frame] : []));
        if (akm === undefined || akmSuite(akm) !== undefined || frames.length === 0 || observed.has(akm))
          return undefined;
        observed.add(akm);
        return [{ frames, message: `AKM ${akm} is not known: MICs cannot be checked, and no keys derived.` }];
      },
    };
  },
};
