import type { FrameRef, SessionReport } from '../../validate/report.js';
import { calledOf, clipped, counterOf, type Folded, placeOf, untilOf } from '../ladder-rows.js';
import type { KeyStep } from './key-bands.js';
import { linesOf, textWidth } from './text.js';

/** Of a drawing, from its edge, and between what is beside one another. */
export const PAD = 16;
const SPACE = 14;
/** From one line of life to the next. */
const LEAST_SPAN = 160;
const MOST_SPAN = 330;
/** Of all of them. */
const MOST_SPANS = 480;
/** From a line of life to an arrow. */
export const OFF = 8;
/** From the outer lines of life to what is beside the ladder. */
const LEAST_SIDE = 70;
/** Of a padlock or a swatch, with the space behind it. */
export const SIGN = 16;
/** Characters of the name of a key. */
const MOST_NAME = 26;
/** Characters in a line of the id of a rule, and pixels. */
const MOST_RULE = 24;
const MOST_RULE_WIDTH = 200;
/** Seconds without a row that are told. */
const LONG = 0.5;

/** A row as it is drawn. */
export interface LaidRow {
  readonly folded: Folded;
  readonly time: string;
  readonly frame: string;
  /** Above its arrow, and below. */
  readonly name: readonly string[];
  readonly detail: readonly string[];
  /** How long nothing was before it, where that is long. */
  readonly pause: string | undefined;
}

/** Where columns are. */
export interface Columns {
  /** Where times and numbers of frames end. */
  readonly timeEnd: number;
  readonly frameEnd: number;
  /** The lines of life, from left to right. */
  readonly lives: readonly number[];
  readonly marks: number;
  readonly width: number;
}

const WHERE: Readonly<Record<string, string>> = { uu: 'on Uu', xw: 'on Xw' };

/** The id of a rule, in lines broken behind hyphens. */
export function ruleLines(rule: string): string[] {
  const lines: string[] = [''];
  for (const part of rule.match(/[^-]*-?/g) ?? []) {
    const longer = lines.at(-1)! + part;
    if (lines.at(-1) !== '' && longer.length > MOST_RULE) lines.push(part);
    else lines[lines.length - 1] = longer;
  }
  return lines.flatMap(line => linesOf(line, 's', MOST_RULE_WIDTH));
}

/** The name of a key as a ladder has room for it. */
export const keyText = (text: string): string => clipped(text, MOST_NAME);

/** What a row is called, and what there is to tell of it. */
function labelsOf(
  folded: Folded,
  nameOf: (ref: FrameRef) => string,
): { readonly name: string; readonly detail: string } {
  const { row } = folded;
  const isGap = row.arrow === undefined && row.name !== '';
  const facts = isGap ? row.facts.map(where => WHERE[where] ?? where) : row.facts;
  const parts = [counterOf(folded), ...facts, untilOf(folded, nameOf)].filter(part => part !== undefined);
  return { name: calledOf(folded), detail: clipped(parts.join(' · ')) };
}

const pauseText = (seconds: number): string =>
  seconds >= 0.95 ? `+${seconds.toFixed(1)} s` : `+${Math.round(seconds * 1000)} ms`;

const widestOf = (texts: readonly string[], face: 'm' | 's'): number =>
  texts.reduce((width, text) => Math.max(width, textWidth(text, face)), 0);

/**
 * Lays out rows that are drawn one below the other.
 * @param pills what is written on lines of life
 */
export function layOut(
  session: SessionReport,
  shown: readonly Folded[],
  pills: readonly KeyStep[],
  actors: readonly string[],
  nameOf: (ref: FrameRef) => string,
): { readonly rows: readonly LaidRow[]; readonly columns: Columns; readonly zero: string | undefined } {
  const zero = shown.find(({ row }) => row.time !== undefined)?.row.time;
  const msOf = (time: string | undefined): string =>
    time === undefined || zero === undefined ? '' : ((Number(time) - Number(zero)) * 1000).toFixed(1);
  const labels = shown.map(folded => labelsOf(folded, nameOf));
  const spanned = ({ row: { arrow } }: Folded): number =>
    arrow === undefined
      ? actors.length - 1
      : Math.abs(placeOf(arrow[0], actors.length) - placeOf(arrow[1], actors.length));
  const signOf = ({ row }: Folded): number => (row.key === undefined ? 0 : SIGN);
  const beside = (folded: Folded): number => 2 * (OFF + signOf(folded)) + 4;
  const needed = labels.map(
    ({ name, detail }, i) =>
      (Math.max(textWidth(name, 'm'), textWidth(detail, 's')) + beside(shown[i]!)) / spanned(shown[i]!),
  );
  const span = Math.ceil(
    Math.min(
      Math.max(MOST_SPAN, MOST_SPANS / (actors.length - 1)),
      needed.reduce((a, b) => Math.max(a, b), LEAST_SPAN),
    ),
  );

  let last: number | undefined;
  const rows = shown.map((folded, i): LaidRow => {
    const { row, rows: all } = folded;
    const room = span * spanned(folded) - beside(folded);
    const { name, detail } = labels[i]!;
    const since = row.time === undefined || last === undefined ? 0 : Number(row.time) - last;
    const ends = all.at(-1)!.time ?? row.time;
    if (ends !== undefined) last = Number(ends);
    return {
      folded,
      time: msOf(row.time),
      frame: nameOf(row.frame),
      name: name === '' ? [] : linesOf(name, 'm', room),
      detail: detail === '' ? [] : linesOf(detail, 's', room),
      pause: since >= LONG ? pauseText(since) : undefined,
    };
  });

  const pauses = rows.flatMap(({ pause }) => pause ?? []);
  const times = widestOf(['ms', ...rows.map(({ time }) => time)], 's');
  const frames = widestOf(['frame', ...rows.map(({ frame }) => frame)], 's');
  const timeEnd = PAD + times;
  const frameEnd = Math.max(timeEnd + SPACE + frames, PAD + widestOf(pauses, 's'));
  const held = pills.map(({ text }) => keyText(text));
  const heads = [session.station, session.ap].map(address => address ?? '');
  const side = Math.max(LEAST_SIDE, widestOf(held, 's') / 2 + SPACE, widestOf(heads, 's') / 2 + 10);
  const lives = actors.map((_, i) => frameEnd + side + span * i);
  const marks = lives.at(-1)! + side;
  const markWidth = widestOf(
    shown.flatMap(row => row.marks.flatMap(({ rule }) => ruleLines(rule))),
    's',
  );
  const width = Math.ceil(marks + (markWidth === 0 ? 0 : SPACE + markWidth) + PAD);
  return { rows, columns: { timeEnd, frameEnd, lives, marks, width }, zero };
}
