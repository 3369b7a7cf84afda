import { decodeEapolKey, type EapolKey } from '../../codecs/dot11/eapol-key.js';

/**
 * The EAPOL-Key frame in `bytes`, a whole EAPOL frame; undefined where it is none or cannot be read. One whose body goes on behind
 * the key data is read: hostapd and wpa_supplicant take it, and the MIC covers all of the body.
 */
export function readEapolKey(bytes: Uint8Array): EapolKey | undefined {
  const { value, error } = decodeEapolKey(bytes, { lax: true });
  return error === undefined || error.code === 'trailing' ? (value as EapolKey) : undefined;
}
