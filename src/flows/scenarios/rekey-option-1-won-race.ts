import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';
import { DAY_MS } from '../legs/wlan-parameters.js';

/** Option 1, where the UE learns of the new key while M1 is still being repeated. */
export const rekeyOption1WonRace = defineLteScenario({
  name: 'rekey-option-1-won-race',
  title: 'Handover; the WT gets the new S-KWT first, and the UE gets it soon enough to answer a repeated M1',
  parameters: {
    ...stimulusParameters,
    rrcAfterWtMs: {
      value: 1500,
      says: 'ms from the WT Modification Request to the RRC message with the new WT Counter',
      source: 'within the 4 s in which hostapd repeats M1',
      most: DAY_MS,
    },
  },
  durationMs: 5000,
  expect: { outcome: 'rekeyed', findings: ['wt-modification-before-rrc-complete'] },
  setUp: values => ({
    order: 'wt-first',
    rrcDelayMs: values.rrcAfterWtMs,
  }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
