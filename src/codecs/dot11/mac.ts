import { EncodeError } from '../error.js';
import { fromHex, toHex } from '../hex.js';

/** Octets of a MAC address. */
export const MAC_LENGTH = 6;

const COLON = 0x3a;

/** A MAC address as text: `02:e4:1b:7a:90:01`, for any number of octets. */
export function formatMac(address: Uint8Array): string {
  const digits = toHex(address);
  const codes: number[] = [];
  for (let i = 0; i < digits.length; i += 2)
    codes.push(digits.charCodeAt(i), digits.charCodeAt(i + 1), COLON);
  codes.pop();
  // A text that is put together piece by piece is kept so, at several times its size.
  return String.fromCharCode(...codes);
}

/**
 * The 6 octets of a MAC address written with colons or hyphens: `02:e4:1b:7a:90:01`.
 * @param path names the value in the error
 * @throws EncodeError for anything else
 */
export function parseMac(text: string, path = 'MAC address'): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(text))
    throw new EncodeError(path, 'is to be six pairs of hex digits, as in 02:00:00:00:00:01');
  return fromHex(text, path);
}

/** The group bit of the MAC address at `offset`: broadcast and multicast addresses have it set. */
export function isGroupAddress(bytes: Uint8Array, offset = 0): boolean {
  return (bytes[offset]! & 1) !== 0;
}
