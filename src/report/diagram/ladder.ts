import type { Finding, SessionReport, Severity } from '../../validate/report.js';
import {
  type Actor,
  actorsOf,
  cutRows,
  type Folded,
  frameNames,
  type LadderOptions,
  ladderRows,
  leftOutText,
  placeOf,
} from '../ladder-rows.js';
import { SEVERITIES } from '../shown.js';
import { element } from '../xml.js';
import { type KeyStep, keyBands, type Side } from './key-bands.js';
import { type Columns, keyText, type LaidRow, layOut, OFF, PAD, ruleLines, SIGN } from './layout.js';
import { type Drawing, drawLegend, type Signs } from './legend.js';
import {
  band,
  box,
  keyClass,
  LINE,
  linesOf,
  n,
  padlock,
  path,
  severityClass,
  severitySign,
  textLine,
  textWidth,
  titleOf,
} from './parts.js';

/** What of a ladder is drawn. */
export interface DiagramOptions extends LadderOptions {
  /** Seconds from the first packet: rows before are left out. What each side holds by then is shown. */
  readonly from?: number;
  /** Seconds from the first packet: rows after are left out. */
  readonly to?: number;
}

/** Heights: of a strip across the ladder that is no row, and of the boxes of actors; half of their widths. */
const STRIP = 26;
const HEAD = 38;
const FOOT = 22;
const HALF_HEAD = 64;
const HALF_FOOT = 34;
/** From one line of the marks of a row to the next. */
const MARK = 14;

/** The rows from a time on, and up to one; those without a time go with the one before. */
function within(rows: readonly Folded[], { from = -Infinity, to = Infinity }: DiagramOptions) {
  let last = -Infinity;
  const times = rows.map(({ row }) => {
    if (row.time !== undefined) last = Number(row.time);
    return last;
  });
  const first = from === -Infinity ? 0 : times.findIndex(time => time >= from);
  const end = times.findIndex(time => time > to);
  const stop = end < 0 ? rows.length : end;
  return { first: first < 0 ? stop : Math.min(first, stop), stop };
}

/** What a row says to one who points at it, or listens. */
function spoken({ folded, name, detail, frame }: LaidRow, actors: readonly string[]): string {
  const { row, marks } = folded;
  const nameOf = (actor: Actor): string => actors[placeOf(actor, actors.length)]!;
  const { arrow, time } = row;
  const who = arrow === undefined ? [] : [`${nameOf(arrow[0])} to ${nameOf(arrow[1])}:`];
  const when = time === undefined ? [] : [`at ${Number(time).toFixed(6)} s`];
  const what = [...who, name.join(' '), detail.length === 0 ? '' : `(${detail.join(' ')})`];
  const first = [`frame ${frame}`, ...when, what.filter(part => part !== '').join(' ')];
  const said = marks.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`);
  return [first.filter(part => part !== '').join(', '), ...said].join('. ');
}

/** What a drawing is made of, from back to front. */
interface Layers {
  readonly back: string[];
  readonly front: string[];
}

/** Draws one row from `top` on. @returns its height */
function drawRow(
  { back, front }: Layers,
  laid: LaidRow,
  top: number,
  { timeEnd, frameEnd, lives, marks: marksAt, width }: Columns,
  actors: readonly string[],
  placeOfKey: (key: string) => number,
): number {
  const { folded, name, detail, time, frame } = laid;
  const { row, marks } = folded;
  const grave = marks[0]?.severity;
  const color = grave === 'error' || grave === 'warning' ? severityClass[grave] : '';
  const [from, to] = (row.arrow ?? ['ue', 'wt']).map(actor => lives[placeOf(actor, actors.length)]!) as [
    number,
    number,
  ];
  const middle = (from + to) / 2;
  const line = top + 4 + name.length * LINE.m + (name.length === 0 ? 8 : 4);
  const below = detail.length === 0 ? 8 : 6 + detail.length * LINE.s;
  const rules = marks.map(({ rule }) => ruleLines(rule));
  const markLines = rules.reduce((sum, lines) => sum + lines.length, 0);
  const firstMark = Math.max(top + MARK / 2 + 2, line - ((markLines - 1) * MARK) / 2);
  const height = Math.max(line + below - top, firstMark + (markLines - 0.5) * MARK + 2 - top);
  if (color !== '') {
    back.push(box(6, top, width - 12, height, `${color}b`, 4));
    back.push(box(6, top, 4, height, `${color}f`));
  }
  const parts = [titleOf(spoken(laid, actors))];
  const baseline = line + 4;
  parts.push(textLine(timeEnd, baseline, 's', time, { anchor: 'end', color: 'mu' }));
  parts.push(textLine(frameEnd, baseline, 's', frame, { anchor: 'end' }));

  // A line of life that the arrow passes is not to run through the text.
  const crosses = lives.some(x => x > Math.min(from, to) && x < Math.max(from, to));
  const ground = color === '' ? 'bg' : `${color}b`;
  const lineText = (text: string, y: number, face: 'm' | 's', textColor: string, sign?: string): void => {
    const wide = textWidth(text, face);
    if (crosses) parts.push(box(middle - wide / 2, y - LINE[face] + 4, wide, LINE[face], ground));
    parts.push(sign ?? '', textLine(middle, y, face, text, { anchor: 'middle', color: textColor }));
  };
  const signAt = (text: string, face: 'm' | 's'): number => middle - textWidth(text, face) / 2 - SIGN / 2 - 2;
  const { key } = row;
  for (const [i, text] of name.entries()) {
    const y = top + 4 + (i + 1) * LINE.m - 3;
    const lock = i === 0 && key?.protected === true ? padlock(signAt(text, 'm'), y - 4) : undefined;
    lineText(text, y, 'm', row.arrow === undefined ? 'mu' : 'b', lock);
  }
  if (row.arrow !== undefined) {
    const way = Math.sign(to - from);
    const [start, end] = [from + way * OFF, to - way * OFF];
    const dashes = key !== undefined && !key.protected ? ' d' : '';
    parts.push(
      path(`M${n(start)} ${n(line)}H${n(end - way * 6)}`, `a${dashes}${color === '' ? '' : ` ${color}`}`),
    );
    parts.push(path(`M${n(end)} ${n(line)}l${-way * 9} -4.5v9z`, color === '' ? 'h' : `${color}f`));
  } else if (row.name !== '') {
    parts.push(path(`M${n(from + OFF)} ${n(line)}H${n(to - OFF)}`, 'zz'));
  }
  for (const [i, text] of detail.entries()) {
    const place = i > 0 || key?.pmk === undefined ? -1 : placeOfKey(key.pmk);
    const y = line + 2 + (i + 1) * LINE.s - 2;
    const sign = place < 0 ? undefined : box(signAt(text, 's') - 4, y - 8, 8, 8, keyClass(place));
    lineText(text, y, 's', row.isWrong === true ? 'er b' : 'mu', sign);
  }
  let at = firstMark;
  for (const [i, { severity, rule, message }] of marks.entries()) {
    const texts = rules[i]!.map((text, k) =>
      textLine(marksAt + SIGN, at + k * MARK + 4, 's', text, { color: `${severityClass[severity]} b` }),
    );
    const shown = [titleOf(`${severity} ${rule}: ${message}`), severitySign(severity, marksAt, at), ...texts];
    parts.push(element('g', {}, shown.join('')));
    at += texts.length * MARK;
  }
  front.push(element('g', { role: 'img' }, parts.join('')));
  return height;
}

/** A hexagon with the name of a key, on a line of life: the condition of a message sequence chart (ITU-T Z.120). */
function pill(
  x: number,
  y: number,
  { text, key }: KeyStep,
  side: string,
  placeOfKey: (key: string) => number,
): string {
  const shown = keyText(text);
  const half = textWidth(shown, 's') / 2 + 4;
  const d = `M${n(x - half - 7)} ${n(y)}l7 -9h${n(2 * half)}l7 9l-7 9h${n(-2 * half)}z`;
  const color = key === undefined ? 'hd' : keyClass(placeOfKey(key));
  const content =
    path(d, color) +
    textLine(x, y + 4, 's', shown, { anchor: 'middle', color: key === undefined ? 'mu' : 'kt b' });
  return element('g', { role: 'img' }, titleOf(`${side}: ${text}`) + content);
}

/** The index of the first of the breaks, which go downwards, that ends behind `y`. */
function firstBehind(breaks: readonly (readonly [number, number])[], y: number): number {
  let [low, high] = [0, breaks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]![1] <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lines of life and bands, without the places where they are broken. */
function drawLives(
  { lives }: Columns,
  [from, to]: readonly [number, number],
  breaks: readonly (readonly [number, number])[],
  bands: readonly {
    readonly x: number;
    readonly from: number;
    readonly to: number;
    readonly place: number;
  }[],
): string[] {
  const whole = (begin: number, end: number): (readonly [number, number])[] => {
    const out: (readonly [number, number])[] = [];
    let at = begin;
    for (let i = firstBehind(breaks, begin); i < breaks.length && breaks[i]![0] < end; i++) {
      const [a, b] = breaks[i]!;
      if (a > at) out.push([at, a]);
      at = Math.max(at, b);
    }
    return at < end ? [...out, [at, end]] : out;
  };
  return [
    ...lives.flatMap(x => [
      ...whole(from, to).map(([a, b]) => path(`M${n(x)} ${n(a)}V${n(b)}`, 'll')),
      ...breaks.map(([a, b]) => path(`M${n(x)} ${n(a)}V${n(b)}`, 'zz')),
    ]),
    ...bands.flatMap(one => whole(one.from, one.to).map(([a, b]) => band(one.x, a, b, one.place))),
  ];
}

/** What each side comes to hold in the end. */
const lastOf = (steps: readonly KeyStep[]): KeyStep[] => [
  ...new Map(steps.map(step => [step.side, step])).values(),
];

/** The actors, above their lines of life, and what is in the columns beside them. */
function drawHeads(
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

const drawFeet = (actors: readonly string[], { lives }: Columns, y: number): string[] =>
  actors.flatMap((actor, i) => [
    box(lives[i]! - HALF_FOOT, y, 2 * HALF_FOOT, FOOT, 'hd', 3),
    textLine(lives[i]!, y + 15, 's', actor, { anchor: 'middle', color: 'b' }),
  ]);

function signsOf(
  shown: readonly Folded[],
  pills: readonly KeyStep[],
  known: readonly string[],
  zero: string | undefined,
): Signs {
  const frames = shown.flatMap(({ row }) => row.key ?? []);
  const severities = new Set<Severity>(shown.flatMap(({ marks }) => marks.map(({ severity }) => severity)));
  const used = new Set([...pills.map(({ key }) => key), ...frames.map(({ pmk }) => pmk)]);
  return {
    keys: known.map((key, place) => ({ key, place })).filter(({ key }) => used.has(key)),
    hasProtected: frames.some(key => key.protected),
    hasClear: frames.some(key => !key.protected),
    severities: SEVERITIES.filter(one => severities.has(one)),
    notes:
      zero === undefined || Number(zero) === 0
        ? []
        : [`0 ms: ${Number(zero).toFixed(6)} s after the first packet`],
  };
}

/**
 * Draws the ladder of a session: lines of life, arrows, times in milliseconds from the first row, at them what was
 * found, and bands for the keys that UE and WT are known to hold. Rows that are left out are told.
 */
export function drawLadder(
  session: SessionReport,
  findings: readonly Finding[],
  options: DiagramOptions = {},
): Drawing {
  const all = ladderRows(session, findings);
  const actors = actorsOf(session);
  const { nameOf, legend: captures } = frameNames(all);
  const { steps, known } = keyBands(session, all);
  const { first, stop } = within(all, options);
  const { head, left, tail } = cutRows(all.slice(first, stop), options);
  const stepsAt = new Map(all.map((row, i) => [row, lastOf(steps[i]!)]));
  const atStart = lastOf(steps.slice(0, first).flat());
  const betweenSteps = lastOf(steps.slice(first + head.length, stop - tail.length).flat());
  const shown = [...head, ...tail];
  const pills = [...atStart, ...betweenSteps, ...shown.flatMap(row => stepsAt.get(row)!)];
  const { rows, columns, zero } = layOut(session, shown, pills, actors, nameOf);
  const { lives, frameEnd, width } = columns;
  const layers: Layers = { back: [], front: [] };
  const { front } = layers;
  const breaks: [number, number][] = [];
  const drawn: { x: number; from: number; to: number; place: number }[] = [];
  const open = new Map<Side, { readonly from: number; readonly place: number }>();
  const places = new Map(known.map((key, place) => [key, place]));
  const placeOfKey = (key: string): number => places.get(key) ?? -1;
  const xOf = (side: Side): number => (side === 'ue' ? lives[0]! : lives.at(-1)!);

  let y = 2;
  const endBand = (side: Side, at: number): void => {
    const band = open.get(side);
    if (band !== undefined) drawn.push({ x: xOf(side), from: band.from, to: at, place: band.place });
    open.delete(side);
  };
  const hold = (changes: readonly KeyStep[]): void => {
    if (changes.length === 0) return;
    const middle = y + STRIP / 2;
    for (const step of changes) {
      const { side, key } = step;
      endBand(side, middle);
      if (key !== undefined) open.set(side, { from: middle, place: placeOfKey(key) });
      front.push(pill(xOf(side), middle, step, side === 'ue' ? actors[0]! : actors.at(-1)!, placeOfKey));
    }
    y += STRIP;
  };
  const strip = (text: string, at: 'middle' | 'left'): void => {
    breaks.push([y, y + STRIP]);
    const baseline = y + STRIP / 2 + 4;
    if (at === 'left') front.push(textLine(frameEnd, baseline, 's', text, { anchor: 'end', color: 'mu b' }));
    else {
      const middle = (lives[0]! + lives.at(-1)!) / 2;
      const wide = textWidth(text, 's') + 8;
      front.push(box(middle - wide / 2, y + 4, wide, STRIP - 8, 'bg'));
      front.push(textLine(middle, baseline, 's', text, { anchor: 'middle', color: 'mu' }));
    }
    y += STRIP;
  };

  for (const text of captures.flatMap(line => linesOf(line, 's', width - 2 * PAD))) {
    front.push(textLine(PAD, y + 10, 's', text, { color: 'mu' }));
    y += LINE.s;
  }
  if (captures.length > 0) y += 6;
  const hasTimes = zero !== undefined;
  front.push(...drawHeads(session, actors, columns, y, hasTimes));
  y += HEAD;
  const begin = y;
  y += 6;
  if (all.length === 0) strip('no message of it is in the capture', 'middle');
  if (first > 0) strip(`… ${first} earlier row${first === 1 ? '' : 's'} left out`, 'middle');
  hold(atStart);
  for (const [i, row] of rows.entries()) {
    if (left.length > 0 && i === head.length) {
      strip(`… ${leftOutText(left)} …`, 'middle');
      hold(betweenSteps);
    } else if (row.pause !== undefined) strip(row.pause, 'left');
    y += drawRow(layers, row, y, columns, actors, placeOfKey) + 2;
    hold(stepsAt.get(row.folded)!);
  }
  const after = all.length - stop;
  if (after > 0) strip(`… ${after} later row${after === 1 ? '' : 's'} left out`, 'middle');
  else y += 6;
  for (const side of ['ue', 'wt'] as const) endBand(side, y);
  const end = y;
  front.push(...drawFeet(actors, columns, y));
  y += FOOT + 10;

  const legend = drawLegend(signsOf(shown, pills, known, zero), PAD, width - PAD);
  front.push(element('g', { transform: `translate(0 ${n(y)})` }, legend.body));
  const body = [...layers.back, ...drawLives(columns, [begin, end], breaks, drawn), ...front].join('\n');
  return { width, height: y + legend.height, body };
}
