import { KEYS } from './shapes.js';
import { SIZE } from './text.js';

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
