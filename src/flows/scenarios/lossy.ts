import { lteParameters, stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** Option 2 where every link loses, repeats, reorders and delays. */
export const lossy = defineLteScenario({
  name: 'lossy',
  title: 'Handover and option 2 with loss, duplication and delay on each link',
  parameters: {
    ...stimulusParameters,
    loss: { ...lteParameters.loss, value: 0.1, source: 'high for a WLAN, so that retries show' },
    uuLoss: {
      ...lteParameters.uuLoss,
      value: 0.1,
      source: 'high, so that it shows',
    },
    uuJitterMs: {
      ...lteParameters.uuJitterMs,
      value: 8,
      source: 'one HARQ round trip (TS 36.321, 5.4.2)',
    },
    xwLoss: { ...lteParameters.xwLoss, value: 0.1, source: 'high, so that retransmission shows' },
    xwDuplication: { ...lteParameters.xwDuplication, value: 0.2, source: 'as xwLoss' },
    xwReordering: { ...lteParameters.xwReordering, value: 0.2, source: 'as xwLoss' },
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      value: 5000,
      source: 'SCTP retransmits after 1 s, 3 s and 7 s (RFC 9260, 6.3.3)',
    },
    xwResponseMs: {
      ...lteParameters.xwResponseMs,
      value: 30_000,
      source: 'as stimulusAfterMs',
    },
  },
  durationMs: 15_000,
  expect: { outcome: 'rekeyed', withMostSeeds: true },
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
