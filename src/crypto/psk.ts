import { sha1 } from '@noble/hashes/legacy.js';
import { pbkdf2 } from '@noble/hashes/pbkdf2.js';
import { ssidOctets } from '../codecs/dot11/ssid.js';
import { EncodeError } from '../codecs/error.js';
import { ofLengthWithin } from './check.js';
import { ofThisRealm } from './octets.js';

/** @throws EncodeError, under `path`, for a passphrase that is not 8 to 63 characters from space to tilde */
export function requirePassphrase(passphrase: string, path = 'passphrase'): void {
  if (typeof passphrase !== 'string' || !/^[ -~]{8,63}$/.test(passphrase))
    throw new EncodeError(path, 'must be 8 to 63 characters from space (32) to tilde (126)');
}

/**
 * The PSK, 32 octets, of a passphrase: `PBKDF2(passphrase, SSID, 4096, 256)` with HMAC-SHA-1
 * (IEEE 802.11-2020, J.4.1).
 * @param of `passphrase`, 8 to 63 characters from space to tilde, and `ssid`, 0 to 32 octets, for which a string stands in
 * UTF-8
 * @throws EncodeError for another passphrase or a longer SSID
 */
export function pskFromPassphrase(of: {
  readonly passphrase: string;
  readonly ssid: Uint8Array | string;
}): Uint8Array<ArrayBuffer> {
  const { passphrase, ssid } = of;
  requirePassphrase(passphrase);
  const salt = ofThisRealm(ofLengthWithin('ssid', ssidOctets(ssid), 0, 32));
  return pbkdf2(sha1, passphrase, salt, { c: 4096, dkLen: 32 });
}
