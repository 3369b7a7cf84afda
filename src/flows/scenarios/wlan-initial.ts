import { defineWlanScenario } from '../legs/wlan-scenario.js';

/** The WLAN leg of a UE's first association with a WT. */
export const wlanInitial = defineWlanScenario({
  name: 'wlan-initial',
  title:
    'A UE associates with a WT: open system authentication, association, 4-way handshake under S-KWT, user data',
  parameters: {
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
  },
  durationMs: 2000,
  expect: { outcome: 'associated' },
  setUp: ({ ueWtCounter, wtCounter }) => ({ wtCounters: { ue: ueWtCounter, wt: wtCounter } }),
});
