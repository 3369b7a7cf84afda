import { defineLteScenario } from '../legs/lte-scenario.js';

/** Figure 1 of the contribution. */
export const initialAccess = defineLteScenario({
  name: 'initial-access',
  title:
    'An eNB adds a WT for a UE: WT Addition, RRC with lwa-WT-Counter, association, 4-way handshake under S-KWT, user data',
  durationMs: 2000,
  expect: { outcome: 'associated' },
});
