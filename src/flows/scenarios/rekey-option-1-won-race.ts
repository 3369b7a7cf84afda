import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { DAY_MS, ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Option 1 of the contribution, where the UE learns of the new key while M1 is still being repeated. */
export const rekeyOption1WonRace = defineScenario({
  name: 'rekey-option-1-won-race',
  title: 'Handover; the WT gets the new S-KWT first, and the UE gets it soon enough to answer a repeated M1',
  parameters: {
    ...stimulusParameters,
    rrcAfterWtMs: {
      value: 1500,
      says: 'ms from the WT Modification Request to the RRC message with the new WT Counter',
      source: 'within the 4 s in which hostapd repeats M1',
      most: DAY_MS,
    },
    ...durationOf(5000),
  },
  expect: { outcome: 'rekeyed', findings: ['wt-modification-before-rrc-complete'] },
  play(stage, values) {
    const lte = setUpLte(stage, values, {
      strategy: { order: 'wt-first', rrcDelay: ms(values.rrcAfterWtMs) },
    });
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
