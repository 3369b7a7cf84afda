import { defineLteScenario } from '../legs/lte-scenario.js';

/** LWA begins, and the first association. */
export const initialAccess = defineLteScenario({
  name: 'initial-access',
  title:
    'An eNB adds a WT for a UE: WT Addition, RRC with lwa-WT-Counter, association, 4-way handshake under S-KWT, user data',
  durationMs: 2000,
  expect: { outcome: 'associated' },
});
