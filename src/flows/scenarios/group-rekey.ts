import { durationOf, setUpLte, stimulusParameters } from '../lte.js';
import { defineScenario } from '../scenario.js';
import { ms } from '../wlan.js';

/** A new GTK within the association. */
export const groupRekey = defineScenario({
  name: 'group-rekey',
  title: 'The WT hands out a new GTK by the group key handshake',
  parameters: {
    ...stimulusParameters,
    ...durationOf(3000),
  },
  expect: { outcome: 'associated' },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    stage.engine.after(ms(values.stimulusAfterMs), () => lte.wlan.wt.renewGroupKeys());
    return lte.playFor(ms(values.durationMs));
  },
});
