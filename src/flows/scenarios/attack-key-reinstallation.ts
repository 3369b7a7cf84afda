import { durationOf, ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';
import { keepM4 } from '../wlan/man-in-the-middle.js';

/** A negative example: a station that a repeated M3 makes use its packet numbers again. */
export const attackKeyReinstallation = defineScenario({
  name: 'attack-key-reinstallation',
  title:
    'A man in the middle withholds M4: the WT repeats M3, and the UE installs the PTK again that is already in use',
  parameters: {
    ...wlanParameters,
    reinstallsKeys: {
      value: true,
      says: 'whether the UE installs the PTK again when M3 is repeated; with false the attack fails',
      source:
        'CVE-2017-13077, which most stations had then: Vanhoef and Piessens, Key Reinstallation Attacks, 2017, 3.3',
    },
    ...durationOf(2000),
  },
  expect: { outcome: 'associated', findings: ['key-reinstallation', 'pn-reuse'] },
  play(stage, values) {
    const wlan = setUpWlan(stage, values, {
      between: keepM4(stage.recorder.note),
      flaws: { reinstallsKeys: values.reinstallsKeys },
    });
    return wlan.playFor(ms(values.durationMs));
  },
});
