import type { Element } from './xml.js';

/** A text of an SVG, and the rectangle that it needs in the fonts that systems have. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels of a character by the size of its text: of Liberation Mono and DejaVu Sans Mono, and of prose in DejaVu Sans, the widest of the usual ones. */
const ADVANCE: Readonly<Record<string, number>> = {
  12: 12 * 0.602,
  11: 11 * 0.602,
  12.5: 12.5 * 0.57,
  15: 15 * 0.66,
};

const number = ({ attributes }: Element, name: string): number => Number(attributes[name]);

export const classesOf = ({ attributes }: Element): readonly string[] => (attributes.class ?? '').split(' ');

/** What elements have of those that they are in, if they do not say it themselves (SVG 1.1, appendix N). */
const INHERITED = [
  'fill',
  'font-family',
  'font-size',
  'font-weight',
  'stroke',
  'stroke-dasharray',
  'stroke-width',
] as const;

/** What an element is drawn with where there is no style. */
type Drawn = Readonly<Partial<Record<(typeof INHERITED)[number], string>>>;

/** Every element below one, with how far down it is moved, and what it is drawn with. */
function walk(element: Element, down = 0, around: Drawn = {}): (readonly [Element, number, Drawn])[] {
  const [, moved = '0'] = /^translate\(0 (-?[\d.]+)\)$/.exec(element.attributes.transform ?? '') ?? [];
  const at = down + Number(moved);
  const own = INHERITED.flatMap(name => {
    const value = element.attributes[name] ?? around[name];
    return value === undefined ? [] : [[name, value]];
  });
  const drawn: Drawn = Object.fromEntries(own);
  return [[element, at, drawn], ...element.children.flatMap(child => walk(child, at, drawn))];
}

/** Every shape and text of a drawing, and what it is drawn with where there is no style. */
export const drawnOf = (root: Element): (readonly [Element, Drawn])[] =>
  walk(root).flatMap(([element, , drawn]) =>
    ['rect', 'path', 'circle', 'text'].includes(element.name) ? [[element, drawn] as const] : [],
  );

/** The elements of a name in a document. */
export const allOf = (root: Element, name: string): Element[] =>
  walk(root).flatMap(([element]) => (element.name === name ? [element] : []));

/** The texts of a drawing, and where they are. */
export const textsOf = (root: Element): TextBox[] =>
  walk(root)
    .filter(([{ name }]) => name === 'text')
    .map(([element, down, drawn]) => {
      const size = drawn['font-size']!;
      const { text } = element;
      const set = element.attributes.textLength;
      const width = set === undefined ? [...text].length * ADVANCE[size]! : Number(set);
      const anchor = element.attributes['text-anchor'] ?? 'start';
      const x = number(element, 'x');
      const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
      const baseline = number(element, 'y') + down;
      const height = Number(size);
      return {
        text,
        left,
        right: left + width,
        top: baseline - 0.75 * height,
        bottom: baseline + 0.2 * height,
      };
    });

const overlap = (a: TextBox, b: TextBox): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Texts that cover one another, or are cut by the edge: there should be none. */
export function flawsOf(root: Element): string[] {
  const texts = textsOf(root).sort((a, b) => a.top - b.top);
  const [width, height] = [number(root, 'width'), number(root, 'height')];
  const cut = texts.filter(
    one => one.left < 1 || one.right > width - 1 || one.top < 1 || one.bottom > height,
  );
  const flaws = cut.map(({ text }) => `cut: ${text}`);
  for (const [i, a] of texts.entries())
    for (const b of texts.slice(i + 1)) {
      if (b.top >= a.bottom) break;
      if (overlap(a, b)) flaws.push(`${a.text} / ${b.text}`);
    }
  return flaws;
}

/** The lines of arrows: one for each message that is drawn. */
export const arrowsOf = (root: Element): Element[] =>
  allOf(root, 'path').filter(path => classesOf(path).includes('a') && / ?\d+H/.test(path.attributes.d!));

/** The parts of the bands of keys at each line of life: its x, from, to, and the class of the key. */
export const bandsOf = (root: Element) => {
  const bands = walk(root).filter(([one]) => one.name === 'path' && /^k.s$/.test(one.attributes.class ?? ''));
  // Those of the legend are below.
  const ladder = Math.min(...bands.map(([, down]) => down));
  return bands
    .filter(([, down]) => down === ladder)
    .flatMap(([{ attributes }, down]) =>
      attributes.d!.split(/(?=M)/).map(part => {
        const [, x, from, to] = /^M([\d.]+) ([\d.]+)V([\d.]+)$/.exec(part)!;
        return { x: Number(x), from: Number(from) + down, to: Number(to) + down, key: attributes.class! };
      }),
    );
};
