import type { HandshakeMessage } from '../crypto/handshake.js';
import type { EapolKeyFrame, Finding, FrameRef, SessionReport } from '../validate/report.js';
import { bySeverity, captureOf, frameKey, frameNumber, severityText } from './shown.js';

const MOST_ROWS = 60;
/** Characters of a name or a detail that are shown: it may come from the air. */
const MOST_TEXT = 160;

/** Actors of a session with LTE, and of one that shows WLAN only. */
const LTE = ['UE', 'eNB', 'WT'];
const WLAN = ['station', 'AP'];

export type Actor = 'ue' | 'enb' | 'wt';

/** A message, or another thing that happens at a frame. */
export interface Row {
  readonly frame: FrameRef;
  readonly time: string | undefined;
  /** Who sent it to whom; undefined for what is no message. */
  readonly arrow: readonly [Actor, Actor] | undefined;
  readonly name: string;
  /** What else there is to tell; rows that agree in it and in the rest are repetitions. */
  readonly facts: readonly string[];
  /** Whether its MIC or MAC-I is invalid. */
  readonly isWrong?: boolean;
  /** An EAPOL-Key frame; the counter of a repetition may count on. */
  readonly key?: EapolKeyFrame;
  /** Of an EAPOL-Key frame: which of the session's handshakes it belongs to. */
  readonly run?: number | undefined;
}

/** A finding at a row. */
export type Mark = Pick<Finding, 'severity' | 'rule' | 'message' | 'accepted'>;

/** A row with the repetitions that directly follow it. */
export interface Folded {
  readonly row: Row;
  /** All of them, the row among them. */
  readonly rows: readonly Row[];
  /** The gravest first. */
  readonly marks: readonly Mark[];
}

/** How much of a ladder is shown. */
export interface LadderOptions {
  /** Every row; otherwise of more than 60 the first and the last. */
  readonly full?: boolean | undefined;
}

const fromStation: ReadonlySet<HandshakeMessage> = new Set(['M2', 'M4', 'G2', 'request']);

const UP: Row['arrow'] = ['ue', 'wt'];
const DOWN: Row['arrow'] = ['wt', 'ue'];

const given = (...facts: readonly (string | undefined)[]): string[] =>
  facts.filter(fact => fact !== undefined && fact !== '') as string[];

function keyRows({ eapolKeyFrames, handshakes }: SessionReport): Row[] {
  const runs = new Map(
    handshakes.flatMap(({ frames }, i) =>
      Object.values(frames).flatMap(of => (of ?? []).map(frame => [frameKey(frame), i] as const)),
    ),
  );
  return eapolKeyFrames.map(key => {
    const under = key.pmk === undefined ? '' : ` under ${key.pmk}`;
    return {
      frame: key.frame,
      time: key.time,
      arrow: fromStation.has(key.message) ? UP : DOWN,
      name: key.message,
      facts: given(
        key.protected === undefined ? undefined : key.protected ? 'protected' : 'clear',
        key.pmkidOf === undefined ? undefined : `PMKID of ${key.pmkidOf}`,
        key.mic === 'none' ? undefined : `MIC ${key.mic}${under}`,
      ),
      isWrong: key.mic === 'invalid',
      key,
      run: runs.get(frameKey(key.frame)),
    };
  });
}

/** The messages of a session, each link by itself in the order in which the session lists them. */
function rowsOf(session: SessionReport): Row[] {
  const { handshakes, rrc = [], xw = [], management = [], missing = [], sKwts = [] } = session;
  const rows: Row[] = [
    ...rrc.map(({ frame, time, direction, message, detail, macI }): Row => {
      const mac = macI === undefined || macI === 'none' ? undefined : `MAC-I ${macI}`;
      const arrow: Row['arrow'] = direction === 'uplink' ? ['ue', 'enb'] : ['enb', 'ue'];
      return { frame, time, arrow, name: message, facts: given(detail, mac), isWrong: macI === 'invalid' };
    }),
    ...xw.map(({ frame, time, from, message, detail }): Row => {
      const arrow: Row['arrow'] = from === 'enb' ? ['enb', 'wt'] : ['wt', 'enb'];
      return { frame, time, arrow, name: message, facts: given(detail) };
    }),
    ...management.map(({ frame, time, from, message, detail }): Row => {
      return { frame, time, arrow: from === 'ap' ? DOWN : UP, name: message, facts: given(detail) };
    }),
    ...keyRows(session),
    ...missing.map(
      ({ frame, time, where }): Row => ({
        frame,
        time,
        arrow: undefined,
        name: 'packets missing',
        facts: [where],
      }),
    ),
  ];
  const told = new Set(xw.map(({ frame }) => frameKey(frame)));
  for (const { frame, time, side, state } of sKwts)
    if (side === 'wt' && state !== 'released' && !told.has(frameKey(frame)))
      rows.push({ frame, time, arrow: ['enb', 'wt'], name: 'S-KWT', facts: ['packet sent again'] });
  // Reassociation frames of a fast BSS transition, where the session does not list its management frames.
  const listed = new Set(rows.map(row => frameKey(row.frame)));
  for (const { frames } of handshakes)
    for (const [name, arrow] of [
      ['reassociation-request', UP],
      ['reassociation-response', DOWN],
    ] as const)
      for (const frame of frames[name] ?? [])
        if (!listed.has(frameKey(frame))) rows.push({ frame, time: undefined, arrow, name, facts: [] });
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
      extra.set(frameKey(frame), { frame, time: undefined, arrow: undefined, name: '', facts: [] });
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

const isSameMark = (a: Mark, b: Mark): boolean => a.rule === b.rule && severityText(a) === severityText(b);

/** What is marked at each frame, the gravest first. */
function marksOf(findings: readonly Finding[]): ReadonlyMap<string, readonly Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const finding of bySeverity(findings))
    for (const key of new Set(finding.frames.map(frameKey))) {
      const at = marks.get(key);
      if (at === undefined) marks.set(key, [finding]);
      else if (!at.some(mark => isSameMark(mark, finding))) at.push(finding);
    }
  return marks;
}

const isRepetition = (a: Row, b: Row): boolean =>
  a.name !== '' &&
  a.name === b.name &&
  a.facts.length === b.facts.length &&
  a.facts.every((fact, i) => fact === b.facts[i]) &&
  a.run === b.run &&
  a.arrow?.[0] === b.arrow?.[0] &&
  a.arrow?.[1] === b.arrow?.[1] &&
  captureOf(a.frame) === captureOf(b.frame);

/** Repetitions that directly follow one another, with the same findings, become one row. */
function fold(rows: readonly Row[], marksAt: ReadonlyMap<string, readonly Mark[]>): Folded[] {
  const out: { row: Row; rows: Row[]; marks: readonly Mark[] }[] = [];
  for (const row of rows) {
    const marks = marksAt.get(frameKey(row.frame)) ?? [];
    const before = out.at(-1);
    const isAgain =
      before !== undefined &&
      before.marks.length === marks.length &&
      before.marks.every((mark, i) => isSameMark(mark, marks[i]!)) &&
      isRepetition(before.row, row);
    if (isAgain) before.rows.push(row);
    else out.push({ row, rows: [row], marks });
  }
  return out;
}

/** What a ladder of the session shows: its messages in order, repetitions folded, and at their frames the findings. */
export const ladderRows = (session: SessionReport, findings: readonly Finding[]): readonly Folded[] =>
  fold(withFindings(inOrder(rowsOf(session)), findings), marksOf(findings));

/** Who takes part, from left to right. */
export const actorsOf = ({ rrc, xw }: SessionReport): readonly string[] =>
  [rrc, xw].some(list => list !== undefined && list.length > 0) ? LTE : WLAN;

/** The place of an actor among so many. */
export const placeOf = (actor: Actor, actors: number): number =>
  actor === 'ue' ? 0 : actor === 'wt' ? actors - 1 : 1;

/** The rows that are shown, those of a long ladder in two parts, and those between that are left out. */
export function cutRows(
  rows: readonly Folded[],
  { full = false }: LadderOptions,
): { readonly head: readonly Folded[]; readonly left: readonly Folded[]; readonly tail: readonly Folded[] } {
  if (full || rows.length <= MOST_ROWS) return { head: rows, left: [], tail: [] };
  const half = MOST_ROWS / 2;
  return { head: rows.slice(0, half), left: rows.slice(half, -half), tail: rows.slice(-half) };
}

/** `140 rows left out, 2 of them with findings`. */
export function leftOutText(left: readonly Folded[]): string {
  const marked = left.filter(row => row.marks.length > 0).length;
  return `${left.length} rows left out${marked === 0 ? '' : `, ${marked} of them with findings`}`;
}

/** What frames are called in a ladder, and what tells which captures they are in. */
export function frameNames(rows: readonly Folded[]): {
  readonly nameOf: (ref: FrameRef) => string;
  readonly legend: readonly string[];
} {
  const captures = [...new Set(rows.map(({ row }) => captureOf(row.frame)).filter(one => one !== undefined))];
  return {
    nameOf: ref => {
      const capture = captureOf(ref);
      return capture === undefined || captures.length < 2
        ? `${frameNumber(ref)}`
        : `${captures.indexOf(capture) + 1}:${frameNumber(ref)}`;
    },
    legend:
      captures.length < 2
        ? captures.map(capture => `frames of ${capture}`)
        : captures.map((capture, i) => `frames ${i + 1}:… of ${capture}`),
  };
}

/** At most so many characters of a text, 160 if it is not said how many. */
export function clipped(text: string, most: number = MOST_TEXT): string {
  if (text.length <= most) return text;
  // A character takes up to two places of a string: here are those of one more than may be shown.
  const characters = [...text.slice(0, 2 * (most + 1))];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}

/** `M1 ×3`. */
export const calledOf = ({ row, rows }: Folded): string =>
  `${clipped(row.name)}${rows.length === 1 ? '' : ` ×${rows.length}`}`;

/** `counter 1 to 3`, of EAPOL-Key frames. */
export function counterOf({ row, rows }: Folded): string | undefined {
  if (row.key === undefined) return undefined;
  const { replayCounter } = row.key;
  const last = rows.at(-1)!.key!.replayCounter;
  return `counter ${replayCounter}${last === replayCounter ? '' : ` to ${last}`}`;
}

/** `to frame 21`, of repetitions. @param nameOf what a frame is called, as {@link frameNames} gives it */
export const untilOf = ({ rows }: Folded, nameOf: (ref: FrameRef) => string): string | undefined =>
  rows.length === 1 ? undefined : `to frame ${nameOf(rows.at(-1)!.frame)}`;
