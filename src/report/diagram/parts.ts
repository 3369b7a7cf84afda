import type { Severity } from '../../validate/report.js';
import { printable } from '../printable.js';
import { element, xmlText } from '../xml.js';

/** Sizes of text in pixels: names of messages, what is beside and below them, prose, and titles. */
const SIZE = { m: 12, s: 11, p: 12.5, t: 15 } as const;
/** How text is set: `m` and `s` in a monospace font. */
export type Face = keyof typeof SIZE;

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

/** A number as an attribute has it: with one decimal at the most. */
export const n = (value: number): string => `${Math.round(value * 10) / 10}`;

/** Where a text begins, ends, or has its middle. */
type Anchor = 'start' | 'middle' | 'end';

/**
 * A line of text. Characters that the font may not have are set in the width that they are given, so that none
 * covers anything else.
 */
export function textLine(
  x: number,
  y: number,
  face: Face,
  content: string,
  { anchor = 'start', color = '' }: { readonly anchor?: Anchor; readonly color?: string } = {},
): string {
  const shown = printable(content);
  if (shown.trim() === '') return '';
  return element(
    'text',
    {
      x: n(x),
      y: n(y),
      class: color === '' ? face : `${face} ${color}`,
      ...(anchor === 'start' ? {} : { 'text-anchor': anchor }),
      ...([...shown].every(isPlain)
        ? {}
        : { textLength: n(textWidth(shown, face)), lengthAdjust: 'spacingAndGlyphs' }),
    },
    xmlText(shown),
  );
}

/** A title, which viewers show where the pointer is, and readers of screens read. */
export const titleOf = (content: string): string => element('title', {}, xmlText(printable(content)));

export const path = (d: string, color: string): string => element('path', { d, class: color });

export const box = (x: number, y: number, width: number, height: number, color: string, rx = 0): string =>
  element('rect', {
    x: n(x),
    y: n(y),
    width: n(width),
    height: n(height),
    class: color,
    ...(rx === 0 ? {} : { rx }),
  });

/** The class of what has a severity: colour of text and, as `…b`, of ground. */
export const severityClass: Readonly<Record<Severity, string>> = { error: 'er', warning: 'wa', note: 'no' };

/** The sign of a severity, 12 by 12 around a point: each has a form of its own. */
export function severitySign(severity: Severity, x: number, y: number): string {
  const [a, b] = [x - 6, y - 6];
  if (severity === 'error')
    return (
      path(`M${n(a + 3.5)} ${n(b)}h5l3.5 3.5v5l-3.5 3.5h-5l-3.5 -3.5v-5z`, 'erf') +
      path(`M${n(a + 3.8)} ${n(b + 3.8)}l4.4 4.4m0 -4.4l-4.4 4.4`, 'sg')
    );
  if (severity === 'warning')
    return path(`M${n(x)} ${n(b)}l6.5 12h-13z`, 'waf') + path(`M${n(x)} ${n(b + 4)}v4m0 1.6v1.2`, 'sg');
  return (
    element('circle', { cx: n(x), cy: n(y), r: 6, class: 'nof' }) +
    path(`M${n(x)} ${n(b + 2.8)}v1.4m0 1.6v4`, 'sg')
  );
}

/** A padlock, 9 by 11, its middle at a point. */
export const padlock = (x: number, y: number): string =>
  path(`M${n(x - 4.5)} ${n(y - 0.5)}h9v6h-9z`, 'lkf') +
  path(`M${n(x - 2.7)} ${n(y - 0.5)}v-2a2.7 2.7 0 0 1 5.4 0v2`, 'lk');

/** Colours and patterns that tell keys apart; of more keys they begin again. */
const KEYS = 5;
/** The class of a key by its place among those of a ladder; negative for one of which no name is known. */
export const keyClass = (place: number): string => (place < 0 ? 'ku' : `k${place % KEYS}`);

/** A part of the band of a key, downwards. */
export const band = (x: number, from: number, to: number, place: number): string => {
  const d = `M${n(x)} ${n(from)}V${n(to)}`;
  const own = keyClass(place);
  return path(d, `kb ${own}s`) + (own === 'k0' ? '' : path(d, `ko ${own}o`));
};

interface Colors {
  readonly [selector: string]: string;
}

/** The class of all drawings: within a page their style is for nothing else. */
export const SVG_CLASS = 'lwa-ladder';

const rules = (colors: Colors): string =>
  Object.entries(colors)
    .map(([selectors, declarations]) => {
      const own = selectors.split(',').map(selector => `.${SVG_CLASS} ${selector}`);
      return `${own.join(',')}{${declarations}}`;
    })
    .join('');

const keyRules = (colors: readonly string[], text: string): Colors => ({
  ...Object.fromEntries(
    colors.flatMap((color, i) => {
      const own = i === KEYS ? 'ku' : `k${i}`;
      return [
        [`.${own}`, `fill:${color}`],
        [`.${own}s`, `stroke:${color}`],
      ];
    }),
  ),
  '.kt': `fill:${text}`,
});

/** Colours by what they are for: ground, ink, what is beside, lines, frames; error, warning and note, with their grounds. */
const palette = (
  [ground, ink, beside, line, frame]: readonly string[],
  [er, erb, wa, wab, no]: readonly string[],
): Colors => ({
  '.bg': `fill:${ground};stroke:none`,
  '.card': `fill:${ground};stroke:${frame}`,
  text: `fill:${ink}`,
  '.mu': `fill:${beside}`,
  '.ll,.zz': `stroke:${line}`,
  '.hd': `fill:${ground};stroke:${beside}`,
  '.a,.lk': `stroke:${ink}`,
  '.h,.lkf': `fill:${ink}`,
  '.er,.erf': `fill:${er}`,
  '.a.er': `stroke:${er}`,
  '.erb': `fill:${erb}`,
  '.wa,.waf': `fill:${wa}`,
  '.a.wa': `stroke:${wa}`,
  '.wab': `fill:${wab}`,
  '.no,.nof': `fill:${no}`,
  '.sg,.ko': `stroke:${ground}`,
});

const LIGHT = {
  ...palette(
    ['#fff', '#1f2328', '#57606a', '#8c959f', '#d0d7de'],
    ['#c1121f', '#ffebe9', '#7d4e00', '#fff4d1', '#57606a'],
  ),
  ...keyRules(['#1d5fbf', '#b4530a', '#14753b', '#7e22ce', '#b5176b', '#6e7781'], '#fff'),
};

const DARK = {
  ...palette(
    ['#0d1117', '#e6edf3', '#9aa4af', '#6e7681', '#3d444d'],
    ['#ff7b72', '#3a1517', '#e3b341', '#30260c', '#9aa4af'],
  ),
  ...keyRules(['#58a6ff', '#f0883e', '#3fb950', '#bc8cff', '#f778ba', '#8b949e'], '#0d1117'),
};

const MONOSPACE = 'ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,DejaVu Sans Mono,monospace';
/** Fonts that systems have. */
export const PROPORTIONAL = 'system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** What shapes all drawings have, light or dark as the viewer has it. Without variables, which office programs do not know. */
export const SVG_STYLE: string = [
  rules({
    '.m': `font:${SIZE.m}px ${MONOSPACE}`,
    '.s': `font:${SIZE.s}px ${MONOSPACE}`,
    '.p': `font:${SIZE.p}px ${PROPORTIONAL}`,
    '.t': `font:bold ${SIZE.t}px ${PROPORTIONAL}`,
    '.b': 'font-weight:bold',
    '.ll': 'stroke-width:1.2;fill:none',
    '.zz': 'stroke-width:1.2;fill:none;stroke-dasharray:2 3',
    '.a': 'stroke-width:1.5;fill:none',
    '.a.d': 'stroke-dasharray:6 3',
    '.lk': 'stroke-width:1.4;fill:none',
    '.sg': 'stroke-width:1.6;fill:none',
    '.kb': 'stroke-width:9;fill:none',
    '.ko': 'stroke-width:3;fill:none',
    '.k1o': 'stroke-width:9;stroke-dasharray:2.5 5',
    '.k3o': 'stroke-width:4;stroke-dasharray:4 5',
    '.k4o': 'stroke-width:9;stroke-dasharray:2 14',
    '.kuo': 'stroke-width:5',
  }),
  rules(LIGHT),
  `@media (prefers-color-scheme:dark){${rules(DARK)}}`,
].join('');
