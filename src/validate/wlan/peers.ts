import { copyOf } from '../../codecs/copy.js';
import { ADDRESS_1, ADDRESS_2, ADDRESS_3, sameAddress } from '../../codecs/dot11/header.js';
import type { KeyDataItem } from '../../codecs/dot11/kde.js';

/** The addresses of an access point and a station, 6 octets each. */
export interface Peers {
  readonly ap: Uint8Array;
  readonly station: Uint8Array;
}

/** The MLD addresses that messages named, as far as they did. */
export type LearnedMlds = { -readonly [P in keyof Peers]?: Peers[P] | undefined };

/**
 * Takes from M1 and M2 the MLD address of their sender: with multi-link operation each has a MAC address KDE, which no other 4-way
 * handshake has (IEEE Std 802.11be-2024, 12.7.6.2 and 12.7.6.3).
 * @param isOfMlds whether the association is known to be one of MLDs: then a KDE may be missing
 */
export function learnMld(
  mld: LearnedMlds,
  message: 'M1' | 'M2',
  keyData: readonly KeyDataItem[],
  isOfMlds: boolean,
): void {
  const address = keyData.find(item => 'kde' in item && item.kde === 'MAC address')?.macAddress;
  if (address !== undefined || !isOfMlds)
    mld[message === 'M1' ? 'ap' : 'station'] = address && copyOf(address);
}

/**
 * A data frame between two MLDs as its AAD and nonce are made from it: their addresses are in place of those of the link (IEEE Std
 * 802.11be-2024, 12.5.2.3.3), as receiver, transmitter and, where address 3 is the BSSID, there. The body follows as it is.
 */
export function betweenMlds(mpdu: Uint8Array, { ap, station }: Peers, fromAp: boolean): Uint8Array {
  const copy = copyOf(mpdu);
  const apAt = fromAp ? ADDRESS_2 : ADDRESS_1;
  if (sameAddress(mpdu, ADDRESS_3, mpdu, apAt)) copy.set(ap, ADDRESS_3);
  copy.set(ap, apAt);
  copy.set(station, fromAp ? ADDRESS_1 : ADDRESS_2);
  return copy;
}
