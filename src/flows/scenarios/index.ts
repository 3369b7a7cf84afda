import type { Scenario } from '../scenario.js';
import { wlanInitial } from './wlan-initial.js';
import { wlanRekey } from './wlan-rekey.js';

/** What can be simulated. */
export const scenarios: readonly Scenario[] = [wlanInitial, wlanRekey];
