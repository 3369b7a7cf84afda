import { MILLISECOND } from '../engine.js';
import { defineScenario } from '../scenario.js';
import { setUpWlan, wlanParameters } from '../wlan.js';

/** Time for what is still in queues and in the air. */
const DRAIN = 100 * MILLISECOND;

/** The WLAN leg of a UE's first association with a WT. */
export const wlanInitial = defineScenario({
  name: 'wlan-initial',
  title:
    'A UE associates with a WT: open system authentication, association, 4-way handshake under S-KWT, user data',
  parameters: {
    ...wlanParameters,
    wtCounter: {
      value: 0,
      says: 'WT Counter that the WT has the S-KWT of',
      source: 'TS 33.401, G.2: it starts at 0',
    },
    ueWtCounter: {
      value: 0,
      says: 'WT Counter that the UE derives S-KWT from',
      source: 'as wtCounter; another makes the handshake fail',
    },
    durationMs: { value: 2000, says: 'ms of the run after the last UE has started', source: 'free' },
  },
  expect: { outcome: 'associated' },
  play(stage, values) {
    const wlan = setUpWlan(stage, values, { ue: values.ueWtCounter, wt: values.wtCounter });
    const end = Math.max(0, ...wlan.ues.map(ue => ue.start)) + values.durationMs * MILLISECOND;
    stage.engine.after(end, wlan.stopData);
    return { until: end + DRAIN, measures: () => ({ ues: wlan.measure() }) };
  },
});
