import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Option 2 where every link loses, repeats, reorders and delays. */
export const lossy = defineScenario({
  name: 'lossy',
  title: 'Handover and option 2 with loss, duplication and delay on each link',
  parameters: {
    ...stimulusParameters,
    loss: { ...stimulusParameters.loss, value: 0.1, source: 'high for a WLAN, so that retries show' },
    uuLoss: {
      ...stimulusParameters.uuLoss,
      value: 0.1,
      source: 'high, so that it shows',
    },
    uuJitterMs: {
      ...stimulusParameters.uuJitterMs,
      value: 8,
      source: 'one HARQ round trip (TS 36.321, 5.4.2)',
    },
    xwLoss: { ...stimulusParameters.xwLoss, value: 0.1, source: 'high, so that retransmission shows' },
    xwDuplication: { ...stimulusParameters.xwDuplication, value: 0.2, source: 'as xwLoss' },
    xwReordering: { ...stimulusParameters.xwReordering, value: 0.2, source: 'as xwLoss' },
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      value: 5000,
      source: 'SCTP retransmits after 1 s, 3 s and 7 s (RFC 9260, 6.3.3)',
    },
    xwResponseMs: {
      ...stimulusParameters.xwResponseMs,
      value: 30_000,
      source: 'as stimulusAfterMs',
    },
    ...durationOf(15_000),
  },
  expect: { outcome: 'rekeyed', withMostSeeds: true },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
