import { defineFromParts } from '../legs/wlan-scenario.js';
import { createForger, replaceNonce } from '../wlan/attack.js';

/** A negative example: M1 has no MIC, so that anybody can send one, and with it spoil a handshake. */
export const attackForgedM1 = defineFromParts({
  name: 'attack-forged-m1',
  title:
    'An attacker sends an M1 with another ANonce after the first one: the handshake fails, the next one succeeds',
  durationMs: 16_000,
  expect: { outcome: 'associated', findings: ['forged-message'] },
  setUp(_, { random }) {
    const change = replaceNonce(random.numbers('attacker').octets(32));
    const comment = 'forged: another ANonce, from the address of the access point';
    return { sniffed: createForger({ message: 'M1', change, comment }).hear };
  },
});
