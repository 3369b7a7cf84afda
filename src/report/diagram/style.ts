/** Attributes of an element. */
type Attributes = Readonly<Record<string, string | number>>;

/** What colours of a class fill and draw. */
interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
}

interface Palette {
  readonly [name: string]: Paint;
  readonly ink: Paint;
}

/** The class of all drawings: within a page their style is for nothing else. */
export const SVG_CLASS = 'lwa-ladder';

/** Colours and patterns that tell keys apart; of more keys they begin again. */
export const KEYS = 5;

const MONOSPACE = 'ui-monospace,SFMono-Regular,Menlo,Consolas,Liberation Mono,DejaVu Sans Mono,monospace';
/** Fonts that systems have. */
export const PROPORTIONAL = 'system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';

/** Sizes of text in pixels: names of messages, what is beside and below them, prose, and titles. */
export const SIZE = { m: 12, s: 11, p: 12.5, t: 15 } as const;
/** How text is set: `m` and `s` in a monospace font. */
export type Face = keyof typeof SIZE;

/** What is the same in light and dark. */
const FORMS: Readonly<Record<string, Attributes>> = {
  m: { 'font-size': SIZE.m },
  s: { 'font-size': SIZE.s },
  p: { 'font-family': PROPORTIONAL, 'font-size': SIZE.p },
  t: { 'font-family': PROPORTIONAL, 'font-size': SIZE.t, 'font-weight': 'bold' },
  b: { 'font-weight': 'bold' },
  card: { 'stroke-width': 1 },
  hd: { 'stroke-width': 1 },
  ll: { 'stroke-width': 1.2 },
  zz: { 'stroke-width': 1.2, 'stroke-dasharray': '2 3' },
  a: { 'stroke-width': 1.5 },
  d: { 'stroke-dasharray': '6 3' },
  lk: { 'stroke-width': 1.4, fill: 'none' },
  sg: { 'stroke-width': 1.6 },
  kb: { 'stroke-width': 9 },
  ko: { 'stroke-width': 3 },
  k1o: { 'stroke-width': 9, 'stroke-dasharray': '2.5 5' },
  k3o: { 'stroke-width': 4, 'stroke-dasharray': '4 5' },
  k4o: { 'stroke-width': 9, 'stroke-dasharray': '2 14' },
  kuo: { 'stroke-width': 5 },
};

const keyPaints = (colors: readonly string[]): Record<string, Paint> =>
  Object.fromEntries(
    colors.flatMap((color, i) => {
      const own = i === KEYS ? 'ku' : `k${i}`;
      return [
        [own, { fill: color }],
        [`${own}s`, { stroke: color }],
      ];
    }),
  );

/**
 * What each class is painted with. Colours are given by what they are for: ground, ink, what is beside, lines, frames; error,
 * warning and note, with their grounds; keys. Of the classes of an element the later ones here prevail.
 */
const palette = (
  [ground, ink, beside, line, frame]: readonly [string, string, string, string, string],
  [er, erb, wa, wab, no]: readonly [string, string, string, string, string],
  keys: readonly string[],
): Palette => ({
  ink: { fill: ink },
  bg: { fill: ground },
  card: { fill: ground, stroke: frame },
  mu: { fill: beside },
  ll: { stroke: line },
  zz: { stroke: line },
  hd: { fill: ground, stroke: beside },
  a: { stroke: ink },
  lk: { stroke: ink },
  h: { fill: ink },
  lkf: { fill: ink },
  er: { fill: er },
  erf: { fill: er },
  ers: { stroke: er },
  erb: { fill: erb },
  wa: { fill: wa },
  waf: { fill: wa },
  was: { stroke: wa },
  wab: { fill: wab },
  no: { fill: no },
  nof: { fill: no },
  sg: { stroke: ground },
  ko: { stroke: ground },
  ...keyPaints(keys),
  kt: { fill: ground },
});

const LIGHT = palette(
  ['#fff', '#1f2328', '#57606a', '#8c959f', '#d0d7de'],
  ['#c1121f', '#ffebe9', '#7d4e00', '#fff4d1', '#57606a'],
  ['#1d5fbf', '#b4530a', '#14753b', '#7e22ce', '#b5176b', '#6e7781'],
);

const DARK = palette(
  ['#0d1117', '#e6edf3', '#9aa4af', '#6e7681', '#3d444d'],
  ['#ff7b72', '#3a1517', '#e3b341', '#30260c', '#9aa4af'],
  ['#58a6ff', '#f0883e', '#3fb950', '#bc8cff', '#f778ba', '#8b949e'],
);

/** Of what all of a drawing but its card is in; what is in it has what of this it does not say itself. */
export const GROUND: Attributes = {
  class: 'ink',
  ...LIGHT.ink,
  'font-family': MONOSPACE,
  'font-size': SIZE.s,
  'stroke-width': 1.5,
};

function lookOf(names: string): Attributes {
  const own = names.split(' ');
  const classes = own.filter(name => LIGHT[name] !== undefined);
  const drawn = new Map(own.flatMap(name => Object.entries({ ...FORMS[name], ...LIGHT[name] })));
  return {
    ...(classes.length === 0 ? {} : { class: classes.join(' ') }),
    ...Object.fromEntries([...drawn].filter(([name, value]) => GROUND[name] !== value)),
  };
}

/** As many as there are names in this folder, which write them out. */
const looks = new Map<string, Attributes>();

/**
 * The attributes of a shape or a text, from the names of what it is drawn as: `m b`, `a d`. They give the form, and the colours on
 * light ground, which need no style: a page may forbid any. The class is for {@link SVG_STYLE}. Lines that are straight have an
 * area of nothing to fill.
 */
export function look(names: string): Attributes {
  const known = looks.get(names);
  if (known !== undefined) return known;
  const own = lookOf(names);
  looks.set(names, own);
  return own;
}

/**
 * The style of all drawings: their colours for viewers that have dark ground. On light ground they need none. Where a page's
 * policy forbids styles within it, it may be a sheet of `adoptedStyleSheets`. Without variables, which office programs do not know.
 */
export const SVG_STYLE: string = `@media (prefers-color-scheme:dark){${Object.entries(DARK)
  .map(([name, { fill, stroke }]) => {
    const declarations = [
      ...(fill === undefined ? [] : [`fill:${fill}`]),
      ...(stroke === undefined ? [] : [`stroke:${stroke}`]),
    ];
    return `.${SVG_CLASS} .${name}{${declarations.join(';')}}`;
  })
  .join('')}}`;
