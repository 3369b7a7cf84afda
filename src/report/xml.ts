const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** An attribute value of XML 1.0, without the characters that it has no way to write (2.2); also one of HTML. */
const xmlAttribute = (text: string): string => xmlText(text).replaceAll('\n', '&#10;');

/** Text of an element of XML 1.0, without the characters that it has no way to write (2.2); also of HTML. */
export const xmlText = (text: string): string =>
  text
    .replace(/[^\n\P{Cc}]|[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replace(/[&<>"]/g, character => entities[character]!);

/**
 * An element of XML.
 * @param content what is in it, as XML; without any it is empty
 */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content = '',
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${xmlAttribute(`${value}`)}"`);
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`;
}
