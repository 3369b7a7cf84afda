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
 * `value` as indented JSON. What {@link printable} replaces is escaped instead, so that the values stay what they
 * are and a terminal that shows them obeys none.
 */
export const jsonText = (value: unknown): string =>
  // A line feed stands only between tokens: JSON.stringify escapes those within strings.
  JSON.stringify(value, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);

/** What stands around `part` in the text of `{ "": part }`, and around `element` in that of `{ "": [element] }`. */
const AROUND_PART = ['{\n  "": ', '\n}'].map(({ length }) => length);
const AROUND_ELEMENT = ['{\n  "": [\n    ', '\n  ]\n}'].map(({ length }) => length);

const within = (text: string, [before, after]: readonly number[]): string =>
  text.slice(before, text.length - after!);

/**
 * {@link jsonText} of an object in pieces, one for each element of its arrays: the report of very many sessions may have no room
 * in a string.
 */
export function* jsonPieces(value: Readonly<Record<string, unknown>>): Generator<string> {
  let before = '{';
  for (const [name, part] of Object.entries(value)) {
    if (part === undefined) continue;
    yield `${before}\n  ${jsonText(name)}: `;
    before = ',';
    if (!Array.isArray(part) || part.length === 0) {
      yield within(jsonText({ '': part }), AROUND_PART);
      continue;
    }
    for (const [i, element] of part.entries())
      yield `${i === 0 ? '[' : ','}\n    ${within(jsonText({ '': [element] }), AROUND_ELEMENT)}`;
    yield '\n  ]';
  }
  yield before === '{' ? '{}' : '\n}';
}
