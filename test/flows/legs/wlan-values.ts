import { type WlanValues, wlanParameters } from '../../../src/flows/legs/wlan-parameters.js';

export type { WlanValues };

/** The parameters of the WLAN leg at their defaults. */
export const wlanDefaults = Object.fromEntries(
  Object.entries(wlanParameters).map(([name, { value }]) => [name, value]),
) as unknown as WlanValues;
