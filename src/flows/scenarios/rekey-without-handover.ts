import { durationOf, setUpLte, stimulusParameters } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A refresh of S-KWT alone: the KeNB stays. */
export const rekeyWithoutHandover = defineScenario({
  name: 'rekey-without-handover',
  title: 'The eNB refreshes S-KWT with a new WT Counter under the same KeNB, and tells the UE first',
  parameters: {
    ...stimulusParameters,
    ...durationOf(3000),
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.rekey(ue));
    return lte.playFor(ms(values.durationMs));
  },
});
