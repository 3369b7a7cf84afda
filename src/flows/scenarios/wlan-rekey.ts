import { MILLISECOND } from '../engine.js';
import { defineScenario } from '../scenario.js';
import { setUpWlan, wlanParameters } from '../wlan.js';

/** Time for what is still in queues and in the air. */
const DRAIN = 100 * MILLISECOND;

/** The WLAN leg of a re-key in place. */
export const wlanRekey = defineScenario({
  name: 'wlan-rekey',
  title: 'A UE and its WT take a new S-KWT, the UE first, and the WT re-keys within the association',
  parameters: {
    ...wlanParameters,
    rekeyAfterMs: {
      value: 1000,
      says: 'ms from the start of a UE to the new WT Counter at it',
      source: 'free',
    },
    wtAfterUeMs: {
      value: 20,
      says: 'ms from the new WT Counter at the UE to the new S-KWT at the WT',
      source: 'RRC processing of 15 ms (TS 36.331, 11.2) and 5 ms on Xw',
    },
    durationMs: { value: 3000, says: 'ms of the run after the last UE has started', source: 'free' },
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const { engine } = stage;
    const wlan = setUpWlan(stage, values);
    for (const one of wlan.ues) {
      const rekey = one.start + values.rekeyAfterMs * MILLISECOND;
      engine.after(rekey, () => one.ue.takeWtCounter(1));
      engine.after(rekey + values.wtAfterUeMs * MILLISECOND, () => wlan.giveSKwtToWt(one, 1));
    }
    const end = Math.max(0, ...wlan.ues.map(ue => ue.start)) + values.durationMs * MILLISECOND;
    engine.after(end, wlan.stopData);
    return { until: end + DRAIN, measures: () => ({ ues: wlan.measure() }) };
  },
});
