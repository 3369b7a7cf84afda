import type { Finding, SessionReport } from '../../validate/report.js';
import {
  actorsOf,
  cutRows,
  type Folded,
  frameNames,
  type LadderOptions,
  ladderRows,
  leftOutText,
} from '../ladder-rows.js';
import { plural, STANDINGS, standingOf } from '../shown.js';
import { element } from '../xml.js';
import { type KeyStep, keyBands, type Side } from './key-bands.js';
import { type Columns, type LaidRow, layOut, PAD } from './layout.js';
import { drawLegend, type Signs } from './legend.js';
import { type Band, drawFeet, drawHeads, drawLives, FOOT, HEAD, pill } from './lives.js';
import { drawRow, type RowSetting } from './row.js';
import { box, type Drawing, n, type Stretch } from './shapes.js';
import { LINE, linesOf, textLine, textWidth } from './text.js';

/** What of a ladder is drawn. */
export interface DiagramOptions extends LadderOptions {
  /** Seconds from the first packet: rows before are left out. What each side holds by then is shown. */
  readonly from?: number | undefined;
  /** Seconds from the first packet: rows after are left out. */
  readonly to?: number | undefined;
}

/** The height of what goes across the ladder and is no row. */
const STRIP = 26;
/** Between the actors and what is next to them, where that is not broken. */
const GAP = 6;

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

/** How many rows of a session are drawn, folded ones as one, and the time of its last one in seconds; −Infinity without any. */
export function rowsDrawn(
  session: SessionReport,
  options: DiagramOptions,
): { readonly rows: number; readonly last: number } {
  const rows = ladderRows(session, []);
  const { first, stop } = within(rows, options);
  return {
    rows: stop - first,
    last: rows.reduce((last, { row }) => Math.max(last, Number(row.time ?? last)), -Infinity),
  };
}

/** What each side comes to hold in the end. */
const lastOf = (steps: readonly KeyStep[]): KeyStep[] => [
  ...new Map(steps.map(step => [step.side, step])).values(),
];

/** What stands below one another: rows, changes of keys, and what is said across the ladder. */
type Item =
  | { readonly kind: 'row'; readonly row: LaidRow }
  | { readonly kind: 'keys'; readonly steps: readonly KeyStep[] }
  | { readonly kind: 'strip'; readonly text: string; readonly at: 'middle' | 'left' };

const strip = (text: string, at: 'middle' | 'left' = 'middle'): Item => ({ kind: 'strip', text, at });

/** What is chosen of the rows of a ladder. */
interface Chosen {
  readonly head: readonly Folded[];
  /** Left out between the two, as they would be too many. */
  readonly left: readonly Folded[];
  readonly tail: readonly Folded[];
  /** How many rows are before and behind what the options ask for. */
  readonly before: number;
  readonly behind: number;
  /** What each side has come to hold before the head, and between head and tail. */
  readonly atStart: readonly KeyStep[];
  readonly between: readonly KeyStep[];
  /** What each side has come to hold at a row. */
  readonly stepsAt: ReadonlyMap<Folded, readonly KeyStep[]>;
}

function choose(
  all: readonly Folded[],
  steps: readonly (readonly KeyStep[])[],
  options: DiagramOptions,
): Chosen {
  const { first, stop } = within(all, options);
  const { head, left, tail } = cutRows(all.slice(first, stop), options);
  return {
    head,
    left,
    tail,
    before: first,
    behind: all.length - stop,
    atStart: lastOf(steps.slice(0, first).flat()),
    between: lastOf(steps.slice(first + head.length, stop - tail.length).flat()),
    stepsAt: new Map(all.map((row, i) => [row, lastOf(steps[i]!)])),
  };
}

/** All items from the top down. @param rows head and tail, as they are laid out */
function itemsOf(
  { head, left, before, behind, atStart, between, stepsAt }: Chosen,
  rows: readonly LaidRow[],
): Item[] {
  const count = (rows: number, where: string): Item[] =>
    rows === 0 ? [] : [strip(`… ${plural(rows, `${where} row`)} left out`)];
  const keys = (steps: readonly KeyStep[]): Item[] => (steps.length === 0 ? [] : [{ kind: 'keys', steps }]);
  const isEmpty = rows.length === 0 && before === 0 && behind === 0;
  return [
    ...(isEmpty ? [strip('no message of it is in the capture')] : []),
    ...count(before, 'earlier'),
    ...keys(atStart),
    ...rows.flatMap((row, i): Item[] => [
      ...(left.length > 0 && i === head.length
        ? [strip(`… ${leftOutText(left)} …`), ...keys(between)]
        : row.pause === undefined
          ? []
          : [strip(row.pause, 'left')]),
      { kind: 'row', row },
      ...keys(stepsAt.get(row.folded)!),
    ]),
    ...count(behind, 'later'),
  ];
}

/** What is said across the ladder, where its lines are broken. */
function drawStrip(text: string, at: 'middle' | 'left', y: number, { lives, frameEnd }: Columns): string {
  const baseline = y + STRIP / 2 + 4;
  if (at === 'left') return textLine(frameEnd, baseline, 's', text, { anchor: 'end', color: 'mu b' });
  const middle = (lives[0]! + lives.at(-1)!) / 2;
  const wide = textWidth(text, 's') + 8;
  return (
    box(middle - wide / 2, y + 4, wide, STRIP - 8, 'bg') +
    textLine(middle, baseline, 's', text, { anchor: 'middle', color: 'mu' })
  );
}

/** Draws items below one another from `top` on, in layers from back to front. @returns them, and where it ends */
function drawItems(items: readonly Item[], top: number, setting: RowSetting) {
  const { columns, actors, placeOfKey } = setting;
  const { lives } = columns;
  const [back, front]: [string[], string[]] = [[], []];
  const breaks: Stretch[] = [];
  const bands: Band[] = [];
  const open = new Map<Side, { readonly from: number; readonly place: number }>();
  const xOf = (side: Side): number => (side === 'ue' ? lives[0]! : lives.at(-1)!);
  const endBand = (side: Side, to: number): void => {
    const begun = open.get(side);
    if (begun !== undefined) bands.push({ x: xOf(side), stretch: [begun.from, to], place: begun.place });
    open.delete(side);
  };
  const holdKey = (step: KeyStep, at: number): void => {
    const { side, key } = step;
    const place = key === undefined ? -1 : placeOfKey(key);
    endBand(side, at);
    if (key !== undefined) open.set(side, { from: at, place });
    front.push(pill(xOf(side), at, step, side === 'ue' ? actors[0]! : actors.at(-1)!, place));
  };

  let y = top;
  for (const item of items) {
    if (item.kind === 'row') {
      const row = drawRow(item.row, y, setting);
      back.push(row.back);
      front.push(row.front);
      y += row.height + 2;
      continue;
    }
    if (item.kind === 'keys') for (const step of item.steps) holdKey(step, y + STRIP / 2);
    else {
      breaks.push([y, y + STRIP]);
      front.push(drawStrip(item.text, item.at, y, columns));
    }
    y += STRIP;
  }
  if (items.at(-1)?.kind !== 'strip') y += GAP;
  for (const side of ['ue', 'wt'] as const) endBand(side, y);
  return { back: back.filter(part => part !== ''), front, breaks, bands, bottom: y };
}

function signsOf(
  shown: readonly Folded[],
  pills: readonly KeyStep[],
  known: readonly string[],
  zero: string | undefined,
): Signs {
  const frames = shown.flatMap(({ row }) => row.key ?? []);
  const found = new Set(shown.flatMap(({ marks }) => marks.map(standingOf)));
  const used = new Set([...pills.map(({ key }) => key), ...frames.map(({ pmk, pmkidOf }) => pmk ?? pmkidOf)]);
  return {
    keys: known.map((key, place) => ({ key, place })).filter(({ key }) => used.has(key)),
    hasProtected: frames.some(key => key.protected),
    hasClear: frames.some(key => key.protected === false),
    findings: STANDINGS.filter(one => found.has(one)),
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
  const chosen = choose(all, steps, options);
  const { head, tail, atStart, between, stepsAt } = chosen;
  const shown = [...head, ...tail];
  const pills = [...atStart, ...between, ...shown.flatMap(row => stepsAt.get(row)!)];
  const { rows, columns, zero } = layOut(session, shown, pills, actors, nameOf);
  const { width } = columns;
  const places = new Map(known.map((key, place) => [key, place]));
  const placeOfKey = (key: string): number => places.get(key) ?? -1;

  const notes = captures.flatMap(line => linesOf(line, 's', width - 2 * PAD));
  const headAt = 2 + notes.length * LINE.s + (notes.length === 0 ? 0 : GAP);
  const begin = headAt + HEAD;
  const items = itemsOf(chosen, rows);
  const drawn = drawItems(items, begin + GAP, { columns, actors, placeOfKey });
  const legendAt = drawn.bottom + FOOT + 10;
  const legend = drawLegend(signsOf(shown, pills, known, zero), PAD, width - PAD);
  const body = [
    ...drawn.back,
    ...drawLives(columns, [begin, drawn.bottom], drawn.breaks, drawn.bands),
    ...notes.map((text, i) => textLine(PAD, 2 + i * LINE.s + 10, 's', text, { color: 'mu' })),
    ...drawHeads(session, actors, columns, headAt, zero !== undefined),
    ...drawn.front,
    ...drawFeet(actors, columns, drawn.bottom),
    element('g', { transform: `translate(0 ${n(legendAt)})` }, legend.body),
  ];
  return { width, height: legendAt + legend.height, body: body.join('\n') };
}
