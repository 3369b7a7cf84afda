/**
 * Text that came from the air (an SSID, a reason phrase) or from a file name, fit for a terminal: control
 * characters, which it would obey, invisible ones, and lone surrogates are shown as U+FFFD.
 */
export const printable = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');

const escaped = (text: string): string => {
  let out = '';
  for (let i = 0; i < text.length; i++) out += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return out;
};

/**
 * JSON text in which what {@link printable} replaces is escaped instead, so that the values stay what they are and a terminal that
 * shows them obeys none.
 */
export const printableJson = (json: string): string =>
  // A line feed stands only between tokens: JSON.stringify escapes those within strings.
  json.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);

/** `value` as indented JSON, as {@link printableJson} has it. */
export const jsonText = (value: unknown): string => printableJson(JSON.stringify(value, null, 2));
