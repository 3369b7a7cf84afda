import { DESCRIPTOR_TYPE, type EapolKey } from '../../codecs/dot11/eapol-key.js';
import { decodeKeyData, type Kde } from '../../codecs/dot11/kde.js';
import { openKeyData } from '../../crypto/handshake.js';
import type { Bss, Tracked } from '../session.js';
import type { ProvenPtk } from './session-keys.js';

/** A group key as a message carries it. */
export interface CarriedKey {
  readonly kind: 'gtk' | 'igtk' | 'bigtk';
  readonly keyId: number;
  readonly octets: Uint8Array;
  /** The link of an AP MLD that it is for. */
  readonly linkId?: number;
  /** The packet number that its AP is at, 6 octets, little-endian: of a GTK with `linkId` alone. */
  readonly pn?: Uint8Array;
}

/** The group keys in the key data of an M3 or G1, which `plain` is in clear (IEEE 802.11-2020, 12.7.2). */
export function groupKeysIn(key: EapolKey, plain: Uint8Array): readonly CarriedKey[] {
  if (key.descriptorType === DESCRIPTOR_TYPE.wpa) {
    const { keyType, keyIndex } = key.keyInformation;
    return keyType === 0 ? [{ kind: 'gtk', keyId: keyIndex, octets: plain.subarray(0, key.keyLength) }] : [];
  }
  return decodeKeyData(plain, { lax: true }).value.flatMap((item): readonly CarriedKey[] => {
    if (!('kde' in item)) return [];
    if (item.kde === 'GTK') return [{ kind: 'gtk', keyId: item.keyId, octets: item.gtk }];
    if (item.kde === 'IGTK') return [{ kind: 'igtk', keyId: item.keyId, octets: item.igtk, pn: item.ipn }];
    if (item.kde === 'BIGTK')
      return [{ kind: 'bigtk', keyId: item.keyId, octets: item.bigtk, pn: item.bipn }];
    return ofLink(item);
  });
}

/** The key of one link in a KDE of an AP MLD (IEEE Std 802.11be-2024, 12.7.2). */
function ofLink(item: Kde): readonly CarriedKey[] {
  if (item.kde === 'MLO GTK')
    return [{ kind: 'gtk', keyId: item.keyId, octets: item.gtk, linkId: item.linkId, pn: item.pn }];
  if (item.kde === 'MLO IGTK')
    return [{ kind: 'igtk', keyId: item.keyId, octets: item.igtk, linkId: item.linkId, pn: item.ipn }];
  if (item.kde === 'MLO BIGTK')
    return [{ kind: 'bigtk', keyId: item.keyId, octets: item.bigtk, linkId: item.linkId, pn: item.bipn }];
  return [];
}

/** The GTKs that a message carries, one in practice, or one for each link of an AP MLD; undefined where `ptk` does not open its key data. */
export function gtksUnder(key: EapolKey, ptk: ProvenPtk): readonly CarriedKey[] | undefined {
  const plain = openKeyData(ptk.kek, key);
  return plain && groupKeysIn(key, plain).filter(({ kind }) => kind === 'gtk');
}

/** Suite type 7: no group addressed traffic, and no GTK for it (IEEE 802.11-2020, Table 9-149). */
export const NO_GROUP_TRAFFIC = '00-0F-AC:7';

/**
 * The station that was associated first of those that have a GTK of a network: M3 of an RSN hands it out (IEEE 802.11-2020,
 * 12.7.6.4), with WPA a handshake of its own.
 */
export function handedGtk(bss: Bss | undefined): Tracked | undefined {
  // In a network without security there may be many stations.
  if (bss?.groupCipher === undefined || bss.groupCipher === NO_GROUP_TRAFFIC) return undefined;
  for (const session of bss.associated) {
    const isOfRsn = session.security?.akm.startsWith('00-0F-AC') === true;
    if (session.keyed && (isOfRsn || session.latest.group?.complete === true)) return session;
  }
  return undefined;
}
