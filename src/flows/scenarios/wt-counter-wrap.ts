import { durationOf, setUpLte, stimulusParameters } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** The last WT Counter of a KeNB: the eNB makes another KeNB before it goes on. */
export const wtCounterWrap = defineScenario({
  name: 'wt-counter-wrap',
  title: 'WT Counter at 65535: an intra-cell handover refreshes KeNB, the counter restarts, option 2 follows',
  parameters: {
    ...stimulusParameters,
    wtCounter: { ...stimulusParameters.wtCounter, value: 0xffff, source: 'TS 33.401, G.2: the last one' },
    ...durationOf(3000),
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.rekey(ue));
    return lte.playFor(ms(values.durationMs));
  },
});
