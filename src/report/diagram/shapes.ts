import { printable } from '../printable.js';
import type { Standing } from '../shown.js';
import { element, xmlText } from '../xml.js';
import { KEYS, look } from './style.js';

/** A part of an SVG, drawn from 0, 0 on. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: string;
}

/** A number as an attribute has it: with one decimal at the most. */
export const n = (value: number): string => `${Math.round(value * 10) / 10}`;

/** A title, which viewers show where the pointer is, and readers of screens read. */
export const titleOf = (content: string): string => element('title', {}, xmlText(printable(content)));

/** @param names what it is drawn as, for {@link look}; of other shapes too */
export const path = (d: string, names: string): string => element('path', { d, ...look(names) });

/** A rectangle, in the units of the drawing. @param rx the radius of its corners */
export const box = (x: number, y: number, width: number, height: number, names: string, rx = 0): string =>
  element('rect', {
    x: n(x),
    y: n(y),
    width: n(width),
    height: n(height),
    ...look(names),
    ...(rx === 0 ? {} : { rx }),
  });

/** The class of a finding: colour of text and, as `…b` of errors and warnings, of ground. */
export const findingClass: Readonly<Record<Standing, string>> = {
  error: 'er',
  warning: 'wa',
  note: 'no',
  accepted: 'no',
};

/** The sign of a finding, 12 by 12 around a point: each has a form of its own. */
export function findingSign(standing: Standing, x: number, y: number): string {
  const [a, b] = [x - 6, y - 6];
  if (standing === 'error')
    return (
      path(`M${n(a + 3.5)} ${n(b)}h5l3.5 3.5v5l-3.5 3.5h-5l-3.5 -3.5v-5z`, 'erf') +
      path(`M${n(a + 3.8)} ${n(b + 3.8)}l4.4 4.4m0 -4.4l-4.4 4.4`, 'sg')
    );
  if (standing === 'warning')
    return path(`M${n(x)} ${n(b)}l6.5 12h-13z`, 'waf') + path(`M${n(x)} ${n(b + 4)}v4m0 1.6v1.2`, 'sg');
  return (
    element('circle', { cx: n(x), cy: n(y), r: 6, ...look('nof') }) +
    path(
      standing === 'accepted'
        ? `M${n(a + 3.4)} ${n(y)}l2 2.2m-0.6 0l4.2 -4.6`
        : `M${n(x)} ${n(b + 2.8)}v1.4m0 1.6v4`,
      'sg',
    )
  );
}

/** A padlock, 9 by 11, its middle at a point. */
export const padlock = (x: number, y: number): string =>
  path(`M${n(x - 4.5)} ${n(y - 0.5)}h9v6h-9z`, 'lkf') +
  path(`M${n(x - 2.7)} ${n(y - 0.5)}v-2a2.7 2.7 0 0 1 5.4 0v2`, 'lk');

/** The class of a key by its place among those of a ladder; negative for one of which no name is known. */
export const keyClass = (place: number): string => (place < 0 ? 'ku' : `k${place % KEYS}`);

/** From where to where, downwards. */
export type Stretch = readonly [from: number, to: number];

/** Lines downwards. */
export const downwards = (x: number, stretches: readonly Stretch[]): string =>
  stretches.map(([from, to]) => `M${n(x)} ${n(from)}V${n(to)}`).join('');

/** The band of a key, in its parts. */
export const band = (x: number, stretches: readonly Stretch[], place: number): string => {
  const d = downwards(x, stretches);
  const own = keyClass(place);
  return path(d, `kb ${own}s`) + (own === 'k0' ? '' : path(d, `ko ${own}o`));
};
