import { DAY_MS, ms, setUpWlan, wlanParameters } from '../legs/wlan.js';
import { defineScenario } from '../scenario.js';

/** The WLAN leg of a UE's first association with a WT. */
export const wlanInitial = defineScenario({
  name: 'wlan-initial',
  title:
    'A UE associates with a WT: open system authentication, association, 4-way handshake under S-KWT, user data',
  parameters: {
    ...wlanParameters,
    wtCounter: {
      value: 0,
      says: 'WT Counter of the S-KWT that the WT is given',
      source: 'TS 33.401, G.2: it starts at 0',
      most: 0xffff,
      isInteger: true,
    },
    ueWtCounter: {
      value: 0,
      says: 'WT Counter from which the UE derives S-KWT; if it differs from wtCounter the handshake fails',
      source: 'as wtCounter',
      most: 0xffff,
      isInteger: true,
    },
    durationMs: {
      value: 2000,
      says: 'ms that the run lasts after the start of the last UE',
      source: 'free',
      most: DAY_MS,
    },
  },
  expect: { outcome: 'associated' },
  play(stage, values) {
    const wlan = setUpWlan(stage, values, {
      keys: { ue: values.ueWtCounter, wt: values.wtCounter },
    });
    return wlan.playFor(ms(values.durationMs));
  },
});
