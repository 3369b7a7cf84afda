import { durationOf, setUpLte, stimulusParameters, TARGET_CELL } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Option 2 with the supplicant of today: it keeps the PMK that it loaded at association. */
export const rekeyOption2StaleSupplicant = defineScenario({
  name: 'rekey-option-2-stale-supplicant',
  title: 'Handover and option 2, with a supplicant that answers M1 under the old PMK',
  parameters: {
    ...stimulusParameters,
    takesNewPmkInPlace: {
      ...stimulusParameters.takesNewPmkInPlace,
      value: false,
      source: 'wpa_supplicant 2.10 with a PSK: capture e2 in fixtures/captures',
    },
    ...durationOf(7000),
  },
  expect: { outcome: 'reassociated', findings: ['stale-pmk'] },
  play(stage, values) {
    const lte = setUpLte(stage, values);
    lte.stimulate(values.stimulusAfterMs, (enb, ue) => enb.handOver(ue, TARGET_CELL));
    return lte.playFor(ms(values.durationMs));
  },
});
