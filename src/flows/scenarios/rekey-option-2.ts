import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Figure 2 of the contribution, the proposal. */
export const rekeyOption2 = defineScenario({
  name: 'rekey-option-2',
  title:
    'Handover; then the eNB tells the UE the new WT Counter first, and gives the WT the new S-KWT after that',
  parameters: {
    ...stimulusParameters,
    ...durationOf(3000),
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
