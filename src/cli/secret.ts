import { existsSync } from 'node:fs';

/** Hex digits from which on an argument may be a key: 128 bits. */
const LEAST = 32;
/** Hex digits of such an argument that are too many to be told: as long a run of words has none. */
const SHOWN = 8;

const hexDigits = (text: string): number => text.match(/[0-9a-f]/gi)?.length ?? 0;

/** An ending as file names have it, not all of hex digits: `.pcap`. */
const ENDING = /\.(?=[^.]*[g-z])[a-z\d]{1,8}$/i;

/** What of an argument may be a key: what is behind `NAME=`. */
const behindName = (argument: string): string => argument.slice(argument.lastIndexOf('=') + 1);

/**
 * How many hex digits an argument has that looks like a key, behind `NAME=` or not: it is of nothing else, but for separators,
 * a prefix and slips of the hand. Undefined for any other, and for what is a file.
 */
export function keyDigits(argument: string): number | undefined {
  const value = behindName(argument);
  const digits = hexDigits(value);
  const isHex = digits >= LEAST && 4 * digits >= 3 * value.replace(/[\s:_.-]/g, '').length;
  const isKey = isHex && !value.includes('/') && !ENDING.test(value) && !existsSync(argument);
  return isKey ? digits : undefined;
}

/**
 * `line` without what it quotes, whole or in part, of arguments that look like keys: a key that was mistyped is still most of
 * the key, and errors go into logs.
 */
export function withoutKeys(line: string, given: readonly string[] = process.argv.slice(2)): string {
  const keys = given
    .filter(argument => keyDigits(argument) !== undefined)
    .map(key => behindName(key).toLowerCase());
  if (keys.length === 0) return line;
  const lower = line.toLowerCase();
  /** The end of the longest part of a key that is at `from`. */
  const endOf = (from: number): number => {
    let end = from;
    while (end < lower.length && keys.some(key => key.includes(lower.slice(from, end + 1)))) end++;
    return end;
  };
  let shown = '';
  for (let at = 0; at < line.length; ) {
    const end = endOf(at);
    const digits = hexDigits(line.slice(at, end));
    shown += digits < SHOWN ? line[at] : `[${digits} hex digits]`;
    at = digits < SHOWN ? at + 1 : end;
  }
  return shown;
}
