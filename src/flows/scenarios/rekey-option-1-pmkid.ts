import { lteParameters, stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';
import { DAY_MS } from '../legs/wlan-parameters.js';

/** Option 1, with an M1 that names its PMK: the UE does not answer. */
export const rekeyOption1Pmkid = defineLteScenario({
  name: 'rekey-option-1-pmkid',
  title: 'Handover; the WT gets the new S-KWT first, and names it in an M1 that the UE does not answer',
  parameters: {
    ...stimulusParameters,
    pmkidInM1: { ...lteParameters.pmkidInM1, value: true, source: 'the variant under study' },
    rrcAfterWtMs: {
      value: 4100,
      says: 'ms from the WT Modification Request to the RRC message with the new WT Counter',
      source:
        'after the deauthentication, 4.0 s after the first M1, as captures d and e2 in fixtures/captures show',
      most: DAY_MS,
    },
  },
  durationMs: 7000,
  expect: { outcome: 'reassociated', findings: ['pmkid-mismatch', 'wt-modification-before-rrc-complete'] },
  setUp: values => ({
    order: 'wt-first',
    rrcDelayMs: values.rrcAfterWtMs,
  }),
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
