import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A handover between eNBs in Release 14: the WT keeps what it has of the UE, and option 2 follows. */
export const handoverWithoutWtChange = defineScenario({
  name: 'handover-without-wt-change',
  title:
    'Handover to another eNB, which adds the WT by its WT UE XwAP ID; the source eNB releases it with UE Context Kept; option 2',
  parameters: { ...stimulusParameters, ...durationOf(3000) },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const lte = setUpLte(stage, values, { targetIsOtherEnb: true });
    lte.stimulate(values.stimulusAfterMs, (enb, ue, targetEnb) => enb.handOverTo(targetEnb, ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
