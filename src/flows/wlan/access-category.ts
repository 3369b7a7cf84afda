import {
  carriesData,
  FRAME_TYPE,
  frameType,
  isQosData,
  qosControlOffset,
} from '../../codecs/dot11/header.js';

/** How frames contend for the channel (IEEE 802.11-2020, 10.23.2). */
export interface AccessCategory {
  /** Slots behind SIFS for which the channel is to be idle. */
  readonly aifsn: number;
  /** The contention window in slots: of the first attempt, and at most. */
  readonly cwMin: number;
  readonly cwMax: number;
}

/** AC_VO and AC_BE as hostapd 2.10 announces them in its beacons (IEEE 802.11-2020, Table 9-155). */
export const VOICE: AccessCategory = { aifsn: 2, cwMin: 3, cwMax: 7 };
export const BEST_EFFORT: AccessCategory = { aifsn: 3, cwMin: 15, cwMax: 1023 };

/** The user priority in a TID. */
const USER_PRIORITY = 0x07;
/** The lowest user priority of AC_VO (IEEE 802.11-2020, Table 10-1). */
const LOWEST_OF_VOICE = 6;

/**
 * Management frames, and EAPOL and Null frames, which mac80211 sends with user priority 7, are AC_VO; user data is AC_BE (IEEE 802.11-2020,
 * 10.2.3.2). Nothing here is of the other two.
 */
export function accessCategoryOf(mpdu: Uint8Array): AccessCategory {
  if (isQosData(mpdu))
    return (mpdu[qosControlOffset(mpdu)]! & USER_PRIORITY) >= LOWEST_OF_VOICE ? VOICE : BEST_EFFORT;
  return frameType(mpdu) === FRAME_TYPE.management || !carriesData(mpdu) ? VOICE : BEST_EFFORT;
}
