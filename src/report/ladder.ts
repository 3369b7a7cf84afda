import type { HandshakeMessage } from '../crypto/handshake.js';
import type { Finding, FrameRef, SessionReport, Severity } from '../validate/report.js';
import { printable } from './printable.js';
import { captureOf, frameKey, frameNumber } from './shown.js';

/** No row is longer: with the indent of a report 110. */
const WIDTH = 108;
const MOST_ROWS = 60;
/** Characters of a name or a detail that are shown: it may come from the air. */
const MOST_TEXT = 160;
/** Columns from one actor to the next. */
const GAP = 9;

/** Actors of a session with LTE, and of one that shows WLAN only. */
const LTE = ['UE', 'eNB', 'WT'];
const WLAN = ['station', 'AP'];

type Actor = 'ue' | 'enb' | 'wt';

interface Row {
  readonly frame: FrameRef;
  readonly time: string | undefined;
  /** Who sent it to whom; undefined for what is no message. */
  readonly arrow: readonly [Actor, Actor] | undefined;
  readonly name: string;
  /** What else there is to tell; rows that agree in it and in the rest are repetitions. */
  readonly facts: string;
  /** Of an EAPOL-Key frame: a repetition may count on. */
  readonly counter?: string;
  /** Of an EAPOL-Key frame: which of the session's handshakes it belongs to. */
  readonly run?: number | undefined;
}

/** A row with the repetitions that directly follow it. */
interface Folded {
  readonly row: Row;
  times: number;
  last: Row;
  readonly marks: string;
}

const fromStation: ReadonlySet<HandshakeMessage> = new Set(['M2', 'M4', 'G2', 'request']);

const joined = (...parts: readonly (string | undefined)[]): string =>
  parts.filter(part => part !== undefined && part !== '').join('  ');

/** The messages of a session, each link by itself in the order in which the session lists them. */
function rowsOf(session: SessionReport): Row[] {
  const { eapolKeyFrames, handshakes, rrc = [], xw = [], management = [], missing = [] } = session;
  const up: Row['arrow'] = ['ue', 'wt'];
  const down: Row['arrow'] = ['wt', 'ue'];
  const longestSent = eapolKeyFrames.some(f => f.protected) ? 'protected'.length : 'clear'.length;
  const runs = new Map(
    handshakes.flatMap(({ frames }, i) =>
      Object.values(frames).flatMap(of => (of ?? []).map(frame => [frameKey(frame), i] as const)),
    ),
  );
  const rows: Row[] = [
    ...rrc.map(({ frame, time, direction, message, detail, macI }): Row => {
      const mac = macI === undefined || macI === 'none' ? undefined : `MAC-I ${macI}`;
      const arrow: Row['arrow'] = direction === 'uplink' ? ['ue', 'enb'] : ['enb', 'ue'];
      return { frame, time, arrow, name: message, facts: joined(detail, mac) };
    }),
    ...xw.map(({ frame, time, from, message, detail }): Row => {
      const arrow: Row['arrow'] = from === 'enb' ? ['enb', 'wt'] : ['wt', 'enb'];
      return { frame, time, arrow, name: message, facts: detail ?? '' };
    }),
    ...management.map(({ frame, time, from, message, detail }): Row => {
      return { frame, time, arrow: from === 'ap' ? down : up, name: message, facts: detail ?? '' };
    }),
    ...eapolKeyFrames.map((key): Row => {
      const sent = (key.protected ? 'protected' : 'clear').padEnd(longestSent);
      const under = key.pmk === undefined ? '' : ` under ${key.pmk}`;
      return {
        frame: key.frame,
        time: key.time,
        arrow: fromStation.has(key.message) ? up : down,
        name: key.message,
        facts: joined(sent, key.mic === 'none' ? undefined : `MIC ${key.mic}${under}`),
        counter: key.replayCounter,
        run: runs.get(frameKey(key.frame)),
      };
    }),
    ...missing.map(
      ({ frame, time, where }): Row => ({
        frame,
        time,
        arrow: undefined,
        name: 'packets missing',
        facts: where,
      }),
    ),
  ];
  // Reassociation frames of a fast BSS transition, where the session does not list its management frames.
  const listed = new Set(rows.map(row => frameKey(row.frame)));
  for (const { frames } of handshakes)
    for (const [name, arrow] of [
      ['reassociation-request', up],
      ['reassociation-response', down],
    ] as const)
      for (const frame of frames[name] ?? [])
        if (!listed.has(frameKey(frame))) rows.push({ frame, time: undefined, arrow, name, facts: '' });
  return rows;
}

/** By time where every row has one; otherwise capture by capture, by frame number. */
function inOrder(rows: readonly Row[]): Row[] {
  const captures = new Map<string | undefined, number>();
  for (const row of rows) {
    const capture = captureOf(row.frame);
    if (!captures.has(capture)) captures.set(capture, captures.size);
  }
  const timed = rows.every(row => row.time !== undefined);
  return [...rows].sort(
    (a, b) =>
      (timed ? Number(a.time) - Number(b.time) : 0) ||
      captures.get(captureOf(a.frame))! - captures.get(captureOf(b.frame))! ||
      frameNumber(a.frame) - frameNumber(b.frame),
  );
}

const isBefore = (a: FrameRef, b: FrameRef): boolean =>
  captureOf(a) === captureOf(b) && frameNumber(a) < frameNumber(b);

/** Gives each finding that has frames, but none in the ladder, a row of its own where its first frame belongs. */
function withFindings(rows: readonly Row[], findings: readonly Finding[]): Row[] {
  const shown = new Set(rows.map(row => frameKey(row.frame)));
  const extra = new Map<string, Row>();
  for (const { frames } of findings) {
    const frame = frames[0];
    if (frame !== undefined && !frames.some(one => shown.has(frameKey(one))))
      extra.set(frameKey(frame), { frame, time: undefined, arrow: undefined, name: '', facts: '' });
  }
  if (extra.size === 0) return [...rows];
  if (rows.every(row => row.time === undefined)) return inOrder([...rows, ...extra.values()]);
  // With times, before the first row of the same capture that comes later in it.
  const waiting = inOrder([...extra.values()]);
  const out: Row[] = [];
  let next = 0;
  for (const row of rows) {
    for (let one = waiting[next]; one !== undefined && isBefore(one.frame, row.frame); one = waiting[++next])
      out.push(one);
    out.push(row);
  }
  return [...out, ...waiting.slice(next)];
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];

/** What is marked at each frame: `error mic-wrong`, the gravest first. */
function marksOf(findings: readonly Finding[]): ReadonlyMap<string, string> {
  const marks = new Map<string, string[]>();
  const sorted = SEVERITIES.flatMap(severity => findings.filter(f => f.severity === severity));
  for (const { rule, severity, frames } of sorted)
    for (const key of new Set(frames.map(frameKey))) {
      const text = `${severity} ${rule}`;
      const at = marks.get(key);
      if (at === undefined) marks.set(key, [text]);
      else if (!at.includes(text)) at.push(text);
    }
  return new Map([...marks].map(([key, texts]) => [key, texts.join(', ')]));
}

const isRepetition = (a: Row, b: Row): boolean =>
  a.name !== '' &&
  a.name === b.name &&
  a.facts === b.facts &&
  a.run === b.run &&
  a.arrow?.[0] === b.arrow?.[0] &&
  a.arrow?.[1] === b.arrow?.[1] &&
  captureOf(a.frame) === captureOf(b.frame);

/** Repetitions that directly follow one another, with the same findings, become one row. */
function fold(rows: readonly Row[], marksAt: ReadonlyMap<string, string>): Folded[] {
  const out: Folded[] = [];
  let before: Folded | undefined;
  for (const row of rows) {
    const marks = marksAt.get(frameKey(row.frame)) ?? '';
    if (before !== undefined && before.marks === marks && isRepetition(before.row, row)) {
      before.times++;
      before.last = row;
    } else {
      before = { row, times: 1, last: row, marks };
      out.push(before);
    }
  }
  return out;
}

/** At most {@link MOST_TEXT} characters of it. */
function clipped(text: string): string {
  if (text.length <= MOST_TEXT) return text;
  const characters = [...text.slice(0, 2 * MOST_TEXT)];
  return characters.length > MOST_TEXT ? `${characters.slice(0, MOST_TEXT - 1).join('')}…` : text;
}

const calledOf = ({ row, times }: Folded): string => `${clipped(row.name)}${times === 1 ? '' : ` ×${times}`}`;

/** By a loop: a call takes no more arguments than its stack holds. */
const widest = (texts: readonly string[]): number =>
  texts.reduce((width, text) => Math.max(width, text.length), 0);

function label(folded: Folded, frameText: (ref: FrameRef) => string, nameWidth: number): string {
  const { row, last, times, marks } = folded;
  const { counter } = row;
  const to = last.counter === counter ? '' : ` to ${last.counter}`;
  return joined(
    calledOf(folded).padEnd(counter === undefined ? 0 : nameWidth),
    counter === undefined ? undefined : `counter ${counter}${to}`,
    clipped(row.facts).trimEnd(),
    times === 1 ? undefined : `to frame ${frameText(last.frame)}`,
    marks === '' ? undefined : `<- ${marks}`,
  );
}

/** Text in lines of at most `width` characters, broken between words where it can be. */
function wrapped(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const end = space > 0 ? space : width;
    lines.push(rest.slice(0, end).join('').trimEnd());
    rest = rest.slice(space > 0 ? end + 1 : end);
  }
  return [...lines, rest.join('')];
}

/** The lines of life of the actors, and on them an arrow from one to another. */
function lanes(actors: number, arrow: Row['arrow']): string {
  const cells = new Array<string>((actors - 1) * GAP + 1).fill(' ');
  for (let i = 0; i < actors; i++) cells[i * GAP] = '|';
  if (arrow !== undefined) {
    const [from, to] = arrow.map(actor => (actor === 'ue' ? 0 : actor === 'wt' ? actors - 1 : 1) * GAP) as [
      number,
      number,
    ];
    for (let x = Math.min(from, to) + 1; x < Math.max(from, to); x++) cells[x] = '-';
    cells[to + (from < to ? -1 : 1)] = from < to ? '>' : '<';
  }
  return cells.join('');
}

const seconds = (time: string | undefined): string => (time === undefined ? '' : Number(time).toFixed(6));

/** How much of a ladder is shown. */
export interface LadderOptions {
  /** Every row; otherwise of more than 60 the first and the last. */
  readonly full?: boolean;
}

/**
 * A session as a ladder in text, its rows at most 108 columns wide: when, which frame, who sent what to whom,
 * repetitions in one row, and at their frames the findings. No line where there is nothing to show.
 */
export function ladder(
  session: SessionReport,
  findings: readonly Finding[],
  { full = false }: LadderOptions = {},
): string[] {
  const rows = fold(withFindings(inOrder(rowsOf(session)), findings), marksOf(findings));
  if (rows.length === 0) return [];
  const hasLte = [session.rrc, session.xw].some(list => list !== undefined && list.length > 0);
  const actors = hasLte ? LTE : WLAN;

  const captures = [...new Set(rows.map(({ row }) => captureOf(row.frame)).filter(one => one !== undefined))];
  const frameText = (ref: FrameRef): string => {
    const capture = captureOf(ref);
    return capture === undefined || captures.length < 2
      ? `${frameNumber(ref)}`
      : `${captures.indexOf(capture) + 1}:${frameNumber(ref)}`;
  };
  const legend =
    captures.length < 2
      ? captures.map(capture => `frames of ${printable(capture)}`)
      : captures.map((capture, i) => `frames ${i + 1}:… of ${printable(capture)}`);

  const half = MOST_ROWS / 2;
  const folds = !full && rows.length > MOST_ROWS;
  const shown = folds ? [...rows.slice(0, half), ...rows.slice(-half)] : rows;
  const left = folds ? rows.slice(half, -half) : [];
  const leftOut = (): string => {
    const marked = left.filter(row => row.marks !== '').length;
    return `… ${left.length} rows left out${marked === 0 ? '' : `, ${marked} of them with findings`} (--full shows all) …`;
  };

  const timeWidth = widest(shown.map(({ row }) => seconds(row.time)));
  const times = timeWidth === 0 ? 0 : Math.max(timeWidth, 'time'.length);
  const frames = widest(['frame', ...shown.map(({ row }) => frameText(row.frame))]);
  const nameWidth = widest(shown.filter(({ row }) => row.counter !== undefined).map(calledOf));
  const line = (time: string, frame: string, lane: string, text: string): string =>
    `${times === 0 ? '' : `${time.padStart(times)}  `}${frame.padStart(frames)}  ${lane}  ${text}`.trimEnd();

  const laneWidth = (actors.length - 1) * GAP + 1;
  const room = WIDTH - line('', '', ' '.repeat(laneWidth), '.').length + 1;
  const head = actors.map((actor, i) => (i === actors.length - 1 ? actor : actor.padEnd(GAP))).join('');
  const lines = [...legend, line('time', 'frame', head, '')];
  for (const [i, folded] of shown.entries()) {
    if (folds && i === half) lines.push(leftOut());
    const { time, frame, arrow } = folded.row;
    const [first = '', ...more] = wrapped(printable(label(folded, frameText, nameWidth)), room);
    lines.push(line(seconds(time), frameText(frame), lanes(actors.length, arrow), first));
    for (const text of more) lines.push(line('', '', lanes(actors.length, undefined), text));
  }
  return lines;
}
