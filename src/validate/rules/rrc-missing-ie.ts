import type { Rule } from '../rule.js';
import { listed } from '../wording.js';

/** An RRC message without what it has to have. */
export const rrcMissingIe: Rule = {
  id: 'rrc-missing-ie',
  severity: 'error',
  clause: 'TS 36.331, 6.2.2 and 6.3.3 (Cond HO, HO-toEUTRA and fullConfig)',
  explanation:
    'An RRCConnectionReconfiguration lacks a part whose condition is met: the keys or the target of a handover, or what the UE is to have once it has forgotten its configuration. The UE cannot comply, or goes on under keys that the eNB does not expect; if it then re-establishes its connection, LWA ends.',
  watch: ({ inFrames }) => ({
    rrc({ message, macI, frame }) {
      if (message === undefined || message.missing.length === 0 || macI === 'invalid') return undefined;
      const missing = message.missing.map(({ name, condition }) => `${name} (Cond ${condition})`);
      return [
        {
          frames: [frame],
          message: `The RRCConnectionReconfiguration${message.handover === undefined ? '' : ' for the handover'} in ${inFrames([frame])} lacks ${listed(missing)}.`,
        },
      ];
    },
  }),
};
