import { DAY_MS, ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { checkStimulus, defineScenario } from '../scenario.js';

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
      most: DAY_MS,
    },
    wtAfterUeMs: {
      value: 20,
      says: 'ms from the new WT Counter at the UE to the new S-KWT at the WT',
      source: 'RRC processing of 15 ms (TS 36.331, 11.2) and 5 ms on Xw, an assumption of the study',
      most: DAY_MS,
    },
    durationMs: {
      value: 3000,
      says: 'ms of the run after the last UE has started',
      source: 'free',
      most: DAY_MS,
    },
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const { rekeyAfterMs, wtAfterUeMs, durationMs } = values;
    checkStimulus('rekeyAfterMs', rekeyAfterMs, durationMs);
    const wlan = setUpWlan(stage, values);
    for (const one of wlan.ues) {
      const atUe = one.start + ms(rekeyAfterMs);
      stage.engine.after(atUe, () => one.ue.takeWtCounter(one.kenb, 1));
      stage.engine.after(atUe + ms(wtAfterUeMs), () => wlan.giveSKwtToWt(one, 1));
    }
    return wlan.playFor(ms(durationMs));
  },
});
