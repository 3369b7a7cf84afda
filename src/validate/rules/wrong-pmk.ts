import type { Rule } from '../rule.js';
import { refusalOf, severityOf } from '../wlan/refusal.js';
import { isOfAnotherPmk } from './mic-wrong.js';

/** A handshake under a PMK that is none of those given. */
export const wrongPmk: Rule = {
  id: 'wrong-pmk',
  severity: 'error',
  clause: 'IEEE 802.11-2020, 12.7.1.3',
  explanation:
    'No MIC of a handshake is right under any of the given keys, so its PMK is none of them; corruption would not affect every frame. If the handshake is complete, both sides hold that PMK and only the validator lacks it; if the AP drops M2 again and again, the two hold different PMKs.',
  watch: session => ({
    *run({ run, time }) {
      if (!isOfAnotherPmk(run)) return;
      const { inFrames } = session;
      const { M2 = [] } = run.frames;
      const wrong = run.records.filter(({ mic }) => mic === 'invalid').map(({ frame }) => frame);
      const end = run.complete ? undefined : run.ending;
      const frames = end === undefined ? wrong : [...wrong, end.frame];
      const refusal = refusalOf(session, { run, time });
      if (refusal !== undefined) {
        const { ofAp } = refusal;
        yield {
          frames,
          ...severityOf(refusal),
          message: `The station answers under a PMK that is none of those given (M2 in ${inFrames(M2)}), and the AP takes none of its answers: ${
            ofAp === undefined ? 'the two hold different PMKs' : `it holds ${ofAp.name}, whose PMKID M1 names`
          }.`,
        };
      } else
        yield {
          frames,
          // No peer is at fault; and one octet of the SNonce damaged in the capture looks the same.
          severity: 'warning',
          message: `The handshake in ${inFrames(wrong)} is under a PMK that is none of those given${
            run.complete ? '; both sides hold it' : ''
          }.`,
        };
    },
  }),
};
