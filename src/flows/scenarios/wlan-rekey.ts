import { DAY_MS, ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { checkStimulus, defineScenario } from '../scenario.js';

/** The WLAN leg of a re-key in place. */
export const wlanRekey = defineScenario({
  name: 'wlan-rekey',
  title: 'The UE takes a new S-KWT, then the WT does, and re-keys within the association',
  parameters: {
    ...wlanParameters,
    rekeyAfterMs: {
      value: 1000,
      says: 'ms from the start of a UE until it has the new WT Counter',
      source: 'free',
      most: DAY_MS,
    },
    wtAfterUeMs: {
      value: 20,
      says: 'ms from when the UE has the new WT Counter to when the WT has the new S-KWT',
      source: 'RRC processing of 15 ms (TS 36.331, 11.2) and 5 ms on Xw, an assumption',
      most: DAY_MS,
    },
    durationMs: {
      value: 3000,
      says: 'ms that the run lasts after the start of the last UE',
      source: 'free',
      most: DAY_MS,
    },
  },
  expect: { outcome: 'rekeyed' },
  play(stage, values) {
    const { rekeyAfterMs, wtAfterUeMs, durationMs } = values;
    checkStimulus('rekeyAfterMs', rekeyAfterMs, durationMs);
    checkStimulus('wtAfterUeMs', wtAfterUeMs, durationMs, rekeyAfterMs);
    const wlan = setUpWlan(stage, values);
    for (const one of wlan.ues) {
      const atUe = one.start + ms(rekeyAfterMs);
      stage.engine.after(atUe, () => one.ue.takeWtCounter(one.kenb, 1));
      stage.engine.after(atUe + ms(wtAfterUeMs), () => wlan.giveSKwtToWt(one, 1));
    }
    return wlan.playFor(ms(durationMs));
  },
});
