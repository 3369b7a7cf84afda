import { akmSuite } from '../../crypto/akm.js';
import type { Rule } from '../rule.js';

/** A suite of which nothing here knows how MICs and keys come about. */
export const akmUnknown: Rule = {
  id: 'akm-unknown',
  severity: 'note',
  clause: 'IEEE 802.11-2020, 9.4.2.24.3 and 12.7.2 b',
  explanation:
    'The validator does not know how the AKM that the station chose computes PTK and MIC, so it checks no MIC and decrypts no frame. It still finds what can be found without keys.',
  watch: session => {
    const told = new Set<string>();
    return {
      *run({ run }) {
        const akm = session.security?.akm;
        const unverified = run.records.filter(({ mic }) => mic === 'unverified');
        if (akm === undefined || akmSuite(akm) !== undefined || unverified.length === 0) return;
        if (told.has(akm)) return;
        told.add(akm);
        yield {
          frames: unverified.map(({ frame }) => frame),
          message: `AKM ${akm} is not known: MICs cannot be checked, and no keys derived.`,
        };
      },
    };
  },
};
