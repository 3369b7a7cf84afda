import { ssidOctets } from '../../dot11/ssid.js';
import { given } from '../../per/given.js';
import type { WLANIdentifiersR12 } from '../ie/lwa.js';

/** A WLAN by what is known of it: all that is given has to match (TS 36.331, 5.6.15). */
export interface WlanIdentity {
  /** 1 to 32 octets; text stands for its UTF-8. */
  readonly ssid?: string | Uint8Array;
  /** 6 octets. */
  readonly bssid?: Uint8Array;
  /** 6 octets. */
  readonly hessid?: Uint8Array;
}

/** WLAN-Identifiers-r12 of a WLAN (TS 36.331, 6.3). */
export const wlanIdentifiers = ({ ssid, bssid, hessid }: WlanIdentity): WLANIdentifiersR12 =>
  given({
    'ssid-r12': ssid === undefined ? undefined : ssidOctets(ssid),
    'bssid-r12': bssid,
    'hessid-r12': hessid,
  });
