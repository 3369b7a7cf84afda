import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { DAY_MS, ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Option 1 of the contribution, with an M1 that names its PMK: the UE does not answer. */
export const rekeyOption1Pmkid = defineScenario({
  name: 'rekey-option-1-pmkid',
  title: 'Handover; the WT gets the new S-KWT first, and names it in an M1 that the UE does not answer',
  parameters: {
    ...stimulusParameters,
    pmkidInM1: { ...stimulusParameters.pmkidInM1, value: true, source: 'the variant under study' },
    rrcAfterWtMs: {
      value: 4100,
      says: 'ms from the WT Modification Request to the RRC message with the new WT Counter',
      source:
        'after the deauthentication, 4.0 s after the first M1, as captures d and e2 in fixtures/captures show',
      most: DAY_MS,
    },
    ...durationOf(7000),
  },
  expect: { outcome: 'reassociated', findings: ['pmkid-mismatch', 'wt-modification-before-rrc-complete'] },
  play(stage, values) {
    const lte = setUpLte(stage, values, {
      strategy: { order: 'wt-first', rrcDelay: ms(values.rrcAfterWtMs) },
    });
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
