import type { SessionReport } from '../../validate/report.js';
import { element } from '../xml.js';
import type { KeyStep } from './key-bands.js';
import { type Columns, keyText } from './layout.js';
import { band, box, downwards, keyClass, n, path, type Stretch, titleOf } from './shapes.js';
import { textLine, textWidth } from './text.js';

/** Heights of the boxes of actors, and half of their widths. */
export const HEAD = 38;
export const FOOT = 22;
const HALF_HEAD = 64;
const HALF_FOOT = 34;

/** A stretch of a line of life on which its side holds a key. */
export interface Band {
  readonly x: number;
  readonly stretch: Stretch;
  /** The place of the key among those of the ladder. */
  readonly place: number;
}

/** The actors, above their lines of life, and what is in the columns beside them. */
export function drawHeads(
  { station, ap }: SessionReport,
  actors: readonly string[],
  { lives, timeEnd, frameEnd }: Columns,
  y: number,
  hasTimes: boolean,
): string[] {
  const heads = actors.flatMap((actor, i) => {
    const x = lives[i]!;
    const address = i === 0 ? station : i === actors.length - 1 ? ap : undefined;
    return [
      box(x - HALF_HEAD, y, 2 * HALF_HEAD, HEAD, 'hd', 3),
      textLine(x, y + (address === undefined ? 23 : 16), 'm', actor, { anchor: 'middle', color: 'b' }),
      textLine(x, y + 31, 's', address ?? '', { anchor: 'middle', color: 'mu' }),
    ];
  });
  return [
    textLine(timeEnd, y + HEAD - 8, 's', hasTimes ? 'ms' : '', { anchor: 'end', color: 'mu' }),
    textLine(frameEnd, y + HEAD - 8, 's', 'frame', { anchor: 'end', color: 'mu' }),
    ...heads,
  ];
}

/** The actors again, below. */
export const drawFeet = (actors: readonly string[], { lives }: Columns, y: number): string[] =>
  actors.flatMap((actor, i) => [
    box(lives[i]! - HALF_FOOT, y, 2 * HALF_FOOT, FOOT, 'hd', 3),
    textLine(lives[i]!, y + 15, 's', actor, { anchor: 'middle', color: 'b' }),
  ]);

/** A hexagon with the name of a key, on a line of life: the condition of a message sequence chart (ITU-T Z.120). */
export function pill(x: number, y: number, { text, key }: KeyStep, actor: string, place: number): string {
  const shown = keyText(text);
  const half = textWidth(shown, 's') / 2 + 4;
  const d = `M${n(x - half - 7)} ${n(y)}l7 -9h${n(2 * half)}l7 9l-7 9h${n(-2 * half)}z`;
  const color = key === undefined ? 'hd' : keyClass(place);
  const content =
    path(d, color) +
    textLine(x, y + 4, 's', shown, { anchor: 'middle', color: key === undefined ? 'mu' : 'kt b' });
  return element('g', { role: 'img' }, titleOf(`${actor}: ${text}`) + content);
}

/** The index of the first of the breaks, which go downwards, that ends behind `y`. */
function firstBehind(breaks: readonly Stretch[], y: number): number {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]![1] <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is left of a stretch without the breaks, which go downwards. */
function unbroken([from, to]: Stretch, breaks: readonly Stretch[]): Stretch[] {
  const out: Stretch[] = [];
  let at = from;
  for (let i = firstBehind(breaks, from); i < breaks.length && breaks[i]![0] < to; i++) {
    const [a, b] = breaks[i]!;
    if (a > at) out.push([at, a]);
    at = Math.max(at, b);
  }
  return at < to ? [...out, [at, to]] : out;
}

/** Lines of life, dotted where they are broken, and bands, which are not drawn there. */
export function drawLives(
  { lives }: Columns,
  whole: Stretch,
  breaks: readonly Stretch[],
  bands: readonly Band[],
): string[] {
  const parts = unbroken(whole, breaks);
  return [
    ...lives.flatMap(x => [
      path(downwards(x, parts), 'll'),
      ...(breaks.length === 0 ? [] : [path(downwards(x, breaks), 'zz')]),
    ]),
    ...bands.flatMap(({ x, stretch, place }) => {
      const shown = unbroken(stretch, breaks);
      return shown.length === 0 ? [] : [band(x, shown, place)];
    }),
  ];
}
