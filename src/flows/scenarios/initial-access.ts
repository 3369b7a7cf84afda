import { durationOf, lteParameters, setUpLte } from '../legs/lte.js';
import { ms } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** Figure 1 of the contribution. */
export const initialAccess = defineScenario({
  name: 'initial-access',
  title:
    'An eNB adds a WT for a UE: WT Addition, RRC with lwa-WT-Counter, association, 4-way handshake under S-KWT, user data',
  parameters: {
    ...lteParameters,
    ...durationOf(2000),
  },
  expect: { outcome: 'associated' },
  play: (stage, values) => setUpLte(stage, values).playFor(ms(values.durationMs)),
});
