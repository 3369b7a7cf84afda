import { type Actor, type Mark, placeOf } from '../ladder-rows.js';
import { severityText, standingOf } from '../shown.js';
import { element } from '../xml.js';
import { type Columns, type LaidRow, OFF, ruleLines, SIGN } from './layout.js';
import { box, findingClass, findingSign, keyClass, n, padlock, path, titleOf } from './shapes.js';
import { LINE, textLine, textWidth } from './text.js';

/** From one line of the marks of a row to the next. */
const MARK = 14;

/** What of a ladder the drawing of a row depends on. */
export interface RowSetting {
  readonly columns: Columns;
  /** The names of the actors, from left to right. */
  readonly actors: readonly string[];
  /** The place of a key among those of the ladder, negative for one of which no name is known. */
  readonly placeOfKey: (key: string) => number;
}

/** What a row is drawn as: what lies behind the lines of life, and what lies on them. */
export interface DrawnRow {
  readonly back: string;
  readonly front: string;
  readonly height: number;
}

/** Where in a row is what. */
interface Measures {
  /** Where its arrow begins and ends: lines of life. */
  readonly from: number;
  readonly to: number;
  /** Of the arrow, downwards. */
  readonly line: number;
  /** Of the first line of its marks, downwards. */
  readonly firstMark: number;
  readonly height: number;
  /** The class of its gravest mark, where that is more than a note, or nothing. */
  readonly color: string;
}

function measuresOf({ folded, name, detail }: LaidRow, top: number, setting: RowSetting): Measures {
  const { row, marks } = folded;
  const { lives } = setting.columns;
  const lifeOf = (actor: Actor): number => lives[placeOf(actor, setting.actors.length)]!;
  const [sender, receiver] = row.arrow ?? ['ue', 'wt'];
  const line = top + 4 + name.length * LINE.m + (name.length === 0 ? 8 : 4);
  const below = detail.length === 0 ? 8 : 6 + detail.length * LINE.s;
  const markLines = marks.reduce((sum, { rule }) => sum + ruleLines(rule).length, 0);
  const firstMark = Math.max(top + MARK / 2 + 2, line - ((markLines - 1) * MARK) / 2);
  const grave = marks[0] && standingOf(marks[0]);
  return {
    from: lifeOf(sender),
    to: lifeOf(receiver),
    line,
    firstMark,
    height: Math.max(line + below - top, firstMark + (markLines - 0.5) * MARK + 2 - top),
    color: grave === 'error' || grave === 'warning' ? findingClass[grave] : '',
  };
}

/** What a finding at a row is: `error mic-wrong: The MIC of …`. */
const markText = (mark: Mark): string => `${severityText(mark)} ${mark.rule}: ${mark.message}`;

/** What a row says to one who points at it, or listens. */
function spoken({ folded, name, detail, frame }: LaidRow, actors: readonly string[]): string {
  const { row, marks } = folded;
  const nameOf = (actor: Actor): string => actors[placeOf(actor, actors.length)]!;
  const { arrow, time } = row;
  const who = arrow === undefined ? [] : [`${nameOf(arrow[0])} to ${nameOf(arrow[1])}:`];
  const when = time === undefined ? [] : [`at ${Number(time).toFixed(6)} s`];
  const what = [...who, name.join(' '), detail.length === 0 ? '' : `(${detail.join(' ')})`];
  const first = [`frame ${frame}`, ...when, what.filter(part => part !== '').join(' ')];
  const said = marks.map(markText);
  return [first.filter(part => part !== '').join(', '), ...said].join('. ');
}

/** An arrow, dashed for EAPOL-Key in clear; what is no message has a dotted line, if it has a name. */
function drawArrow({ folded: { row } }: LaidRow, { from, to, line, color }: Measures): string[] {
  if (row.arrow === undefined)
    return row.name === '' ? [] : [path(`M${n(from + OFF)} ${n(line)}H${n(to - OFF)}`, 'zz')];
  const way = Math.sign(to - from);
  const [start, end] = [from + way * OFF, to - way * OFF];
  const dashes = row.key?.protected === false ? ' d' : '';
  return [
    path(`M${n(start)} ${n(line)}H${n(end - way * 6)}`, `a${dashes}${color === '' ? '' : ` ${color}s`}`),
    path(`M${n(end)} ${n(line)}l${-way * 9} -4.5v9z`, color === '' ? 'h' : `${color}f`),
  ];
}

/** What is written in the middle of a row; a line of life that the arrow passes does not run through it. */
function textWriter({ from, to, color }: Measures, { lives }: Columns) {
  const middle = (from + to) / 2;
  const crosses = lives.some(x => x > Math.min(from, to) && x < Math.max(from, to));
  const ground = color === '' ? 'bg' : `${color}b`;
  return (
    text: string,
    y: number,
    face: 'm' | 's',
    textColor: string,
    /** Draws what stands before the text, given the middle of its place. */
    signAt?: (x: number) => string,
  ): string => {
    const wide = textWidth(text, face);
    const behind = crosses ? box(middle - wide / 2, y - LINE[face] + 4, wide, LINE[face], ground) : '';
    const sign = signAt?.(middle - wide / 2 - SIGN / 2 - 2) ?? '';
    return behind + sign + textLine(middle, y, face, text, { anchor: 'middle', color: textColor });
  };
}

/** The name, above the arrow: with a padlock where it is a frame that is protected. */
function drawName(laid: LaidRow, top: number, measures: Measures, columns: Columns): string[] {
  const { row } = laid.folded;
  const write = textWriter(measures, columns);
  return laid.name.map((text, i) => {
    const y = top + 4 + (i + 1) * LINE.m - 3;
    const isLocked = i === 0 && row.key?.protected === true;
    const lock = isLocked ? (x: number) => padlock(x, y - 4) : undefined;
    return write(text, y, 'm', row.arrow === undefined ? 'mu' : 'b', lock);
  });
}

/** Facts, below the arrow: with the colour of the key that a MIC is right under, or that a PMKID names. */
function drawDetail(laid: LaidRow, measures: Measures, { columns, placeOfKey }: RowSetting): string[] {
  const { row } = laid.folded;
  const write = textWriter(measures, columns);
  return laid.detail.map((text, i) => {
    const key = row.key?.pmk ?? row.key?.pmkidOf;
    const place = i > 0 || key === undefined ? -1 : placeOfKey(key);
    const y = measures.line + 2 + (i + 1) * LINE.s - 2;
    const swatch = place < 0 ? undefined : (x: number) => box(x - 4, y - 8, 8, 8, keyClass(place));
    return write(text, y, 's', row.isWrong === true ? 'er b' : 'mu', swatch);
  });
}

/** What was found at a row, beside the ladder. */
function drawMarks(marks: readonly Mark[], x: number, top: number): string[] {
  let y = top;
  return marks.map(mark => {
    const standing = standingOf(mark);
    const lines = ruleLines(mark.rule).map((text, i) =>
      textLine(x + SIGN, y + i * MARK + 4, 's', text, { color: `${findingClass[standing]} b` }),
    );
    const shown = [titleOf(markText(mark)), findingSign(standing, x, y), ...lines];
    y += lines.length * MARK;
    return element('g', {}, shown.join(''));
  });
}

/** Draws a row from `top` on. */
export function drawRow(laid: LaidRow, top: number, setting: RowSetting): DrawnRow {
  const { columns, actors } = setting;
  const { timeEnd, frameEnd, width } = columns;
  const measures = measuresOf(laid, top, setting);
  const { height, color } = measures;
  const baseline = measures.line + 4;
  const parts = [
    titleOf(spoken(laid, actors)),
    textLine(timeEnd, baseline, 's', laid.time, { anchor: 'end', color: 'mu' }),
    textLine(frameEnd, baseline, 's', laid.frame, { anchor: 'end' }),
    ...drawName(laid, top, measures, columns),
    ...drawArrow(laid, measures),
    ...drawDetail(laid, measures, setting),
    ...drawMarks(laid.folded.marks, columns.marks, measures.firstMark),
  ];
  const back =
    color === ''
      ? []
      : [box(6, top, width - 12, height, `${color}b`, 4), box(6, top, 4, height, `${color}f`)];
  return { back: back.join('\n'), front: element('g', { role: 'img' }, parts.join('')), height };
}
