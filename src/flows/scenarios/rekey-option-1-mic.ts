import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';
import { DAY_MS } from '../legs/wlan-parameters.js';

/** Option 1, with an M1 that does not name its PMK: M2 is under the old one. */
export const rekeyOption1Mic = defineLteScenario({
  name: 'rekey-option-1-mic',
  title:
    'Handover; the WT gets the new S-KWT first, and re-keys while the UE still has the old one: the MIC of M2 is wrong',
  parameters: {
    ...stimulusParameters,
    rrcAfterWtMs: {
      value: 4100,
      says: 'ms from the WT Modification Request to the RRC message with the new WT Counter',
      source:
        'after the deauthentication, 4.0 s after the first M1, as captures d and e2 in fixtures/captures show',
      most: DAY_MS,
    },
  },
  durationMs: 7000,
  expect: { outcome: 'reassociated', findings: ['stale-pmk', 'wt-modification-before-rrc-complete'] },
  setUp: values => ({
    order: 'wt-first',
    rrcDelayMs: values.rrcAfterWtMs,
  }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
