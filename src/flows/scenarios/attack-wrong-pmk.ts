import { defineWlanScenario } from '../legs/wlan-scenario.js';

/** A negative example: a station that does not have the S-KWT. */
export const attackWrongPmk = defineWlanScenario({
  name: 'attack-wrong-pmk',
  title: 'A station without the S-KWT tries to associate: M2 is under another PMK',
  durationMs: 8000,
  expect: { outcome: 'failed', findings: ['m2-not-accepted'] },
  setUp: () => ({ wtCounters: { ue: 1 } }),
});
