import { durationOf, ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';
import { createForger, replaceNonce } from '../wlan/attack.js';

/** A negative example: M1 has no MIC, so that anybody can send one, and with it spoil a handshake. */
export const attackForgedM1 = defineScenario({
  name: 'attack-forged-m1',
  title:
    'An attacker sends an M1 with another ANonce after the first one: the handshake fails, the next one succeeds',
  parameters: { ...wlanParameters, ...durationOf(16_000) },
  expect: { outcome: 'associated', findings: ['forged-message'] },
  play(stage, values) {
    const random = stage.random.numbers('attacker');
    const forger = createForger({
      message: 'M1',
      change: replaceNonce(random.octets(32)),
      comment: 'forged: another ANonce, from the address of the access point',
    });
    const wlan = setUpWlan(stage, values, { sniffed: forger.hear });
    return wlan.playFor(ms(values.durationMs));
  },
});
