import { lteParameters, stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** Option 2 with the supplicant of today: it keeps the PMK that it loaded at association. */
export const rekeyOption2StaleSupplicant = defineLteScenario({
  name: 'rekey-option-2-stale-supplicant',
  title: 'Handover and option 2, with a supplicant that answers M1 under the old PMK',
  parameters: {
    ...stimulusParameters,
    takesNewPmkInPlace: {
      ...lteParameters.takesNewPmkInPlace,
      value: false,
      source: 'wpa_supplicant 2.10 with a PSK: capture e2 in fixtures/captures',
    },
  },
  durationMs: 7000,
  expect: { outcome: 'reassociated', findings: ['stale-pmk'] },
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.handOver()),
});
