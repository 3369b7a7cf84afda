import { durationOf, lteParameters, setUpLte } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A UE that never gets an answer from the WLAN: T351 expires. */
export const associationTimeout = defineScenario({
  name: 'association-timeout',
  title:
    'The UE is out of reach of the WLAN: T351 expires, WLANConnectionStatusReport failureTimeout, LWA is released',
  parameters: {
    ...lteParameters,
    loss: { ...lteParameters.loss, value: 1, source: 'the UE is out of reach' },
    associationTimerS: {
      ...lteParameters.associationTimerS,
      value: 10,
      source: 'the lowest value (TS 36.331, WLAN-MobilityConfig)',
    },
    ...durationOf(12_000),
  },
  expect: { outcome: 'failed', findings: ['lwa-failed'] },
  play: (stage, values) => setUpLte(stage, values).playFor(ms(values.durationMs)),
});
