import type { GroupKey } from '../keys/wlan.js';
import { encodeGroupKeys } from './key-frame.js';

/** The group keys of a BSS that are in use together, and the key data that hands them out: the same to each station. */
export interface GroupKeySet {
  /** The GTK, and behind it the IGTK with management frame protection. */
  readonly keys: readonly GroupKey[];
  /** Key data of M3: the access point's RSNE, and the keys. */
  readonly withRsne: Uint8Array;
  /** Key data of G1. */
  readonly alone: Uint8Array;
}

/** @param rsne of the access point, header included */
export const groupKeySet = (keys: readonly GroupKey[], rsne: Uint8Array): GroupKeySet => ({
  keys,
  withRsne: encodeGroupKeys(keys, rsne),
  alone: encodeGroupKeys(keys),
});
