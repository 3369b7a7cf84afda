import { durationOf, ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';
import { createForger, flipMicBit } from '../wlan/attack.js';

/** A negative example: a copy of M2 with a wrong MIC. */
export const attackFlippedMic = defineScenario({
  name: 'attack-flipped-mic',
  title: 'An attacker sends a copy of M2 with one bit of its MIC flipped: the WT ignores it',
  parameters: { ...wlanParameters, ...durationOf(2000) },
  expect: { outcome: 'associated', findings: ['mic-wrong'] },
  play(stage, values) {
    const forger = createForger({
      message: 'M2',
      change: flipMicBit,
      comment: 'forged: one bit of the MIC is flipped',
    });
    const wlan = setUpWlan(stage, values, { sniffed: forger.hear });
    return wlan.playFor(ms(values.durationMs));
  },
});
