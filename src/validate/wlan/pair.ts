import { ADDRESS_1, ADDRESS_2, fromDs, toDs } from '../../codecs/dot11/header.js';
import type { Bss } from '../session.js';
import { macNumber, type Networks } from './networks.js';

/** Where a data frame names its AP and its station. */
export interface Pair {
  /** Offsets of their addresses in the frame. */
  readonly ap: typeof ADDRESS_1 | typeof ADDRESS_2;
  readonly station: typeof ADDRESS_1 | typeof ADDRESS_2;
  /** Whether the frame goes to a group rather than to one station. */
  readonly isGroup: boolean;
}

const FROM_STATION: Pair = { ap: ADDRESS_1, station: ADDRESS_2, isGroup: false };
const FROM_AP: Pair = { ap: ADDRESS_2, station: ADDRESS_1, isGroup: false };
const FROM_AP_TO_GROUP: Pair = { ...FROM_AP, isGroup: true };

const isAnnounced = (bss: Bss | undefined): boolean => bss !== undefined && bss.announcements.length > 0;

/**
 * Who is the AP in a data frame: To DS and From DS tell (IEEE 802.11-2020, Table 9-30), and with both set, as
 * between stations of a wireless distribution system, what is known of the two: first of all which of them announces a network.
 * Undefined without an AP.
 */
export function pairOf(networks: Networks, mpdu: Uint8Array): Pair | undefined {
  const to = toDs(mpdu);
  if (!fromDs(mpdu)) return to ? FROM_STATION : undefined;
  if (!to) return (mpdu[ADDRESS_1]! & 1) === 1 ? FROM_AP_TO_GROUP : FROM_AP;
  const [receiver, transmitter] = [networks.known(mpdu, ADDRESS_1), networks.known(mpdu, ADDRESS_2)];
  if (isAnnounced(receiver) !== isAnnounced(transmitter))
    return isAnnounced(transmitter) ? FROM_AP : FROM_STATION;
  if (transmitter?.stations.has(macNumber(mpdu, ADDRESS_1)) === true) return FROM_AP;
  return receiver === undefined ? FROM_AP : FROM_STATION;
}
