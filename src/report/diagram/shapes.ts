import type { Severity } from '../../validate/report.js';
import { printable } from '../printable.js';
import { element, xmlText } from '../xml.js';

/** A number as an attribute has it: with one decimal at the most. */
export const n = (value: number): string => `${Math.round(value * 10) / 10}`;

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
export const KEYS = 5;
/** The class of a key by its place among those of a ladder; negative for one of which no name is known. */
export const keyClass = (place: number): string => (place < 0 ? 'ku' : `k${place % KEYS}`);

/** A part of the band of a key, downwards. */
export const band = (x: number, from: number, to: number, place: number): string => {
  const d = `M${n(x)} ${n(from)}V${n(to)}`;
  const own = keyClass(place);
  return path(d, `kb ${own}s`) + (own === 'k0' ? '' : path(d, `ko ${own}o`));
};
