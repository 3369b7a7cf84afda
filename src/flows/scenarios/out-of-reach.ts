import { durationOf, setUpLte, stimulusParameters } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A UE that leaves the WLAN by moving away: user data goes back over LTE once it has given up. */
export const outOfReach = defineScenario({
  name: 'out-of-reach',
  title:
    'The UE goes out of reach of the WLAN and does not find it again: WLANConnectionStatusReport failureWlanRadioLink, LWA is released, user data over LTE',
  parameters: {
    ...stimulusParameters,
    stimulusAfterMs: {
      ...stimulusParameters.stimulusAfterMs,
      says: 'ms from the start of a UE until it is out of reach',
    },
    ...durationOf(14_000),
  },
  expect: { outcome: 'released', findings: ['lwa-failed'] },
  play(stage, values) {
    const { wlan, playFor } = setUpLte(stage, values);
    wlan.ues.forEach(({ start }, i) => {
      stage.engine.after(start + ms(values.stimulusAfterMs), () => wlan.takeAway(i));
    });
    return playFor(ms(values.durationMs));
  },
});
