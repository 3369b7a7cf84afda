import { printable } from '../printable.js';
import { element, xmlText } from '../xml.js';
import { n } from './shapes.js';
import { type Face, look, SIZE } from './style.js';

/** Lines of a face are so far apart. */
export const LINE: Readonly<Record<Face, number>> = { m: 15, s: 14, p: 17, t: 20 };

/** Of the widest monospace fonts in use, in ems. */
const MONO = 0.62;
/** Of characters that a monospace font has from another one, as those of Chinese. */
const WIDE = 1.05;
const isPlain = (character: string): boolean => /[\u0020-\u024f\u2010-\u2027\u2190-\u2193]/.test(character);

/** A character in the widest of the usual proportional fonts, in ems. */
const proportional = (character: string): number =>
  /[ijl.,:;'|!()[\]fI ]/.test(character)
    ? 0.43
    : /[mwMW@%—…]/.test(character)
      ? 1.02
      : /[A-Z0-9_#–]/.test(character)
        ? 0.73
        : 0.65;

/** An upper bound of the width of a text in pixels, whatever of the usual fonts a viewer has. */
export function textWidth(text: string, face: Face): number {
  let ems = 0;
  for (const character of text)
    ems += !isPlain(character) ? WIDE : face === 'm' || face === 's' ? MONO : proportional(character);
  return Math.ceil(ems * SIZE[face] * (face === 't' ? 1.08 : 1));
}

/** Lines no wider than `width`, broken between words where that can be. */
export function linesOf(text: string, face: Face, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (textWidth(longer, face) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && textWidth(line + character, face) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line];
}

/** Where a text begins, ends, or has its middle. */
type Anchor = 'start' | 'middle' | 'end';

/**
 * Characters that the font may not have are set in the width that they are given, so that none covers anything else.
 * @param attributes what the text has beside its place
 */
function textAt(
  x: number,
  y: number,
  face: Face,
  content: string,
  attributes: Readonly<Record<string, string | number>>,
): string {
  const shown = printable(content);
  if (shown.trim() === '') return '';
  const set = [...shown].every(isPlain)
    ? {}
    : { textLength: n(textWidth(shown, face)), lengthAdjust: 'spacingAndGlyphs' };
  return element('text', { x: n(x), y: n(y), ...attributes, ...set }, xmlText(shown));
}

const lookOf = (face: Face, color: string) => look(color === '' ? face : `${face} ${color}`);

/** A line of text. */
export const textLine = (
  x: number,
  y: number,
  face: Face,
  content: string,
  { anchor = 'start', color = '' }: { readonly anchor?: Anchor; readonly color?: string } = {},
): string =>
  textAt(x, y, face, content, {
    ...lookOf(face, color),
    ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
  });

/** Lines of text, one below the other, the first at `y`. */
export const textLines = (x: number, y: number, face: Face, lines: readonly string[], color = ''): string =>
  element(
    'g',
    lookOf(face, color),
    lines.map((line, i) => textAt(x, y + i * LINE[face], face, line, {})).join('\n'),
  );
