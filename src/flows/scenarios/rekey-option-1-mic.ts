import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { DAY_MS, ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Option 1 of the contribution, with an M1 that does not name its PMK: M2 is under the old one. */
export const rekeyOption1Mic = defineScenario({
  name: 'rekey-option-1-mic',
  title:
    'Handover; the WT gets the new S-KWT first, and re-keys while the UE still has the old one: the MIC of M2 is wrong',
  parameters: {
    ...stimulusParameters,
    rrcAfterWtMs: {
      value: 4100,
      says: 'ms from the WT Modification Request to the RRC message with the new WT Counter',
      source:
        'after the deauthentication, 4.0 s after the first M1, as captures d and e2 in fixtures/captures show',
      most: DAY_MS,
    },
    ...durationOf(7000),
  },
  expect: { outcome: 'reassociated', findings: ['stale-pmk', 'wt-modification-before-rrc-complete'] },
  play(stage, values) {
    const lte = setUpLte(stage, values, {
      strategy: { order: 'wt-first', rrcDelay: ms(values.rrcAfterWtMs) },
    });
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
