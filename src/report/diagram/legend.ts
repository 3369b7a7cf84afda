import type { Standing } from '../shown.js';
import { keyText } from './layout.js';
import { band, type Drawing, findingSign, n, padlock, path } from './shapes.js';
import { textLine, textWidth } from './text.js';

/** What signs a ladder has, and what is to be said of it. */
export interface Signs {
  /** Keys, and which of the colours they have. */
  readonly keys: readonly { readonly key: string; readonly place: number }[];
  readonly hasProtected: boolean;
  readonly hasClear: boolean;
  readonly findings: readonly Standing[];
  readonly notes: readonly string[];
}

/** What a sign means, and how to draw it where the middle of its left edge is; a note has none. */
interface Entry {
  readonly text: string;
  readonly sign?: (x: number, y: number) => string;
}

/** Of a line, a sign with the space behind it, and from one entry to the next. */
const HEIGHT = 20;
const SIGN_WIDTH = 26;
const SPACE = 22;

/** The meaning of the signs of a ladder, in lines no wider than `width`. */
export function drawLegend(signs: Signs, left: number, width: number): Drawing {
  const arrow = (x: number, y: number, color: string): string =>
    path(`M${n(x)} ${n(y)}h17`, color) + path(`M${n(x + 22)} ${n(y)}l-6 -3.5v7z`, 'h');
  const entries: readonly Entry[] = [
    ...signs.keys.map(({ key, place }) => ({
      text: `${keyText(key)} held`,
      sign: (x: number, y: number) => band(x + 10, [[y - 8, y + 8]], place),
    })),
    ...(signs.hasProtected
      ? [{ text: 'EAPOL-Key, protected', sign: (x: number, y: number) => padlock(x + 14, y - 1) }]
      : []),
    ...(signs.hasClear
      ? [{ text: 'EAPOL-Key in clear', sign: (x: number, y: number) => arrow(x, y, 'a d') }]
      : []),
    ...signs.findings.map(standing => ({
      text: standing,
      sign: (x: number, y: number) => findingSign(standing, x + 14, y),
    })),
    ...signs.notes.map(text => ({ text })),
  ];
  const parts: string[] = [];
  let [x, y] = [left, 0];
  for (const { text, sign } of entries) {
    const lead = sign === undefined ? 0 : SIGN_WIDTH;
    const wide = lead + textWidth(text, 's');
    if (x > left && x + wide > width) {
      x = left;
      y += HEIGHT;
    }
    if (sign !== undefined) parts.push(sign(x, y + HEIGHT / 2));
    parts.push(textLine(x + lead, y + HEIGHT / 2 + 4, 's', text, { color: 'mu' }));
    x += wide + SPACE;
  }
  return { width, height: entries.length === 0 ? 0 : y + HEIGHT, body: parts.join('') };
}
