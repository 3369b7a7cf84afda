import { DAY_MS } from '../legs/wlan-parameters.js';
import { defineWlanScenario } from '../legs/wlan-scenario.js';
import { checkStimulus } from '../scenario.js';

/** The WLAN leg of a re-key in place. */
export const wlanRekey = defineWlanScenario({
  name: 'wlan-rekey',
  title: 'The UE takes a new S-KWT, then the WT does, and re-keys within the association',
  parameters: {
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
  },
  durationMs: 3000,
  expect: { outcome: 'rekeyed' },
  play(wlan, { rekeyAfterMs, wtAfterUeMs, durationMs }) {
    checkStimulus('rekeyAfterMs', rekeyAfterMs, durationMs);
    checkStimulus('wtAfterUeMs', wtAfterUeMs, durationMs, rekeyAfterMs);
    wlan.afterStart(rekeyAfterMs, ue => ue.giveSKwt('ue', 1));
    wlan.afterStart(rekeyAfterMs + wtAfterUeMs, ue => ue.giveSKwt('wt', 1));
  },
});
