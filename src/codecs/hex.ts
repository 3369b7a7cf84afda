import { EncodeError } from './error.js';
import { requireOctets } from './is-octets.js';

const digits = /* @__PURE__ */ Array.from('0123456789abcdef', digit => digit.charCodeAt(0));

/** Octets that are turned into text at a time: their digits are the arguments of one call. */
const PIECE = 4096;

/** Octets as lower-case hex digits, two an octet, without separators. @throws TypeError for what is no octets */
export function toHex(bytes: Uint8Array): string {
  requireOctets(bytes);
  let text = '';
  for (let from = 0; from < bytes.length; from += PIECE) {
    const count = Math.min(PIECE, bytes.length - from);
    const codes = new Array<number>(2 * count);
    for (let i = 0; i < count; i++) {
      const octet = bytes[from + i]!;
      codes[2 * i] = digits[octet >> 4]!;
      codes[2 * i + 1] = digits[octet & 15]!;
    }
    text += String.fromCharCode(...codes);
  }
  return text;
}

/** What the hex digit of character code `code` stands for; -1 for other characters. */
export const nibble = (code: number): number =>
  code >= 48 && code <= 57 ? code - 48 : (code | 32) >= 97 && (code | 32) <= 102 ? (code | 32) - 87 : -1;

/** No octet begins so. */
const PREFIX = /^0x/i;

/**
 * Octets from hex digits of either case, behind `0x` or not; spaces, colons and hyphens between octets are passed over.
 * @param path names the value in the error: `--pmk`
 * @param isKey whether the error is not to quote anything of the text, which may be a passphrase where a key was to be
 * @throws EncodeError for a character that is no hex digit (with its position, from 1), an odd number of digits, and what is no string
 */
export function fromHex(text: string, path = 'hex', { isKey = false } = {}): Uint8Array<ArrayBuffer> {
  if (typeof text !== 'string') throw new EncodeError(path, 'is to be a string of hex digits');
  const out = new Uint8Array(text.length >> 1);
  let count = 0;
  let high = -1;
  for (let i = PREFIX.test(text) ? 2 : 0; i < text.length; i++) {
    const value = nibble(text.charCodeAt(i));
    if (value < 0) {
      if (high < 0 && ' :-\t\r\n'.includes(text[i]!)) continue;
      const what = isKey ? 'the character' : describe(text.codePointAt(i)!);
      throw new EncodeError(path, `${what} at position ${i + 1} is no hex digit`);
    }
    if (high < 0) high = value;
    else {
      out[count++] = (high << 4) | value;
      high = -1;
    }
  }
  if (high >= 0) throw new EncodeError(path, `an odd number of hex digits (${count * 2 + 1})`);
  return out.slice(0, count);
}

/** A character, by its code point where it may be unseen, or look like a digit. */
const describe = (point: number): string =>
  point >= 0x20 && point <= 0x7e
    ? `'${String.fromCodePoint(point)}'`
    : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
