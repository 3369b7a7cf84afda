import type { Finding, FrameRef, SessionReport } from '../validate/report.js';
import {
  actorsOf,
  calledOf,
  clipped,
  counterOf,
  cutRows,
  type Folded,
  frameNames,
  type LadderOptions,
  ladderRows,
  leftOutText,
  placeOf,
  type Row,
  untilOf,
} from './ladder-rows.js';
import { printable } from './printable.js';
import { severityText } from './shown.js';
import { wrapped } from './wrapped.js';

/** No row is longer: with the indent of a report 110. */
const WIDTH = 108;
/** Columns from one actor to the next. */
const GAP = 9;

/** By a loop: a call takes no more arguments than its stack holds. */
const widest = (texts: readonly string[]): number =>
  texts.reduce((width, text) => Math.max(width, text.length), 0);

const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('  ');

/** @param sentWidth columns for how an EAPOL-Key frame was sent */
function factsOf({ key, facts }: Row, sentWidth: number): string {
  if (key === undefined) return clipped(joined(...facts)).trimEnd();
  const [sent = '', ...rest] = key.protected === undefined ? ['', ...facts] : facts;
  return clipped(joined(sent.padEnd(sentWidth), ...rest)).trimEnd();
}

function label(
  folded: Folded,
  nameOf: (ref: FrameRef) => string,
  nameWidth: number,
  sentWidth: number,
): string {
  const { row, marks } = folded;
  return joined(
    calledOf(folded).padEnd(row.key === undefined ? 0 : nameWidth),
    counterOf(folded),
    factsOf(row, sentWidth),
    untilOf(folded, nameOf),
    marks.length === 0
      ? undefined
      : `<- ${marks.map(mark => `${severityText(mark)} ${mark.rule}`).join(', ')}`,
  );
}

/** The lines of life of the actors, and on them an arrow from one to another. */
function lanes(actors: number, arrow: Row['arrow']): string {
  const cells = new Array<string>((actors - 1) * GAP + 1).fill(' ');
  for (let i = 0; i < actors; i++) cells[i * GAP] = '|';
  if (arrow !== undefined) {
    const [from, to] = arrow.map(actor => placeOf(actor, actors) * GAP) as [number, number];
    for (let x = Math.min(from, to) + 1; x < Math.max(from, to); x++) cells[x] = '-';
    cells[to + (from < to ? -1 : 1)] = from < to ? '>' : '<';
  }
  return cells.join('');
}

const seconds = (time: string | undefined): string => (time === undefined ? '' : Number(time).toFixed(6));

/**
 * A session as a ladder in text, its rows at most 108 columns wide: when, which frame, who sent what to whom,
 * repetitions in one row, and at their frames the findings. No line where there is nothing to show.
 */
export function ladder(
  session: SessionReport,
  findings: readonly Finding[],
  options: LadderOptions = {},
): string[] {
  const rows = ladderRows(session, findings);
  if (rows.length === 0) return [];
  const actors = actorsOf(session);
  const { nameOf, legend } = frameNames(rows);
  const { head: first, left, tail } = cutRows(rows, options);
  const shown = [...first, ...tail];

  const timeWidth = widest(shown.map(({ row }) => seconds(row.time)));
  const times = timeWidth === 0 ? 0 : Math.max(timeWidth, 'time'.length);
  const frames = widest(['frame', ...shown.map(({ row }) => nameOf(row.frame))]);
  const nameWidth = widest(shown.filter(({ row }) => row.key !== undefined).map(calledOf));
  const sentWidth = widest(
    rows.flatMap(({ row: { key, facts } }) => (key?.protected === undefined ? [] : facts.slice(0, 1))),
  );
  const line = (time: string, frame: string, lane: string, text: string): string =>
    `${times === 0 ? '' : `${time.padStart(times)}  `}${frame.padStart(frames)}  ${lane}  ${text}`.trimEnd();

  const laneWidth = (actors.length - 1) * GAP + 1;
  const room = WIDTH - line('', '', ' '.repeat(laneWidth), '.').length + 1;
  const head = actors.map((actor, i) => (i === actors.length - 1 ? actor : actor.padEnd(GAP))).join('');
  const lines = [...legend.map(printable), line('time', 'frame', head, '')];
  for (const [i, folded] of shown.entries()) {
    if (left.length > 0 && i === first.length) lines.push(`… ${leftOutText(left)} (--full shows all) …`);
    const { time, frame, arrow } = folded.row;
    const [text = '', ...more] = wrapped(printable(label(folded, nameOf, nameWidth, sentWidth)), room);
    lines.push(line(seconds(time), nameOf(frame), lanes(actors.length, arrow), text));
    for (const rest of more) lines.push(line('', '', lanes(actors.length, undefined), rest));
  }
  return lines;
}
