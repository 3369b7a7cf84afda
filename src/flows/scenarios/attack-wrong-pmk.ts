import { durationOf } from '../legs/lte-parameters.js';
import { ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** A negative example: a station that does not have the S-KWT. */
export const attackWrongPmk = defineScenario({
  name: 'attack-wrong-pmk',
  title: 'A station without the S-KWT tries to associate: M2 is under another PMK',
  parameters: { ...wlanParameters, ...durationOf(8000) },
  expect: { outcome: 'failed', findings: ['m2-not-accepted'] },
  play(stage, values) {
    const wlan = setUpWlan(stage, values, { keys: { ue: 1, wt: 0 } });
    return wlan.playFor(ms(values.durationMs));
  },
});
