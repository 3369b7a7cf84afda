import { lteParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** A UE that never gets an answer from the WLAN: T351 expires. */
export const associationTimeout = defineLteScenario({
  name: 'association-timeout',
  title:
    'The UE is out of reach of the WLAN: T351 expires, WLANConnectionStatusReport failureTimeout, LWA is released',
  parameters: {
    loss: { ...lteParameters.loss, value: 1, source: 'the UE is out of reach' },
    associationTimerS: {
      ...lteParameters.associationTimerS,
      value: 10,
      source: 'the lowest value (TS 36.331, WLAN-MobilityConfig)',
    },
  },
  durationMs: 12_000,
  expect: { outcome: 'failed', findings: ['lwa-failed'] },
});
