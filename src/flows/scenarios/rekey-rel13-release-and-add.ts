import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** The baseline of Release 13: a handover ends LWA, and it is set up again at the target. */
export const rekeyRel13ReleaseAndAdd = defineScenario({
  name: 'rekey-rel13-release-and-add',
  title:
    'Handover without handoverWithoutWT-Change: the UE releases LWA, the eNB releases the WT, and LWA is set up again',
  parameters: {
    ...stimulusParameters,
    ...durationOf(3000),
  },
  expect: { outcome: 'reassociated' },
  play(stage, values) {
    const lte = setUpLte(stage, values, { keepsLwa: false });
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
