import { lteParameters, stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** The last WT Counter of a KeNB: the eNB makes another KeNB before it goes on. */
export const wtCounterWrap = defineLteScenario({
  name: 'wt-counter-wrap',
  title: 'WT Counter at 65535: an intra-cell handover refreshes KeNB, the counter restarts, option 2 follows',
  parameters: {
    ...stimulusParameters,
    wtCounter: { ...lteParameters.wtCounter, value: 0xffff, source: 'TS 33.401, G.2: the last one' },
  },
  durationMs: 3000,
  expect: { outcome: 'rekeyed' },
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.rekey()),
});
