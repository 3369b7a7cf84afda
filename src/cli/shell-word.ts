/** As `printf` of a POSIX shell makes them: octets in octal. */
const printfOf = (text: string): string =>
  Array.from(new TextEncoder().encode(text), octet => `\\${octet.toString(8).padStart(3, '0')}`).join('');

/**
 * A word of a command line for a POSIX shell. What a terminal would obey or not show, of a file name, is made by `printf`: the
 * line can be shown as well as run.
 */
export const shellWord = (word: string): string =>
  /^[\w:.,/=+-]+$/.test(word)
    ? word
    : `'${word
        .replaceAll("'", "'\\''")
        .replace(
          /(?:(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}])+/gu,
          hidden => `'"$(printf '${printfOf(hidden)}')"'`,
        )}'`;
