import { defineFromParts } from '../legs/wlan-scenario.js';
import { createForger, flipMicBit } from '../wlan/attack.js';

/** A negative example: a copy of M2 with a wrong MIC. */
export const attackFlippedMic = defineFromParts({
  name: 'attack-flipped-mic',
  title: 'An attacker sends a copy of M2 with one bit of its MIC flipped: the WT ignores it',
  durationMs: 2000,
  expect: { outcome: 'associated', findings: ['mic-wrong'] },
  setUp() {
    const comment = 'forged: one bit of the MIC is flipped';
    return { sniffed: createForger({ message: 'M2', change: flipMicBit, comment }).hear };
  },
});
