import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A WT that refuses a new S-KWT: it keeps the old one while the UE has the new one. */
export const wtModificationRejected = defineScenario({
  name: 'wt-modification-rejected',
  title:
    'The WT answers with WT Modification Request Reject, security-failure; the eNB tries again with another WT Counter',
  parameters: {
    ...stimulusParameters,
    refusals: {
      value: 1,
      says: 'WT Modification Requests that the WT refuses',
      source: 'one shows the recovery; with more than 3 the eNB gives up LWA',
      most: 1000,
      isInteger: true,
    },
    ...durationOf(3000),
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const lte = setUpLte(stage, values, { refusals: values.refusals });
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
