import { durationOf, setUpLte, stimulusParameters } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A new GTK within the association. */
export const groupRekey = defineScenario({
  name: 'group-rekey',
  title: 'The WT hands out a new GTK in the group key handshake',
  parameters: {
    ...stimulusParameters,
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      says: 'ms from the start of the last UE until the WT hands out the new GTK to all',
    },
    ...durationOf(3000),
  },
  expect: { outcome: 'associated' },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    const renewal = lte.wlan.ues.at(-1)!.start + ms(values.stimulusAfterMs);
    stage.engine.after(renewal, () => lte.wlan.wt.renewGroupKeys());
    return lte.playFor(ms(values.durationMs));
  },
});
