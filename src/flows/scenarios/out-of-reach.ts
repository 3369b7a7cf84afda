import { stimulusParameters } from '../legs/lte-parameters.js';
import { defineLteScenario } from '../legs/lte-scenario.js';

/** A UE that leaves the WLAN by moving away: user data goes back over LTE once it has given up. */
export const outOfReach = defineLteScenario({
  name: 'out-of-reach',
  title:
    'The UE goes out of reach of the WLAN and does not find it again: WLANConnectionStatusReport failureWlanRadioLink, LWA is released, user data over LTE',
  parameters: {
    ...stimulusParameters,
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      says: 'ms from the start of a UE until it is out of reach',
    },
  },
  durationMs: 14_000,
  expect: { outcome: 'released', findings: ['lwa-failed'] },
  play: (network, values) => network.afterStart(values.stimulusAfterMs, ue => ue.leaveWlan()),
});
