import type { Command } from 'commander';
import { acceptFindings } from '../report/accepted.js';
import type { DiagramOptions, ReportContext } from '../report/index.js';
import { findingsBySession, gravity, SEVERITIES } from '../report/shown.js';
import type { Report } from '../validate/index.js';
import { readAccepted } from './accepted-file.js';
import { addJudgingOptions, type CaptureOptions, inputOf } from './capture-options.js';
import { isUnreadable, readCaptures, tellMisfits } from './capture-report.js';
import { outputOf, writeWhole } from './output-file.js';
import { integerOption, Problem, tell } from './problem.js';

interface Options extends CaptureOptions {
  readonly out: string;
  readonly session?: number;
  readonly from?: number;
  readonly to?: number;
  readonly full?: boolean;
  readonly accept?: string;
}

/** What is drawn, with the places of the sessions among those of the report. */
type Drawing = DiagramOptions & { readonly sessions: readonly number[] };

/** Sessions in one SVG: of more it would be a very long one. */
const MOST_SESSIONS = 12;

/** @throws Problem for a name that ends in neither `.svg` nor `.html` */
function formatOf(out: string): 'svg' | 'html' {
  const [, extension = ''] = /\.(svg|html?)$/i.exec(out) ?? [];
  if (extension === '') throw new Problem(`--out: ${out} is to end in .svg or .html`);
  return extension.toLowerCase() === 'svg' ? 'svg' : 'html';
}

/** Seconds from the first packet. @throws Problem */
const secondsOption =
  (name: string) =>
  (text: string): number => {
    if (!/^\d+(\.\d+)?$/.test(text)) throw new Problem(`${name}: '${text}' is no number of seconds`);
    return Number(text);
  };

/** `from 99 on`, `up to 0.1`, `from 1 to 2`. */
const rangeText = (from: number | undefined, to: number | undefined): string =>
  from === undefined ? `up to ${to}` : `from ${from} ${to === undefined ? 'on' : `to ${to}`}`;

/**
 * The sessions to draw: the one that is asked for, or as many as there is room for, those with errors before others.
 * @throws Problem for one that is not there
 */
function chosen(report: Report, session: number | undefined, most: number): readonly number[] {
  const { sessions } = report;
  const last = sessions.length - 1;
  if (session !== undefined) {
    if (sessions[session] !== undefined) return [session];
    const there = last < 0 ? 'none' : last === 0 ? 'session 0 only' : `sessions 0 to ${last}`;
    throw new Problem(`--session: there is no session ${session}, but ${there}`);
  }
  const all = sessions.map((_, i) => i);
  if (all.length <= most) return all;
  const findings = findingsBySession(report);
  // A note is no reason to draw a session before others.
  const rank = (i: number): number => Math.min(gravity(findings[i]!), SEVERITIES.indexOf('note'));
  const first = [...all].sort((a, b) => rank(a) - rank(b) || a - b).slice(0, most);
  return first.sort((a, b) => a - b);
}

/** Says that there is no message from `from` to `to`, where that is so, and where the last one is. */
async function tellEmptyRange({ sessions: all }: Report, { sessions, ...options }: Drawing): Promise<void> {
  const { rowsDrawn } = await import('../report/diagram/ladder.js');
  const { from, to } = options;
  const each = sessions.map(i => rowsDrawn(all[i]!, options));
  const last = each.reduce((latest, one) => Math.max(latest, one.last), -Infinity);
  if (last > -Infinity && each.every(({ rows }) => rows === 0))
    tell(`no message is drawn: there is none ${rangeText(from, to)}; the last is at ${last.toFixed(6)}`);
}

/** The file in pieces. Says how many ladders a page leaves out. */
async function drawn(
  format: 'svg' | 'html',
  report: Report,
  context: ReportContext,
  drawing: Drawing,
): Promise<Iterable<string>> {
  if (format === 'svg') {
    const { reportSvg } = await import('../report/diagram/svg.js');
    return [reportSvg(report, context, drawing)];
  }
  const { laddersLeftOut, reportHtml } = await import('../report/html.js');
  const undrawn = laddersLeftOut(drawing.sessions.length, drawing);
  if (undrawn > 0) tell(`${undrawn} ladders are left out of the page: --full draws all`);
  return reportHtml(report, context, drawing);
}

/** `diagram`: the sessions of captures, drawn. */
export function addDiagramCommand(program: Command): void {
  const command = program
    .command('diagram')
    .description(
      'draw the messages of captures as a ladder, with the keys that each side holds and the findings; exit with 0 whatever is found',
    );
  addJudgingOptions(command)
    .requiredOption('--out <file>', 'FILE.svg, or FILE.html for a page that also lists the findings')
    .option(
      '--session <n>',
      'draw only this session, counted from 0 as in validate --json',
      integerOption('--session', 0, 2 ** 31),
    )
    .option(
      '--from <seconds>',
      'draw only what is later; seconds as validate shows them',
      secondsOption('--from'),
    )
    .option('--to <seconds>', 'draw only what is earlier', secondsOption('--to'))
    .option('--full', 'draw every row of a long session, and every ladder of a page')
    .option('--accept <file>', 'a JSON file of findings that are known, drawn in gray and behind others')
    .addHelpText(
      'after',
      `
An SVG shows at most ${MOST_SESSIONS} sessions, those with errors before others; --session draws any one.

Example:
  lwa-rekey generate rekey-option-2 --out out
  lwa-rekey diagram out/rekey-option-2.pcapng --keys out/rekey-option-2.keys.json --from 1.1 --out option-2.svg`,
    )
    .action(async (operands: string[], options: Options) => {
      const { out, session, from, to, full = false, accept } = options;
      const format = formatOf(out);
      if (from !== undefined && to !== undefined && from > to)
        throw new Problem(`--from: ${from} is behind --to ${to}`);
      const { captures, inputs, settings } = await inputOf('diagram', operands, options);
      const accepted = accept === undefined ? [] : await readAccepted(accept);
      const file = await outputOf('--out', out, accept === undefined ? inputs : [...inputs, accept]);
      try {
        const { report: found, damaged } = await readCaptures(captures, options, settings);
        const context = { captures, damaged };
        if (damaged.length > 0) process.exitCode = 2;
        if (isUnreadable(found, context)) return;
        const report = acceptFindings(found, accepted, context);
        if (report.sessions.length === 0)
          tell(
            (report.packets > 0 ? report.unchecked[0]?.message : undefined) ??
              'nothing to draw: there is no session in what was read',
          );
        tellMisfits(report);
        const sessions = chosen(report, session, format === 'svg' ? MOST_SESSIONS : Number.POSITIVE_INFINITY);
        const drawing = { full, from, to, sessions };
        const left = report.sessions.length - sessions.length;
        if (session === undefined && left > 0)
          tell(
            `${report.sessions.length} sessions, of which ${sessions.length} are drawn (${sessions.join(', ')}): --session N draws another, and FILE.html has all`,
          );
        if (from !== undefined || to !== undefined) await tellEmptyRange(report, drawing);
        await writeWhole(file, await drawn(format, report, context, drawing));
      } finally {
        file.discard();
      }
    });
}
