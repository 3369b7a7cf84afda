import { type setUpWlan, wlanParameters } from '../../../src/flows/legs/wlan.js';

export type WlanValues = Parameters<typeof setUpWlan>[1];

/** The parameters of the WLAN leg at their defaults. */
export const wlanDefaults = Object.fromEntries(
  Object.entries(wlanParameters).map(([name, { value }]) => [name, value]),
) as unknown as WlanValues;
