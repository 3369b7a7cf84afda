import { type Names, onlyNames } from '../../check.js';
import { ssidOctets } from '../../dot11/ssid.js';
import { given, ifGiven } from '../../given.js';
import type { WLANIdentifiersR12 } from '../ie/lwa.js';

/** A WLAN by what is known of it: all that is given has to match (TS 36.331, 5.6.15). */
export interface WlanIdentity {
  /** 1 to 32 octets; text stands for its UTF-8. */
  readonly ssid?: string | Uint8Array | undefined;
  /** 6 octets. */
  readonly bssid?: Uint8Array | undefined;
  /** 6 octets. */
  readonly hessid?: Uint8Array | undefined;
}

/** The names of what is known of a WLAN. */
export const WLAN_IDENTITY: Names<WlanIdentity> = { ssid: true, bssid: true, hessid: true };

/**
 * WLAN-Identifiers-r12 of a WLAN (TS 36.331, 6.3).
 * @throws EncodeError for names that there are not
 */
export function wlanIdentifiers(wlan: WlanIdentity): WLANIdentifiersR12 {
  onlyNames('wlan', wlan, WLAN_IDENTITY);
  return identifiersOf(wlan);
}

/** The same of what may be known of more than its identity. */
export const identifiersOf = ({ ssid, bssid, hessid }: WlanIdentity): WLANIdentifiersR12 =>
  given({
    'ssid-r12': ifGiven(ssid, ssidOctets),
    'bssid-r12': bssid,
    'hessid-r12': hessid,
  });
